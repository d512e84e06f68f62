//! One call of the raw layer: its arguments, the memory that its pointers point to, and what came back.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use crate::slots::Slots;
use crate::table::{Function, Parameter, Step, Value};
use machport::{embedded, sys};
use std::ffi::{c_char, c_void, CStr};
use std::ptr;

/// What a result holds that no call wrote.
const UNWRITTEN: u8 = 0xa5;
/// Results that share a place need room for any scalar.
const LEAST: usize = 16;

#[derive(Clone)]
pub struct Call<'a> {
    function: &'a Function,
    step: &'a Step,
    numbers: Vec<i128>,
    /// None: NULL.
    rooms: Vec<Option<Vec<u64>>>,
    pub status: i32,
    pub number: i128,
    pub text: String,
}

impl<'a> Call<'a> {
    pub fn new(step: &'a Step, function: &'a Function, slots: &Slots) -> Self {
        let by_value = |(i, parameter): (usize, &Parameter)| if parameter.by_value() { slots.number(&step.args[i]) } else { 0 };
        let numbers = function.parameters.iter().enumerate().map(by_value).collect();
        let mut call = Call { function, step, numbers, rooms: vec![], status: 0, number: 0, text: String::new() };
        call.rooms = (0..function.parameters.len()).map(|i| call.room(i, slots)).collect();
        call.share(slots);
        call
    }

    /// Parameters that are one pointer point to the largest of their rooms, and what is given last stands there.
    fn share(&mut self, slots: &Slots) {
        let Some(&first) = self.step.same.first() else { return };
        let longest = self.step.same.iter().filter_map(|&i| self.rooms[i].as_ref()).map(Vec::len).max().unwrap_or(0);
        let mut bytes = vec![UNWRITTEN; 8 * longest];
        for &i in &self.step.same {
            let given = slots.bytes(&self.step.args[i], &self.function.parameters[i]);
            bytes[..given.len()].copy_from_slice(&given);
        }
        self.rooms[first] = Some(words(&bytes));
    }

    fn room(&self, i: usize, slots: &Slots) -> Option<Vec<u64>> {
        let (parameter, value) = (&self.function.parameters[i], &self.step.args[i]);
        if parameter.by_value() || value.form == "null" || self.step.null.contains(&i) {
            return None;
        }
        let mut bytes = slots.bytes(value, parameter);
        let many = parameter.sized_by.filter(|_| parameter.role == "out").map(|size| self.numbers[size] as usize);
        let length = (many.unwrap_or(1) * parameter.width()).max(bytes.len()).max(LEAST);
        bytes.resize(length, UNWRITTEN);
        if parameter.sized {
            let told = match self.step.struct_size[i] {
                0 => parameter.width() as u32,
                other => other,
            };
            bytes[..4].copy_from_slice(&told.to_ne_bytes());
        }
        bytes.resize(length.div_ceil(8) * 8, UNWRITTEN);
        Some(words(&bytes))
    }

    pub fn number(&self, i: usize) -> i128 {
        self.numbers[i]
    }

    /// What a pointer is: several results may share a place, and NULL is nowhere.
    pub fn place(&mut self, i: usize) -> *mut c_void {
        let place = if self.step.same.contains(&i) { self.step.same[0] } else { i };
        self.rooms[place].as_mut().map_or(ptr::null_mut(), |room| room.as_mut_ptr().cast())
    }

    pub fn answer_status(&mut self, status: i32) {
        self.status = status;
    }

    pub fn answer_number(&mut self, number: i128) {
        self.number = number;
    }

    pub fn answer_text(&mut self, text: *const c_char) {
        // SAFETY: the library's texts live as long as the library.
        self.text = unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned();
    }

    /// The memory of a parameter.
    pub fn bytes(&self, i: usize) -> Option<Vec<u8>> {
        let place = if self.step.same.contains(&i) { self.step.same[0] } else { i };
        self.rooms[place].as_ref().map(|room| room.iter().flat_map(|word| word.to_ne_bytes()).collect())
    }

    /// How many elements, or bytes, there are: given, or told of.
    pub fn elements(&self, i: usize) -> usize {
        let parameter = &self.function.parameters[i];
        if parameter.by_value() {
            return 1;
        }
        if self.rooms[i].is_none() {
            return 0;
        }
        match (parameter.sized_by, parameter.role.as_str()) {
            (None, _) => 1,
            (Some(_), "out") => self.told(parameter),
            (Some(size), _) => self.numbers[size] as usize,
        }
    }

    fn told(&self, array: &Parameter) -> usize {
        let (counter, field) = array.counted_by.expect("an array that comes out is counted");
        if !self.step.arrays_are_told || self.rooms[counter].is_none() || self.leaves_structs() {
            return 0;
        }
        self.field(counter, 0, field).min(self.numbers[array.sized_by.expect("and has room")]) as usize
    }

    /// A number of an element, and None where nobody wrote it.
    pub fn written(&self, i: usize, element: usize, field: usize) -> Option<i128> {
        let parameter = &self.function.parameters[i];
        let at = parameter.width() * element + parameter.offset(field);
        let bytes = self.bytes(i).expect("a place that is looked at is there");
        let bytes = &bytes[at..at + parameter.fields[field].width()];
        bytes.iter().any(|&byte| byte != UNWRITTEN).then(|| self.field(i, element, field))
    }

    pub fn field(&self, i: usize, element: usize, field: usize) -> i128 {
        let parameter = &self.function.parameters[i];
        if parameter.by_value() {
            return self.numbers[i];
        }
        let at = parameter.width() * element + parameter.offset(field);
        let bytes = self.bytes(i).expect("a place that is looked at is there");
        let narrow = || bytes[at..at + 4].try_into().expect("four bytes");
        match parameter.fields[field].type_.as_str() {
            "u32" => u32::from_ne_bytes(narrow()).into(),
            "i32" => i32::from_ne_bytes(narrow()).into(),
            _ => u64::from_ne_bytes(bytes[at..at + 8].try_into().expect("eight bytes")).into(),
        }
    }

    /// Whether it must leave its structs as they were: it lacks a pointer, or a struct is none.
    pub fn leaves_structs(&self) -> bool {
        self.step.status == sys::MACHPORT_E_POINTER || self.step.struct_size.iter().any(|&size| size != 0)
    }
}

/// Memory that is aligned for any scalar.
fn words(bytes: &[u8]) -> Vec<u64> {
    bytes.chunks(8).map(|word| u64::from_ne_bytes(word.try_into().expect("eight bytes"))).collect()
}

impl Slots {
    /// What a pointer to an argument points to.
    fn bytes(&self, value: &Value, parameter: &Parameter) -> Vec<u8> {
        match value.form.as_str() {
            "parts" if parameter.shape == "bytes" => {
                value.parts.iter().flat_map(|part| (self.number(part) as u32).to_ne_bytes()).collect()
            }
            "parts" => {
                let elements = value.parts.chunks(parameter.fields.len());
                elements.flat_map(|element| self.element(element, parameter)).collect()
            }
            "hex" => (0..value.text.len() / 2)
                .map(|at| u8::from_str_radix(&value.text[2 * at..2 * at + 2], 16).expect("two digits"))
                .collect(),
            "zeros" => vec![0; self.number(value) as usize],
            "bytes" => self.kept[value.slot].clone(),
            _ => vec![],
        }
    }

    fn element(&self, parts: &[Value], parameter: &Parameter) -> Vec<u8> {
        let mut bytes = vec![0; if parameter.sized { 4 } else { 0 }];
        for (part, field) in parts.iter().zip(&parameter.fields) {
            let number = self.number(part);
            match field.width() {
                8 => bytes.extend((number as u64).to_ne_bytes()),
                _ => bytes.extend((number as u32).to_ne_bytes()),
            }
        }
        bytes
    }
}

include!(env!("MACHPORT_CALLS"));

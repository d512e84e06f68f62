//! One call of the raw layer: its arguments, the places of its results, and what came back.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use crate::plan::{Function, Param, Step};
use machport::{embedded, sys};
use std::collections::BTreeMap;
use std::ffi::{c_char, c_void, CStr};

/// What a result holds that no call wrote.
const UNWRITTEN: u8 = 0xa5;

#[derive(Default)]
pub struct Call {
    args: BTreeMap<String, i128>,
    places: BTreeMap<String, Vec<u64>>,
    shared: Vec<String>,
    pub status: i32,
    pub number: i128,
    pub text: String,
}

impl Call {
    pub fn new(step: &Step, function: &Function, args: BTreeMap<String, i128>) -> Self {
        let unwritten = u64::from_ne_bytes([UNWRITTEN; 8]);
        let mut call = Call { args, shared: step.same.clone(), ..Call::default() };
        for param in function.params.iter().filter(|p| p.role != "in" && !step.null.contains(&p.name)) {
            let room = if param.role == "array" { call.number(&param.sized_by) as usize } else { 1 };
            call.places.insert(param.name.clone(), vec![unwritten; room + 1]);
        }
        call
    }

    pub fn number(&self, name: &str) -> i128 {
        self.args[name]
    }

    /// Where a result goes: several may share a place, and NULL is nowhere.
    pub fn place(&mut self, name: &str) -> *mut c_void {
        let name = if self.shared.iter().any(|shared| shared == name) { &self.shared[0] } else { name };
        self.places.get_mut(name).map_or(std::ptr::null_mut(), |cells| cells.as_mut_ptr().cast())
    }

    pub fn answer_status(&mut self, status: i32) {
        self.status = status;
    }

    pub fn answer_number(&mut self, number: u64) {
        self.number = number.into();
    }

    pub fn answer_text(&mut self, text: *const c_char) {
        // SAFETY: the library's texts live as long as the library.
        self.text = unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned();
    }

    pub fn has(&self, param: &Param) -> bool {
        param.role != "in" && self.places.contains_key(&param.name)
    }

    pub fn was_written(&mut self, param: &Param) -> bool {
        let place: *const u8 = self.place(&param.name).cast();
        // SAFETY: a place has room for any scalar.
        (0..width(&param.type_)).any(|i| unsafe { *place.add(i) } != UNWRITTEN)
    }

    pub fn result(&mut self, param: &Param) -> i128 {
        self.element(param, 0)
    }

    /// How many elements of an array the call wrote.
    pub fn written(&mut self, array: &Param, function: &Function) -> usize {
        let counted = function.params.iter().find(|p| p.name == array.counted_by).expect("an array is counted");
        if !self.has(array) || !self.has(counted) {
            return 0;
        }
        self.result(counted).min(self.number(&array.sized_by)) as usize
    }

    pub fn element(&mut self, param: &Param, index: usize) -> i128 {
        let place: *const c_void = self.place(&param.name);
        // SAFETY: the place has room for as many elements, and is aligned for any scalar.
        unsafe {
            match param.type_.as_str() {
                "uint32_t" => (*place.cast::<u32>().add(index)).into(),
                "int32_t" => (*place.cast::<i32>().add(index)).into(),
                "uint64_t" => (*place.cast::<u64>().add(index)).into(),
                "size_t" => *place.cast::<usize>().add(index) as i128,
                other => panic!("the runner knows no {other}"),
            }
        }
    }
}

fn width(type_: &str) -> usize {
    if type_.contains("64") || type_ == "size_t" {
        8
    } else {
        4
    }
}

include!(env!("MACHPORT_CALLS"));

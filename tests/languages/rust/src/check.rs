//! What a call gave back, against what its step expects.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use crate::call::Call;
use crate::slots::Slots;
use crate::space::Space;
use crate::table::{Field, Function, Parameter, Step, Value};
use machport::sys;

pub fn status(step: &Step, made: &Call) -> Result<(), String> {
    if made.status == step.status {
        return Ok(());
    }
    Err(format!("the status must be {}, not {}", crate::status_name(step.status), crate::status_name(made.status)))
}

pub fn results(step: &Step, function: &Function, given: &Call, made: &Call, slots: &mut Slots) -> Result<(), String> {
    match function.returns.as_str() {
        "status" => status(step, made)?,
        "number" => slots.compare("the result", &step.returns, made.number)?,
        _ if step.returns.form == "text" && step.returns.text != made.text => {
            return Err(format!("the result must be {}, not {}", step.returns.text, made.text));
        }
        _ => {}
    }
    for (i, parameter) in function.parameters.iter().enumerate() {
        if parameter.role == "in" || made.bytes(i).is_none() {
            continue;
        }
        if parameter.shape == "bytes" {
            bytes(made, i, parameter, &step.out[i], slots)?;
        } else if parameter.structure.is_none() || !made.leaves_structs() {
            elements(made, i, parameter, &step.out[i], slots)?;
        } else if made.bytes(i) != given.bytes(i) {
            return Err(format!("{} must be left as it was", parameter.name));
        }
    }
    for row in &step.rows {
        let stands = |element: usize| {
            row.iter()
                .enumerate()
                .filter(|(_, value)| value.form != "any")
                .all(|(i, value)| element < made.elements(i) && made.field(i, element, 0) == slots.number(value))
        };
        if !(0..function.parameters.len()).flat_map(|i| 0..made.elements(i)).any(stands) {
            return Err("a row is not in the arrays".into());
        }
    }
    Ok(())
}

pub fn counts(step: &Step, slots: &Slots, after: &Space) -> Result<(), String> {
    for count in &step.counts {
        let name = slots.numbers[count.slot] as u32;
        if after.urefs(name) != count.urefs {
            return Err(format!("the name {name} must hold {:?} by kind, not {:?}", count.urefs, after.urefs(name)));
        }
    }
    Ok(())
}

fn elements(made: &Call, i: usize, parameter: &Parameter, expected: &Value, slots: &mut Slots) -> Result<(), String> {
    let (count, fields) = (made.elements(i), parameter.fields.len());
    if expected.form == "parts" && expected.parts.len() != count * fields {
        return Err(format!("{} must have {} elements, not {count}", parameter.name, expected.parts.len() / fields));
    }
    for element in 0..count {
        for (f, field) in parameter.fields.iter().enumerate() {
            let what = parameter.label(element, f);
            let got = made
                .written(i, element, f)
                .filter(|_| parameter.role == "out")
                .or_else(|| (parameter.role != "out").then(|| made.field(i, element, f)));
            let got = got.ok_or_else(|| format!("{what} was not written"))?;
            if field.owned {
                owned(made, field, &what, got)?;
            }
            match expected.form.as_str() {
                "parts" => slots.compare(&what, &expected.parts[element * fields + f], got)?,
                _ if parameter.structure.is_none() => slots.compare(&what, expected, got)?,
                _ => {}
            }
        }
    }
    Ok(())
}

fn owned(made: &Call, field: &Field, what: &str, got: i128) -> Result<(), String> {
    let nothing = (got == 0 && !field.nullable) || (got == i128::from(sys::MACHPORT_DEAD) && !field.maybe_dead);
    match (made.status != 0, got != 0, nothing) {
        (true, true, _) => Err(format!("{what} is owned and must be NULL after a failure")),
        (false, _, true) => Err(format!("{what} is owned and must be a name after success")),
        _ => Ok(()),
    }
}

fn bytes(made: &Call, i: usize, parameter: &Parameter, expected: &Value, slots: &mut Slots) -> Result<(), String> {
    let got = made.bytes(i).expect("looked at before")[..made.elements(i)].to_vec();
    match expected.form.as_str() {
        "keep" => slots.kept[expected.slot] = got,
        "hex" => {
            let hex: String = got.iter().map(|byte| format!("{byte:02x}")).collect();
            if hex != expected.text {
                return Err(format!("{} must be {}, not {hex}", parameter.name, expected.text));
            }
        }
        "parts" => {
            if got.len() != 4 * expected.parts.len() {
                return Err(format!("{} must be {}, not {}", parameter.name, 4 * expected.parts.len(), got.len()));
            }
            for (k, (part, word)) in expected.parts.iter().zip(got.chunks(4)).enumerate() {
                let word = u32::from_ne_bytes(word.try_into().expect("four bytes"));
                slots.compare(&format!("{}[{k}]", parameter.name), part, word.into())?;
            }
        }
        _ => {}
    }
    Ok(())
}

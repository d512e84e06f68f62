//! Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
//! SPDX-License-Identifier: MIT OR Apache-2.0
mod call;
mod check;
mod slots;
mod space;
mod table;

use call::{call, Call};
use machport::sys;
use slots::Slots;
use space::Space;
use std::collections::BTreeMap;
use std::ffi::CStr;
use std::process::ExitCode;
use table::{Function, Step, Table, Vector};

fn run(vector: &Vector, functions: &BTreeMap<&str, &Function>) -> Result<(), String> {
    let first = Space::look();
    let mut slots = Slots::new(vector);
    for (index, step) in vector.steps.iter().enumerate() {
        run_step(vector, index + 1, step, functions[step.call.as_str()], &mut slots)
            .map_err(|told| format!("{}, {}: {told} (step {})", vector.name, step.call, index + 1))?;
    }
    if Space::look() != first {
        return Err(format!("{}, the space: it is not as it was before", vector.name));
    }
    Ok(())
}

fn run_step(vector: &Vector, number: usize, step: &Step, function: &Function, slots: &mut Slots) -> Result<(), String> {
    for _ in 1..step.repeat {
        let mut early = Call::new(step, function, slots);
        call(&step.call, &mut early);
        check::status(step, &early)?;
    }
    let look = || if step.observed { Space::look() } else { Space::default() };
    let given = Call::new(step, function, slots);
    let mut made = given.clone();
    let before = look();
    call(&step.call, &mut made);
    let after = look();
    if step.observed {
        let status = if function.returns == "status" { status_name(made.status) } else { "-".into() };
        let told: String = log(function, &given, &made, &before, &after);
        println!("call\t{}\t{number}\t{}\t{status}{told}", vector.name, step.call);
    }
    check::results(step, function, &given, &made, slots)?;
    check::counts(step, slots, &after)
}

/// Each name with its units, and the other 32-bit numbers of structs: as given, and as it came back.
fn log(function: &Function, given: &Call, made: &Call, before: &Space, after: &Space) -> String {
    let mut line = String::new();
    for (i, parameter) in function.parameters.iter().enumerate() {
        let sides: &[_] = match parameter.role.as_str() {
            "in" => &[('=', given)],
            "out" => &[('=', made)],
            _ => &[('=', given), ('>', made)],
        };
        for &(sign, call) in sides {
            let came_back = std::ptr::eq(call, made);
            if parameter.shape == "bytes" || (came_back && parameter.structure.is_some() && made.leaves_structs()) {
                continue;
            }
            for element in 0..call.elements(i) {
                for (f, field) in parameter.fields.iter().enumerate() {
                    let number = call.field(i, element, f);
                    if field.port {
                        let (name, label) = (number as u32, parameter.label(element, f));
                        let (held, left, kinds) = (before.units(name), after.units(name), before.letters(name));
                        line += &format!("\t{label}{sign}{name}:{held}:{left}:{kinds}");
                    } else if parameter.structure.is_some() && field.type_ == "u32" {
                        line += &format!("\t{}{sign}{number}", parameter.label(element, f));
                    }
                }
            }
        }
    }
    line
}

fn status_name(status: i32) -> String {
    // SAFETY: the text lives as long as the library.
    unsafe { CStr::from_ptr(sys::machport_status_name(status)) }.to_string_lossy().into_owned()
}

fn main() -> ExitCode {
    let path = std::env::args().nth(1).expect("usage: machport-vectors TABLE");
    let table: Table = serde_json::from_str(&std::fs::read_to_string(path).expect("the table can be read")).expect("it is one");
    let functions = table.functions.iter().map(|function| (function.name.as_str(), function)).collect();
    let (mut passed, mut failed) = (0, 0);
    for vector in &table.vectors {
        match run(vector, &functions) {
            Ok(()) => passed += 1,
            Err(told) => {
                failed += 1;
                println!("FAILED {told}");
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    ExitCode::from(u8::from(failed > 0))
}

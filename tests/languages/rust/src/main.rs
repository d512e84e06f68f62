//! Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
//! SPDX-License-Identifier: MIT OR Apache-2.0
mod call;
mod plan;
mod space;

use call::{call, Call};
use machport::sys;
use plan::{Function, Param, Plan, Step, Value, Vector};
use space::{Held, Space};
use std::collections::BTreeMap;
use std::ffi::CStr;
use std::process::ExitCode;

struct Run<'a> {
    plan: &'a Plan,
    vector: &'a Vector,
    slots: BTreeMap<String, i128>,
}

impl Run<'_> {
    fn run(&mut self) -> Result<(), String> {
        let first = Space::look(&self.plan.kinds);
        for (index, step) in self.vector.steps.iter().enumerate() {
            self.step(index + 1, step)
                .map_err(|told| format!("{}, {}: {told} (step {})", self.vector.name, step.call, index + 1))?;
        }
        let last = Space::look(&self.plan.kinds);
        if first != last {
            return Err(format!("{}, the space: it is not as it was before", self.vector.name));
        }
        Ok(())
    }

    fn step(&mut self, number: usize, step: &Step) -> Result<(), String> {
        let function = &self.plan.functions[&step.call];
        let args: BTreeMap<_, _> = step.args.iter().map(|(name, value)| (name.clone(), self.number(value))).collect();
        let look = |step: &Step| if step.observed { Space::look(&self.plan.kinds) } else { Space::default() };
        for _ in 1..step.repeat {
            let mut early = Call::new(step, function, args.clone());
            call(&step.call, &mut early);
            check_status(step, &early)?;
        }
        let before = look(step);
        let mut made = Call::new(step, function, args);
        call(&step.call, &mut made);
        let after = look(step);
        if step.observed {
            self.log(number, step, function, &mut made, &before, &after);
        }
        if function.returns == "status" {
            check_status(step, &made)?;
        }
        if let Some(expected) = &step.returns {
            self.compare("the result", expected, made.number, &made.text.clone())?;
        }
        for param in function.params.iter().filter(|p| p.role == "out") {
            if made.has(param) {
                self.check_result(param, step, &mut made)?;
            }
        }
        self.check_rows(step, function, &mut made)?;
        self.check_counts(step, &after)
    }

    fn log(&self, number: usize, step: &Step, function: &Function, made: &mut Call, before: &Space, after: &Space) {
        let status = if function.returns == "status" { status_name(made.status) } else { "-".into() };
        let mut line = format!("call\t{}\t{number}\t{}\t{status}", self.vector.name, step.call);
        for param in function.params.iter().filter(|p| p.port) {
            let names: Vec<i128> = match param.role.as_str() {
                "in" => vec![made.number(&param.name)],
                "array" => (0..made.written(param, function)).map(|i| made.element(param, i)).collect(),
                _ if made.has(param) => vec![made.result(param)],
                _ => vec![],
            };
            for name in names.into_iter().map(|name| name as u32) {
                let (held, left, kinds) = (before.units(name), after.units(name), before.letters(name));
                line += &format!("\t{}={name}:{held}:{left}:{kinds}", param.name);
            }
        }
        println!("{line}");
    }

    fn check_result(&mut self, param: &Param, step: &Step, made: &mut Call) -> Result<(), String> {
        let name = &param.name;
        if !made.was_written(param) {
            return Err(format!("{name} was not written"));
        }
        let got = made.result(param);
        let nothing = (got == 0 && !param.nullable) || (got == sys::MACHPORT_DEAD.into() && !param.maybe_dead);
        if param.owned && made.status != 0 && got != 0 {
            return Err(format!("{name} is owned and must be NULL after a failure"));
        }
        if param.owned && made.status == 0 && nothing {
            return Err(format!("{name} is owned and must be a name after success"));
        }
        step.out.get(name).map_or(Ok(()), |expected| self.compare(name, expected, got, ""))
    }

    fn check_rows(&self, step: &Step, function: &Function, made: &mut Call) -> Result<(), String> {
        let arrays: Vec<&Param> = function.params.iter().filter(|p| p.role == "array").collect();
        let rows = arrays.first().map_or(0, |array| made.written(array, function));
        for row in &step.rows {
            let found = (0..rows).any(|i| {
                arrays.iter().all(|array| row.get(&array.name).map_or(true, |value| made.element(array, i) == self.number(value)))
            });
            if !found {
                return Err("a row is not in the arrays".into());
            }
        }
        Ok(())
    }

    fn check_counts(&self, step: &Step, after: &Space) -> Result<(), String> {
        for (slot, counts) in &step.counts {
            let name = self.slots[slot] as u32;
            let wanted: Held = counts.iter().map(|(kind, &urefs)| (self.plan.kinds[kind], urefs)).collect();
            let got = after.0.get(&name).cloned().unwrap_or_default();
            if wanted != got {
                return Err(format!("the name {name} must hold {wanted:?} by kind, not {got:?}"));
            }
        }
        Ok(())
    }

    fn compare(&mut self, what: &str, expected: &Value, got: i128, text: &str) -> Result<(), String> {
        if let Some(slot) = &expected.bind {
            self.slots.insert(slot.clone(), got);
            return Ok(());
        }
        let (equal, wanted) = match &expected.text {
            Some(wanted) => (wanted == text, wanted.clone()),
            None => (self.number(expected) == got, self.number(expected).to_string()),
        };
        match (equal, expected.not) {
            (true, true) => Err(format!("{what} must not be {wanted}")),
            (false, false) => Err(format!("{what} must be {wanted}, not {got}{text}")),
            _ => Ok(()),
        }
    }

    fn number(&self, value: &Value) -> i128 {
        let number: i128 = value.number.as_deref().unwrap_or("0").parse().expect("a number");
        value.slot.as_ref().map_or(number, |slot| self.slots[slot] + number)
    }
}

fn check_status(step: &Step, made: &Call) -> Result<(), String> {
    let wanted: i32 = step.status.parse().expect("a status");
    if made.status == wanted {
        return Ok(());
    }
    Err(format!("the status must be {}, not {}", status_name(wanted), status_name(made.status)))
}

fn status_name(status: i32) -> String {
    // SAFETY: the text lives as long as the library.
    unsafe { CStr::from_ptr(sys::machport_status_name(status)) }.to_string_lossy().into_owned()
}

fn main() -> ExitCode {
    let path = std::env::args().nth(1).expect("usage: machport-vectors PLAN");
    let plan: Plan = serde_json::from_str(&std::fs::read_to_string(path).expect("the plan can be read")).expect("it is one");
    let (mut passed, mut failed) = (0, 0);
    for vector in &plan.vectors {
        match (Run { plan: &plan, vector, slots: BTreeMap::new() }).run() {
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

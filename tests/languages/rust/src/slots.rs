//! What the slots of a vector hold.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use crate::table::{Value, Vector};

pub struct Slots {
    pub numbers: Vec<i128>,
    pub kept: Vec<Vec<u8>>,
}

impl Slots {
    pub fn new(vector: &Vector) -> Self {
        Slots { numbers: vec![0; vector.slots], kept: vec![vec![]; vector.kept] }
    }

    pub fn number(&self, value: &Value) -> i128 {
        let number: i128 = value.number.parse().unwrap_or(0);
        match value.form.as_str() {
            "slot" => self.numbers[value.slot] + number,
            "bytes" => self.kept[value.slot].len() as i128,
            _ => number,
        }
    }

    /// Compares a number with what is expected, or keeps it.
    pub fn compare(&mut self, what: &str, expected: &Value, got: i128) -> Result<(), String> {
        match expected.form.as_str() {
            "any" => return Ok(()),
            "bind" => {
                self.numbers[expected.slot] = got;
                return Ok(());
            }
            _ => {}
        }
        let wanted = self.number(expected);
        match (wanted == got, expected.other) {
            (true, true) => Err(format!("{what} must not be {wanted}")),
            (false, false) => Err(format!("{what} must be {wanted}, not {got}")),
            _ => Ok(()),
        }
    }
}

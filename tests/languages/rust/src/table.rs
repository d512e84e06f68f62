//! The vectors, as tests/vectors/resolved.py writes them.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Table {
    pub functions: Vec<Function>,
    pub vectors: Vec<Vector>,
}

#[derive(Deserialize)]
pub struct Function {
    pub name: String,
    pub returns: String,
    pub parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
pub struct Parameter {
    pub name: String,
    pub role: String,
    pub shape: String,
    pub sized: bool,
    #[serde(rename = "struct")]
    pub structure: Option<String>,
    pub fields: Vec<Field>,
    pub sized_by: Option<usize>,
    pub counted_by: Option<(usize, usize)>,
}

#[derive(Deserialize)]
pub struct Field {
    pub path: String,
    #[serde(rename = "type")]
    pub type_: String,
    pub port: bool,
    pub owned: bool,
    pub nullable: bool,
    pub maybe_dead: bool,
}

#[derive(Deserialize)]
pub struct Vector {
    pub name: String,
    pub slots: usize,
    pub kept: usize,
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
pub struct Step {
    pub call: String,
    pub status: i32,
    pub args: Vec<Value>,
    pub out: Vec<Value>,
    pub returns: Value,
    pub rows: Vec<Vec<Value>>,
    pub counts: Vec<Count>,
    pub repeat: u32,
    pub observed: bool,
    pub arrays_are_told: bool,
    pub null: Vec<usize>,
    pub same: Vec<usize>,
    pub struct_size: Vec<u32>,
}

#[derive(Deserialize)]
pub struct Count {
    pub slot: usize,
    pub urefs: [u32; 5],
}

#[derive(Deserialize)]
pub struct Value {
    pub form: String,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub slot: usize,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub other: bool,
    #[serde(default)]
    pub parts: Vec<Value>,
}

impl Parameter {
    pub fn by_value(&self) -> bool {
        self.shape == "scalar" && self.role == "in"
    }

    /// How many bytes an element takes. No target pads a struct.
    pub fn width(&self) -> usize {
        let head = if self.sized { 4 } else { 0 };
        if self.shape == "bytes" {
            1
        } else {
            head + self.fields.iter().map(Field::width).sum::<usize>()
        }
    }

    /// Where a field lies in an element.
    pub fn offset(&self, field: usize) -> usize {
        let head = if self.sized { 4 } else { 0 };
        head + self.fields[..field].iter().map(Field::width).sum::<usize>()
    }

    /// What the log and a failure call a number of an element.
    pub fn label(&self, element: usize, field: usize) -> String {
        match (self.structure.is_some(), self.shape.as_str()) {
            (false, _) => self.name.clone(),
            (true, "structs") => format!("{}[{element}].{}", self.name, self.fields[field].path),
            (true, _) => format!("{}.{}", self.name, self.fields[field].path),
        }
    }
}

impl Field {
    pub fn width(&self) -> usize {
        if matches!(self.type_.as_str(), "u64" | "size") {
            8
        } else {
            4
        }
    }
}

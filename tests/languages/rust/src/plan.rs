//! The vectors, as ../../plan.py writes them.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub struct Plan {
    pub kinds: BTreeMap<String, u32>,
    pub functions: BTreeMap<String, Function>,
    pub vectors: Vec<Vector>,
}

#[derive(Deserialize)]
pub struct Function {
    pub returns: String,
    pub params: Vec<Param>,
}

#[derive(Deserialize)]
pub struct Param {
    pub name: String,
    #[serde(rename = "type")]
    pub type_: String,
    pub role: String,
    pub port: bool,
    pub owned: bool,
    pub nullable: bool,
    pub maybe_dead: bool,
    pub sized_by: String,
    pub counted_by: String,
}

#[derive(Deserialize)]
pub struct Vector {
    pub name: String,
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
pub struct Step {
    pub call: String,
    pub args: BTreeMap<String, Value>,
    pub status: String,
    pub returns: Option<Value>,
    pub out: BTreeMap<String, Value>,
    pub rows: Vec<BTreeMap<String, Value>>,
    pub counts: BTreeMap<String, BTreeMap<String, u32>>,
    pub null: Vec<String>,
    pub same: Vec<String>,
    pub repeat: u32,
    pub observed: bool,
}

#[derive(Deserialize)]
pub struct Value {
    pub number: Option<String>,
    pub slot: Option<String>,
    pub bind: Option<String>,
    pub text: Option<String>,
    #[serde(default)]
    pub not: bool,
}

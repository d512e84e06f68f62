//! What the name space holds: the user references of each name by kind.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use machport::sys;
use std::collections::BTreeMap;
use std::ptr;

/// The kinds that a name holds, in the order of their numbers, with their user references.
pub type Held = BTreeMap<u32, u32>;

#[derive(Clone, Default, PartialEq)]
pub struct Space(pub BTreeMap<u32, Held>);

impl Space {
    pub fn look(kinds: &BTreeMap<String, u32>) -> Self {
        let mut count = 0;
        // SAFETY: the arrays have as much room as the calls are told.
        unsafe {
            sys::machport_space_names(ptr::null_mut(), ptr::null_mut(), 0, &mut count);
            let (mut names, mut types) = (vec![0; count], vec![0; count]);
            let status = sys::machport_space_names(names.as_mut_ptr(), types.as_mut_ptr(), count, &mut count);
            assert_eq!(status, 0, "the space can be looked at");
            Space(names.into_iter().map(|name| (name, held(name, kinds))).collect())
        }
    }

    pub fn units(&self, name: u32) -> u32 {
        self.0.get(&name).map_or(0, |held| held.values().sum())
    }

    pub fn letters(&self, name: u32) -> String {
        let letters: String = self
            .0
            .get(&name)
            .into_iter()
            .flat_map(|held| held.keys().map(|&kind| "sropd".as_bytes()[kind as usize] as char))
            .collect();
        if letters.is_empty() {
            "-".into()
        } else {
            letters
        }
    }
}

fn held(name: u32, kinds: &BTreeMap<String, u32>) -> Held {
    let mut urefs = 0;
    let count = |&kind: &u32| {
        // SAFETY: urefs is where the result goes.
        let status = unsafe { sys::machport_urefs(name, kind, &mut urefs) };
        (status == 0 && urefs > 0).then_some((kind, urefs))
    };
    kinds.values().filter_map(count).collect()
}

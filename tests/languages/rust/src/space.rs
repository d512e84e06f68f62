//! What the name space holds: the user references of each name by kind.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use machport::sys;
use std::collections::BTreeMap;
use std::ptr;

#[derive(Clone, Default, PartialEq)]
pub struct Space(BTreeMap<u32, [u32; 5]>);

impl Space {
    pub fn look() -> Self {
        let mut count = 0;
        // SAFETY: the arrays have as much room as the calls are told.
        unsafe {
            sys::machport_space_names(ptr::null_mut(), ptr::null_mut(), 0, &mut count);
            let (mut names, mut types) = (vec![0; count], vec![0; count]);
            let status = sys::machport_space_names(names.as_mut_ptr(), types.as_mut_ptr(), count, &mut count);
            assert_eq!(status, 0, "the space can be looked at");
            Space(names.into_iter().map(|name| (name, held(name))).collect())
        }
    }

    pub fn urefs(&self, name: u32) -> [u32; 5] {
        self.0.get(&name).copied().unwrap_or_default()
    }

    pub fn units(&self, name: u32) -> u32 {
        self.urefs(name).iter().sum()
    }

    pub fn letters(&self, name: u32) -> String {
        let held = self.urefs(name);
        let letters: String = "sropd".chars().zip(held).filter(|(_, urefs)| *urefs > 0).map(|(letter, _)| letter).collect();
        if letters.is_empty() {
            "-".into()
        } else {
            letters
        }
    }
}

fn held(name: u32) -> [u32; 5] {
    let mut urefs = [0; 5];
    for (kind, place) in urefs.iter_mut().enumerate() {
        // SAFETY: place is where the result goes.
        let status = unsafe { sys::machport_urefs(name, kind as u32, place) };
        assert_eq!(status, 0, "a name of the space can be looked at");
    }
    urefs
}

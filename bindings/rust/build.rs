// Tells the linker where libmachport is: in MACHPORT_LIB_DIR, or where pkg-config finds it, or where the linker looks anyway.
// SPDX-License-Identifier: MIT OR Apache-2.0
use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=MACHPORT_LIB_DIR");
    println!("cargo:rerun-if-env-changed=PKG_CONFIG_PATH");
    if env::var_os("CARGO_FEATURE_LIBRARY").is_none() {
        return;
    }
    if let Some(folder) = env::var("MACHPORT_LIB_DIR").ok().or_else(pkg_config) {
        println!("cargo:rustc-link-search=native={folder}");
    }
    println!("cargo:rustc-link-lib=dylib=machport");
    if env::var_os("CARGO_FEATURE_EMBEDDED").is_some() {
        println!("cargo:rustc-link-lib=dylib=mach");
    }
}

fn pkg_config() -> Option<String> {
    let told = Command::new("pkg-config").args(["--variable=libdir", "machport"]).output().ok()?;
    let folder = String::from_utf8(told.stdout).ok()?;
    Some(folder.trim().to_owned()).filter(|folder| told.status.success() && !folder.is_empty())
}

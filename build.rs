//! Asks the linker for what makes the command smaller and start sooner: of functions that are equal one is kept, and
//! what is corrected where the program is loaded stands in a table that takes a fortieth of the room. Nothing else
//! depends on it, and it is asked for only where a program that is linked so runs.

use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const WISHES: [&str; 2] = ["-Wl,--icf=all", "-Wl,-z,pack-relative-relocs"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for wish in WISHES.into_iter().filter(|wish| runs(wish) == Some(true)) {
        println!("cargo::rustc-link-arg={wish}");
    }
}

/// Whether a program that is linked so runs here; not known of what is built for other systems.
fn runs(wish: &str) -> Option<bool> {
    let target = env::var("TARGET").ok()?;
    if env::var("HOST").ok()? != target || env::var("CARGO_CFG_TARGET_OS").ok()? != "linux" {
        return None;
    }
    let program = PathBuf::from(env::var_os("OUT_DIR")?).join("linked");
    let mut compiler = Command::new(env::var_os("RUSTC")?);
    compiler.args(["--crate-name", "linked", "--target", &target, "-C", &format!("link-arg={wish}"), "-", "-o"]);
    compiler.arg(&program);
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        compiler.args(["-C", &format!("linker={linker}")]);
    }
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    compiler.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    let mut compiler = compiler.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    compiler.stdin.take()?.write_all(b"fn main() {}").ok()?;
    Some(compiler.wait().ok()?.success() && Command::new(program).status().ok()?.success())
}

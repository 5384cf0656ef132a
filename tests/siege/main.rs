//! The command under siege: it is killed, its system fails, its files are saved while it reads them, all that it asks
//! of the system is listened to. Each attack is tried on something that gives way, too: a check that cannot fail shows
//! nothing.
//!
//! `cargo test --release --test siege` tries a little of everything; `CHANCERY_SIEGE=500 cargo test --release --test
//! siege -- kills` as much of one attack as it says. What is tried follows from `CHANCERY_SEED`, so that it can be tried
//! again. Where there is no `strace`, nobody listens and no system fails; tests/siege/install brings it.

#![allow(clippy::disallowed_methods, reason = "tests ask the disk")]
#![allow(unreachable_pub, reason = "nothing reaches into a binary")]

mod calls;
#[expect(dead_code, reason = "not all of its throws are needed here")]
#[path = "../chancery/dice.rs"]
mod dice;
mod faults;
mod kills;
mod listens;
mod naive;
mod paper;
mod saves;
mod strace;

use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use dice::Dice;

/// How much of an attack is tried if nobody says.
const USUAL: usize = 60;

/// What an attack finds.
pub struct Outcome {
    /// What was tried, in numbers.
    pub told: String,
    pub faults: Vec<String>,
}

type Attack = fn(usize, &mut Dice) -> Outcome;

const ATTACKS: &[(&str, bool, Attack)] = &[
    ("calls", true, calls::attack),
    ("faults", true, faults::attack),
    ("kills", false, kills::attack),
    ("listens", true, listens::attack),
    ("saves", false, saves::attack),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [first, rest @ ..] = &arguments[..]
        && first == naive::FLAG
    {
        return naive::run(rest);
    }
    // What else cargo hands to tests is not for these.
    let chosen: Vec<_> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let number = |name| env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let tries = number("CHANCERY_SIEGE").map_or(USUAL, |tries| tries as usize);
    let mut holds = true;
    for (name, needs_strace, attack) in ATTACKS {
        if !chosen.is_empty() && !chosen.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        if *needs_strace && !strace::is_there() {
            println!("siege, {name}: not tried, for there is no strace");
            continue;
        }
        let started = Instant::now();
        let Outcome { told, faults } = attack(tries, &mut Dice(number("CHANCERY_SEED").unwrap_or(1)));
        println!("siege, {name}: {told}; {} faults, {:.0} s", faults.len(), started.elapsed().as_secs_f64());
        faults.iter().for_each(|fault| println!("  {fault}"));
        holds &= faults.is_empty();
    }
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The bytes of a file, for who only wants to know whether it is so.
fn read(path: &std::path::Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

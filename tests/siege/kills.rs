//! Killed at any moment, a command leaves each file as it was or as it will be, and the next run clears up.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::dice::Dice;
use crate::paper::{COMMANDS, Paper, State, torn};
use crate::{Outcome, naive, read};

pub fn attack(tries: usize, dice: &mut Dice) -> Outcome {
    let paper = Paper::of_two_versions();
    let before = paper.state();
    let each = tries.div_ceil(COMMANDS.len());
    let (mut faults, mut killed, mut left) = (Vec::new(), 0, 0);
    for (arguments, is_same_again) in COMMANDS {
        let (after, takes) = finished(&paper, &before, arguments);
        for number in 0..each {
            paper.restore(&before);
            let pause = moment(takes, dice);
            killed += usize::from(kill_after(&mut paper.command(arguments), pause));
            let mut found = torn(&paper.state(), &before, &after);
            left += usize::from(!paper.leftovers().is_empty());
            let again = paper.run(arguments);
            // A release that was made is not made again.
            if again.status.success() || *is_same_again {
                found.extend(paper.leftovers().into_iter().map(|path| format!("{path} is left")));
            }
            if *is_same_again && paper.state() != after {
                found.push("the next run does not come to the same".to_owned());
            }
            faults
                .extend(found.into_iter().map(|fault| format!("{arguments}, kill {number} after {pause:?}: {fault}")));
        }
    }
    let torn = naive_torn(&paper, dice);
    if torn == 0 {
        faults.push("no kill catches who writes as it goes, so these show nothing".to_owned());
    }
    let told = format!("{killed} of {} runs killed, {left} with leftovers", each * COMMANDS.len());
    Outcome { told: format!("{told}; of 20 naive writers {torn} torn"), faults }
}

/// The paper when the command is done, and how long that takes.
pub fn finished(paper: &Paper, before: &State, arguments: &str) -> (State, Duration) {
    paper.restore(before);
    let started = Instant::now();
    let run = paper.run(arguments);
    assert!(run.status.success(), "{arguments}: {}", String::from_utf8_lossy(&run.stderr));
    let takes = started.elapsed();
    (paper.state(), takes)
}

/// At any time, and half of all times near the end, when it is written.
fn moment(takes: Duration, dice: &mut Dice) -> Duration {
    let from = if dice.once_in(2) { 0 } else { 600 };
    takes.mul_f64((from + dice.below(1_100 - from)) as f64 / 1_000.0)
}

/// Whether it was still running then.
fn kill_after(command: &mut Command, pause: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command starts");
    thread::sleep(pause);
    let runs = child.try_wait().expect("the command can be asked").is_none();
    let _ = child.kill();
    child.wait().expect("the command ends");
    runs
}

/// How many of 20 files that are written as one goes are torn by such kills.
fn naive_torn(paper: &Paper, dice: &mut Dice) -> usize {
    let path = paper.path("naive");
    let writer = || {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args([naive::FLAG, "write"]).arg(&path);
        command
    };
    let started = Instant::now();
    assert!(writer().status().expect("the writer runs").success());
    let takes = started.elapsed();
    let is_torn = |path: &Path| path.exists() && read(path) != naive::written();
    (0..20).filter(|_| kill_after(&mut writer(), moment(takes, dice)) && is_torn(&path)).count()
}

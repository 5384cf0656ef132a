//! A system that fails: any call of it, at any time. The command says what was in its way, and nothing is torn.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Outcome;
use crate::dice::Dice;
use crate::kills::finished;
use crate::paper::{COMMANDS, Paper, State, torn};
use crate::strace::{self, Call};

/// What calls may fail with, or be killed at: no program outlives that, and it comes at each moment that counts.
const FAILURES: &[(&str, &[&str])] = &[
    ("clone3", &["error=EAGAIN"]),
    ("fchmod", &["error=EPERM", KILL]),
    ("flock", &["error=ENOLCK", KILL]),
    ("fsync", &["error=EIO", "error=ENOSPC", KILL]),
    ("getdents64", &["error=EIO"]),
    ("mkdir", &["error=ENOSPC", "error=EACCES", KILL]),
    ("openat", &["error=EMFILE", "error=EACCES", "error=EIO", "error=ENOMEM", KILL]),
    ("openat2", &["error=EMFILE", "error=EACCES", "error=EIO", "error=ENOMEM"]),
    ("pread64", &["error=EIO"]),
    ("read", &["error=EIO"]),
    ("rename", &["error=EIO", "error=EACCES", "error=ENOSPC", KILL]),
    ("statx", &["error=EACCES", "error=EIO", "error=ENOMEM"]),
    ("unlink", &["error=EACCES", KILL]),
    ("write", &["error=EIO", "error=ENOSPC", KILL]),
];

const KILL: &str = "signal=KILL";

/// Those of the commands that write nothing meet such systems as well.
const READERS: &[&str] = &["check", "status"];

/// One call of a command, and how it fails.
struct Failure {
    arguments: &'static str,
    is_same_again: bool,
    call: &'static str,
    with: &'static str,
    /// How often it is made at most, and which time it fails.
    most: usize,
    number: usize,
}

pub fn attack(tries: usize, dice: &mut Dice) -> Outcome {
    let paper = Paper::of_two_versions();
    let before = paper.state();
    let (mut faults, mut all, mut after) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (arguments, is_same_again) in COMMANDS.iter().copied().chain(READERS.iter().map(|reader| (*reader, true))) {
        after.insert(arguments, finished(&paper, &before, arguments).0);
        paper.restore(&before);
        let (_, calls) = traced(&paper, arguments, &[]);
        let counted = counted(&calls);
        for (call, failures) in FAILURES {
            let Some(most) = counted.get(*call).copied() else { continue };
            let failure = |with: &&'static str| Failure { arguments, is_same_again, call, with, most, number: 0 };
            all.extend(failures.iter().map(failure));
        }
    }
    let possible: usize = all.iter().map(|failure| failure.most).sum();
    let (mut struck, mut borne) = (0, 0);
    for _ in 0..tries {
        // A kind of failure as often as any other, however often the call is made.
        let kind = dice.below(all.len());
        all[kind].number = 1 + dice.below(all[kind].most);
        let failure = &all[kind];
        paper.restore(&before);
        let Some((code, mut fault)) = strike(&paper, failure, &before, &after[failure.arguments]) else { continue };
        struck += 1;
        borne += usize::from(code == Some(0));
        let again = paper.run(failure.arguments);
        if again.status.success() || failure.is_same_again {
            fault.extend(paper.leftovers().into_iter().map(|path| format!("{path} is left")));
        }
        if failure.is_same_again && paper.state() != after[failure.arguments] {
            fault.push("the next run does not come to the same".to_owned());
        }
        let Failure { arguments, call, with, number, .. } = failure;
        faults.extend(fault.into_iter().map(|fault| format!("{arguments}, {call} {number} {with}: {fault}")));
    }
    Outcome { told: format!("{struck} of {possible} failures, {borne} of them borne"), faults }
}

/// Lets one call fail, and says with what code the command ends and what is wrong with that; [`None`] if the call was
/// never made, or is none of the command's own.
fn strike(paper: &Paper, failure: &Failure, before: &State, after: &State) -> Option<(Option<i32>, Vec<String>)> {
    let Failure { arguments, call, with, number, .. } = failure;
    let inject = format!("inject={call}:{with}:when={number}");
    let (output, calls) = traced(paper, arguments, &["-e", &format!("trace={call}"), "-e", &inject]);
    let was_killed = *with == KILL;
    let mut told = calls.iter().filter(|call| call.rest.contains("(INJECTED)")).peekable();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // Before there is any program.
    let is_loading = said.contains("error while loading shared libraries");
    if (told.peek().is_none() && !was_killed) || is_loading {
        return None;
    }
    let (now, code) = (paper.state(), output.status.code());
    let mut faults = torn(&now, before, after);
    let first = told.peek().map(|call| format!("{}({}", call.name, call.rest)).unwrap_or_default();
    // What was said went the same way.
    let is_mute = told.any(|call| call.rest.starts_with("2<"));
    match code {
        _ if was_killed => {}
        Some(0) if now == *after => {}
        Some(0) => faults.push(format!("it ends well, and has not done all: {first}")),
        Some(2) if is_mute || says_what(&said) => {}
        _ => faults.push(format!("it ends with {code:?} and says: {said} {first}")),
    }
    Some((code, faults))
}

/// Whether an error names a path, the system or who is asked there, and does not take the blame for it.
fn says_what(said: &str) -> bool {
    let first = said.lines().find(|line| line.starts_with("error[")).unwrap_or_default();
    let named = ["`", "'", "system", "standard output", "git"];
    !said.contains("[internal]") && !said.contains("made a mistake") && named.iter().any(|name| first.contains(name))
}

fn traced(paper: &Paper, arguments: &str, options: &[&str]) -> (std::process::Output, Vec<Call>) {
    let arguments: Vec<_> = arguments.split(' ').collect();
    strace::run(paper, options, Path::new(env!("CARGO_BIN_EXE_chancery")), &arguments)
}

/// How often each call is made by one process or thread at most: each counts for itself.
fn counted(calls: &[Call]) -> BTreeMap<&str, usize> {
    let mut by_process = BTreeMap::<(&str, &str), usize>::new();
    for call in calls {
        *by_process.entry((&call.name, &call.process)).or_default() += 1;
    }
    let mut most = BTreeMap::new();
    for ((name, _), count) in by_process {
        let known = most.entry(name).or_insert(0);
        *known = count.max(*known);
    }
    most
}

//! What a command asks of its system: no socket, no program but git and a worker of its own, nothing written beside the
//! paper.

use std::path::{Path, PathBuf};

use crate::dice::Dice;
use crate::paper::{COMMANDS, Paper};
use crate::strace::{self, Call};
use crate::{Outcome, naive};

/// Those of the commands that write nothing are listened to as well.
const READERS: &[&str] =
    &["check", "check --layout", "status", "redline HEAD --format markdown", "explain missing-file"];

/// Who needs to know what was.
const ASK_GIT: &[&str] = &["redline", "status", "release"];

/// Calls that change what is on a disk, besides those that open a file for it.
const CHANGES: &[&str] = &[
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "link",
    "linkat",
    "symlink",
];

pub fn attack(_: usize, _: &mut Dice) -> Outcome {
    let paper = Paper::of_two_versions();
    let before = paper.state();
    let (mut faults, mut calls) = (Vec::new(), 0);
    let writers = COMMANDS.iter().map(|(arguments, _)| *arguments);
    for arguments in writers.chain(READERS.iter().copied()) {
        paper.restore(&before);
        let command = Path::new(env!("CARGO_BIN_EXE_chancery"));
        let (output, listened) = listen(&paper, command, &arguments.split(' ').collect::<Vec<_>>());
        calls += listened.len();
        if !output.status.success() {
            faults.push(format!("{arguments}: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let asks_git = ASK_GIT.iter().any(|name| arguments.starts_with(name));
        let may_start: &[&str] = if asks_git { &["git"] } else { &[] };
        let found = overheard(&listened, may_start, &paper.path(""));
        faults.extend(found.into_iter().map(|fault| format!("{arguments}: {fault}")));
    }
    // A template of the paper's own has a worker.
    paper.restore(&before);
    paper.bring_template();
    for arguments in [&["build"][..], &["check", "--layout"]] {
        let (output, listened) = listen(&paper, Path::new(env!("CARGO_BIN_EXE_chancery")), arguments);
        let found = overheard(&listened, &["chancery"], &paper.path(""));
        faults.extend(found.into_iter().map(|fault| format!("{arguments:?} with a template: {fault}")));
        let started = overheard(&listened, &[], &paper.path("")).len();
        if !output.status.success() || started != 1 {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            faults.push(format!("{arguments:?} with a template starts {started} programs: {said}"));
        }
    }
    // Whoever does such things is heard.
    let this = std::env::current_exe().expect("this program");
    let outside = paper.path("../naive").display().to_string();
    for (arguments, expected) in
        [(vec!["talk"], "talks"), (vec!["talk"], "starts"), (vec!["write", &outside], "writes")]
    {
        let (_, listened) = listen(&paper, &this, &[&[naive::FLAG], &arguments[..]].concat());
        let found = overheard(&listened, &[], &paper.path(""));
        if !found.iter().any(|fault| fault.starts_with(expected)) {
            faults.push(format!("nobody hears that a naive program {expected}: {found:?}"));
        }
    }
    Outcome { told: format!("{calls} calls of {} commands overheard", COMMANDS.len() + READERS.len()), faults }
}

fn listen(paper: &Paper, program: &Path, arguments: &[&str]) -> (std::process::Output, Vec<Call>) {
    let traced = format!("trace=%network,execve,execveat,open,openat,openat2,creat,{}", CHANGES.join(","));
    strace::run(paper, &["-e", &traced], program, arguments)
}

/// What must not be heard of a command.
fn overheard(calls: &[Call], may_start: &[&str], paper: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, call) in calls.iter().enumerate() {
        let Call { name, rest, .. } = call;
        let fault = match name.as_str() {
            "execve" | "execveat" => {
                let program = quoted(rest).and_then(|path| PathBuf::from(path).file_name().map(|name| name.to_owned()));
                let is_known = program.is_some_and(|name| may_start.iter().any(|known| name == *known));
                (number > 0 && !is_known).then_some("starts")
            }
            "open" | "openat" | "openat2" | "creat" => {
                let writes =
                    name == "creat" || ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| rest.contains(flag));
                (writes && !is_below(rest, paper) && !rest.contains("\"/dev/null\"")).then_some("writes")
            }
            changes if CHANGES.contains(&changes) => (!is_below(rest, paper)).then_some("writes"),
            // What is left is of the network.
            _ => Some("talks"),
        };
        faults.extend(fault.map(|fault| format!("{fault}: {name}({rest}")));
    }
    faults
}

/// Whether the first path of a call lies below that folder: by itself, or from the open folder that is named with it.
fn is_below(rest: &str, folder: &Path) -> bool {
    let Some(path) = quoted(rest).map(PathBuf::from) else { return false };
    let opened = rest.split_once('<').and_then(|(before, after)| {
        let is_first = !before.contains('"');
        is_first.then(|| after.split('>').next().unwrap_or_default())
    });
    let path = opened.map_or(folder.join(&path), |opened| Path::new(opened).join(&path));
    let leaves = path.components().any(|part| part == std::path::Component::ParentDir);
    path.starts_with(folder) && !leaves
}

fn quoted(rest: &str) -> Option<&str> {
    rest.split('"').nth(1)
}

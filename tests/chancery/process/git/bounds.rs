//! What git may take, and what is said of one that takes more or breaks down.

use std::fs;

use super::{CHANGE, Place, refused};
use crate::process::Run;

/// Makes a commit of ten trees of ten trees of …: a few objects, and more files than there is time for.
fn bomb(place: &Place) {
    let script = "
        blob=$(git rev-parse v1:sections/opening.md)
        tree=$(for n in 0 1 2 3 4 5 6 7 8 9; do printf '100644 blob %s\\t%s.md\\n' $blob $n; done | git mktree)
        for level in 1 2 3 4 5 6 7 8; do
            tree=$(for n in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\\t%s\\n' $tree $n; done | git mktree)
        done
        all=$(printf '100644 blob %s\\tpaper.toml\\n040000 tree %s\\tsections\\n' $(git rev-parse v1:paper.toml) $tree \\
            | git mktree)
        git tag bomb $(git -c user.name=A -c user.email=a@example.org commit-tree -m bomb $all)";
    assert!(place.command("sh", "r").args(["-ec", script]).status().expect("a shell").success());
}

#[test]
fn a_tree_of_too_many_files_is_not_read_to_its_end() {
    let place = Place::new();
    place.repository("");
    bomb(&place);
    refused(&place.run("r", &["redline", "bomb"]), "too-large", &["more than 10000 files and folders"]);
}

/// Of each git that is started, Linux knows what it may take.
#[cfg(target_os = "linux")]
#[test]
fn git_has_bounds() {
    let place = Place::new();
    place.repository("");
    let script = "
        for again in $(seq 100); do grep -Eq 'Max cpu time +60 ' /proc/$$/limits && break; sleep 0.1; done
        grep -E 'Max (cpu time|data size|core file size) ' /proc/$$/limits >> LIMITS
        PATH=REST exec git \"$@\"";
    let (limits, rest) = (place.path("limits"), std::env::var("PATH").unwrap_or_default());
    let script = script.replace("LIMITS", &limits.display().to_string()).replace("REST", &rest);
    place.program(&place.path("bin/git"), &format!("#!/bin/sh\n{script}\n"));
    let path = format!("{}:{rest}", place.path("bin").display());
    let run = place.run_with("r", &["redline", "v1", "--format", "markdown"], &[("PATH", &path)]);
    assert!(run.out.ends_with(CHANGE), "{run:?}");
    let told = fs::read_to_string(limits).expect("git was started");
    let lines: Vec<String> = told.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(lines.len() > 10, "{told}");
    for bounds in lines.chunks(3) {
        let all =
            ["Max cpu time 60 65 seconds", "Max data size 1073741824 1073741824 bytes", "Max core file size 0 0 bytes"];
        assert_eq!(bounds, all);
    }
}

/// With less than what git may take, so that nobody has to wait for that.
#[cfg(target_os = "linux")]
#[test]
fn a_git_that_takes_too_much_memory_is_told_of() {
    let place = Place::new();
    place.repository("");
    bomb(&place);
    place.git("r", "update-ref HEAD bomb");
    let run = |folder: &str, arguments: &str| {
        let script = format!("ulimit -d 200000; exec \"$0\" {arguments}");
        let mut shell = place.command("sh", folder);
        Run::from(shell.args(["-c", &script, env!("CARGO_BIN_EXE_chancery")]).output().expect("a shell"))
    };
    let status = run("r", "status");
    let told = "the last change is not known everywhere: git needs more than 195 MB of memory";
    assert!(status.code == Some(0) && status.err.contains(told), "{status:?}");
    // To find the paper in another folder, all files are compared.
    fs::create_dir(place.path("r/deep")).unwrap();
    for file in ["paper.toml", "sections"] {
        fs::rename(place.path("r").join(file), place.path("r/deep").join(file)).unwrap();
    }
    refused(&run("r/deep", "redline bomb"), "cannot-read", &["needs more than 195 MB of memory"]);
}

/// A pipe in the place of a file, at which git would wait for who writes into it.
#[cfg(unix)]
#[test]
fn git_does_not_wait_for_ever() {
    let place = Place::new();
    place.repository("");
    assert!(place.command("mkfifo", "r").arg(".git/pipe").status().expect("a pipe").success());
    let config = fs::read_to_string(place.path("r/.git/config")).unwrap();
    place.write("r/.git/config", &format!("{config}[include]\n\tpath = pipe\n"));
    let status = place.run("r", &["status"]);
    let told = "git has said nothing for 10 s. Look for a pipe";
    assert!(status.code == Some(0) && status.err.contains(told), "{status:?}");
    refused(&place.run("r", &["redline", "v1"]), "cannot-read", &["git has said nothing for 10 s"]);
}

/// Puts in the place of git one that does something else when it is asked to list files.
fn replaced(place: &Place, deed: &str) -> String {
    let rest = std::env::var("PATH").unwrap_or_default();
    let script = format!("case \" $* \" in *\" ls-tree \"*) {deed};; esac\nPATH={rest} exec git \"$@\"");
    place.program(&place.path("bin/git"), &format!("#!/bin/sh\n{script}\n"));
    format!("{}:{rest}", place.path("bin").display())
}

/// Each is told with its own cause, and with what helps against it.
#[cfg(unix)]
#[test]
fn a_git_that_comes_to_no_end_is_told_with_the_cause() {
    let place = Place::new();
    place.repository("");
    for (deed, words) in [
        ("kill -SEGV $$", ["git broke down with signal 11", "Run the command again; if git breaks down each time"]),
        ("kill -XCPU $$", ["git needs more than 60 s of processor time", "may have wanted that"]),
        (
            "exec head -c 1100000 /dev/zero | tr '\\0' x",
            ["gives a longer answer than any paper needs", "may have wanted that"],
        ),
        (
            "echo 'fatal: Out of memory' >&2; exit 128",
            ["MB of memory for what the repository holds", "may have wanted that"],
        ),
        ("exec sleep 300", ["git has said nothing for 30 s", "Look for a pipe"]),
    ] {
        let path = replaced(&place, deed);
        refused(&place.run_with("r", &["redline", "v1"], &[("PATH", &path)]), "cannot-read", &words);
    }
}

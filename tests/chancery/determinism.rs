//! The same project gives the same bytes, wherever, whenever and by whomever it is printed.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::paper::repository;

/// What may differ between two machines or two runs.
struct Surroundings {
    folder: &'static str,
    umask: &'static str,
    variables: &'static [(&'static str, &'static str)],
}

const SURROUNDINGS: [Surroundings; 4] = [
    Surroundings { folder: "paper", umask: "022", variables: &[] },
    Surroundings {
        folder: "a folder/dépôt ∆ with a name",
        umask: "077",
        variables: &[("TZ", "Asia/Kathmandu"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
    },
    Surroundings {
        folder: "one-thread",
        umask: "002",
        variables: &[("RAYON_NUM_THREADS", "1"), ("HOME", "/nonexistent"), ("USER", "somebody")],
    },
    Surroundings {
        folder: "many-threads",
        umask: "000",
        variables: &[("RAYON_NUM_THREADS", "7"), ("SOURCE_DATE_EPOCH", "1"), ("TYPST_FONT_PATHS", "/usr/share/fonts")],
    },
];

/// Where they stand among what was printed, by the name of what is printed there.
const COMMANDS: [(&str, &str, &str); 5] = [
    ("the PDF", "build", "out/pearls-in-policing-2013.pdf"),
    ("the redline", "redline ../older . --out out/redline.pdf", "out/redline.pdf"),
    ("the changes", "redline ../older . --format json", ""),
    ("the findings", "check ../older --format json", ""),
    ("the lock", "release", "paper.lock"),
];

#[test]
fn the_same_project_gives_the_same_bytes() {
    let home = TempDir::new().expect("a folder for the test");
    let printed = SURROUNDINGS.map(|surroundings| (surroundings.folder, print(home.path(), &surroundings)));
    for (folder, bytes) in &printed[1..] {
        for (number, (what, ..)) in COMMANDS.iter().enumerate() {
            assert!(!bytes[number].is_empty(), "{what} in `{folder}` is empty");
            assert!(
                bytes[number] == printed[0].1[number],
                "{what} in `{folder}` is another than in `{}`",
                printed[0].0
            );
        }
    }
    // Another paper gives others.
    let older = print_in(&home.path().join("paper"), &SURROUNDINGS[0], "check --format json");
    assert!(older != printed[0].1[3], "the older version has no findings of its own");
}

/// Writes this repository's paper to a folder below `home`, an older version beside it, and prints there what can be
/// printed of them.
fn print(home: &Path, surroundings: &Surroundings) -> [Vec<u8>; COMMANDS.len()] {
    let folder = home.join(surroundings.folder);
    let older = folder.parent().expect("a folder above").join("older");
    let project = repository();
    let mut paths: Vec<_> = project.paths().filter(|path| !project.is_builtin(path)).collect();
    // Folders list their files in the order in which these came, or by a number of the system's.
    if surroundings.umask == "077" {
        paths.reverse();
    }
    for path in paths {
        let bytes = project.bytes(path).expect("a path of the project").to_vec();
        let changed = String::from_utf8_lossy(&bytes).replace(" police ", " the  police -- ").into_bytes();
        let is_section = path.ends_with(".md");
        for (folder, bytes) in [(&folder, &bytes), (&older, if is_section { &changed } else { &bytes })] {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder for the file");
            fs::write(file, bytes).expect("the file is written");
        }
    }
    COMMANDS.map(|(_, arguments, file)| {
        let out = print_in(&folder, surroundings, arguments);
        if file.is_empty() { out } else { fs::read(folder.join(file)).expect("the file that the command writes") }
    })
}

/// What the command prints there on standard output.
fn print_in(folder: &Path, surroundings: &Surroundings, arguments: &str) -> Vec<u8> {
    let Surroundings { umask, variables, .. } = surroundings;
    let mut command = Command::new("sh");
    command.args(["-c", "umask $0 && exec \"$@\"", umask, env!("CARGO_BIN_EXE_chancery")]);
    command.args(arguments.split(' ')).env_clear().envs(variables.iter().copied());
    let run = command.current_dir(folder).stdin(Stdio::null()).output().expect("the command runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() || said.contains("can be mended"), "{arguments}: {said}");
    run.stdout
}

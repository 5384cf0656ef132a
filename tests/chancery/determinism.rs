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

#[test]
fn the_same_project_gives_the_same_bytes() {
    let home = TempDir::new().expect("a folder for the test");
    let printed = SURROUNDINGS.map(|surroundings| (surroundings.folder, print(home.path(), &surroundings)));
    for (folder, pdf) in &printed[1..] {
        assert!(*pdf == printed[0].1, "`{folder}` gives other bytes than `{}`", printed[0].0);
    }
}

/// Writes this repository's paper to a folder below `home` and prints it there.
fn print(home: &Path, surroundings: &Surroundings) -> Vec<u8> {
    let Surroundings { folder, umask, variables } = surroundings;
    let folder = home.join(folder);
    let project = repository();
    for path in project.paths().filter(|path| !project.is_builtin(path)) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder for the file");
        fs::write(file, project.bytes(path).expect("a path of the project")).expect("the file is written");
    }
    let mut command = Command::new("sh");
    command.args(["-c", "umask $0 && exec \"$@\"", umask, env!("CARGO_BIN_EXE_chancery"), "build"]);
    command.env_clear().envs(variables.iter().copied()).current_dir(&folder).stdin(Stdio::null());
    let run = command.output().expect("the command runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let path = String::from_utf8(run.stdout).expect("a path in UTF-8");
    fs::read(folder.join(path.trim())).expect("the PDF that the command names")
}

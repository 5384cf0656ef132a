//! The sessions of the guide: what is typed is typed again, and what it answers is put in the place of what is shown.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::blocks::{Block, blocks, replaced};

/// The section with what its commands answer today. What differs from run to run stays as it is shown.
pub fn played(section: &str) -> String {
    let home = TempDir::new().expect("a folder for the test");
    let mut folder = home.path().join("papers");
    fs::create_dir(&folder).expect("a folder for the papers");
    let mut answers: Vec<(Block, String)> = Vec::new();
    for block in blocks(section) {
        if let Some((what, path)) = block.file() {
            let path = folder.join(path);
            let held = fs::read_to_string(&path).unwrap_or_default();
            let text = match what {
                "writes" => format!("{}\n", block.text),
                "adds" => format!("{held}\n{}\n", block.text),
                _ => block.text.lines().fold(held, |held, line| set(&held, line)),
            };
            fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        } else if block.language == "console" {
            let mut shown = String::new();
            for command in block.text.lines().filter(|line| line.starts_with("$ ")) {
                shown.push_str(&format!("{command}\n{}", run(&command[2..], &mut folder, home.path())));
            }
            let shown = shown.trim_end().to_owned();
            let answer = if settled(&shown) == settled(&block.text) { block.text.clone() } else { shown };
            answers.push((block, answer));
        }
    }
    replaced(section, &answers)
}

/// The text with a line in the place of the first that gives the same name a value, or begins with the same word.
fn set(text: &str, line: &str) -> String {
    let word =
        |line: &str| line.split_once(" = ").map_or(line.split(' ').next(), |(name, _)| Some(name)).map(str::to_owned);
    let at = text.lines().position(|old| word(old) == word(line)).unwrap_or_else(|| panic!("no line is like `{line}`"));
    text.lines().enumerate().map(|(index, old)| format!("{}\n", if index == at { line } else { old })).collect()
}

/// What a command says on both streams.
fn run(command: &str, folder: &mut PathBuf, home: &Path) -> String {
    if let Some(inner) = command.strip_prefix("cd ") {
        *folder = folder.join(inner);
        return String::new();
    }
    let programs = Path::new(env!("CARGO_BIN_EXE_chancery")).parent().expect("it lies in a folder");
    let system = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{{ {command}; }} 2>&1")]).current_dir(&folder).stdin(Stdio::null());
    shell.env_clear().env("HOME", home).env("LC_ALL", "C.UTF-8").env("TZ", "UTC").env("GIT_CONFIG_NOSYSTEM", "1");
    shell.env("PATH", format!("{}:{system}", programs.display()));
    for who in ["AUTHOR", "COMMITTER"] {
        shell.env(format!("GIT_{who}_NAME"), "Ann Alpha").env(format!("GIT_{who}_EMAIL"), "ann@example.org");
        shell.env(format!("GIT_{who}_DATE"), "2026-11-02T09:00:00Z");
    }
    String::from_utf8_lossy(&shell.output().expect("there is a shell").stdout).into_owned()
}

/// The text without times and sizes.
fn settled(text: &str) -> String {
    let is_measured = |word: &str| matches!(word.trim_end_matches(','), "ms" | "s" | "kB");
    let lines = text.lines().map(|line| {
        let words: Vec<_> = line.split(' ').collect();
        let kept = words.iter().enumerate().filter(|(at, _)| !words.get(at + 1).is_some_and(|next| is_measured(next)));
        kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

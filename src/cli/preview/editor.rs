//! The author's editor, brought to a place in a file.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::thread;

use chancery::source::Position;

use crate::cli::terminal;

/// A command and its arguments, in which places are still to be filled in.
#[derive(Debug, Clone)]
pub struct Editor(Vec<String>);

const PLACEHOLDERS: [&str; 3] = ["file", "line", "column"];

impl FromStr for Editor {
    type Err = String;

    /// Takes a command line apart as a shell would, of which nothing else is understood: no variable, no pipe.
    fn from_str(line: &str) -> Result<Self, String> {
        let Some(words) = shlex::split(line).filter(|words| !words.is_empty()) else {
            return Err("there is no command, or a quotation mark without its other".to_owned());
        };
        match words[1..].iter().any(|word| word.contains("{file}")) {
            true => Ok(Self(words)),
            false => Err("write `{file}` where the file goes, as in 'code -g {file}:{line}:{column}'".to_owned()),
        }
    }
}

impl Editor {
    /// Opens a file at a place. Fails if the editor cannot be started; what it does then is its own affair.
    pub fn open(&self, file: &Path, position: Position) -> Result<(), String> {
        let file = std::path::absolute(file).map_err(|error| terminal::reason(&error))?;
        let (file, line, column) = (file.display().to_string(), position.line.to_string(), position.column.to_string());
        let arguments: Vec<String> = self.0.iter().map(|word| fill(word, [&file, &line, &column])).collect();
        let mut command = Command::new(&arguments[0]);
        command.args(&arguments[1..]);
        start(command).map_err(|error| format!("`{}` cannot be started: {}", arguments[0], terminal::reason(&error)))
    }
}

/// What opens a file by its kind.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Opens a file with what the system opens such files with.
pub fn open_by_system(file: &Path) -> io::Result<()> {
    let mut command = Command::new(OPENER);
    command.arg(file);
    start(command)
}

/// Starts a program of the user's, which goes its own way.
fn start(mut command: Command) -> io::Result<()> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Nobody waits for it, but it is not to be left behind as a zombie.
    let _ = thread::Builder::new().spawn(move || child.wait());
    Ok(())
}

/// Fills places in, each once: what is filled in is not looked through again.
fn fill(word: &str, values: [&str; 3]) -> String {
    let mut filled = String::new();
    let mut rest = word;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        let place = PLACEHOLDERS.iter().zip(values).find_map(|(name, value)| {
            let after = rest.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?;
            Some((value, after))
        });
        match place {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

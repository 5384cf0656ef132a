//! `chancery completions`, and what shells are answered that ask for completions.

use std::ffi::OsStr;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, Shell};

use super::disk::Root;
use super::{Ending, Failure, ProjectArgument, terminal};

/// Print what a shell needs to complete commands, options, codes and sections
///
/// The shell then asks `chancery` itself at each key: it looks at the names of files, reads none and needs no network.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery completions bash > ~/.local/share/bash-completion/completions/chancery
  chancery completions zsh > ~/.zfunc/_chancery          (a folder of your $fpath)
  chancery completions fish > ~/.config/fish/completions/chancery.fish")]
pub struct Completions {
    /// The shell that you use
    #[arg(value_enum)]
    shell: Shell,
}

/// By what a shell says that it asks, and who it is.
const VARIABLE: &str = "CHANCERY_COMPLETE";

/// Answers a shell that asks for completions, and ends then.
pub fn answer(command: fn() -> clap::Command) {
    CompleteEnv::with_factory(command).var(VARIABLE).complete();
}

/// Completes the paper and its sections, as `bump` takes them, of the folder that the shell is in.
pub fn of_sections() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Ok(root) = Root::find(&ProjectArgument { project: None }) else { return Vec::new() };
        let typed = typed.to_string_lossy();
        let folder = if typed.starts_with("sections/") { "sections/" } else { "" };
        let names = root.section_names().into_iter().map(|name| format!("{folder}{name}"));
        let names = names.chain(["paper".to_owned()]).filter(|name| name.starts_with(&*typed));
        names.map(CompletionCandidate::new).collect()
    })
}

impl Completions {
    pub fn run(&self) -> Result<Ending, Failure> {
        let (shells, name) = (Shells::builtins(), self.shell.to_string());
        let shell = shells.completer(&name).expect("each shell that can be asked for is known");
        let mut script = Vec::new();
        let written = shell.write_registration(VARIABLE, "chancery", "chancery", "chancery", &mut script);
        written.expect("memory takes what is written");
        terminal::result(&String::from_utf8_lossy(&script))?;
        Ok(Ending::Done)
    }
}

//! `chancery completions`

use chancery::explain;
use clap_complete::Shell;

use super::{Ending, Failure, terminal};

/// Print what a shell needs to complete commands and options
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

/// What fish completes after `explain`: the generator leaves out the values of arguments without a name.
fn codes_for_fish() -> String {
    let codes: Vec<_> = explain::pages().iter().map(|page| page.code.0).collect();
    format!("complete -c chancery -n \"__fish_seen_subcommand_from explain\" -f -a \"{}\"\n", codes.join(" "))
}

impl Completions {
    pub fn run(&self, mut chancery: clap::Command) -> Result<Ending, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut chancery, "chancery", &mut script);
        let mut script = String::from_utf8_lossy(&script).into_owned();
        if self.shell == Shell::Fish {
            script += &codes_for_fish();
        }
        terminal::result(&script)?;
        Ok(Ending::Done)
    }
}

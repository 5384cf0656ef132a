//! `chancery completions`

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

impl Completions {
    pub fn run(&self, mut chancery: clap::Command) -> Result<Ending, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut chancery, "chancery", &mut script);
        terminal::result(&String::from_utf8_lossy(&script))?;
        Ok(Ending::Done)
    }
}

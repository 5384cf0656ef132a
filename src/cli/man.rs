//! `chancery man`, for whoever packages chancery.

use clap_mangen::Man as Page;

use chancery::diagnostic::{Code, Diagnostic, Place, nearest};

use super::{Ending, Failure, terminal};

/// Print a manual page
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery man > chancery.1                the page of chancery
  chancery man build > chancery-build.1    the page of one command")]
pub struct Man {
    /// The command that the page is about [default: chancery as a whole]
    command: Option<String>,
}

impl Man {
    pub fn run(&self, mut chancery: clap::Command) -> Result<Ending, Failure> {
        chancery.build();
        let about = match &self.command {
            None => chancery,
            Some(name) => chancery.find_subcommand(name).cloned().ok_or_else(|| unknown(name, &chancery))?,
        };
        let mut page = Vec::new();
        Page::new(about).render(&mut page).expect("memory takes whatever is written");
        terminal::result(&String::from_utf8_lossy(&page))?;
        Ok(Ending::Done)
    }
}

fn unknown(name: &str, chancery: &clap::Command) -> Failure {
    let failure = Diagnostic::error(
        Code("unknown-command"),
        Place::Argument(name.to_owned()),
        format!("there is no command `{name}`"),
    );
    let help = match nearest(name, chancery.get_subcommands().map(clap::Command::get_name)) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "`chancery --help` lists the commands.".to_owned(),
    };
    Box::new(failure.with_help(help))
}

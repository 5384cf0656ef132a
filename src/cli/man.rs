//! `chancery man`, for whoever packages chancery.

use clap_mangen::Man as Page;
use clap_mangen::roff::{Roff, roman};

use chancery::diagnostic::{Code, Diagnostic, Place, nearest};

use super::{Ending, Failure, terminal};

/// Print a manual page, for packages
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
        terminal::result(&String::from_utf8_lossy(&page(about)))?;
        Ok(Ending::Done)
    }
}

fn page(about: clap::Command) -> Vec<u8> {
    const WRITTEN: &str = "memory takes whatever is written";
    let after = about.get_after_help().map(ToString::to_string).unwrap_or_default();
    let has_commands = about.get_subcommands().next().is_some();
    let page = Page::new(about).source(format!("chancery {}", env!("CARGO_PKG_VERSION"))).manual("Manual of chancery");
    let mut text = Vec::new();
    page.render_title(&mut text).expect(WRITTEN);
    page.render_name_section(&mut text).expect(WRITTEN);
    page.render_synopsis_section(&mut text).expect(WRITTEN);
    page.render_description_section(&mut text).expect(WRITTEN);
    page.render_options_section(&mut text).expect(WRITTEN);
    if has_commands {
        page.render_subcommands_section(&mut text).expect(WRITTEN);
    }
    sections(&after).to_writer(&mut text).expect(WRITTEN);
    text
}

/// What stands below a command's options in its help: examples as they are typed, and notes as running text.
fn sections(help: &str) -> Roff {
    let mut roff = Roff::default();
    let mut section = "";
    for block in help.split("\n\n").filter(|block| !block.is_empty()) {
        let (name, lines) = match block.strip_prefix("Examples:\n") {
            Some(examples) => ("EXAMPLES", examples),
            None => ("NOTES", block),
        };
        roff.control(if section == name { "PP" } else { "SH" }, (section != name).then_some(name));
        section = name;
        // What is indented is typed as it stands.
        let is_typed = lines.starts_with("  ");
        if is_typed {
            roff.control("nf", []);
        }
        for line in lines.lines() {
            roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
        }
        if is_typed {
            roff.control("fi", []);
        }
    }
    roff
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

//! `chancery explain`

use chancery::explain::{self, Page};
use chancery::report;

use super::terminal;
use super::{Ending, Failure};

/// Tell what a finding means and what to do about it
///
/// Each finding has a code, such as `unknown-label`. Its page tells what is found, why it matters, an example and the
/// remedy. Without a code all codes are listed, with their weight in a final paper.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery explain unknown-label     what `error[unknown-label]` means
  chancery explain                   all codes

Warnings, hints and errors marked `rule` can be given another weight in paper.toml:

  [check]
  unused-footnote = \"hint\"           or \"warning\", \"error\", \"allow\"
  [check.\"sections/trends.md\"]       the same for one file
  unused-footnote = \"allow\"

or be allowed at their place, by a comment above the block that it is for:

  <!-- chancery: allow unused-footnote, because the lawyers will cite it -->")]
pub struct Explain {
    /// The code, as findings name it
    code: Option<String>,
}

impl Explain {
    pub fn run(&self) -> Result<Ending, Failure> {
        let Some(code) = &self.code else {
            terminal::result(&table())?;
            return Ok(Ending::Done);
        };
        let Some(page) = explain::page(code) else {
            let help = match explain::nearest_code(code) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "`chancery explain` lists all codes.".to_owned(),
            };
            terminal::say(&format!("error: no finding has the code `{}`\n  = help: {help}\n", report::visible(code)));
            return Ok(Ending::CouldNotTry);
        };
        let Page { code, .. } = page;
        terminal::result(&format!("# {}\n\n{}. {}\n\n{}\n", code.0, page.summary(), change(page), page.text()))?;
        Ok(Ending::Done)
    }
}

/// A line for each code.
fn table() -> String {
    let width = explain::pages().iter().map(|page| page.code.0.len()).max().unwrap_or(0);
    let line = |page: &Page| format!("{:width$}  {:7}  {}\n", page.code.0, page.weight(), page.summary());
    explain::pages().iter().map(line).collect()
}

fn change(page: &Page) -> &'static str {
    match page.weight() {
        "rule" => "An error, but a paper may allow it.",
        "error" => "An error, which no paper may allow.",
        "warning" => "A warning.",
        _ => "A hint.",
    }
}

//! `[edition]`: what an edition says of itself. All else in a manifest is said of the paper that it gives again.

use semver::Version;

use super::date::{self, PartialDate};
use crate::diagnostic::{Code, Diagnostic, Reported};
use crate::section::Text;
use crate::source::Spanned;
use crate::table::Table;

/// An edition of a paper that stood elsewhere before.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// What it is: `Restated edition`.
    pub name: Text,
    /// The paper's version, as it is printed: `1.1` of `1.1.0`.
    pub version: Option<Text>,
    pub date: Spanned<PartialDate>,
    /// Who answers for it.
    pub responsible: Option<Text>,
    pub note: Option<Text>,
}

/// Reads `[edition]` of a paper that has this version, if that could be read.
pub(super) fn read(table: &mut Table, paper: Option<&Version>) -> Result<Edition, Reported> {
    let name = table.required_text("name", "name = \"Restated edition\"");
    let version = version(table, paper);
    let date = date::read(table, "date");
    let [responsible, note] = ["responsible", "note"].map(|key| table.text(key));
    Ok(Edition { name: name?, version: version?, date: date?, responsible: responsible?, note: note? })
}

/// The version as it is printed: that of the paper, or its first figures.
fn version(table: &mut Table, paper: Option<&Version>) -> Result<Option<Text>, Reported> {
    let Some(printed) = table.text("version")? else { return Ok(None) };
    let whole = paper.map(Version::to_string);
    let is_other = whole.as_ref().is_some_and(|whole| {
        let rest = whole.strip_prefix(printed.as_str());
        rest.is_none_or(|rest| !rest.is_empty() && !rest.starts_with('.'))
    });
    match whole.filter(|_| is_other) {
        None => Ok(Some(printed)),
        Some(whole) => {
            let message = format!("this edition is called {}, but the paper has version {whole}", printed.as_str());
            let found = Diagnostic::error(Code("invalid-value"), printed.span(), message);
            let help = "Write the version in `[paper]`, whole or its first figures; or leave this line out.";
            Err(table.diagnostics.report(found.with_help(help)))
        }
    }
}

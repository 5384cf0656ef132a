//! What stands on the first pages beside the title block: a logo, the imprint, who gets the paper.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Reported};
use crate::project::join;
use crate::section::Text;
use crate::source::{Span, Spanned};
use crate::table::{Table, all};

/// The picture on a cover.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// The file, by its path in the project; its place is where paper.toml names it.
    pub file: Spanned<String>,
    /// What who cannot see it is told.
    pub alt: Text,
}

/// One line of the imprint: `Printed by`, and who did.
pub type ImprintRow = (Text, Text);

/// Who gets the paper, as precisely as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipient {
    pub name: Text,
    pub organisation: Option<Text>,
    pub country: Option<Text>,
    pub role: Option<Text>,
    /// Which copy, or how many.
    pub copy: Option<Text>,
}

impl Recipient {
    /// All that is said, in the order of the columns: name, organisation, country, role, copy.
    pub fn cells(&self) -> [Option<&Text>; 5] {
        let Self { name, organisation, country, role, copy } = self;
        [Some(name), organisation.as_ref(), country.as_ref(), role.as_ref(), copy.as_ref()]
    }
}

/// Reads `[cover]`.
pub(super) fn read(table: &mut Table, places: &mut BTreeMap<String, Span>) -> Result<Option<Logo>, Reported> {
    places.extend(table.place("logo").map(|place| ("cover.logo".to_owned(), place)));
    let (logo, alt) = (table.text("logo"), table.text("logo-alt"));
    let (Some(logo), alt) = (logo?, alt?) else { return Ok(None) };
    let file = join("sections", &logo).filter(|path| path.starts_with("sections/"));
    let Some(file) = file else {
        let found = Diagnostic::error(Code("invalid-image-path"), logo.span(), "`logo` leads out of `sections/`");
        let help = "Put the image below `sections/`, and write its path from there: `logo = \"images/logo.svg\"`.";
        return Err(table.diagnostics.report(found.with_help(help)));
    };
    let Some(alt) = alt else {
        let found = Diagnostic::error(Code("missing-alt-text"), logo.span(), "this image has no alternative text");
        let help = "Add what it shows to who cannot see it: `logo-alt = \"Logo of Europol\"`.";
        return Err(table.diagnostics.report(found.with_help(help)));
    };
    Ok(Some(Logo { file: Spanned::new(file, logo.span()), alt }))
}

/// Reads `[imprint]`.
pub(super) fn imprint(table: &mut Table) -> Result<Vec<ImprintRow>, Reported> {
    all(table.rest().into_iter().map(|item| {
        let label = item.key_text(table.diagnostics);
        let text = item.text(table.diagnostics);
        Ok((label?, text?))
    }))
}

/// Reads one table of `[[distribution]]`.
pub(super) fn recipient(table: &mut Table) -> Result<Recipient, Reported> {
    let name = table.required_text("name", "name = \"Europol Information Hub\"");
    let [organisation, country, role] = ["organisation", "country", "role"].map(|key| table.text(key));
    let copy = table.item("copy").map(|item| {
        let written = item.written(table.diagnostics)?;
        Ok(Text::computed(written.span, written.value))
    });
    Ok(Recipient { name: name?, organisation: organisation?, country: country?, role: role?, copy: copy.transpose()? })
}

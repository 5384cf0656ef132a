//! `[style]`: which rules of English style a paper keeps to.

use crate::diagnostic::Reported;
use crate::table::Table;

/// Which rules of English style hold where they have changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// [`None`] leaves it to the paper's date: [`GuideEdition::Current`] from [`GuideEdition::CHANGED`] on. An older
    /// paper may keep to either edition, so nothing on which they differ is told of it.
    pub edition: Option<GuideEdition>,
}

/// An edition of the Interinstitutional Style Guide. They differ on numbers up to nine before units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuideEdition {
    /// Of 2013 and after: `3 years`.
    Of2013,
    /// `three years`.
    Current,
}

impl GuideEdition {
    /// The year from which a paper that names no edition follows the current one.
    pub const CHANGED: u16 = 2022;
}

/// Reads `[style]`.
pub(super) fn read(table: &mut Table) -> Result<Style, Reported> {
    const EDITIONS: [(&str, GuideEdition); 2] = [("2013", GuideEdition::Of2013), ("current", GuideEdition::Current)];
    let edition = table.item("edition").map(|item| item.choice(&EDITIONS, table.diagnostics)).transpose()?;
    Ok(Style { edition: edition.map(|edition| edition.value) })
}

//! What a paper says of itself around its sections: title block, control table, version history, contents,
//! abbreviations, the foot of its pages. Every printer prints it word for word.

pub mod control;
mod date;
pub mod edition;
mod foot;
mod history;
mod title;

use super::model::Paper;
use crate::manifest::{Abbreviation, Contents, ImprintRow, Logo, Manifest, Recipient};
use crate::marking::Level;
use crate::section::{Status, Text};
use crate::terms::Terms;

pub use control::{ControlRow, Field};
pub use date::date;
pub use edition::Edition;
pub use history::{HistoryRow, status};
pub use title::Title;

/// The front of a paper. The words of headings that are not in it are the paper's [`Terms`].
#[derive(Debug, Clone, PartialEq)]
pub struct Front {
    pub title: Title,
    /// The document control table; where there is an edition, of the paper that it gives again.
    pub control: Vec<ControlRow>,
    pub edition: Option<Edition>,
    /// As the manifest has it; not printed if empty.
    pub history: Vec<HistoryRow>,
    /// As the manifest has them; not printed if empty.
    pub abbreviations: Vec<Abbreviation>,
    /// Lists that would be empty are left out.
    pub contents: Option<Contents>,
    pub logo: Option<Logo>,
    pub imprint: Vec<ImprintRow>,
    pub distribution: Vec<Recipient>,
    /// Across every page of a paper that is not final.
    pub draft_mark: Option<String>,
    /// Beside the lines of a paper that is out for comments.
    pub has_line_numbers: bool,
    /// What the marking demands at the foot of every page beside the page's number.
    pub foot: Vec<Text>,
}

impl Front {
    /// All that is printed of what stands in the manifest.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let abbreviations = self.abbreviations.iter().flat_map(|(short, long)| [short, long]);
        let control = self.control.iter().flat_map(|row| row.role.iter().chain(&row.lines));
        let history = self.history.iter().flat_map(HistoryRow::texts);
        let imprint = self.imprint.iter().flat_map(|(label, text)| [label, text]);
        let distribution = self.distribution.iter().flat_map(Recipient::cells).flatten();
        let edition = self.edition.iter().flat_map(Edition::texts);
        let title = self.title.texts().chain(edition).chain(abbreviations).chain(control).chain(history);
        title.chain(imprint).chain(distribution).chain(&self.foot)
    }
}

/// Whether a paper has any of what can be listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Listed {
    pub tables: bool,
    pub figures: bool,
}

/// The front of a paper that is marked with `marking`.
pub fn of(manifest: &Manifest, marking: Option<&Level>, listed: Listed, terms: &Terms) -> Front {
    let status = manifest.status.value;
    let mut control = control::rows(manifest, marking, terms);
    let mut edition = Edition::of(manifest, terms);
    if let Some(edition) = &mut edition {
        // The version is that of the edition, and stands in its name; how far it has come, it says itself.
        control.retain(|row| row.field != Field::Version);
        edition.rows.extend(control.extract_if(.., |row| row.field == Field::Status));
    }
    Front {
        title: Title::of(manifest, terms),
        control,
        edition,
        history: history::rows(manifest, terms),
        abbreviations: manifest.abbreviations.clone(),
        contents: manifest.contents.map(|contents| Contents {
            tables: contents.tables && listed.tables,
            figures: contents.figures && listed.figures,
            ..contents
        }),
        logo: manifest.logo.clone(),
        imprint: manifest.imprint.clone(),
        distribution: manifest.distribution.clone(),
        draft_mark: (status != Status::Final).then(|| terms.draft_mark.clone()),
        has_line_numbers: status == Status::Consultation,
        foot: foot::lines(marking, [manifest], terms),
    }
}

/// The front of a redline of both papers: that of the newer one, with both versions in the title and at the foot what
/// `marking`, which protects both, demands.
pub fn of_redline(old: &Paper, new: &Paper, marking: Option<&Level>) -> Front {
    let is_of_newer = marking.map(|level| &level.text) == new.marking.as_ref().map(|level| &level.text);
    // First the version whose marking it is.
    let manifests: [&Manifest; 2] =
        if is_of_newer { [&new.manifest, &old.manifest] } else { [&old.manifest, &new.manifest] };
    let [older, newer] = [old, new].map(|paper| &paper.manifest.version.value);
    Front {
        title: new.front.title.clone().of_redline(older, newer, &new.terms),
        foot: foot::lines(marking, manifests, &new.terms),
        ..new.front.clone()
    }
}

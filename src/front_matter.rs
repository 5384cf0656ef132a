//! The TOML between a section's `+++` lines.

use crate::diagnostic::{Diagnostics, Reported};
use crate::section::{FrontMatter, Marking, Status};
use crate::source::{Source, Span, Spanned};
use crate::table::{self, Homes};

/// What is said of the whole paper, once.
const HOMES: Homes = &[
    (
        "`[paper]` in paper.toml",
        &["title", "subtitle", "kind", "date", "language", "authors", "author", "template", "contents", "slug"],
    ),
    ("`[marking]` in paper.toml", &["level", "scheme"]),
    ("`[bibliography]` in paper.toml", &["bibliography", "files", "nocite"]),
];

/// Reads front matter that stands at `span` of `source` (the lines between the fences). All its mistakes are
/// reported; it is returned if what has to be there is.
pub fn read(source: &Source, span: Span, diagnostics: &mut Diagnostics) -> Result<FrontMatter, Reported> {
    table::read(source, span, diagnostics, |root| {
        root.set_homes(HOMES);
        let version = root.required_version("version");
        let statuses = Status::ALL.map(|status| (status.name(), status));
        let status = root.item("status").map(|item| item.choice(&statuses, root.diagnostics)).transpose();
        let contributors = root.texts("contributors");
        let marking = root.text("marking");
        let owner = root.text("owner");
        Ok(FrontMatter {
            version: version?,
            status: status?,
            contributors: contributors?.into_iter().map(Spanned::from).collect(),
            marking: marking?.map(|level| Marking::new(level.into())),
            owner: owner?.map(Spanned::from),
        })
    })
}

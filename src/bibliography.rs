//! Bibliography files → entries and where they stand; citations and the list, formatted by CSL into our own inlines.
//! The only home of hayagriva, biblatex and citationberg.

use crate::diagnostic::{Diagnostics, Reported};
use crate::project::Project;
use crate::section::{Citation, Inlines};
use crate::source::{Span, Spanned};

/// The works that a paper can cite.
#[derive(Debug, Clone, Default)]
pub struct Bibliography {}

/// A CSL style, ready to format.
#[derive(Debug, Clone)]
pub struct Style {}

/// Formatted results of earlier builds, by all that went into them.
#[derive(Debug, Default)]
pub struct Cache {}

/// What a paper prints of its bibliography.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Formatted {
    /// For each citation, in order: what it prints. Spans are the citation's; each work's part links to its label.
    pub citations: Vec<Inlines>,
    /// The list in the style's order: key and line. Spans are the entry's.
    pub entries: Vec<(String, Inlines)>,
}

/// The label of a work's line in the list: made of `[a-z0-9-]` whatever the key.
pub fn entry_label(_key: &str) -> String {
    todo!()
}

/// Reads all bibliography files. One bad entry does not hide the others.
pub fn read(_project: &Project, _files: &[Spanned<String>], _diagnostics: &mut Diagnostics) -> Bibliography {
    todo!()
}

/// Finds the style: `templates/<template>/<name>.csl`, or a built-in CSL style of that name.
pub fn style(
    _project: &Project,
    _template: &str,
    _name: &Spanned<String>,
    _diagnostics: &mut Diagnostics,
) -> Result<Style, Reported> {
    todo!()
}

impl Bibliography {
    pub fn contains(&self, _key: &str) -> bool {
        todo!()
    }

    /// All keys, in file order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        [].into_iter()
    }

    /// Where an entry's key stands.
    pub fn span(&self, _key: &str) -> Option<Span> {
        todo!()
    }

    /// Formats citations (all of whose keys exist) and the list of the works they cite.
    pub fn format(&self, _style: &Style, _language: &str, _citations: &[&Citation], _cache: &mut Cache) -> Formatted {
        todo!()
    }
}

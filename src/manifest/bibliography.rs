//! `[bibliography]`: from which files a paper cites, in which style, and what it lists without citing it.

use super::files;
use crate::diagnostic::Reported;
use crate::project::Project;
use crate::source::{Span, Spanned};
use crate::table::Table;

/// What a paper says of its bibliography.
#[derive(Debug, Clone, PartialEq)]
pub struct BibliographyChoice {
    /// File names below `bibliography/`.
    pub files: Vec<Spanned<String>>,
    /// A CSL file of the template or a built-in style's name.
    pub style: Spanned<String>,
    pub nocite: Nocite,
}

/// Works that are listed though nothing cites them.
#[derive(Debug, Clone, PartialEq)]
pub enum Nocite {
    /// Those with these keys.
    Keys(Vec<Spanned<String>>),
    /// All that the files hold: `"*"`.
    All(Span),
}

impl Nocite {
    /// Where it first says anything.
    pub fn place(&self) -> Option<Span> {
        match self {
            Self::Keys(keys) => keys.first().map(|key| key.span),
            Self::All(span) => Some(*span),
        }
    }

    /// As paper.toml has it, without quotes.
    pub fn written(&self) -> String {
        match self {
            Self::Keys(keys) => keys.iter().map(|key| key.value.as_str()).collect::<Vec<_>>().join(", "),
            Self::All(_) => "*".to_owned(),
        }
    }
}

/// Reads `[bibliography]`.
pub(super) fn read(project: &Project, table: &mut Table) -> Result<BibliographyChoice, Reported> {
    let files = files::bibliography(project, table);
    let style = table.required_name("style", "style = \"europol\"");
    let nocite = table.item("nocite").map(|item| item.text_or_texts(table.diagnostics)).transpose();
    let keys: Vec<Spanned<String>> = nocite.ok().flatten().unwrap_or_default().into_iter().map(Spanned::from).collect();
    let all = keys.iter().find(|key| key.value == "*").map(|key| Nocite::All(key.span));
    Ok(BibliographyChoice { files: files?, style: style?, nocite: all.unwrap_or(Nocite::Keys(keys)) })
}

//! What every code of a finding means: a page each, with its weight and whether a paper may change that.

use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::source::{Span, Spanned};

/// The page of a code.
#[derive(Debug)]
pub struct Page {
    pub code: Code,
    /// In a final paper, unless its manifest says otherwise.
    pub severity: Severity,
    /// Whether a paper may give it less weight or accept it: so for warnings, hints and those errors that are rules.
    /// The other errors tell that something cannot be read or printed, or that a promise of the press would be broken.
    pub is_rule: bool,
    markdown: &'static str,
}

impl Page {
    /// What is found, in one sentence without a full stop.
    pub fn summary(&self) -> &'static str {
        self.markdown.lines().next().unwrap_or_default()
    }

    /// What it means and why it matters, an example and the remedy, as Markdown.
    pub fn text(&self) -> &'static str {
        self.markdown.split_once('\n').map_or("", |(_, text)| text.trim())
    }
}

/// The page of a code, if there is such a code.
pub fn page(code: &str) -> Option<&'static Page> {
    PAGES.binary_search_by(|page| page.code.0.cmp(code)).ok().map(|index| &PAGES[index])
}

/// The page of the code that an author names, or what to say if there is no such code.
pub fn known(code: &Spanned<String>) -> Result<&'static Page, Box<Diagnostic>> {
    page(&code.value).ok_or_else(|| {
        let unknown = Diagnostic::error(Code("unknown-code"), code.span, format!("no finding has the code `{}`", code.value));
        Box::new(unknown.with_help(match nearest_code(&code.value) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "`chancery explain` lists all codes.".to_owned(),
        }))
    })
}

/// The same for a code whose findings somebody wants to weigh less, as is said at `place`.
pub fn changeable(code: &Spanned<String>, place: Span) -> Result<&'static Page, Box<Diagnostic>> {
    let page = known(code)?;
    if page.is_rule {
        return Ok(page);
    }
    let message = format!("`{}` is always an error: it cannot be softened or allowed", code.value);
    let help = format!("Mend what it finds; `chancery explain {}` tells how.", code.value);
    Err(Box::new(Diagnostic::error(Code("firm-code"), place, message).with_help(help)))
}

/// The code that `wrong` was most likely meant to be.
pub fn nearest_code(wrong: &str) -> Option<&'static str> {
    nearest(wrong, PAGES.iter().map(|page| page.code.0))
}

/// All pages, by code.
pub fn pages() -> &'static [Page] {
    PAGES
}

const ERROR: (Severity, bool) = (Severity::Error, false);
/// An error that a paper may change.
const RULE: (Severity, bool) = (Severity::Error, true);
const WARNING: (Severity, bool) = (Severity::Warning, true);
const HINT: (Severity, bool) = (Severity::Hint, true);

macro_rules! pages {
    ($($standing:ident $code:literal;)*) => {
        &[$(Page {
            code: Code($code),
            severity: $standing.0,
            is_rule: $standing.1,
            markdown: include_str!(concat!("explain/", $code, ".md")),
        }),*]
    };
}

/// Sorted by code. A test compares them with the codes in use and with the folder of pages. What is a [`RULE`] must
/// never stop a stage: no [`Reported`](crate::diagnostic::Reported) may lead back to it.
const PAGES: &[Page] = pages![
    ERROR "bad-image";
    ERROR "bad-value";
    ERROR "bibliography-cycle";
    ERROR "bibliography-date";
    ERROR "bibliography-field";
    ERROR "bibliography-format";
    ERROR "bibliography-key";
    WARNING "bibliography-latex";
    ERROR "bibliography-name";
    ERROR "bibliography-nesting";
    ERROR "bibliography-not-printed";
    ERROR "bibliography-syntax";
    ERROR "bibliography-too-large";
    ERROR "broken-font";
    ERROR "broken-image";
    ERROR "cannot-watch";
    ERROR "cannot-write";
    ERROR "cmyk";
    WARNING "comment-in-final";
    ERROR "conic-gradient";
    ERROR "control-character";
    WARNING "date-range";
    ERROR "dead-label";
    ERROR "document-date";
    ERROR "document-language";
    ERROR "document-title";
    ERROR "duplicate-attribute";
    ERROR "duplicate-bibliography";
    ERROR "duplicate-field";
    ERROR "duplicate-file";
    ERROR "duplicate-footnote";
    ERROR "duplicate-key";
    ERROR "duplicate-label";
    ERROR "duplicate-level";
    ERROR "empty-heading";
    ERROR "empty-link";
    ERROR "empty-list";
    ERROR "empty-text";
    ERROR "endless-loop";
    ERROR "file-name";
    ERROR "firm-code";
    ERROR "font-licence";
    ERROR "footnote-content";
    ERROR "forbidden-character";
    ERROR "heading-level";
    WARNING "image-foreign-object";
    ERROR "image-format";
    ERROR "image-size";
    ERROR "internal";
    ERROR "invalid-csl";
    ERROR "invalid-date";
    ERROR "invalid-doi";
    WARNING "invalid-isbn";
    ERROR "invalid-language";
    ERROR "invalid-name";
    ERROR "invalid-path";
    ERROR "invalid-url";
    ERROR "invalid-value";
    ERROR "invalid-version";
    RULE "invisible-character";
    ERROR "line-upon-line";
    ERROR "link-in-margin";
];

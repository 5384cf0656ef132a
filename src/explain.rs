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
    /// All of it.
    pub markdown: &'static str,
}

impl Page {
    /// Its severity in a word; an error that a paper may change is a `rule`.
    pub fn weight(&self) -> &'static str {
        match self.severity {
            Severity::Error if self.is_rule => "rule",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }

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
        let unknown =
            Diagnostic::error(Code("unknown-code"), code.span, format!("no finding has the code `{}`", code.value));
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

const fn entry(code: &'static str, severity: Severity, marks: &[&str], markdown: &'static str) -> Page {
    let is_rule = !matches!(severity, Severity::Error) || !marks.is_empty();
    Page { code: Code(code), severity, is_rule, markdown }
}

/// A line for each code: its weight, `rule` behind that of an error that a paper may change, and the code.
macro_rules! pages {
    ($($severity:ident $($rule:ident)? $code:literal;)*) => {
        &[$(entry(
            $code,
            Severity::$severity,
            &[$(stringify!($rule))?],
            include_str!(concat!("explain/", $code, ".md")),
        )),*]
    };
}

/// Sorted by code. A test compares them with the codes in use and with the folder of pages. What is a rule must never
/// stop a stage: no [`Reported`](crate::diagnostic::Reported) may lead back to it.
const PAGES: &[Page] = pages![
    Warning "abbreviation-differs";
    Hint "abbreviation-once";
    Hint "abbreviation-twice";
    Error "already-released";
    Error "bad-image";
    Error "bad-value";
    Error "bibliography-cycle";
    Error "bibliography-date";
    Error "bibliography-field";
    Error "bibliography-key";
    Warning "bibliography-latex";
    Error "bibliography-name";
    Error "bibliography-nesting";
    Error "bibliography-not-printed";
    Error "bibliography-syntax";
    Error "bibliography-too-large";
    Error "broken-font";
    Error "broken-lock";
    Error "cannot-watch";
    Error "cannot-write";
    Error "cmyk";
    Warning "comment-in-final";
    Error "conic-gradient";
    Error "control-character";
    Warning "date-form";
    Warning "date-range";
    Error "dead-label";
    Error "document-date";
    Error "document-language";
    Error "document-title";
    Hint "double-space";
    Error "duplicate-attribute";
    Error "duplicate-bibliography";
    Error "duplicate-field";
    Error "duplicate-file";
    Error "duplicate-footnote";
    Error "duplicate-key";
    Error "duplicate-label";
    Error "duplicate-level";
    Warning "duplicate-title";
    Warning "duplicate-work";
    Warning "empty-block";
    Error "empty-heading";
    Warning "empty-item";
    Error "empty-link";
    Error "empty-list";
    Warning "empty-section";
    Warning "empty-table-header";
    Error "empty-text";
    Error "endless-loop";
    Error "file-name";
    Error "firm-code";
    Error "folder-not-empty";
    Error "font-licence";
    Error "footnote-content";
    Error "forbidden-character";
    Error rule "foreign-marking";
    Error "format-mistake";
    Warning "heading-full-stop";
    Warning "history-incomplete";
    Warning "history-order";
    Warning "history-status";
    Warning "hyphen-as-dash";
    Warning "idle-alternative-text";
    Warning "image-foreign-object";
    Error "image-size";
    Warning "incomplete-entry";
    Error "internal";
    Error "invalid-csl";
    Error "invalid-date";
    Error "invalid-doi";
    Warning "invalid-isbn";
    Error "invalid-language";
    Error "invalid-name";
    Error "invalid-path";
    Error "invalid-url";
    Error "invalid-value";
    Error "invalid-version";
    Error rule "invisible-character";
    Warning "isbn-hyphens";
    Warning "ize-spelling";
    Warning "latin-abbreviation";
    Error "line-upon-line";
    Error "link-in-margin";
    Hint "list-punctuation";
    Error "malformed-allowance";
    Error "malformed-attributes";
    Error "malformed-block";
    Error "malformed-citation";
    Error "malformed-columns";
    Error "malformed-figure";
    Error "malformed-label";
    Error "malformed-locator";
    Error "malformed-path";
    Error "malformed-table";
    Error "malformed-value";
    Error "malformed-width";
    Error rule "marking-demand";
    Warning "marking-in-text";
    Error "marking-too-low";
    Warning "marking-without-reason";
    Error "marking-without-scheme";
    Error "misplaced-citation";
    Error "misplaced-footnote";
    Error "misplaced-heading";
    Error "misplaced-image";
    Error "misplaced-placeholder";
    Error "misplaced-text";
    Error "misplaced-value";
    Warning "missing-access-date";
    Error "missing-alt-text";
    Error "missing-caption";
    Warning "missing-date";
    Error "missing-file";
    Error "missing-front-matter";
    Error "missing-glyph";
    Error "missing-image";
    Error "missing-key";
    Error "missing-level";
    Error rule "missing-title";
    Error "missing-type";
    Warning "misspelt-marking";
    Warning "mixed-quotes";
    Error "nested-title";
    Error "nesting-too-deep";
    Error "no-bibliography";
    Warning "no-break-space";
    Error "no-command";
    Error "no-git";
    Error "no-project";
    Error "no-repository";
    Error "not-a-file";
    Error "not-a-folder";
    Error "not-final";
    Warning "not-kin";
    Error "not-utf-8";
    Hint "number-form";
    Error rule "numbered-below-unnumbered";
    Error "output-folder";
    Error "package";
    Error "ragged-row";
    Error "raw-code";
    Error "raw-html";
    Error rule "reference-to-itself";
    Warning "repeated-word";
    Hint "section-moved";
    Hint "section-renamed";
    Error rule "section-status";
    Hint "section-vanished";
    Error "skipped-heading-level";
    Error "smooth-scaling";
    Warning "straight-quote";
    Error "stray-fence";
    Error "symbolic-link";
    Error "template-error";
    Error "template-syntax";
    Error "template-value";
    Error "text-after-comment";
    Error "thematic-break";
    Warning "thousands-separator";
    Error "toml-syntax";
    Error "too-deep";
    Error "too-large";
    Error "too-long";
    Error "too-many-cells";
    Error "too-many-columns";
    Error "too-tangled";
    Warning "typed-number";
    Warning "uncited-work";
    Error "unclosed-block";
    Error "unclosed-code";
    Error "unclosed-comment";
    Error "unclosed-front-matter";
    Error "undefined-footnote";
    Error rule "underlined-heading";
    Warning "unexplained-abbreviation";
    Error "unknown-attribute";
    Error "unknown-block";
    Error "unknown-citation";
    Error "unknown-code";
    Warning "unknown-entry-type";
    Warning "unknown-field";
    Warning "unknown-font";
    Error "unknown-key";
    Error "unknown-label";
    Error "unknown-level";
    Error "unknown-placeholder";
    Error "unknown-revision";
    Error "unknown-scheme";
    Error "unknown-section";
    Error "unknown-string";
    Error "unknown-style";
    Error "unknown-template";
    Error "unknown-value";
    Warning "unlisted-section";
    Error "unmapped-text";
    Warning "unprinted-institution";
    Warning "unprinted-title";
    Error "unreadable";
    Error "unsafe-link";
    Warning "unsettled-layout";
    Error "unsupported-entry";
    Warning "unsupported-language";
    Error "unsupported-style";
    Hint "unused-abbreviation";
    Warning "unused-allowance";
    Warning "unused-footnote";
    Hint "unused-label";
    Warning "vague-link-text";
    Error rule "version-lowered";
    Error rule "version-not-raised";
    Warning "wrong-direction";
    Error "wrong-type";
];

//! What every code of a finding means: a page each, with its weight and whether a paper may change that.

pub mod grammar;
mod search;

use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::source::{Span, Spanned};

pub use search::{Answer, best, search};

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

/// The page of a code whose severity an author wants to change at `place`, if that is allowed.
pub fn changeable(code: &Spanned<String>, place: Span) -> Result<&'static Page, Box<Diagnostic>> {
    let page = known(code)?;
    if page.is_rule {
        return Ok(page);
    }
    let message = format!("`{}` is always an error: it cannot be softened or allowed", code.value);
    let help = format!("Mend what it finds; `chancery explain {}` tells how.", code.value);
    Err(Box::new(Diagnostic::error(Code("not-a-rule"), place, message).with_help(help)))
}

/// The code that `wrong` was most likely meant to be.
fn nearest_code(wrong: &str) -> Option<&'static str> {
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
    Warning "abbreviation-latin";
    Hint "abbreviation-once";
    Hint "abbreviation-twice";
    Warning "abbreviation-unexplained";
    Warning "bibliography-cycle";
    Warning "bibliography-date";
    Warning "bibliography-incomplete";
    Error "bibliography-key";
    Warning "bibliography-latex";
    Warning "bibliography-name";
    Error "bibliography-not-printed";
    Error "bibliography-syntax";
    Error "bibliography-too-deep";
    Error "bibliography-too-large";
    Error "cannot-listen";
    Error "cannot-read";
    Error "cannot-run-template";
    Error "cannot-start-threads";
    Error "cannot-watch";
    Error "cannot-write";
    Warning "comment-in-final";
    Warning "date-form";
    Error "duplicate-attribute";
    Error "duplicate-bibliography";
    Warning "duplicate-entry";
    Warning "duplicate-field";
    Error "duplicate-file";
    Error "duplicate-footnote";
    Warning "duplicate-heading";
    Error "duplicate-key";
    Error "duplicate-label";
    Error "duplicate-level";
    Warning "duplicate-link-definition";
    Warning "duplicate-work";
    Warning "empty-annex";
    Warning "empty-block";
    Error "empty-heading";
    Warning "empty-item";
    Error "empty-link";
    Error "empty-list";
    Warning "empty-section";
    Warning "empty-table-header";
    Error "empty-value";
    Error "folder-not-empty";
    Error "font-licence";
    Error "footnote-content";
    Error "forbidden-character";
    Error "format-changes-meaning";
    Error rule "heading-below-unnumbered";
    Warning "heading-full-stop";
    Warning "history-incomplete";
    Warning "history-order";
    Warning "history-status";
    Warning "hyphen-as-dash";
    Warning "image-foreign-object";
    Error "image-too-large";
    Hint "image-uncaptioned";
    Error "internal";
    Error "invalid-allowance";
    Error "invalid-attribute";
    Error "invalid-block";
    Warning "invalid-cell";
    Error "invalid-character";
    Error "invalid-citation";
    Error "invalid-columns";
    Error "invalid-data";
    Error "invalid-date";
    Warning "invalid-doi";
    Error "invalid-expression";
    Error "invalid-figure";
    Error "invalid-file-name";
    Error "invalid-font";
    Error "invalid-image";
    Error "invalid-image-path";
    Warning "invalid-isbn";
    Error "invalid-label";
    Error "invalid-language";
    Error "invalid-lock";
    Error "invalid-name";
    Error "invalid-path";
    Error "invalid-span";
    Error "invalid-style";
    Error "invalid-table";
    Error "invalid-type";
    Warning "invalid-url";
    Error "invalid-value";
    Error "invalid-version";
    Error "invalid-width";
    Error rule "invisible-character";
    Warning "isbn-hyphens";
    Warning "layout-heading";
    Warning "layout-note";
    Warning "layout-overflow";
    Warning "layout-overlap";
    Error "link-in-margin";
    Hint "list-punctuation";
    Warning "literal-address";
    Error rule "literal-attributes";
    Error rule "literal-block";
    Error rule "literal-caption";
    Error rule "literal-character";
    Warning "literal-code";
    Error rule "literal-command";
    Error rule "literal-emphasis";
    Error rule "literal-footnote";
    Error rule "literal-heading";
    Error rule "literal-link";
    Error rule "literal-list";
    Error rule "literal-math";
    Error rule "literal-paragraph";
    Error rule "literal-script";
    Error rule "literal-table";
    Error rule "literal-value";
    Error rule "marking-foreign";
    Warning "marking-in-text";
    Warning "marking-misspelt";
    Error rule "marking-requirement";
    Error "marking-too-low";
    Warning "marking-without-reason";
    Error "marking-without-scheme";
    Warning "misleading-direction";
    Error "misplaced-annex";
    Warning "misplaced-chapter";
    Error "misplaced-citation";
    Error "misplaced-expression";
    Error "misplaced-footnote";
    Error "misplaced-front-matter";
    Error "misplaced-heading";
    Error "misplaced-image";
    Error "misplaced-output";
    Error "misplaced-page";
    Error "misplaced-placeholder";
    Error "misplaced-text";
    Warning "missing-access-date";
    Error "missing-alt-text";
    Error "missing-bibliography";
    Error "missing-caption";
    Error "missing-cells";
    Error "missing-document-date";
    Error "missing-document-language";
    Error "missing-document-title";
    Warning "missing-entry-type";
    Error "missing-file";
    Error "missing-front-matter";
    Error "missing-git";
    Error "missing-glyph";
    Error "missing-image";
    Error "missing-key";
    Hint "missing-label";
    Error "missing-level";
    Error "missing-manuscript";
    Warning "missing-no-break-space";
    Error "missing-number";
    Error "missing-project";
    Error "missing-release";
    Error "missing-repository";
    Warning "missing-work-date";
    Error rule "missing-work-title";
    Error "mixed-list";
    Warning "mixed-quotes";
    Error "nested-title";
    Error "not-a-file";
    Error "not-a-folder";
    Error "not-a-rule";
    Error "not-final";
    Error "not-utf-8";
    Hint "number-form";
    Warning "number-separator";
    Error "raw-code";
    Error "raw-html";
    Error rule "reference-to-itself";
    Hint "repeated-space";
    Warning "repeated-word";
    Error "row-too-long";
    Hint "section-moved";
    Hint "section-renamed";
    Error rule "section-status";
    Hint "section-vanished";
    Error "skipped-heading-level";
    Warning "spelling-ize";
    Warning "straight-quote";
    Error "stray-braces";
    Error "stray-fence";
    Error "template-endless-loop";
    Error "template-error";
    Error "template-label";
    Error "template-syntax";
    Error "template-value";
    Error "text-after-comment";
    Error "toml-syntax";
    Error "too-deep";
    Error "too-large";
    Error "too-long";
    Error "too-many-columns";
    Error "too-tangled";
    Warning "typed-number";
    Error "unclosed-block";
    Error "unclosed-code";
    Error "unclosed-comment";
    Error "unclosed-front-matter";
    Error rule "underlined-heading";
    Error rule "unfinished-text";
    Error "unknown-attribute";
    Error "unknown-block";
    Error "unknown-citation";
    Error "unknown-code";
    Error "unknown-command";
    Warning "unknown-entry";
    Warning "unknown-entry-type";
    Warning "unknown-field";
    Warning "unknown-font";
    Error "unknown-footnote";
    Error "unknown-key";
    Error "unknown-label";
    Error "unknown-level";
    Error "unknown-placeholder";
    Error "unknown-revision";
    Error "unknown-scheme";
    Error "unknown-section";
    Warning "unknown-string";
    Error "unknown-style";
    Error "unknown-template";
    Error "unknown-value";
    Warning "unlisted-section";
    Warning "unlisted-work";
    Error "unmapped-text";
    Warning "unprinted-caption";
    Warning "unprinted-field";
    Error rule "unprinted-line";
    Warning "unprinted-title";
    Warning "unrelated-papers";
    Error "unresolved-conflict";
    Error "unsafe-link";
    Warning "unsettled-layout";
    Error "unsupported-colour";
    Warning "unsupported-entry";
    Error "unsupported-front-matter";
    Error "unsupported-gradient";
    Error rule "unsupported-language";
    Error "unsupported-line";
    Error "unsupported-package";
    Error "unsupported-scaling";
    Error "unsupported-symbolic-link";
    Error "unsupported-thematic-break";
    Hint "unused-abbreviation";
    Warning "unused-allowance";
    Warning "unused-footnote";
    Hint "unused-label";
    Warning "unused-link-definition";
    Warning "unused-setting";
    Hint "unused-work";
    Warning "vague-alt-text";
    Warning "vague-link-text";
    Error "version-already-released";
    Error rule "version-lowered";
    Error rule "version-not-raised";
];

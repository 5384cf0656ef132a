//! The words of a paper: those of its language, and its own for them below `[terms]`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, joined};
use crate::language;
use crate::section::Status;
use crate::source::Spanned;
use crate::table::Table;
use crate::terms::{self, Given, Laid, Terms};

/// What the press says of its own accord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub terms: Arc<Terms>,
    /// What the paper gives itself, by its key: `references.section`.
    pub own: BTreeMap<String, Given>,
}

/// Reads `[terms]`. A word that cannot be read is reported, and stands as its language has it.
pub(super) fn read(root: &mut Table, tag: Option<&Spanned<String>>, status: Option<Status>) -> Words {
    let known = tag.map_or_else(|| Some(Terms::english()), |tag| terms::of(&tag.value));
    let base = match (known, tag) {
        (None, Some(tag)) => Arc::new(Terms { language: tag.value.clone(), ..Terms::clone(Terms::english()) }),
        (known, _) => Arc::clone(known.unwrap_or_else(|| Terms::english())),
    };
    let own = root.table("terms", |table| terms::over(table, &base));
    let laid = match own {
        Ok(Some(laid)) => laid,
        Ok(None) => Laid { terms: Terms::clone(&base), given: BTreeMap::new(), left: terms::keys() },
        Err(_) => return Words { terms: base, own: BTreeMap::new() },
    };
    if let (None, Some(tag)) = (known, tag) {
        root.diagnostics.extend(unsupported(tag, &laid.left, status).as_slice());
    }
    match laid.given.is_empty() {
        true => Words { terms: base, own: laid.given },
        false => Words { terms: Arc::new(laid.terms), own: laid.given },
    }
}

/// What a paper says only in a redline, or never: what authors type, what marks become.
fn is_printed(key: &str) -> bool {
    let table = key.split('.').next().unwrap_or(key);
    !["decimal", "language", "quotes", "redline", "typed"].contains(&table)
}

/// Nothing, if all is given that a paper prints.
fn unsupported(tag: &Spanned<String>, left: &[String], status: Option<Status>) -> Option<Diagnostic> {
    let lacking: Vec<_> = left.iter().filter(|key| is_printed(key)).map(|key| format!("`{key}`")).collect();
    if lacking.is_empty() {
        return None;
    }
    let english = Terms::english();
    let message = format!(
        "there are no words for `{}`: `{}`, `{}`, `{}` and all else that the press itself says is in English where the \
         paper does not give it",
        tag.value,
        english.contents,
        english.page_of.fill(["1", "2"]),
        english.references.section.fill(["1"]).replace('\u{a0}', " "),
    );
    let meant = language::of_country(&tag.value);
    let meant = meant.map_or(String::new(), |(language, tag)| format!("{language} is `{tag}`. "));
    let help = format!(
        "{meant}Give below `[terms]` in paper.toml: {}. For a redline give those of `[terms.redline]` as well.",
        joined(&lacking)
    );
    let found = match status {
        Some(Status::Final) => Diagnostic::error(Code("unsupported-language"), tag.span, message),
        _ => Diagnostic::warning(Code("unsupported-language"), tag.span, message),
    };
    Some(found.with_help(help))
}

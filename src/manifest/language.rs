//! The form of language tags.

use crate::diagnostic::{Code, Diagnostic, Reported};
use crate::source::Spanned;
use crate::table::Table;

/// Languages that are written from right to left, as Typst has them.
const LEFTWARDS: [&str; 11] = ["ar", "dv", "fa", "he", "ks", "pa", "ps", "sd", "ug", "ur", "yi"];

/// Whether a paper in the language of this tag runs from right to left.
pub fn runs_leftwards(tag: &str) -> bool {
    LEFTWARDS.contains(&tag.split('-').next().unwrap_or(tag))
}

/// Countries whose code is taken for that of a language and is none, with their main one.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("at", "German", "de"),
    ("cz", "Czech", "cs"),
    ("dk", "Danish", "da"),
    ("gb", "English", "en-GB"),
    ("gr", "Greek", "el"),
    ("jp", "Japanese", "ja"),
    ("ua", "Ukrainian", "uk"),
    ("us", "English", "en-US"),
];

/// Reads a language tag that has to be there, and gives it the usual letter case (RFC 5646 §2.1.1).
pub(super) fn read(table: &mut Table, key: &'static str) -> Result<Spanned<String>, Reported> {
    let text = table.required_text(key, &format!("{key} = \"en-GB\""))?;
    let mut refused = |message: String, help: &str| {
        let invalid = Diagnostic::error(Code("invalid-language"), text.span(), message);
        table.diagnostics.report(invalid.with_help(help))
    };
    let first = text.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if let Some((code, language, tag)) = COUNTRIES.iter().find(|(code, ..)| *code == first) {
        return Err(refused(format!("`{code}` is a country, and no language"), &format!("{language} is `{tag}`.")));
    }
    match canonical(&text) {
        Some(tag) => Ok(Spanned::new(tag, text.span())),
        None => {
            let message = format!("`{}` is not a language tag", text.as_str());
            Err(refused(message, "Write a language by BCP 47, such as `en-GB`, `fr` or `sr-Latn`."))
        }
    }
}

/// A well-formed tag of language, script, region and variants (RFC 5646 §2.1) in its usual case. Extensions and
/// private use say nothing that a paper could print.
fn canonical(tag: &str) -> Option<String> {
    let mut subtags = tag.split('-').peekable();
    let alphabetic = |subtag: &str| subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = subtags.next().filter(|subtag| matches!(subtag.len(), 2 | 3) && alphabetic(subtag))?;
    let mut canonical = language.to_ascii_lowercase();
    if let Some(script) = subtags.next_if(|subtag| subtag.len() == 4 && alphabetic(subtag)) {
        canonical.push('-');
        canonical.push_str(&script[..1].to_ascii_uppercase());
        canonical.push_str(&script[1..].to_ascii_lowercase());
    }
    let is_region = |subtag: &&str| match subtag.len() {
        2 => alphabetic(subtag),
        3 => subtag.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    if let Some(region) = subtags.next_if(is_region) {
        canonical.push('-');
        canonical.push_str(&region.to_ascii_uppercase());
    }
    for variant in subtags {
        let long = (5..=8).contains(&variant.len());
        let numbered = variant.len() == 4 && variant.starts_with(|first: char| first.is_ascii_digit());
        if !(long || numbered) || !variant.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        canonical.push('-');
        canonical.push_str(&variant.to_ascii_lowercase());
    }
    Some(canonical)
}

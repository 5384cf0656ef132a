//! Language tags: their form, and which of them are no languages.

use crate::diagnostic::{Code, Diagnostic, Reported, nearest};
use crate::source::Spanned;
use crate::table::Table;
use crate::terms;

/// Languages that are written from right to left, as Typst has them.
const LEFTWARDS: [&str; 11] = ["ar", "dv", "fa", "he", "ks", "pa", "ps", "sd", "ug", "ur", "yi"];

/// The language of a tag, without script, region and variants.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The region of a tag: `en-GB` → `GB`.
pub fn region(tag: &str) -> Option<&str> {
    tag.split('-').skip(1).find(|subtag| subtag.len() == 2)
}

/// Whether a paper in the language of this tag runs from right to left.
pub fn runs_leftwards(tag: &str) -> bool {
    LEFTWARDS.contains(&primary(tag))
}

/// Countries whose code is taken for that of a language, with their main one. Some are codes of other languages as
/// well.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("al", "Albanian", "sq"),
    ("at", "German", "de"),
    ("cn", "Chinese", "zh"),
    ("cy", "Greek", "el"),
    ("cz", "Czech", "cs"),
    ("dk", "Danish", "da"),
    ("ee", "Estonian", "et"),
    ("gb", "English", "en-GB"),
    ("gr", "Greek", "el"),
    ("ie", "Irish", "ga"),
    ("il", "Hebrew", "he"),
    ("jp", "Japanese", "ja"),
    ("kr", "Korean", "ko"),
    ("lu", "Luxembourgish", "lb"),
    ("rs", "Serbian", "sr"),
    ("se", "Swedish", "sv"),
    ("si", "Slovenian", "sl"),
    ("ua", "Ukrainian", "uk"),
    ("us", "English", "en-US"),
    ("vn", "Vietnamese", "vi"),
];

/// The codes of two letters (ISO 639-1).
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms \
    mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm \
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Regions that have another code (ISO 3166-1).
const REGIONS: &[(&str, &str, &str)] = &[("EL", "Greece", "GR"), ("UK", "the United Kingdom", "GB")];

/// The main language of a country whose code is taken for that of a language: its name, and its tag.
pub fn of_country(tag: &str) -> Option<(&'static str, &'static str)> {
    let (_, language, tag) = COUNTRIES.iter().find(|(code, ..)| *code == tag)?;
    Some((language, tag))
}

/// Reads a tag where it has to be given in paper.toml.
pub fn read(table: &mut Table, key: &'static str) -> Result<Spanned<String>, Reported> {
    let text = table.required_text(key, &format!("{key} = \"en-GB\""))?;
    match tag(&text) {
        Ok(tag) => Ok(Spanned::new(tag, text.span())),
        Err((message, help)) => {
            let invalid = Diagnostic::error(Code("invalid-language"), text.span(), message);
            Err(table.diagnostics.report(invalid.with_help(help)))
        }
    }
}

/// A language tag in its usual letter case (RFC 5646 §2.1.1); if it is none, what is wrong and what to write.
pub fn tag(text: &str) -> Result<String, (String, String)> {
    const FORM: &str = "Write a language by BCP 47, such as `en-GB`, `fr` or `sr-Latn`.";
    let first = text.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_code = |code: &str| CODES.split_whitespace().any(|known| known == code);
    let is_named = |tag| terms::of(tag).is_some_and(|own| own.language.to_lowercase() == first);
    // What is a code is no name: the words of all languages need not be read.
    if let Some((tag, _)) = terms::languages().find(|(tag, _)| !is_code(&first) && is_named(tag)) {
        return Err((format!("`{text}` is the name of a language, and not its tag"), format!("Write `{tag}`.")));
    }
    let Some(tag) = canonical(text) else {
        return Err((format!("`{text}` is not a language tag"), FORM.to_owned()));
    };
    if first.len() == 2 && !is_code(&first) {
        if let Some((language, tag)) = of_country(&first) {
            return Err((format!("`{first}` is a country, and no language"), format!("{language} is `{tag}`.")));
        }
        let near = nearest(&first, terms::languages().map(|(tag, _)| tag).chain(CODES.split_whitespace()));
        let help = near.map_or(FORM.to_owned(), |near| match terms::of(near) {
            Some(terms) => format!("Did you mean `{near}` ({})?", terms.language),
            None => format!("Did you mean `{near}`?"),
        });
        return Err((format!("no language has the code `{first}`"), help));
    }
    let region = REGIONS.iter().find(|(code, ..)| tag.split('-').skip(1).any(|subtag| subtag == *code));
    if let Some((code, country, right)) = region {
        let message = format!("`{code}` is no code of a region: {country} is `{right}`");
        return Err((message, format!("Write `{}`.", tag.replace(code, right))));
    }
    Ok(tag)
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

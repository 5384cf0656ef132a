//! Which languages have words. One more is a data file and a line here.

use std::sync::{Arc, LazyLock, OnceLock};

use super::read::{over, read};
use super::words::Terms;
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Side, Source};
use crate::table::{self, Table};

/// Tag (BCP 47) and data file of each language.
macro_rules! embed {
    ($($tag:literal),*) => { &[$(($tag, include_str!(concat!($tag, ".toml")))),*] };
}

/// Sorted by tag; a test compares them with the folder and reads every file.
const LANGUAGES: &[(&str, &str)] = embed![
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "he", "hr", "hu", "it", "lt", "lv", "mt",
    "nl", "pl", "pt", "ro", "sk", "sl", "sv"
];

/// What a paper is given whose language has no words, where it has none of its own.
const FALLBACK: &str = "en";

/// What was read of the files, each when it was first asked for.
static READ: [OnceLock<Arc<Terms>>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];

/// The words of a language tag: of the tag itself, or of the longest beginning of it that has words (RFC 4647, 3.4).
pub fn of(tag: &str) -> Option<&'static Arc<Terms>> {
    let mut range = tag;
    loop {
        if let Some(index) = LANGUAGES.iter().position(|(tag, _)| tag.eq_ignore_ascii_case(range)) {
            return Some(READ[index].get_or_init(|| Arc::new(embedded(index))));
        }
        range = range.rsplit_once('-')?.0;
    }
}

/// Every language that has words: its tag, and the text of its data file.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.iter().copied()
}

impl Terms {
    pub fn english() -> &'static Arc<Self> {
        static ENGLISH: LazyLock<&Arc<Terms>> = LazyLock::new(|| of(FALLBACK).expect("English has words"));
        &ENGLISH
    }
}

/// A language's words. What its file lacks it has in English, so that a word that is new stops no paper; a test tells.
fn embedded(index: usize) -> Terms {
    let (tag, text) = LANGUAGES[index];
    let source = Source::new(FileId::new(&format!("{tag}.toml"), Side::New), text.to_owned());
    let words = match tag {
        FALLBACK => read(&source, &mut Diagnostics::new()),
        _ => {
            let filled = |table: &mut Table| over(table, Terms::english()).map(|laid| laid.terms);
            table::read(&source, source.whole(), &mut Diagnostics::new(), filled)
        }
    };
    words.expect("a test reads every language's words")
}

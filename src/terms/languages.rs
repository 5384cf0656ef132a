//! Which languages have words. One more is a data file and a line here.

use std::sync::{LazyLock, OnceLock};

use super::read::read;
use super::words::Terms;
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Side, Source};

/// Tag (BCP 47) and data file of each language.
macro_rules! embed {
    ($($tag:literal),*) => { &[$(($tag, include_str!(concat!($tag, ".toml")))),*] };
}

/// Sorted by tag; a test compares them with the folder and reads every file.
const LANGUAGES: &[(&str, &str)] = embed!["de", "en", "fr"];

/// What a paper is given whose language has no words.
const FALLBACK: &str = "en";

/// What was read of the files, each when it was first asked for.
static READ: [OnceLock<Terms>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];

/// The words of a language tag: of the tag itself, or of the longest beginning of it that has words (RFC 4647, 3.4).
pub fn of(tag: &str) -> Option<&'static Terms> {
    let mut range = tag;
    loop {
        if let Some(index) = LANGUAGES.iter().position(|(tag, _)| tag.eq_ignore_ascii_case(range)) {
            return Some(READ[index].get_or_init(|| embedded(index)));
        }
        range = range.rsplit_once('-')?.0;
    }
}

/// The words of a paper's language, or English ones.
pub fn or_english(tag: &str) -> &'static Terms {
    of(tag).unwrap_or(Terms::english())
}

/// Every language that has words: its tag, and the text of its data file.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.iter().copied()
}

impl Terms {
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<&Terms> = LazyLock::new(|| of(FALLBACK).expect("English has words"));
        &ENGLISH
    }
}

fn embedded(index: usize) -> Terms {
    let (tag, text) = LANGUAGES[index];
    let source = Source::new(FileId { side: Side::New, index: 0 }, format!("{tag}.toml"), text.to_owned());
    read(&source, &mut Diagnostics::new()).expect("a test reads every language's words")
}

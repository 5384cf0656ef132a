//! What is said of links, in the words of the paper: Typst has words of its own, not in every language, and knows the
//! numbers first.

use typst::World;
use typst::ecow::EcoString;
use typst::engine::Engine;
use typst::foundations::Bytes;

use crate::assemble::{LINKS, NUMBER};

use super::tree::{Tree, file_id};

/// What a link leads to, or from.
#[derive(Clone, Copy)]
pub(super) enum Words {
    Note,
    BackFromNote,
    Page,
    Section,
}

/// Texts with a number that is still to be put in.
pub(super) struct Spoken(Vec<String>);

impl Spoken {
    /// While pages are laid out.
    pub(super) fn of_engine(engine: &Engine) -> Self {
        Self::read(file_id(LINKS).and_then(|id| engine.world.file(id).ok()))
    }

    /// Of the files that finished pages were made of.
    pub(super) fn of_tree(tree: &Tree) -> Self {
        Self::read(file_id(LINKS).and_then(|id| tree.get(id)).map(|file| file.bytes.clone()))
    }

    fn read(file: Option<Bytes>) -> Self {
        let text = file.as_ref().and_then(|file| file.as_str().ok()).unwrap_or_default();
        Self(text.lines().map(str::to_owned).collect())
    }

    /// The words with their number, which may stand in brackets.
    pub(super) fn fill(&self, words: Words, number: &str) -> EcoString {
        let text = self.0.get(words as usize).map_or(NUMBER, String::as_str);
        text.replace(NUMBER, number.trim_matches(['(', ')'])).into()
    }

    /// What is said of a line of contents, whose last word but the number is Typst's.
    pub(super) fn line_of_contents(&self, said: &str) -> Option<EcoString> {
        let close = said.rfind(['“', '”', '„', '‘', '’', '«', '»', '"'])?;
        let end = close + said[close..].chars().next()?.len_utf8();
        let (word, number) = said[end..].trim().rsplit_once(' ')?;
        let is_page = number.chars().all(char::is_numeric) && !word.is_empty() && !word.contains(char::is_numeric);
        is_page.then(|| format!("{}, {}", said[..end].trim(), self.fill(Words::Page, number)).into())
    }
}

//! Strings that mark a paper: what may not be typed into its text, and where a text has it.

use std::ops::Range;

use crate::marking::{Level, Scheme};

/// A string to be found, and what it is.
#[derive(Debug, PartialEq)]
pub struct Needle {
    pub text: String,
    /// The level that has it: name and text.
    pub level: String,
    pub level_text: String,
    pub meaning: Meaning,
}

#[derive(Debug, PartialEq)]
pub enum Meaning {
    /// A wrong spelling of one of the paper's own markings.
    Misspelt,
    /// One of the paper's own markings; whether it marks only where it stands alone.
    Own { alone: bool },
    /// A classification of another scheme, and the paper's own scheme if it has one.
    Foreign { scheme: String, alone: bool, own: Option<String> },
}

/// The strings to be found, by their first byte and first word: most of a text is passed over at a glance.
#[derive(Debug, PartialEq)]
pub struct Needles {
    /// Whether any starts with that byte.
    starts: [bool; 256],
    groups: Vec<Group>,
}

/// Strings whose first word is the same, the longest first.
#[derive(Debug, PartialEq)]
struct Group {
    word: String,
    needles: Vec<Needle>,
}

impl Needles {
    /// The markings of the paper's own scheme, and the classifications of all others.
    pub fn new(own: Option<&Scheme>, schemes: &[Scheme]) -> Self {
        let mut needles = Self { starts: [false; 256], groups: Vec::new() };
        for level in own.iter().flat_map(|scheme| &scheme.levels) {
            let alone = own.is_some_and(|scheme| scheme.common_words);
            level.all_texts().for_each(|text| needles.add(text, level, Meaning::Own { alone }));
            level.misspellings.iter().for_each(|text| needles.add(text, level, Meaning::Misspelt));
        }
        for scheme in schemes.iter().filter(|scheme| own.is_none_or(|own| own.name != scheme.name)) {
            for level in scheme.levels.iter().filter(|level| level.classified) {
                for text in level.all_texts() {
                    let (name, own) = (scheme.name.clone(), own.map(|own| own.name.clone()));
                    needles.add(text, level, Meaning::Foreign { scheme: name, alone: scheme.common_words, own });
                }
            }
        }
        for group in &mut needles.groups {
            group.needles.sort_by_key(|needle| usize::MAX - needle.text.len());
        }
        needles
    }

    /// Adds a needle, unless its text is one already: what the paper's own scheme says goes first.
    fn add(&mut self, text: &str, level: &Level, meaning: Meaning) {
        let Some(&start) = text.as_bytes().first() else { return };
        let end = text.find(|character: char| !character.is_alphanumeric()).unwrap_or(text.len());
        let needle =
            Needle { text: text.to_owned(), level: level.name.clone(), level_text: level.text.clone(), meaning };
        self.starts[usize::from(start)] = true;
        match self.groups.iter_mut().find(|group| group.word == text[..end]) {
            None => self.groups.push(Group { word: text[..end].to_owned(), needles: vec![needle] }),
            Some(group) if group.needles.iter().any(|other| other.text == text) => {}
            Some(group) => group.needles.push(needle),
        }
    }

    /// All places in `text` where a needle stands as whole words, none within another.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, &Needle)> {
        let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(skipped) = text.as_bytes()[at..].iter().position(|&byte| self.starts[usize::from(byte)]) {
            at += skipped;
            let rest = text.get(at..).unwrap_or_default();
            let stands =
                |needle: &&Needle| after(rest, &needle.text).is_some_and(|after| !is_word(after.chars().next()));
            let near = self.groups.iter().filter(|group| rest.starts_with(&group.word));
            let needle = near.flat_map(|group| &group.needles).find(stands);
            match needle.filter(|_| !is_word(text[..at].chars().next_back())) {
                Some(needle) => {
                    found.push((at..at + needle.text.len(), needle));
                    at += needle.text.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

/// What follows `needle` at the start of `text`; a line break is a space, too.
fn after<'t>(text: &'t str, needle: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(needle.len())?;
    let is_same = |(one, other): (u8, u8)| one == other || (one, other) == (b'\n', b' ');
    start.bytes().zip(needle.bytes()).all(is_same).then_some(rest)
}

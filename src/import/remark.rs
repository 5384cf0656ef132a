//! What an author has to know of an import, and marks in a text by which its place is known until the text is final.

use std::ops::Range;

/// What became otherwise than it was, or could not be brought over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is, in a few words.
    pub what: String,
    /// What to do about it.
    pub todo: String,
    pub weight: Weight,
    /// Words that stand in no section.
    pub lost: Option<String>,
}

/// How much a remark asks of the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something is missing or not right until it is done.
    ToDo,
    /// It prints what it should, and looks otherwise.
    ToKnow,
}

impl Remark {
    pub(super) fn to_do(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { what: what.into(), todo: todo.into(), weight: Weight::ToDo, lost: None }
    }

    pub(super) fn to_know(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { weight: Weight::ToKnow, ..Self::to_do(what, todo) }
    }

    /// With words that are printed nowhere.
    pub(super) fn without(mut self, words: impl Into<String>) -> Self {
        self.lost = Some(words.into());
        self
    }
}

/// All remarks, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Remarks(Vec<Remark>);

/// Marks are characters that no text has, one for each remark.
const FIRST: u32 = 0xf_0000;
const COUNT: usize = 0xffff;

pub(super) fn is_mark(character: char) -> bool {
    (FIRST..FIRST + COUNT as u32).contains(&(character as u32))
}

impl Remarks {
    /// Notes a remark. What is returned marks its place in a text.
    pub(super) fn mark(&mut self, remark: Remark) -> String {
        let number = self.add(remark);
        char::from_u32(FIRST + number.min(COUNT - 1) as u32).map(String::from).unwrap_or_default()
    }

    pub(super) fn add(&mut self, remark: Remark) -> usize {
        self.0.push(remark);
        self.0.len() - 1
    }

    pub(super) fn get(&self, number: usize) -> Option<&Remark> {
        self.0.get(number)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A text with places of remarks in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Marked {
    pub(super) text: String,
    /// Byte, and number of the remark, in order.
    pub(super) places: Vec<(usize, usize)>,
}

impl Marked {
    /// Takes the marks out of a text.
    pub(super) fn new(marked: &str) -> Self {
        let mut own = Self::default();
        for character in marked.chars() {
            match is_mark(character) {
                true => own.places.push((own.text.len(), (character as u32 - FIRST) as usize)),
                false => own.text.push(character),
            }
        }
        own
    }

    /// Puts `with` in the place of some bytes. Places within stand at their beginning from then on.
    pub(super) fn replace(&mut self, range: Range<usize>, with: &str) {
        self.text.replace_range(range.clone(), with);
        for (place, _) in &mut self.places {
            if *place >= range.end {
                *place = *place - range.len() + with.len();
            } else if *place > range.start {
                *place = range.start;
            }
        }
    }

    /// Notes that a remark stands at a byte.
    pub(super) fn note(&mut self, at: usize, remark: usize) {
        self.places.push((at, remark));
    }
}

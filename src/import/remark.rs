//! What an author has to know of an import, and marks in a text by which its place is known until the text is final.

use std::collections::{BTreeMap, BTreeSet};
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
    /// What several of its kind are called, and how many it stands for.
    pub many: Option<(&'static str, usize)>,
    /// Of those, what each is of.
    pub names: BTreeSet<String>,
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
        Self {
            what: what.into(),
            todo: todo.into(),
            weight: Weight::ToDo,
            lost: None,
            many: None,
            names: BTreeSet::new(),
        }
    }

    pub(super) fn to_know(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { weight: Weight::ToKnow, ..Self::to_do(what, todo) }
    }

    /// With words that are printed nowhere.
    pub(super) fn without(mut self, words: impl Into<String>) -> Self {
        self.lost = Some(words.into());
        self
    }

    /// One of those that are told together.
    pub(super) fn one_of(mut self, many: &'static str) -> Self {
        self.many = Some((many, 1));
        self
    }

    /// With what it is of, for those that are told together.
    pub(super) fn naming(mut self, name: &str) -> Self {
        self.names.insert(name.to_owned());
        self
    }

    /// What it is, or what they are.
    pub fn told(&self) -> String {
        let Some((many, count)) = self.many.filter(|(_, count)| *count > 1) else { return self.what.clone() };
        const MAX_NAMES: usize = 12;
        let mut names: Vec<String> = self.names.iter().take(MAX_NAMES).map(|name| format!("`{name}`")).collect();
        if self.names.len() > MAX_NAMES {
            names.push("…".to_owned());
        }
        let names = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
        format!("{count} {many}{names}")
    }
}

/// All remarks, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Vec<Remark>,
    /// Those that stand for several of a kind, by file.
    sums: BTreeMap<(String, &'static str), usize>,
}

/// Marks are characters that no text has, one for each remark.
const FIRST: u32 = 0xf_0000;
const COUNT: usize = 0xffff;

pub(super) fn is_mark(character: char) -> bool {
    (FIRST..FIRST + COUNT as u32).contains(&(character as u32))
}

fn mark(number: usize) -> String {
    char::from_u32(FIRST + number.min(COUNT - 1) as u32).map(String::from).unwrap_or_default()
}

impl Remarks {
    /// Notes a remark. What is returned marks its place in a text.
    pub(super) fn mark(&mut self, remark: Remark) -> String {
        mark(self.add(remark))
    }

    /// Notes one of a kind. The first of a file has a mark; the others are counted with it.
    pub(super) fn sum(&mut self, path: &str, remark: Remark) -> String {
        self.count(path, remark).map(mark).unwrap_or_default()
    }

    /// Notes one of a kind. Its number, if it is the first of a file.
    pub(super) fn count(&mut self, path: &str, remark: Remark) -> Option<usize> {
        let Some((many, _)) = remark.many else { return Some(self.add(remark)) };
        let key = (path.to_owned(), many);
        let Some(own) = self.sums.get(&key).and_then(|number| self.all.get_mut(*number)) else {
            self.sums.insert(key, self.all.len());
            return Some(self.add(remark));
        };
        own.many = Some((many, own.many.map_or(1, |(_, count)| count) + 1));
        own.names.extend(remark.names);
        if let Some(words) = remark.lost {
            match &mut own.lost {
                Some(lost) => lost.extend(["\n", &words]),
                lost => *lost = Some(words),
            }
        }
        None
    }

    /// Notes files that are no part of the paper, if there are some.
    pub(super) fn all_of(&mut self, what: &str, paths: &[String]) {
        const MAX_NAMES: usize = 20;
        let mut names: Vec<String> = paths.iter().take(MAX_NAMES).map(|path| format!("`{path}`")).collect();
        if paths.len() > MAX_NAMES {
            names.push(format!("{} more", paths.len() - MAX_NAMES));
        }
        if !names.is_empty() {
            let todo = "Write sections of them, or begin once more with `--from FILE`, if they are wanted.";
            self.add(Remark::to_know(format!("{what}: {}", names.join(", ")), todo));
        }
    }

    pub(super) fn add(&mut self, remark: Remark) -> usize {
        self.all.push(remark);
        self.all.len() - 1
    }

    pub(super) fn get(&self, number: usize) -> Option<&Remark> {
        self.all.get(number)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
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

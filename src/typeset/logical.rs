//! Words from right to left, in the order in which they are read.
//!
//! Typst lays a run of such words out with its last one first, and a letter with marks as several glyphs that all stand
//! for the whole. A PDF may say the letters of a word backwards if it says so (ISO 32000-1, 14.8.2.3.3), and it does,
//! for each word; but it may not say the words of a line so, nor a letter twice. So the words are put down one by one,
//! in the order of the text, and of glyphs that stand for several letters each is given its own. A word whose letters
//! are set apart is put down in parts: it would be several strings, and a reader turns each round by itself. Where a
//! glyph stands on the page stays as it is.

use std::collections::HashMap;

use typst::layout::{Abs, Dir, Em, Frame, FrameItem, Point};
use typst::text::{FontInstance, Glyph, TextItem};
use typst_layout::Page;

/// How far apart two items may stand that are parts of one run, in points.
const JOINT: f64 = 0.01;

/// How far from its place by the font a letter may stand, in its size, without being set apart: krilla takes no notice
/// of four times that.
const MAX_APART: f64 = 1e-7;

/// The pages with their words in order; [`None`] if they are so already.
pub(super) fn pages(pages: &[Page]) -> Option<Vec<Page>> {
    pages.iter().any(|page| is_astray(&page.frame)).then(|| {
        let mut letters = Letters::default();
        pages.iter().for_each(|page| letters.collect(&page.frame));
        let mut pages = pages.to_vec();
        pages.iter_mut().for_each(|page| set_right(&mut page.frame, &letters));
        pages
    })
}

/// What each glyph stands for; nothing for one that does not always stand for the same. A PDF has one text for a glyph,
/// and where another is meant it is said apart: in the midst of a word that is written backwards, in the wrong place.
#[derive(Default)]
struct Letters(HashMap<(FontInstance, u16), Option<String>>);

impl Letters {
    fn collect(&mut self, frame: &Frame) {
        let items: Vec<&(Point, FrameItem)> = frame.items().collect();
        let mut at = 0;
        while let Some((_, item)) = items.get(at) {
            let run = Run::at(&items[at..]);
            at += run.items.len().max(1);
            match item {
                FrameItem::Group(group) => self.collect(&group.frame),
                FrameItem::Text(text) if run.items.is_empty() => {
                    text.glyphs.iter().for_each(|glyph| self.add(text, glyph.id, &text.text[glyph.range()]));
                }
                _ => {}
            }
            for cluster in run.clusters() {
                cluster.glyphs.iter().for_each(|placed| self.add(cluster.item, placed.glyph.id, placed.text));
            }
        }
    }

    fn add(&mut self, item: &TextItem, glyph: u16, text: &str) {
        let known = self.0.entry((item.font.clone(), glyph)).or_insert_with(|| Some(text.to_owned()));
        if known.as_deref() != Some(text) {
            *known = None;
        }
    }

    fn are_certain(&self, cluster: &Cluster) -> bool {
        let text = |placed: &Placed| self.0.get(&(cluster.item.font.clone(), placed.glyph.id)).cloned().flatten();
        cluster.glyphs.iter().all(|placed| text(placed).is_some())
    }
}

fn is_astray(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => is_astray(&group.frame),
        FrameItem::Text(text) => runs_leftwards(text) || shares_letters(text),
        _ => false,
    })
}

fn set_right(frame: &mut Frame, letters: &Letters) {
    if !is_astray(frame) {
        return;
    }
    let mut ordered = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        ordered.set_baseline(frame.baseline());
    }
    let items: Vec<&(Point, FrameItem)> = frame.items().collect();
    let mut at = 0;
    while let Some((point, item)) = items.get(at) {
        let run = Run::at(&items[at..]);
        at += run.items.len().max(1);
        if run.items.is_empty() {
            let mut item = item.clone();
            if let FrameItem::Group(group) = &mut item {
                set_right(&mut group.frame, letters);
            }
            ordered.push(*point, item);
        }
        ordered.push_multiple(run.in_order(letters).map(|(point, text)| (point, FrameItem::Text(text))));
    }
    *frame = ordered;
}

/// Items that are parts of one run of text: Typst begins a new one where a glyph is raised or lowered.
#[derive(Default)]
struct Run<'f> {
    items: Vec<(Point, &'f TextItem)>,
    leftwards: bool,
}

impl<'f> Run<'f> {
    /// The run that begins with the first of the items; empty if nothing in it is astray.
    fn at(items: &[&'f (Point, FrameItem)]) -> Self {
        let mut texts = items.iter().map_while(|(point, item)| match item {
            FrameItem::Text(text) => Some((*point, text)),
            _ => None,
        });
        let Some((point, first)) = texts.next() else { return Self::default() };
        let mut run = Self { items: vec![(point, first)], leftwards: runs_leftwards(first) };
        for (point, text) in texts {
            let (before, last) = run.items[run.items.len() - 1];
            let touches = (point.x - before.x - last.width()).abs() <= Abs::pt(JOINT) && last.fill == text.fill;
            let is_part = match run.leftwards || runs_leftwards(text) {
                true => goes_on_leftwards(last, text),
                false => stand_for_one(last.glyphs.last(), text.glyphs.first()),
            };
            if !(touches && is_part) {
                break;
            }
            run.leftwards |= runs_leftwards(text);
            run.items.push((point, text));
        }
        match run.leftwards || run.items.len() > 1 || shares_letters(first) {
            true => run,
            false => Self::default(),
        }
    }

    /// What is printed, as items in the order of the text.
    fn in_order(&self, letters: &Letters) -> impl Iterator<Item = (Point, TextItem)> {
        let mut clusters = self.clusters();
        if self.leftwards {
            clusters.reverse();
        }
        // Letters that are one item: of a word from right to left those that are certain.
        let is_part = |one: &Cluster| {
            let is_blank = || one.text.chars().all(char::is_whitespace);
            one.glyphs.len() == 1 && !(self.leftwards && (is_blank() || !letters.are_certain(one)))
        };
        let is_one = |one: &Cluster, next: &Cluster| {
            let is_beside = !self.leftwards || next.stands_before(one);
            is_part(one) && is_part(next) && one.fits(next) && is_beside
        };
        let items: Vec<_> = clusters.chunk_by(is_one).map(|word| item(word, self.leftwards)).collect();
        items.into_iter()
    }

    /// The glyphs from left to right, those together that stand for one piece of text.
    fn clusters(&self) -> Vec<Cluster<'f>> {
        let mut clusters: Vec<Cluster> = Vec::new();
        for (point, item) in &self.items {
            let mut pen = point.x;
            for glyph in &item.glyphs {
                let placed = Placed {
                    pen,
                    at: Point::new(pen + glyph.x_offset.at(item.size), point.y - glyph.y_offset.at(item.size)),
                    glyph: glyph.clone(),
                    text: &item.text[glyph.range()],
                };
                pen += glyph.x_advance.at(item.size);
                match clusters.last_mut() {
                    Some(cluster) if stand_for_one(cluster.glyphs.last().map(|last| &last.glyph), Some(glyph)) => {
                        cluster.glyphs.push(placed);
                    }
                    _ => clusters.push(Cluster { item, text: placed.text, glyphs: vec![placed] }),
                }
            }
        }
        clusters.into_iter().flat_map(|cluster| cluster.divided(self.leftwards)).collect()
    }
}

/// Glyphs that stand for one piece of text.
struct Cluster<'f> {
    item: &'f TextItem,
    text: &'f str,
    glyphs: Vec<Placed<'f>>,
}

/// A glyph on the line.
#[derive(Clone)]
struct Placed<'f> {
    /// Where it begins to take room, and where it is drawn.
    pen: Abs,
    at: Point,
    glyph: Glyph,
    /// What it stands for.
    text: &'f str,
}

impl<'f> Cluster<'f> {
    fn fits(&self, other: &Self) -> bool {
        self.item.font == other.item.font && self.item.size == other.item.size
    }

    /// Whether another one stands where the font has it behind the last letter of this one.
    fn stands_before(&self, other: &Self) -> bool {
        let (Some(left), Some(right)) = (self.glyphs.last(), other.glyphs.first()) else { return false };
        let width = self.item.font.x_advance(left.glyph.id).unwrap_or_default().at(self.item.size);
        let apart = (right.at.x - left.at.x - width).abs();
        left.at.y == right.at.y && apart <= self.item.size * MAX_APART
    }

    /// This cluster with each glyph by itself, from left to right, and its own letter, by the font's table of letters;
    /// a letter that took another shape is the one that is left. Where that leaves doubts, the glyphs stay together.
    fn divided(self, leftwards: bool) -> Vec<Self> {
        let letters: Vec<&str> = self.text.split_inclusive(|_| true).collect();
        if letters.iter().zip(&self.glyphs).count() < letters.len().max(self.glyphs.len()).max(2) {
            return vec![self];
        }
        let face = self.item.font.ttf();
        let id = |letter: &str| letter.chars().next().and_then(|letter| face.glyph_index(letter)).map(|id| id.0);
        let mut left: Vec<Option<&Placed>> = self.glyphs.iter().map(Some).collect();
        let mut own: Vec<Option<&Placed>> = Vec::with_capacity(letters.len());
        for letter in &letters {
            let found = left.iter_mut().find(|one| one.is_some_and(|one| Some(one.glyph.id) == id(letter)));
            own.push(found.and_then(Option::take));
        }
        let mut left = left.into_iter().flatten();
        let mut unknown = own.iter_mut().filter(|one| one.is_none());
        if let Some(one) = unknown.next() {
            *one = left.next();
        }
        if unknown.next().is_some() {
            return vec![self];
        }
        let alone = |(one, letter): (&Placed<'f>, &'f str)| {
            let glyphs = vec![Placed { text: letter, ..one.clone() }];
            Self { item: self.item, text: letter, glyphs }
        };
        let mut divided: Vec<Self> = own.into_iter().flatten().zip(letters).map(alone).collect();
        if leftwards {
            divided.reverse();
        }
        // In some scripts a vowel stands before the letter that it follows in speech.
        let is_moved = divided.iter().zip(&self.glyphs).any(|(one, old)| one.glyphs[0].pen != old.pen);
        if leftwards || !is_moved { divided } else { vec![self] }
    }
}

/// One item of clusters in the order of the text.
fn item(word: &[Cluster], leftwards: bool) -> (Point, TextItem) {
    let first = &word[0];
    let size = first.item.size;
    let text: String = word.iter().map(|cluster| cluster.text).collect();
    // From left to right, as they are written.
    let mut glyphs: Vec<(usize, &Placed)> = Vec::new();
    let mut start = 0;
    for cluster in word {
        glyphs.extend(cluster.glyphs.iter().map(|placed| (start, placed)));
        start += cluster.text.len();
    }
    if leftwards && word.len() > 1 {
        glyphs.reverse();
    }
    let start = glyphs.iter().map(|(_, placed)| placed.pen).min().unwrap_or_default();
    let origin =
        Point::new(start, word.iter().flat_map(|one| &one.glyphs).map(|one| one.at.y).max().unwrap_or_default());
    let mut pen = start;
    let glyphs = glyphs.into_iter().map(|(at, placed)| {
        let range = at as u16..(at + placed.text.len()) as u16;
        let x_offset = Em::from_abs(placed.at.x - pen, size);
        let y_offset = Em::from_abs(origin.y - placed.at.y, size);
        pen += placed.glyph.x_advance.at(size);
        Glyph { range, x_offset, y_offset, ..placed.glyph.clone() }
    });
    let glyphs = glyphs.collect();
    (origin, TextItem { text: text.into(), glyphs, ..first.item.clone() })
}

/// Whether glyphs that follow one another stand for one piece of text.
fn stand_for_one(one: Option<&Glyph>, next: Option<&Glyph>) -> bool {
    let (Some(one), Some(next)) = (one, next) else { return false };
    let width = |glyph: &Glyph| glyph.range.end - glyph.range.start;
    one.span == next.span && !one.span.0.is_detached() && width(one) == width(next) && width(one) > 1
}

/// Whether an item, behind another on the line, goes on leftwards with it. Parts of one literal tell by their places;
/// of others, what has no direction tells by its language. That is an item of its own where the font of the letters is
/// not the one of the blanks.
fn goes_on_leftwards(one: &TextItem, next: &TextItem) -> bool {
    let (Some(last), Some(first)) = (one.glyphs.last(), next.glyphs.first()) else { return false };
    let is_part = |item| runs_leftwards(item) || is_neutral(item);
    let is_of_language = |item: &TextItem| runs_leftwards(item) || is_neutral(item) && item.lang.dir() == Dir::RTL;
    match last.span.0 == first.span.0 {
        true => first.span.1 <= last.span.1 && is_part(one) && is_part(next),
        false => is_of_language(one) && is_of_language(next),
    }
}

/// Whether glyphs of an item share letters.
fn shares_letters(text: &TextItem) -> bool {
    text.glyphs.windows(2).any(|pair| pair[0].range == pair[1].range)
}

/// Whether an item has letters, or marks of letters, of scripts that run from right to left.
fn runs_leftwards(text: &TextItem) -> bool {
    text.text
        .chars()
        .any(|letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

/// Whether an item takes the direction of what stands beside it.
fn is_neutral(text: &TextItem) -> bool {
    !text.text.chars().any(char::is_alphanumeric)
}

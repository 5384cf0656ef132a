//! From a place in a text to the one place on the pages where a reader looks for it.
//!
//! What an author wrote once can be printed more than once: a heading in the contents list and in running headers, a
//! caption in a list of tables. The reader means that one which stands among what was written around it.

use serde::{Deserialize, Serialize};

use crate::source::Span;

use super::boxes::{TextBox, text_box};
use super::display::{Heading, headings};
use super::document::Document;

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Counted from 1.
    pub page: usize,
    /// In points from the upper left corner of the page: of the upper left corner of what stands there.
    pub x: f64,
    pub y: f64,
    pub height: f64,
}

/// At that distance on the page, in points, and in the text, in bytes, a neighbour counts half.
const HALF_DISTANCE: f64 = 12.0;
const HALF_BYTES: f64 = 80.0;

/// The lines of a heading reach no further below its beginning, in points.
const MAX_HEADING: f64 = 150.0;

/// More than any neighbours count.
const OF_HEADING: f64 = 1e6;

impl Document {
    /// Where a reader looks for what an author wrote at `place`, which is a mere position, or for what of `line` (what
    /// is written around it) is printed nearest to it. [`None`] if nothing of the line is.
    pub fn spot(&self, place: Span, line: Span) -> Option<Spot> {
        let mut boxes = self.find(place);
        if boxes.is_empty() {
            boxes = self.find(line);
        }
        let away = |one: &TextBox| {
            let span = one.span.unwrap_or(line);
            place.start.saturating_sub(span.end.saturating_sub(1)).max(span.start.saturating_sub(place.start))
        };
        let nearest = boxes.iter().map(away).min()?;
        boxes.retain(|one| away(one) == nearest);
        if boxes.len() > 1 {
            let headings = headings::of(self);
            let mut rated: Vec<_> = boxes.into_iter().map(|one| (self.company(&one, place, &headings), one)).collect();
            // Of several that are alike the first.
            rated.sort_by(|(one, _), (other, _)| other.total_cmp(one));
            boxes = rated.into_iter().map(|(_, one)| one).collect();
        }
        let first = boxes.first()?;
        Some(Spot { page: first.page, x: first.x, y: first.y, height: first.height })
    }

    /// How much of what was written around a place is printed around one of the boxes that it has.
    fn company(&self, one: &TextBox, place: Span, headings: &[Heading]) -> f64 {
        let mut company = 0.0;
        self.each_stretch(one.page, |stretch| {
            let all = stretch.clusters.len();
            let other = text_box(one.page, &stretch, 0..all);
            let Some(span) = other.span.filter(|span| span.file == place.file) else { return };
            let down = (other.baseline - one.baseline).abs();
            let is_itself = one.span.is_some_and(|own| own.meets(span));
            if is_itself && down < 1.0 {
                let is_heading = |heading: &Heading| {
                    let below = other.baseline - heading.y;
                    heading.page == one.page
                        && (0.0..MAX_HEADING).contains(&below)
                        && heading.text.contains(other.text.trim())
                };
                company += if headings.iter().any(is_heading) { OF_HEADING } else { 0.0 };
            }
            if !is_itself {
                let along = f64::from(span.start.abs_diff(place.start));
                company += other.text.len() as f64 / (1.0 + down / HALF_DISTANCE) / (1.0 + along / HALF_BYTES);
            }
        });
        company
    }
}

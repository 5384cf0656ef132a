//! What does not fit on the laid-out pages: text over text, text and images beyond the margins.

use typst::layout::{Abs, Point, Rect};
use typst::syntax::Span as TypstSpan;

use crate::diagnostic::Code;
use crate::source::Span;

use super::findings::Findings;
use super::stretches::stretches;
use super::survey::{Astray, PageSurvey, Run};
use super::tree::Tree;

const OVERLAP: Code = Code("layout-overlap");
const OVERFLOW: Code = Code("layout-overflow");
const HEADING: Code = Code("layout-heading");
const NOTE: Code = Code("layout-note");

/// What two pieces of text may have in common without being one over the other: of their width in points, of the
/// height of their lower-case letters as a part.
const OVERLAP_WIDTH: f64 = 1.0;
const OVERLAP_HEIGHT: f64 = 0.3;

/// How far text may reach over an edge, as a part of its size: punctuation hangs into the margin of a justified text.
const HANGING: f64 = 0.4;

/// How far an image may, in points.
const IMAGE_HANGING: f64 = 1.0;

const MAKE_ROOM: &str = "Write it shorter or put a blank into it; in a table give its column more room with `columns`, \
                         or leave columns out.";

/// So many characters of a word are told.
const MAX_TOLD: usize = 40;

/// Something that does not fit.
#[derive(Debug)]
pub(super) struct Misfit {
    code: Code,
    /// Where its author wrote it, as far as that is known.
    place: Option<Span>,
    span: TypstSpan,
    message: String,
    help: &'static str,
    /// What stands in the same place.
    other: Option<Span>,
    /// Whether it is an image, which a template may set as it likes.
    is_image: bool,
}

/// A word as it is printed, and where its author wrote it.
struct Word {
    text: String,
    place: Option<Span>,
}

/// What is wrong with a page.
pub(super) fn misfits(page: &PageSurvey, tree: &Tree) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    beyond(page, tree, &mut misfits);
    overlaps(page, tree, &mut misfits);
    images(page, &mut misfits);
    misfits
}

/// Reports it.
pub(super) fn report(misfits: &[Misfit], findings: &mut Findings) {
    for Misfit { code, place, span, message, help, other, is_image } in misfits {
        let place = if *is_image { findings.author(*span) } else { *place };
        if !is_image || place.is_some() {
            findings.on_page(*code, place, *span, message.clone(), help, *other);
        }
    }
}

/// What of the text leaves the room that the margins leave, and what of anything leaves the page.
fn beyond(page: &PageSurvey, tree: &Tree, misfits: &mut Vec<Misfit>) {
    let whole = Rect::new(Point::zero(), page.size.to_point());
    // Where what does not fit ended; what goes on there needs no finding of its own.
    let mut end = None;
    for run in &page.runs {
        let hanging = run.item.size * HANGING;
        let area = page.area.filter(|_| !run.is_artifact);
        // What is cut off is not seen at all.
        let rooms = [(Some(whole), "the edge of the page"), (run.window, "what is seen of it"), (area, "the margin")];
        let (reach, at, edge) = rooms
            .into_iter()
            .filter_map(|(room, edge)| {
                let (reach, at) = reach(run, room?);
                Some((reach, at, edge))
            })
            .find(|(reach, ..)| *reach > hanging)
            .unwrap_or_default();
        if edge.is_empty() {
            continue;
        }
        let word = word(run, at, tree);
        // What a template sets beside its text (a number of a paragraph) is its affair.
        let is_beside = |area: Rect| run.right <= area.min.x || run.left >= area.max.x;
        if word.place.is_none() && edge == "the margin" && area.is_some_and(is_beside) {
            continue;
        }
        let goes_on = end.replace((run.right, run.baseline)).is_some_and(|(right, baseline)| {
            (run.left - right).abs() < hanging && (run.baseline - baseline).abs() < run.item.size
        });
        if goes_on {
            continue;
        }
        let message = format!("`{}` reaches {} beyond {edge}", word.text, told_length(reach));
        misfits.push(Misfit {
            code: OVERFLOW,
            place: word.place,
            span: span(run),
            message,
            help: MAKE_ROOM,
            other: None,
            is_image: false,
        });
    }
}

/// How far text leaves a room, and where in the line what does so stands.
fn reach(run: &Run, room: Rect) -> (Abs, Abs) {
    let inside = Abs::pt(0.01);
    let sides = [
        (run.right - room.max.x, run.right - inside),
        (room.min.x - run.left, run.left + inside),
        (room.min.y - run.top, run.left + inside),
        (run.baseline - room.max.y, run.left + inside),
    ];
    sides.into_iter().max_by_key(|(reach, _)| *reach).expect("there are sides")
}

/// Text that is printed over other text.
fn overlaps(page: &PageSurvey, tree: &Tree, misfits: &mut Vec<Misfit>) {
    let mut runs: Vec<(usize, &Run)> = page.runs.iter().enumerate().filter(|(_, run)| !run.is_artifact).collect();
    runs.sort_by_key(|(_, run)| run.top);
    let mut open: Vec<(usize, &Run)> = Vec::new();
    for (index, run) in runs {
        open.retain(|(_, other)| other.baseline > run.top);
        for &(before, other) in &open {
            let width = run.right.min(other.right) - run.left.max(other.left);
            let height = run.baseline.min(other.baseline) - run.top.max(other.top);
            let lower = (run.baseline - run.top).min(other.baseline - other.top);
            if width <= Abs::pt(OVERLAP_WIDTH) || height <= lower * OVERLAP_HEIGHT {
                continue;
            }
            // What was laid out first had too little room.
            let (first, second) = if before < index { (other, run) } else { (run, other) };
            let at = run.left.max(other.left) + width / 2.0;
            let [first_word, second_word] = [first, second].map(|run| word(run, at, tree));
            let message = format!("`{}` is printed over `{}`", first_word.text, second_word.text);
            let place = first_word.place.or(second_word.place);
            misfits.push(Misfit {
                code: OVERLAP,
                place,
                span: span(first),
                message,
                help: MAKE_ROOM,
                other: second_word.place,
                is_image: false,
            });
        }
        open.push((index, run));
    }
}

/// Images that leave the room that the margins leave.
fn images(page: &PageSurvey, misfits: &mut Vec<Misfit>) {
    let Some(area) = page.area else { return };
    for &(image, span) in &page.images {
        let wide = (image.max.x - area.max.x).max(area.min.x - image.min.x);
        let reach = wide.max(image.max.y - area.max.y);
        if reach > Abs::pt(IMAGE_HANGING) {
            misfits.push(Misfit {
                code: OVERFLOW,
                place: None,
                span,
                message: format!("the image reaches {} beyond the margin", told_length(reach)),
                help: "Give it a `width` that there is room for, such as `{width=100%}`.",
                other: None,
                is_image: true,
            });
        }
    }
}

/// Reports what could not be brought to its page.
pub(super) fn report_astray(astray: &[Astray], findings: &mut Findings) {
    for one in astray {
        let (code, message, help) = match *one {
            // It can be read where it is.
            Astray::Introduction { .. } => continue,
            Astray::Heading { page, .. } => (
                HEADING,
                format!("this heading stands alone at the foot of page {page}"),
                "What stands below it is too large to follow it there: divide it, or move it.",
            ),
            Astray::Note { page, note, .. } => (
                NOTE,
                format!("the note that is called here, on page {page}, is printed on page {note}"),
                "Shorten the notes of that page, or call this one elsewhere.",
            ),
            Astray::Below { page, below, .. } => (
                NOTE,
                format!("this stands below its table, which ends on page {page}, on page {below}"),
                "Shorten the table or what stands below it, or add or cut a line above the table.",
            ),
        };
        findings.on_page(code, findings.author(one.span()), one.span(), message, help, None);
    }
}

/// The word of a run that stands at a place in its line, or all of the run.
fn word(run: &Run, at: Abs, tree: &Tree) -> Word {
    let stretches = stretches(run.item, run.transform, tree);
    let found = stretches.iter().find_map(|stretch| Some((stretch, stretch.word_at(at)?)));
    match found {
        Some((stretch, clusters)) => Word {
            text: told(stretch.text(clusters.clone())),
            place: stretch.origin(clusters).map(|origin| origin.span()),
        },
        None => Word { text: told(run.item.text.trim()), place: None },
    }
}

fn told(word: &str) -> String {
    match word.char_indices().nth(MAX_TOLD) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

fn span(run: &Run) -> TypstSpan {
    run.item.glyphs[0].span.0
}

/// A length for people. From a metre on, nobody wants to know it to the millimetre; what a template sends to nowhere
/// may be away further than the stars.
fn told_length(length: Abs) -> String {
    match length.to_mm().ceil() {
        millimetres if millimetres < 1e3 => format!("{millimetres:.0} mm"),
        millimetres if millimetres < 1e6 => format!("{:.0} m", millimetres / 1e3),
        _ => "more than a kilometre".to_owned(),
    }
}

//! Pages on which each heading stands above what follows it, and each note below its call.
//!
//! No rule of a template can bring that about: Typst decides where a page ends before it knows whether the notes of
//! its last lines have room. So the paper is laid out and looked at, and where something is astray, what it stands in
//! begins a page in the next round.
//!
//! A round is decided for each chapter by itself, where chapters begin pages: what is astray in one changes no break in
//! another, only the numbers of its pages. (All chapters are looked at in the same rounds, so that one that takes more
//! of them gives no other more than it takes alone.)

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assemble::{Assembled, Piece};
use crate::diagnostic::{Diagnostics, Reported};
use crate::project::Project;

use super::document::Document;
use super::findings::Findings;
use super::layout::lay_out;
use super::session::Session;
use super::survey::{Astray, Survey};
use super::tree::Tree;

/// After so many layouts what is still astray is reported.
const MAX_LAYOUTS: usize = 4;

/// Lays the paper out, breaks pages where they need it, and reports what the finished pages show. Returns with them
/// what they were laid out from.
///
/// Each call begins with the paper as it was assembled, so that the pages follow from that alone.
pub fn layout(
    project: &Project,
    assembled: &Assembled,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<(Assembled, Document), Reported> {
    let mut found = Diagnostics::new();
    let first = lay_out(project, assembled, session, &mut found);
    let settled = first.map(|document| settle(project, assembled.clone(), document, session, &mut found));
    session.age();
    diagnostics.extend(&found.into_list());
    settled
}

fn settle(
    project: &Project,
    mut assembled: Assembled,
    mut document: Document,
    session: &mut Session,
    found: &mut Diagnostics,
) -> (Assembled, Document) {
    let mut loose = BTreeSet::new();
    for round in 1.. {
        let survey = Survey::of(&document, session.surveys());
        let mut crowded = survey.crowded();
        crowded.retain(|path| !loose.contains(path));
        if round >= 2 * MAX_LAYOUTS && !crowded.is_empty() {
            crowded.extend(assembled.sections.iter().filter(|path| !loose.contains(*path)).cloned());
        }
        let loosened = (!crowded.is_empty()).then(|| loosened(&assembled, &crowded));
        // Of what is laid out otherwise, nothing is known yet.
        let is_known =
            |one: &&Astray| document.tree.position(one.span()).is_some_and(|(path, _)| !crowded.contains(&path));
        let astray: Vec<Astray> = survey.astray.iter().filter(is_known).copied().collect();
        let so_far = loosened.as_ref().unwrap_or(&assembled);
        let broken = (round < MAX_LAYOUTS).then(|| broken(so_far, &document.tree, &astray)).flatten().or(loosened);
        loose.append(&mut crowded);
        let next = broken.and_then(|broken| {
            let mut found = Diagnostics::new();
            // What cannot be laid out with breaks was laid out without.
            let document = lay_out(project, &broken, session, &mut found).ok()?;
            Some((broken, document, found))
        });
        let Some((broken, next, warnings)) = next else {
            let mut findings = Findings::new(project, &document.tree, found);
            survey.report(&mut findings);
            break;
        };
        (assembled, document, *found) = (broken, next, warnings);
    }
    (assembled, document)
}

/// The paper with some sections in which no line waits for the next one.
///
/// Where a quotation or a list goes on over pages, Typst keeps the first and the last two lines of a paragraph together
/// as it thinks that the next page is empty. Once it turns out to be full of notes, these lines are printed on neither
/// (0.15.1: "later regions could have an effect on earlier frames").
fn loosened(assembled: &Assembled, paths: &BTreeSet<String>) -> Assembled {
    const LOOSE: &str = "#set text(costs: (orphan: 0%, widow: 0%))\n\n";
    let mut loosened = assembled.clone();
    for path in paths {
        if let Some(Piece::Emitted(file)) = loosened.files.get_mut(path) {
            *file = Arc::new(file.after(LOOSE));
        }
    }
    loosened
}

/// The paper with a new page before all that is astray, if there is anything that does not begin one yet.
fn broken(assembled: &Assembled, tree: &Tree, astray: &[Astray]) -> Option<Assembled> {
    let mut breaks: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let movable = astray.iter().filter(|one| one.can_be_moved());
    for (path, position) in movable.filter_map(|one| tree.position(one.span())) {
        if let Some(Piece::Emitted(file)) = assembled.files.get(&path)
            && let Some(number) = file.break_before(position)
        {
            breaks.entry(path).or_default().insert(number);
        }
    }
    if breaks.is_empty() {
        return None;
    }
    let mut broken = assembled.clone();
    for (path, numbers) in &breaks {
        if let Some(Piece::Emitted(file)) = broken.files.get_mut(path) {
            *file = Arc::new(file.broken(numbers));
        }
    }
    Some(broken)
}

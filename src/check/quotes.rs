//! Quotation marks: straight ones, and two styles in one paper.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::terms::{self, Quotes};

use super::context::Context;
use super::prose::{Prose, Role, Run};

const APOSTROPHE: &str = "’";

/// Words that begin with an apostrophe.
const ELISIONS: &[&str] = &["bout", "cause", "em", "n", "round", "til", "tis", "twas", "twere"];

/// The opening marks of a section that stand in no others: double ones and single ones.
#[derive(Debug, Default)]
pub struct Facts([Outer; 2]);

#[derive(Debug, Default)]
struct Outer {
    first: Option<Span>,
    count: usize,
}

/// Warns of straight quotation marks, with a fix where it is plain which way they turn.
pub(super) fn section(context: &Context, prose: &Prose, diagnostics: &mut Diagnostics) -> Facts {
    let language = context.primary_language();
    // In a language that has no words its author has to choose.
    let marks = terms::of(&context.language).map(|_| &context.terms.quotes);
    let mut facts = Facts::default();
    for run in &prose.runs {
        if run.text().contains(['"', '\'']) {
            straight(run, marks, diagnostics);
        }
        if language == "en" && run.role != Role::Quoted && run.text().contains(['“', '‘']) {
            count_outer(run, &mut facts.0);
        }
    }
    facts
}

/// A straight mark, and what it is if that is plain.
struct Mark {
    at: usize,
    double: bool,
    turn: Option<Turn>,
}

#[derive(Clone, Copy, PartialEq)]
enum Turn {
    Opening,
    Closing,
    Apostrophe,
}

fn straight(run: &Run, marks: Option<&Quotes>, diagnostics: &mut Diagnostics) {
    let found = turns(run);
    // Where one mark cannot be told, its neighbours may be told wrongly.
    let plain = found.iter().all(|mark| mark.turn.is_some());
    for mark in found {
        let Some(span) = run.exact(mark.at..mark.at + 1) else { continue };
        let curly = match mark.turn {
            Some(Turn::Apostrophe) if plain || is_inside_word(run, mark.at) => Some(APOSTROPHE),
            Some(Turn::Opening) if plain => marks.map(|marks| marks.pair(mark.double)[0].as_str()),
            Some(Turn::Closing) if plain => marks.map(|marks| marks.pair(mark.double)[1].as_str()),
            _ => None,
        };
        let what = if mark.turn == Some(Turn::Apostrophe) { "apostrophe" } else { "quotation mark" };
        let found = Diagnostic::warning(Code("straight-quote"), span, format!("a straight {what}"));
        diagnostics.push(match curly {
            Some(curly) => found.with_help(format!("Write `{curly}`.")).with_fix(span, curly),
            None => found.with_help("Write the mark that turns the right way."),
        });
    }
}

/// What each straight mark of a run is. Marks behind a figure, which measure feet or minutes, are left out.
fn turns(run: &Run) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    // Opening marks that wait for their closing ones, by their place in `marks`.
    let mut open: Vec<usize> = Vec::new();
    for (at, character) in run.text().match_indices(['"', '\'']) {
        let double = character == "\"";
        let (before, after) = (run.before(at), run.at(at + 1));
        let opens = before.is_none_or(|one| one.is_whitespace() || "([{“‘\"'–—/".contains(one))
            && after.is_some_and(|one| !one.is_whitespace());
        let closes = before.is_some_and(|one| !one.is_whitespace()) && after.is_none_or(|one| !one.is_alphanumeric());
        let waits = open.last().is_some_and(|&last: &usize| marks[last].double == double);
        let measures = before.is_some_and(|one| one.is_ascii_digit());
        let turn = if run.exact(at..at + 1).is_none() {
            // Escaped: the author wants it so.
            None
        } else if !double && (is_inside_word(run, at) || opens && is_elision(run, at)) {
            Some(Turn::Apostrophe)
        } else if closes && waits {
            open.pop();
            Some(Turn::Closing)
        } else if measures {
            continue;
        } else if opens {
            open.push(marks.len());
            Some(Turn::Opening)
        } else if !double && open.is_empty() && before.is_some_and(char::is_alphabetic) {
            Some(Turn::Apostrophe)
        } else {
            None
        };
        marks.push(Mark { at, double, turn });
    }
    open.iter().for_each(|&waiting| marks[waiting].turn = None);
    marks
}

fn is_inside_word(run: &Run, at: usize) -> bool {
    let is_letter = |one: Option<char>| one.is_some_and(char::is_alphabetic);
    run.text()[at..].starts_with('\'') && is_letter(run.before(at)) && is_letter(run.at(at + 1))
}

/// `'90s`, `'tis`.
fn is_elision(run: &Run, at: usize) -> bool {
    let rest = &run.text()[at + 1..];
    let word = &rest[..rest.find(|one: char| !one.is_ascii_alphanumeric()).unwrap_or(rest.len())];
    let decade = word.strip_suffix('s').is_some_and(|year| year.len() == 2 && year.parse::<u8>().is_ok());
    decade || ELISIONS.contains(&word.to_ascii_lowercase().as_str())
}

/// Adds the opening marks that stand in no others: double ones, single ones.
fn count_outer(run: &Run, outer: &mut [Outer; 2]) {
    let mut open = Vec::new();
    // How many of them are double.
    let mut double = 0;
    let can_close = |at: usize| run.at(at + '’'.len_utf8()).is_none_or(|after| !after.is_alphanumeric());
    for (at, mark) in run.text().match_indices(['“', '”', '‘', '’']) {
        match mark {
            "“" | "‘" => {
                // A word's apostrophe that turns the wrong way opens nothing.
                let opens = mark == "“" || run.before(at).is_none_or(|before| !before.is_alphanumeric());
                if opens && open.is_empty() {
                    let place = run.exact(at..at + mark.len());
                    let outer = &mut outer[usize::from(mark == "‘")];
                    outer.first = outer.first.or(place);
                    outer.count += usize::from(place.is_some());
                }
                if opens {
                    open.push(mark);
                    double += usize::from(mark == "“");
                }
            }
            "”" if double > 0 => {
                double -= 1;
                while open.pop().is_some_and(|mark| mark != "“") {}
            }
            "’" if open.last() == Some(&"‘") && can_close(at) => {
                // In `‘the states’ rights’` the first one is an apostrophe.
                let later =
                    run.text()[at + mark.len()..].match_indices(['‘', '’']).take_while(|(_, mark)| *mark == "’");
                let mut later = later.map(|(later, _)| at + mark.len() + later);
                if run.before(at) != Some('s') || !later.any(can_close) {
                    open.pop();
                }
            }
            _ => {}
        }
    }
}

/// Warns of double and single quotation marks side by side as the outer ones of one paper. One finding a paper: which
/// style it should keep is its authors' affair.
pub(super) fn check<'f>(facts: impl Iterator<Item = &'f Facts>, diagnostics: &mut Diagnostics) {
    let [mut double, mut single] = [Outer::default(), Outer::default()];
    for Facts([more_double, more_single]) in facts {
        for (all, more) in [(&mut double, more_double), (&mut single, more_single)] {
            all.first = all.first.or(more.first);
            all.count += more.count;
        }
    }
    let (Some(first_double), Some(first_single)) = (double.first, single.first) else { return };
    let usual_is_single = single.count >= double.count;
    let (place, usual, count) = match usual_is_single {
        true => (first_double, first_single, single.count),
        false => (first_single, first_double, double.count),
    };
    let [here, there] = if usual_is_single { ["double", "single"] } else { ["single", "double"] };
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let message = format!("{here} quotation marks stand outside here, {there} ones elsewhere ({times})");
    let found = Diagnostic::warning(Code("mixed-quotes"), place, message);
    let help = "Keep one style: the EU's own texts have single quotation marks outside, double ones inside.";
    diagnostics.push(found.with_label(usual, format!("{there} ones")).with_help(help));
}

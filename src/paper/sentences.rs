//! Where a sentence begins, as far as that is plain: a reference there begins with a capital letter, `Section 2 says`.
//!
//! What is in doubt begins small: an item, which may go on with the sentence before its list, a cell, and what stands
//! behind a full stop that may be that of an abbreviation.

use crate::section::walk::{self, Run, Step};
use crate::section::{Block, BlockKind, Inline, plain_text};

/// How many inlines before a reference are looked at.
const MAX_BEFORE: usize = 4;

/// A shorter word before a full stop may be cut short.
const MIN_LETTERS: usize = 4;
/// Of digits, a year.
const MIN_DIGITS: usize = 4;

/// Longer words that are.
const CUT_SHORT: &str = "\
    abschn alin anex apdo appr approx artt atsk avsn bijl bijv bspw buchst bull capp chap chaps cols \
    corr dept diss esim evtl excl fasc figs huom ibid incl inkl insb insbes jämf lett messrs napr např näit \
    núms obrz odst pagg para parag paragr paras piem porov pozn pozri prof przyp publ págs přibl resp rozd \
    rozdz rozp secs sect segg segs sept sess skyr spec suppl tabs trans transl unterabs verf vers viit \
    vols ziff άρθρ αριθ βλεπ στοιχ напр разд";

/// Shorter words that are not.
const WHOLE: &str = "\
    ab act all an are auf aus bei cas day do few fin had has hat is ist it law ley loi mit not now on one out \
    own so ten too tre two um up us use vor war was way wet yes you zu";

/// What may stand before the first word of a sentence. In other languages some of it ends one: a blank follows it then.
const OPENING: &[char] = &['“', '„', '‘', '‚', '«', '»', '‹', '›', '"', '\'', '(', '[', '¿', '¡'];

/// Of each run, notes left out, whether it begins with a sentence: a paragraph that stands in no list and no cell, and
/// what names a figure or a table.
pub(super) fn openings(blocks: &[Block]) -> Vec<bool> {
    let mut openings = Vec::new();
    walk::within(blocks, &mut |step, path| {
        if let Step::Inlines(run, _) = step {
            let is_free = |around: &Block| matches!(around.kind, BlockKind::Container(..) | BlockKind::Quote(_));
            openings.push(match run {
                Run::Caption => true,
                Run::Paragraph => path.around().all(is_free),
                _ => false,
            });
        }
    });
    openings
}

/// Whether a sentence begins behind what stands before something in its run; `opens` tells whether one does where
/// nothing does, or nothing but an opening quotation mark or bracket.
pub(super) fn begins_behind(inlines: &[Inline], opens: bool) -> bool {
    let first = inlines.len().saturating_sub(MAX_BEFORE);
    let text = plain_text(&inlines[first..]);
    let head = text.trim_end_matches(|sign: char| sign.is_whitespace() || OPENING.contains(&sign));
    match head {
        "" => first == 0 && opens,
        head => text[head.len()..].contains(char::is_whitespace) && ends(head),
    }
}

/// Whether a sentence ends with a text behind which a blank stands.
fn ends(text: &str) -> bool {
    let head = text.trim_end_matches(['’', '”', '“', '»', '"', '\'', ')', ']']);
    let Some(before) = head.strip_suffix('.') else { return head.ends_with(['!', '?']) };
    let word = before.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let is_long = |least: usize| word.chars().count() >= least;
    let is_number = !word.is_empty() && word.chars().all(|sign| sign.is_ascii_digit());
    let small = word.to_lowercase();
    // `EU`: what is cut short has small letters.
    let is_name = is_long(2) && word.chars().all(char::is_uppercase);
    let is_word = !is_one_of(CUT_SHORT, &small) && word.chars().all(char::is_alphabetic);
    let is_whole = is_long(MIN_LETTERS) || is_name || is_one_of(WHOLE, &small);
    let is_closed = before.ends_with(['’', '”', '»', '"', ')', ']', '%']);
    is_closed || is_number && is_long(MIN_DIGITS) || is_word && is_whole
}

fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

//! What a section says, in so little that another text can be known to be most of it.

use std::collections::BTreeSet;

use crate::section::{Section, plain_text, walk};

/// The smallest hashes of all pairs of words that stand side by side: what share of two texts' pairs is in both, is
/// what share of their smallest ones is.
///
/// It stands in locks, so that it must be the same for ever and everywhere. A word is what is left between spaces
/// without ASCII punctuation at its ends; a pair's hash is FNV-1a with 64 bits over both words with a space between,
/// mixed as MurmurHash3 ends, of which the upper 32 bits are taken; the 32 smallest are written in order, each
/// with eight hexadecimal digits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

/// Enough to tell a half from a tenth.
const MAX_VALUES: usize = 32;

/// With fewer pairs in both, texts have them by chance.
const MIN_COMMON: usize = 4;

/// The least share of pairs in both texts of which one became the other: about half of the words.
const MIN_LIKENESS: f64 = 0.3;

impl Sketch {
    /// Of a section that is not resolved yet.
    pub(super) fn of(section: &Section) -> Self {
        let mut smallest = BTreeSet::new();
        for blocks in section.bodies() {
            walk::inlines(blocks, &mut |inlines| pairs(&plain_text(inlines), &mut smallest));
        }
        Self(smallest.into_iter().collect())
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let is_whole = text.len().is_multiple_of(8) && text.len() <= 8 * MAX_VALUES && text.is_ascii();
        let values = (0..text.len()).step_by(8).map(|at| u32::from_str_radix(&text[at..at + 8], 16).ok());
        if is_whole { values.collect::<Option<_>>().map(Self) } else { None }
    }

    /// As [`Self::read`] takes it; empty if there is nothing to know a text by.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|value| format!("{value:08x}")).collect()
    }

    pub(super) fn values(&self) -> &[u32] {
        &self.0
    }

    /// How much of two texts is the same, if that is enough for one to have become the other.
    pub(super) fn likeness(&self, other: &Self) -> Option<f64> {
        let all: BTreeSet<u32> = self.0.iter().chain(&other.0).copied().collect();
        let is_in = |sketch: &Self, value: &u32| sketch.0.binary_search(value).is_ok();
        let seen = all.len().min(MAX_VALUES);
        let common = all.iter().take(MAX_VALUES).filter(|value| is_in(self, value) && is_in(other, value)).count();
        let likeness = common as f64 / seen.max(1) as f64;
        (common >= MIN_COMMON && likeness >= MIN_LIKENESS).then_some(likeness)
    }
}

/// Adds the pairs of a text to the smallest so far.
fn pairs(text: &str, smallest: &mut BTreeSet<u32>) {
    let words = text.split_whitespace().map(|word| word.trim_matches(|sign: char| sign.is_ascii_punctuation()));
    let mut before: Option<&str> = None;
    for word in words.filter(|word| !word.is_empty()) {
        if let Some(before) = before.replace(word) {
            smallest.insert(hash([before, " ", word]));
            if smallest.len() > MAX_VALUES {
                smallest.pop_last();
            }
        }
    }
}

fn hash(parts: [&str; 3]) -> u32 {
    let bytes = parts.into_iter().flat_map(str::bytes);
    let mut hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    ((hash ^ (hash >> 33)) >> 32) as u32
}

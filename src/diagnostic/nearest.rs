//! What a name that is wrong was most likely meant to be.

/// The candidate that `wrong` was most likely meant to be, if any is near enough to be offered. Who asks about one list
/// again and again makes [`Names`] of it once.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Names::new(candidates.into_iter().take(MAX_LISTED)).nearest(wrong)
}

/// In bytes: time and memory grow with the product of both lengths, and a name as long as this is no typing mistake.
const MAX_LENGTH: usize = 200;

/// Candidates that are looked at of a list that is not kept as [`Names`].
pub const MAX_LISTED: usize = 2_000;

/// Candidates that are looked at of [`Names`].
const MAX_NAMES: usize = 20_000;

/// What one question may cost: names that are compared letter by letter, times the letters of the name asked for,
/// squared.
const MAX_COST: usize = 20_000;

/// Names that may have been meant, ready to be asked often: what a question costs hardly grows with their number.
#[derive(Debug, Clone, Default)]
pub struct Names<'a>(Vec<Name<'a>>);

#[derive(Debug, Clone)]
struct Name<'a> {
    name: &'a str,
    /// In lower case.
    lower: String,
    /// Of that, in characters.
    length: usize,
    /// Which letters it has, a bit for every 64th character.
    letters: u64,
    /// How many typing mistakes away a name may be to be meant still.
    slips: usize,
}

impl<'a> Names<'a> {
    pub fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        let is_short = |name: &&str| name.len() <= MAX_LENGTH;
        Self(names.into_iter().take(MAX_NAMES).filter(is_short).map(Name::new).collect())
    }

    /// The name that `wrong` was most likely meant to be, if any is near enough to be offered.
    pub fn nearest(&self, wrong: &str) -> Option<&'a str> {
        self.compared(wrong).into_iter().min().map(|(_, name)| name)
    }

    /// The names that `wrong` may have been meant to be, the likeliest first, `most` at most.
    pub fn near(&self, wrong: &str, most: usize) -> Vec<&'a str> {
        let mut compared = self.compared(wrong);
        compared.sort_unstable();
        compared.into_iter().take(most).map(|(_, name)| name).collect()
    }

    /// The names that are near enough to be offered, each with how many slips away it is.
    fn compared(&self, wrong: &str) -> Vec<(usize, &'a str)> {
        if wrong.len() > MAX_LENGTH {
            return Vec::new();
        }
        let wrong = Name::new(wrong);
        let most = (MAX_COST / (wrong.length * wrong.length).max(1)).max(1);
        let mut counts = [0; 65];
        self.like(&wrong).for_each(|(unlike, _)| counts[unlike] += 1);
        let mut looked_at = 0;
        let last = counts.iter().position(|count| {
            looked_at += count;
            looked_at >= most
        });
        let last = last.unwrap_or(counts.len());
        // The likeliest, and of those that are as likely as each other the first.
        let likelier = self.like(&wrong).filter(|(unlike, _)| *unlike < last);
        let others = self.like(&wrong).filter(|(unlike, _)| *unlike == last);
        likelier
            .chain(others)
            .take(most)
            .map(|(_, name)| (strsim::damerau_levenshtein(&wrong.lower, &name.lower), name))
            .filter(|(distance, name)| *distance <= name.slips)
            .map(|(distance, name)| (distance, name.name))
            .collect()
    }

    /// The names that can be near enough, each with how many letters only one of the two has.
    fn like(&self, wrong: &Name) -> impl Iterator<Item = (usize, &Name<'a>)> {
        let unlike = |name: &Name| (name.letters ^ wrong.letters).count_ones() as usize;
        let names = self.0.iter().map(move |name| (unlike(name), name));
        // One slip makes a name longer or shorter by one letter at most, or puts one in the place of another.
        let (length, is_near) = (wrong.length, |unlike: usize, name: &Name| unlike <= 2 * name.slips);
        names.filter(move |(unlike, name)| name.length.abs_diff(length) <= name.slips && is_near(*unlike, name))
    }
}

impl<'a> Name<'a> {
    fn new(name: &'a str) -> Self {
        let lower = name.to_lowercase();
        let letters = lower.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64));
        let length = lower.chars().count();
        // A name of one letter is no other one.
        let slips = if length == 1 { 0 } else { 1.max(length / 3) };
        Self { name, length, letters, slips, lower }
    }
}

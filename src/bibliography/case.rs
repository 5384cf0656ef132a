//! Changes of case that a style asks for: of words, as CSL 1.0.2 says (section "Text-case"), where the author did not
//! protect them.

use super::standin::CASES;

/// A character on its way to be printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub one: char,
    /// Whether an author wrote it, not a style.
    pub is_own: bool,
    /// Whether its case is to stay.
    pub is_protected: bool,
    /// The text in which it stands.
    pub leaf: usize,
}

impl Letter {
    fn is_upper(&self) -> bool {
        !self.is_protected && self.one.is_uppercase()
    }

    fn raise(&mut self) {
        self.change(self.one.to_uppercase());
    }

    fn lower(&mut self) {
        self.change(self.one.to_lowercase());
    }

    /// Where one letter would become two, it stays.
    fn change(&mut self, mut to: impl Iterator<Item = char>) {
        if let (Some(one), None, false) = (to.next(), to.next(), self.is_protected) {
            self.one = one;
        }
    }
}

/// Words that are small within a title.
const SMALL: &str = " a about an and as at but by de down for from in into nor of on onto or over so the till to up \
    van via von vs with yet ";

/// Changes what stands between marks, and takes these out.
pub(super) fn changed(letters: Vec<Letter>) -> Vec<Letter> {
    let is_mark = |one: char| CASES.iter().flatten().any(|mark| *mark == one);
    if !letters.iter().any(|letter| is_mark(letter.one)) {
        return letters;
    }
    let mut printed: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut open: Vec<(usize, usize)> = Vec::new();
    for letter in letters {
        if let Some(case) = CASES.iter().position(|[mark, _]| *mark == letter.one) {
            open.push((case, printed.len()));
        } else if let Some(case) = CASES.iter().position(|[_, mark]| *mark == letter.one) {
            // The engine takes two ends of a kind for one.
            while let Some(at) = open.iter().rposition(|(known, _)| *known == case) {
                let (_, start) = open.remove(at);
                change(case, &mut printed[start..]);
            }
        } else {
            printed.push(letter);
        }
    }
    for (case, start) in open.into_iter().rev() {
        change(case, &mut printed[start..]);
    }
    printed
}

fn change(case: usize, letters: &mut [Letter]) {
    match case {
        0 => title(letters),
        1 => sentence(letters),
        2 => {
            // `eBay` and `arXiv` have a look of their own.
            if let Some(first) = words(letters).first().filter(|word| !is_mixed(&letters[word.start..word.end])) {
                letters[first.start].raise();
            }
        }
        _ => words(letters).into_iter().for_each(|word| letters[word.start].raise()),
    }
}

/// A word: letters, figures and apostrophes in a row.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    /// How many letters it has.
    length: usize,
    /// Whether it begins a title, or what follows a colon, a stop or a dash.
    is_first: bool,
}

fn is_of_word(letter: &Letter) -> bool {
    letter.one.is_alphanumeric() || letter.is_protected || letter.one == '_'
}

fn words(letters: &[Letter]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    let mut is_first = true;
    while at < letters.len() {
        let start = at;
        let is_apostrophe = |at: usize| {
            matches!(letters[at].one, '\'' | '’' | '`') && at > start && letters.get(at + 1).is_some_and(is_of_word)
        };
        while at < letters.len() && (is_of_word(&letters[at]) || is_apostrophe(at)) {
            at += 1;
        }
        if at > start {
            words.push(Word { start, end: at, length: letters[start..at].len(), is_first });
            is_first = false;
            continue;
        }
        let is_before_blank = letters.get(at + 1).is_none_or(|next| next.one.is_whitespace());
        is_first |= matches!(letters[at].one, '.' | '!' | '?' | ':' | '…') && is_before_blank;
        at += 1;
    }
    words
}

fn is_shouted(letters: &[Letter]) -> bool {
    letters.iter().any(Letter::is_upper) && !letters.iter().any(|letter| letter.one.is_lowercase())
}

/// Whether a word has a look of its own, as `eBay`, `NATO` and `crim_gen`.
fn is_mixed(word: &[Letter]) -> bool {
    word.iter().any(|letter| letter.is_protected || letter.one == '_')
        || word.iter().skip(1).any(|letter| letter.one.is_uppercase())
}

fn title(letters: &mut [Letter]) {
    let words = words(letters);
    let last = words.len();
    for (index, Word { start, end, length, is_first }) in words.into_iter().enumerate() {
        let sign = |at: usize| letters.get(at).map(|letter| letter.one);
        let before = start.checked_sub(1).and_then(sign);
        // `07-x`, `the story of i`, `A.N.`, `lidi.cz`, `d’une`
        let is_sign = length == 1 && !is_first && !letters[start].one.eq_ignore_ascii_case(&'a');
        let is_joined = before == Some('.') || length == 1 && sign(end) == Some('.');
        let is_elided = length > 2 && matches!(letters[start + 1].one, '\'' | '’');
        // Before a stop or a dash no article stands: `Physical Review A – Atomic`.
        let after = if sign(end) == Some(' ') { sign(end + 1) } else { sign(end) };
        let is_before_stop = matches!(sign(end), Some(':' | '.' | '!' | '?' | ',' | ';' | ')'))
            || matches!(after, Some('-' | '–' | '—' | '(' | '[' | '&'));
        let word = &mut letters[start..end];
        if is_mixed(word) || is_sign || is_joined || is_elided && !is_first {
            continue;
        }
        let text: String = word.iter().map(|letter| letter.one).flat_map(char::to_lowercase).collect();
        match SMALL.contains(&format!(" {text} ")) && !is_first && index + 1 < last {
            // Before a colon a small word stands as it was written.
            true if is_before_stop => {}
            true => word[0].lower(),
            false => word[0].raise(),
        }
    }
}

fn sentence(letters: &mut [Letter]) {
    let words = words(letters);
    if is_shouted(letters) && words.len() > 1 {
        letters.iter_mut().for_each(Letter::lower);
    }
    for Word { start, end, is_first, .. } in words {
        let word = &mut letters[start..end];
        let is_plain = !is_mixed(word) && word[0].one != 'I';
        if is_first && is_plain && word.iter().all(|letter| !letter.is_upper()) {
            word[0].raise();
        } else if !is_first && is_plain && word[0].is_upper() {
            word[0].lower();
        }
    }
}

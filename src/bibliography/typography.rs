//! What a style's punctuation comes to where its parts meet, and one another's marks. What an author wrote stays.

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{IndependentStyle, TermForm};

use super::case::{self, Letter};
use super::pieces::Piece;
use super::quotes;
use super::standin::{self, NOTHING, OWN, QUOTES};
use super::style::Terms;

/// How punctuation is set in a style and a language.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    /// The marks around a quotation, and around one within it.
    quotes: [[String; 2]; 2],
    /// The marks that end a quotation, if stops and commas stand before them.
    closing_quotes: Vec<char>,
}

impl Rules {
    pub(super) fn new(style: &IndependentStyle, terms: &Terms) -> Self {
        let primary = terms.code.0.split('-').next().unwrap_or_default();
        let is_of_language = |code: &str| code == terms.code.0 || code == primary;
        let own = style.locale.iter().filter(|own| own.lang.as_ref().is_none_or(|code| is_of_language(&code.0)));
        let locales: Vec<_> = own.chain(&terms.files).collect();
        let is_inside = locales.iter().find_map(|locale| locale.style_options?.punctuation_in_quote);
        let term = |term, usual: &str| {
            let found = locales.iter().find_map(|locale| locale.term(Term::Other(term), TermForm::Long)?.single());
            found.unwrap_or(usual).to_owned()
        };
        let quotes = [
            [term(OtherTerm::OpenQuote, "“"), term(OtherTerm::CloseQuote, "”")],
            [term(OtherTerm::OpenInnerQuote, "‘"), term(OtherTerm::CloseInnerQuote, "’")],
        ];
        let closing = quotes.iter().filter_map(|[_, close]| close.chars().next()).filter(|_| is_inside == Some(true));
        Self { closing_quotes: closing.collect(), quotes }
    }

    /// How many quotations are open behind a character that the style prints.
    fn depth_after(&self, sign: char, depth: usize) -> usize {
        let is = |at: usize| self.quotes.iter().any(|quotes| quotes[at].starts_with(sign) && quotes[0] != quotes[1]);
        match (is(0), is(1)) {
            (true, false) => depth + 1,
            (false, true) => depth.saturating_sub(1),
            _ => depth,
        }
    }
}

/// Sets the punctuation of what is printed together, and takes all marks out.
pub(super) fn set(pieces: &mut [Piece], rules: &Rules) {
    let mut leaves = Vec::new();
    collect(pieces, &mut leaves);
    let mut letters = Vec::new();
    let (mut is_own, mut depth) = (false, 0_usize);
    for (leaf, text) in leaves.iter().enumerate() {
        match text {
            Leaf::Text(text) => {
                let mut flips: Vec<(usize, char)> = Vec::new();
                for (at, one) in text.char_indices() {
                    match one {
                        _ if one == OWN[0] => {
                            is_own = true;
                            let inner = &text[at..text[at..].find(OWN[1]).map_or(text.len(), |end| at + end)];
                            let around = depth.checked_sub(1).map_or("", |depth| rules.quotes[depth % 2][0].as_str());
                            flips = quotes::flipped(inner, around);
                            flips.iter_mut().for_each(|(place, _)| *place += at);
                        }
                        _ if one == OWN[1] => is_own = false,
                        NOTHING => {}
                        _ if QUOTES.contains(&one) => {
                            let closes = one == QUOTES[1];
                            depth = depth.saturating_sub(usize::from(closes));
                            let mark = &rules.quotes[depth % 2][usize::from(closes)];
                            let letter = |one| Letter { one, is_own: false, is_protected: false, leaf };
                            letters.extend(mark.chars().map(letter));
                            depth += usize::from(!closes);
                        }
                        _ => {
                            if !is_own {
                                depth = rules.depth_after(one, depth);
                            }
                            let flip = flips.iter().find(|(place, _)| *place == at && is_own);
                            let (plain, is_protected) = standin::unprotected(flip.map_or(one, |(_, other)| *other));
                            letters.push(Letter { one: plain, is_own, is_protected, leaf });
                        }
                    }
                }
            }
            Leaf::Solid => letters.push(Letter { one: '\u{fffc}', is_own: true, is_protected: true, leaf }),
            Leaf::Break => letters.push(Letter { one: '\n', is_own: true, is_protected: true, leaf }),
        }
    }
    let mut texts = vec![String::new(); leaves.len()];
    for letter in collided(&case::changed(letters), rules) {
        texts[letter.leaf].push(letter.one);
    }
    for (leaf, text) in leaves.into_iter().zip(texts) {
        if let Leaf::Text(leaf) = leaf {
            *leaf = text;
        }
    }
}

/// The ends of the tree.
enum Leaf<'p> {
    Text(&'p mut String),
    /// Words of the author's that are put there later.
    Solid,
    Break,
}

fn collect<'p>(pieces: &'p mut [Piece], leaves: &mut Vec<Leaf<'p>>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => leaves.push(Leaf::Text(text)),
            Piece::Break => leaves.push(Leaf::Break),
            Piece::Before(..) | Piece::Behind(_) => leaves.push(Leaf::Solid),
            Piece::Within(_, inner) => collect(inner, leaves),
        }
    }
}

/// What is left of punctuation that meets (after the tests "punctuation_FullMonty…" of the CSL suite).
fn collided(letters: &[Letter], rules: &Rules) -> Vec<Letter> {
    let mut set: Vec<Letter> = Vec::with_capacity(letters.len());
    for (at, letter) in letters.iter().enumerate() {
        let is_kept = letter.is_own || !" .,;:!?)]".contains(letter.one);
        if is_kept || letter.one == '.' && is_ellipsis(letters, at) {
            set.push(*letter);
            continue;
        }
        if letter.one == ' ' {
            let is_after = |last: &Letter| last.one.is_whitespace() || !last.is_own && matches!(last.one, '(' | '[');
            if !set.last().is_none_or(is_after) {
                set.push(*letter);
            }
            continue;
        }
        while set.last().is_some_and(|last| !last.is_own && last.one == ' ') {
            set.pop();
        }
        let moved = matches!(letter.one, '.' | ',').then(|| quotes_at_end(&set, rules)).unwrap_or(0);
        let quotes = set.split_off(set.len() - moved);
        meet(&mut set, *letter);
        set.extend(quotes);
    }
    while set.last().is_some_and(|last| last.one == ' ') {
        set.pop();
    }
    set
}

/// How many marks at the end close quotations before which punctuation stands.
fn quotes_at_end(set: &[Letter], rules: &Rules) -> usize {
    set.iter().rev().take_while(|last| !last.is_own && rules.closing_quotes.contains(&last.one)).count()
}

/// Whether it is one of three or more full stops in a row.
fn is_ellipsis(letters: &[Letter], at: usize) -> bool {
    let is_stop = |letter: &&Letter| letter.one == '.' && letter.leaf == letters[at].leaf;
    let before = letters[..at].iter().rev().take_while(is_stop).count();
    let after = letters[at..].iter().take_while(is_stop).count();
    before + after >= 3
}

/// Adds punctuation of the style's to what stands there.
fn meet(set: &mut Vec<Letter>, letter: Letter) {
    let last = set.last().copied();
    let Some(last) = last.filter(|last| ".,;:!?([".contains(last.one)) else {
        // `?” .` and `,” ,`
        let closed = match last.filter(|last| "”’»“‘".contains(last.one)).and_then(|_| set.iter().nth_back(1))
        {
            Some(closed) => match letter.one {
                '.' => matches!(closed.one, '.' | '!' | '?'),
                other => other == closed.one && other != ' ',
            },
            None => false,
        };
        if last.is_some() && !closed {
            set.push(letter);
        }
        return;
    };
    match (last.one, letter.one) {
        // `(,` and `, )`
        ('(' | '[', ')' | ']') => set.push(letter),
        ('(' | '[', _) if !last.is_own => {}
        (',' | ';' | ':', ')' | ']') if !last.is_own => {
            set.pop();
            meet(set, letter);
        }
        (_, ')' | ']') => set.push(letter),
        (one, other) if one == other => {}
        ('.' | '!' | '?' | ':' | ';', '.') | ('!' | '?' | ';', ':') => {}
        (',', '.' | ';' | ':') | (':' | ';', '!' | '?') if !last.is_own => {
            set.pop();
            meet(set, letter);
        }
        _ => set.push(letter),
    }
}

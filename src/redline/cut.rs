//! Text as the smallest parts that are marked: words, whole numbers, spaces and single characters.

/// Cuts text into words (with the apostrophes in them), numbers, runs of spaces, and single characters.
///
/// A number is whole with all that belongs to it: its sign, its points and groups, its per cent, the parts of a date,
/// of a version (`1.0.0-rc.1`), of a reference (`6(1)(a)`) and of an identifier (`2016/679`, `COM(2021) 206`). Half of
/// a number that is struck, beside half of another one, reads as a third. Initials keep their full stop.
pub(super) fn cut(text: &str) -> impl Iterator<Item = &str> {
    let (mut rest, mut before) = (text, None);
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (piece, after) = rest.split_at(length(rest, first, before));
        rest = after;
        before = piece.chars().next_back();
        Some(piece)
    })
}

/// Whether a piece says something: it is no space and no punctuation.
pub(super) fn is_word(piece: &str) -> bool {
    piece.chars().any(is_in_word)
}

/// Of the first piece, in bytes.
fn length(text: &str, first: char, before: Option<char>) -> usize {
    if is_in_word(first) {
        return Scan::of(text, 0);
    }
    if first.is_whitespace() {
        return text.find(|character: char| !character.is_whitespace()).unwrap_or(text.len());
    }
    let after = &text[first.len_utf8()..];
    let is_sign = matches!(first, '+' | '-' | '−' | '±') && before.is_none_or(|before| !is_in_word(before));
    if is_sign && after.starts_with(is_digit) {
        return Scan::of(text, first.len_utf8());
    }
    if is_currency(first) || first == '§' {
        let number = after.strip_prefix(is_blank).unwrap_or(after);
        if number.starts_with(is_digit) {
            return Scan::of(text, text.len() - number.len());
        }
    }
    // With its combining marks.
    let mut marks = text.char_indices().skip(1);
    marks.find(|&(_, character)| !is_mark(character)).map_or(text.len(), |(at, _)| at)
}

/// A word or number, as far as it has been read.
struct Scan<'t> {
    text: &'t str,
    /// Where the word begins, behind its sign, and up to where it has been read.
    start: usize,
    end: usize,
    last: Option<char>,
    has_digit: bool,
    /// Whether there is nothing but digits, in groups that blanks divide, and how many digits the last group has.
    is_groups: bool,
    digits: usize,
    /// Points between digits: two make a version.
    points: usize,
    /// Whether there are several capital letters and nothing else, or were before a bracket.
    is_code: bool,
}

impl<'t> Scan<'t> {
    /// Where a word ends whose letters or digits begin at `start`.
    fn of(text: &'t str, start: usize) -> usize {
        let mut scan = Self {
            text,
            start,
            end: start,
            last: None,
            has_digit: false,
            is_groups: true,
            digits: 0,
            points: 0,
            is_code: true,
        };
        while scan.step() {}
        scan.with_unit()
    }

    /// Takes one more character, or a bracket with what is in it, if that belongs to the word.
    fn step(&mut self) -> bool {
        let Some(next) = self.text[self.end..].chars().next() else { return false };
        let after = &self.text[self.end + next.len_utf8()..];
        if is_in_word(next) {
            self.take(next);
            return true;
        }
        match next {
            '(' => self.bracket(after),
            _ if self.joins(next, after) => {
                self.take(next);
                true
            }
            _ => false,
        }
    }

    fn take(&mut self, next: char) {
        let is_number = is_digit(next);
        self.points += usize::from(next == '.' && self.last.is_some_and(is_digit));
        self.digits = if is_number { self.digits + 1 } else { 0 };
        self.has_digit |= is_number;
        self.is_groups &= is_number || next == ' ';
        self.is_code &= next.is_uppercase();
        self.last = Some(next);
        self.end += next.len_utf8();
    }

    /// Whether a character that is neither letter nor digit stands inside the word.
    fn joins(&self, next: char, after: &str) -> bool {
        let (Some(last), Some(follows)) = (self.last, after.chars().next()) else { return false };
        let is_version = self.points >= 2;
        match (next, last) {
            ('\'' | '’', _) => is_in_word(follows),
            (' ', ')') => self.is_code && is_digit(follows),
            (' ', _) => self.is_groups && self.digits <= 3 && is_group(after),
            (_, last) if is_digit(last) && is_digit(follows) => is_divider(next),
            ('-' | '+' | '.', last) if is_version => is_in_word(last) && follows.is_alphanumeric(),
            ('/', last) if is_digit(last) => starts_with_code(after),
            ('-' | '\u{2011}', last) => last.is_alphabetic() && is_digit(follows),
            ('/', last) => last.is_uppercase() && is_digit(follows),
            ('.', last) => last.is_alphabetic() && self.is_one_character() && is_digit(follows),
            _ => false,
        }
    }

    fn is_one_character(&self) -> bool {
        self.text[self.start..self.end].chars().nth(1).is_none()
    }

    /// Takes the bracket of `6(1)`, `2021/0106(COD)` and `COM(2021)`.
    fn bracket(&mut self, inner: &str) -> bool {
        let length = inner.chars().take_while(|character| character.is_alphanumeric()).take(5).count();
        let is_short = (1..=4).contains(&length) && inner.chars().nth(length) == Some(')');
        let is_year = inner.starts_with(is_digit) && self.is_code && (length == 4 || !self.is_one_character());
        let is_in_number = self.has_digit && self.last.is_some_and(|last| is_digit(last) || last == ')');
        if !is_short || !is_year && !is_in_number {
            return false;
        }
        self.is_groups = false;
        self.has_digit = true;
        self.last = Some(')');
        self.digits = 0;
        let end = inner.find(')').map_or(inner.len(), |at| at + 1);
        self.end += 1 + end;
        true
    }

    /// The end of the word with what follows a number: per cent, degrees, a currency, the full stop of an ordinal; and
    /// with the full stop of initials.
    fn with_unit(&self) -> usize {
        let rest = &self.text[self.end..];
        let Some(last) = self.last else { return self.end };
        let ends_with_digit = is_digit(last);
        let unit = rest.strip_prefix(is_blank).unwrap_or(rest);
        if let Some(sign) = unit.chars().next().filter(|sign| ends_with_digit && is_unit(*sign)) {
            let end = self.text.len() - unit.len() + sign.len_utf8();
            let letters: usize =
                self.text[end..].chars().take_while(|next| sign == '°' && next.is_alphabetic()).count();
            return end + self.text[end..].chars().take(letters).map(char::len_utf8).sum::<usize>();
        }
        let Some(after) = rest.strip_prefix('.') else { return self.end };
        let follows = after.strip_prefix(is_blank).unwrap_or(after).chars().next();
        let is_ordinal = self.is_groups && ends_with_digit && self.digits <= 2 && after.starts_with(is_blank);
        let is_initial = last.is_uppercase() && self.is_one_character();
        let is_whole = is_ordinal && follows.is_some_and(char::is_alphabetic)
            || is_initial
                && (after.starts_with(is_blank) || follows.is_some_and(char::is_uppercase))
                && follows.is_some_and(char::is_alphabetic);
        self.end + usize::from(is_whole)
    }
}

/// Whether three digits follow, and then neither a fourth nor a letter.
fn is_group(text: &str) -> bool {
    text.chars().take(4).take_while(|character| is_in_word(*character)).filter(|digit| is_digit(*digit)).count() == 3
        && !text.chars().nth(3).is_some_and(is_in_word)
}

/// Whether several capital letters follow: `2005/222/JHA`.
fn starts_with_code(text: &str) -> bool {
    text.chars().take(2).filter(|character| character.is_uppercase()).count() == 2
}

/// What divides the digits of one number, date, time, version or identifier.
fn is_divider(character: char) -> bool {
    let is_hyphen = matches!(character, '-' | '\u{2010}' | '\u{2011}' | '_');
    matches!(character, '.' | ',' | ':' | '/' | '·' | '٫' | '٬') || is_hyphen || is_blank(character) && character != ' '
}

fn is_unit(character: char) -> bool {
    matches!(character, '%' | '‰' | '°') || is_currency(character)
}

fn is_currency(character: char) -> bool {
    matches!(character, '$' | '£' | '¥' | '\u{20a0}'..='\u{20c0}')
}

/// A single blank between the parts of a number: plain, or one at which no line breaks or that is narrow.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}')
}

fn is_digit(character: char) -> bool {
    character.is_numeric()
}

fn is_in_word(character: char) -> bool {
    character.is_alphanumeric() || is_mark(character)
}

/// Marks that combine with the character before them, joiners and variation selectors.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

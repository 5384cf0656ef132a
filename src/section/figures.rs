//! What the numbers of items and annexes are written in: digits, letters of three alphabets, roman figures.

/// What a number is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figures {
    /// `1`
    Digits,
    /// `a`; behind `z` comes `aa`, `ab`.
    Letters(Alphabet, Case),
    /// `aa`, `bb`: what German law puts below `a`.
    Twice(Alphabet, Case),
    /// `iv`
    Roman(Case),
}

/// Letters in an order of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alphabet {
    Latin,
    /// As Greek law numbers its points: `α` to `ε`, `στ`, `ζ`, up to `ι`, `ια`.
    Greek,
    /// As Bulgarian law numbers its letters, without those that begin no word.
    Bulgarian,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    Lower,
    Upper,
}

/// Roman figures of items go no further; beyond, words are made of them (`mix`, `civil`).
const MAX_ROMAN: u64 = 89;

/// Greek numbers of items go no further, in units and tens; beyond are words, and single letters (`ρ`).
const MAX_GREEK: u64 = 99;

const ROMAN: [(u64, &str); 9] =
    [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];

const LATIN: [&str; 26] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w",
    "x", "y", "z",
];

const BULGARIAN: [&str; 28] = [
    "а", "б", "в", "г", "д", "е", "ж", "з", "и", "й", "к", "л", "м", "н", "о", "п", "р", "с", "т", "у", "ф", "х", "ц",
    "ч", "ш", "щ", "ю", "я",
];

const GREEK_UNITS: [&str; 9] = ["α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ"];
const GREEK_TENS: [&str; 9] = ["ι", "κ", "λ", "μ", "ν", "ξ", "ο", "π", "ϟ"];
const GREEK_HUNDREDS: [&str; 8] = ["ρ", "σ", "τ", "υ", "φ", "χ", "ψ", "ω"];

impl Figures {
    /// Whether a reference calls them a letter.
    pub fn are_letters(self) -> bool {
        matches!(self, Self::Letters(..) | Self::Twice(..))
    }

    /// A number in these figures. What they have none for is written in digits.
    pub fn write(self, number: u64) -> String {
        let (small, case) = match self {
            Self::Digits => (None, Case::Lower),
            Self::Letters(alphabet, case) => (alphabet.write(number), case),
            Self::Twice(alphabet, case) => (alphabet.one(number).map(|one| one.repeat(2)), case),
            Self::Roman(case) => (roman(number), case),
        };
        match (small, case) {
            (None, _) => number.to_string(),
            (Some(small), Case::Lower) => small,
            (Some(small), Case::Upper) => small.to_uppercase(),
        }
    }

    /// All that a word can be as a number, the likeliest first: digits, a letter, a letter twice, a roman figure up to
    /// `MAX_ROMAN`.
    pub fn read(word: &str) -> Vec<(Self, u64)> {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return word.parse().map(|number| (Self::Digits, number)).into_iter().collect();
        }
        let lower = word.to_lowercase();
        let case = match () {
            _ if word == lower => Case::Lower,
            _ if word == word.to_uppercase() => Case::Upper,
            _ => return Vec::new(),
        };
        let Some(alphabet) = lower.chars().next().and_then(Alphabet::of) else { return Vec::new() };
        let as_letter = alphabet.read(&lower).map(|(number, is_twice)| match is_twice {
            true => (Self::Twice(alphabet, case), number),
            false => (Self::Letters(alphabet, case), number),
        });
        let as_roman = roman_value(&lower).map(|number| (Self::Roman(case), number));
        // `l` is the letter, and `i` the figure.
        match as_roman {
            Some((_, 50)) => as_letter.into_iter().chain(as_roman).collect(),
            _ => as_roman.into_iter().chain(as_letter).collect(),
        }
    }
}

impl Alphabet {
    /// The alphabet of a lower-case letter.
    fn of(letter: char) -> Option<Self> {
        match letter {
            'a'..='z' => Some(Self::Latin),
            'α'..='ω' => Some(Self::Greek),
            'а'..='я' => Some(Self::Bulgarian),
            _ => None,
        }
    }

    /// A number as it stands in a list.
    fn write(self, number: u64) -> Option<String> {
        let letters: &[&str] = match self {
            Self::Greek => return greek(number),
            Self::Latin => &LATIN,
            Self::Bulgarian => &BULGARIAN,
        };
        let (before, count) = (number.checked_sub(1)?, letters.len() as u64);
        let last = letters[(before % count) as usize];
        match before / count {
            0 => Some(last.to_owned()),
            rest => Some(self.write(rest)? + last),
        }
    }

    /// A number that has a letter of its own.
    fn one(self, number: u64) -> Option<String> {
        let is_one = |word: &String| word.chars().count() == 1 || word == GREEK_UNITS[5];
        self.write(number).filter(is_one)
    }

    /// The number that a word in lower case is, and whether that stands there twice.
    fn read(self, word: &str) -> Option<(u64, bool)> {
        let half = word.get(..word.len() / 2).filter(|half| !half.is_empty() && half.repeat(2) == word);
        if let Some(half) = half {
            return self.value(half).map(|value| (value, true));
        }
        self.value(word).map(|value| (value, false)).or_else(|| {
            (self == Self::Greek)
                .then(|| (1..=MAX_GREEK).find(|number| greek(*number).as_deref() == Some(word)))?
                .map(|value| (value, false))
        })
    }

    /// The number that has a word for its own letter.
    fn value(self, word: &str) -> Option<u64> {
        let place = |letters: &[&str]| letters.iter().position(|letter| *letter == word).map(|at| at as u64 + 1);
        match self {
            Self::Latin => place(&LATIN),
            Self::Bulgarian => place(&BULGARIAN),
            Self::Greek => place(&GREEK_UNITS)
                .or_else(|| place(&GREEK_TENS).map(|tens| tens * 10))
                .or_else(|| place(&GREEK_HUNDREDS).map(|hundreds| hundreds * 100)),
        }
    }
}

fn greek(number: u64) -> Option<String> {
    let figure = |figures: &[&'static str], value: u64| match value {
        0 => Some(""),
        _ => figures.get(value as usize - 1).copied(),
    };
    let hundreds = figure(&GREEK_HUNDREDS, number / 100)?;
    let tens = figure(&GREEK_TENS, number / 10 % 10)?;
    let units = figure(&GREEK_UNITS, number % 10)?;
    Some([hundreds, tens, units].concat()).filter(|written| !written.is_empty())
}

fn roman(number: u64) -> Option<String> {
    if !(1..=399).contains(&number) {
        return None;
    }
    let (mut rest, mut written) = (number, String::new());
    for (value, figure) in ROMAN {
        while rest >= value {
            written.push_str(figure);
            rest -= value;
        }
    }
    Some(written)
}

/// The value of a roman numeral in lower case, if it is written as it should be.
fn roman_value(word: &str) -> Option<u64> {
    if word.is_empty() || word.len() > "lxxxviii".len() {
        return None;
    }
    let (mut rest, mut number) = (word, 0);
    for (value, figure) in ROMAN {
        while let Some(after) = rest.strip_prefix(figure) {
            (rest, number) = (after, number + value);
        }
    }
    (rest.is_empty() && number <= MAX_ROMAN && roman(number).as_deref() == Some(word)).then_some(number)
}

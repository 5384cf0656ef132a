//! What stands before the items of an ordered list: their numbers, and how these are written.

/// The numbers of an ordered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    pub form: NumberForm,
    pub values: Values,
}

/// Which number each item has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// This number, and one more with each item.
    From(u64),
    /// These, item by item: what was typed does not count by itself.
    Typed(Vec<u64>),
}

/// How a number is written: `1.`, `(a)`, `iv)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NumberForm {
    pub figures: Figures,
    pub marks: Marks,
}

/// What a number is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figures {
    /// `1`
    Digits,
    /// `a`; behind `z` comes `aa`, `ab`.
    Lower,
    /// `A`
    Upper,
    /// `aa`, `bb`: what German law puts below `a`.
    LowerTwice,
    /// `AA`, `BB`
    UpperTwice,
    /// `iv`
    LowerRoman,
    /// `IV`
    UpperRoman,
}

/// What stands around a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marks {
    /// `1.`
    Point,
    /// `1)`
    Bracket,
    /// `(1)`
    Brackets,
}

impl Numbers {
    /// Plain numbers from a first one on.
    pub fn from(first: u64) -> Self {
        Self { form: NumberForm::PLAIN, values: Values::From(first) }
    }

    /// The numbers as they were typed. Where no brackets are around them, all items may have the same 0 or 1, as many
    /// people write lists that count by themselves.
    pub fn of(form: NumberForm, typed: Vec<u64>) -> Self {
        let first = typed.first().copied().unwrap_or(1);
        let may_repeat = form.figures == Figures::Digits && form.marks != Marks::Brackets;
        let is_same = may_repeat && first <= 1 && typed.iter().all(|number| *number == first);
        let rises = typed.windows(2).all(|pair| pair[1] == pair[0] + 1);
        Self { form, values: if is_same || rises { Values::From(first) } else { Values::Typed(typed) } }
    }

    /// The number of an item, counted from 0.
    pub fn at(&self, index: usize) -> u64 {
        match &self.values {
            Values::From(first) => first + index as u64,
            Values::Typed(numbers) => {
                let surplus = (index + 1).saturating_sub(numbers.len()) as u64;
                numbers.get(index).or(numbers.last()).map_or(0, |number| number + surplus)
            }
        }
    }

    /// What stands before an item, counted from 0.
    pub fn printed(&self, index: usize) -> String {
        self.form.print(self.at(index))
    }
}

impl NumberForm {
    /// `1.`
    pub const PLAIN: Self = Self { figures: Figures::Digits, marks: Marks::Point };

    /// Whether it is one that CommonMark has.
    pub fn is_plain(self) -> bool {
        self.figures == Figures::Digits && self.marks != Marks::Brackets
    }

    /// A number with its marks.
    pub fn print(self, number: u64) -> String {
        let [before, after] = self.marks.around();
        format!("{before}{}{after}", self.figures.write(number))
    }
}

impl Marks {
    /// What stands before a number and after it.
    pub fn around(self) -> [&'static str; 2] {
        match self {
            Self::Point => ["", "."],
            Self::Bracket => ["", ")"],
            Self::Brackets => ["(", ")"],
        }
    }
}

impl Figures {
    /// A number in these figures. What they have none for is written in digits.
    pub fn write(self, number: u64) -> String {
        let small = match self {
            Self::Digits => None,
            Self::Lower | Self::Upper => letters(number),
            Self::LowerTwice | Self::UpperTwice => {
                letters(number).filter(|one| one.len() == 1).map(|one| one.repeat(2))
            }
            Self::LowerRoman | Self::UpperRoman => roman(number),
        };
        match (small, self) {
            (None, _) => number.to_string(),
            (Some(small), Self::Upper | Self::UpperTwice | Self::UpperRoman) => small.to_uppercase(),
            (Some(small), _) => small,
        }
    }

    /// All that a word can be as a number, the likeliest first: digits, a letter, a letter twice, a roman figure up to
    /// [`MAX_ROMAN`].
    pub(super) fn read(word: &str) -> Vec<(Self, u64)> {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return word.parse().map(|number| (Self::Digits, number)).into_iter().collect();
        }
        let lower = word.to_ascii_lowercase();
        let [single, twice, roman] = match () {
            _ if word == lower => [Self::Lower, Self::LowerTwice, Self::LowerRoman],
            _ if word == word.to_ascii_uppercase() => [Self::Upper, Self::UpperTwice, Self::UpperRoman],
            _ => return Vec::new(),
        };
        let Some(first) = lower.bytes().next().filter(u8::is_ascii_lowercase) else { return Vec::new() };
        let place = u64::from(first - b'a' + 1);
        let as_letter = match lower.len() {
            1 => Some((single, place)),
            2 if lower.as_bytes()[1] == first => Some((twice, place)),
            _ => None,
        };
        let as_roman = roman_value(&lower).map(|number| (roman, number));
        // `l` is the letter, and `i` the figure.
        match as_roman {
            Some((_, 50)) => as_letter.into_iter().chain(as_roman).collect(),
            _ => as_roman.into_iter().chain(as_letter).collect(),
        }
    }
}

/// Roman figures of items go no further; beyond, words are made of them (`mix`, `civil`).
const MAX_ROMAN: u64 = 89;

const ROMAN: [(u64, &str); 9] =
    [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];

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

/// The value of a roman figure in small letters, if it is written as it should be.
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

/// `a` to `z`, then `aa`, `ab`.
fn letters(number: u64) -> Option<String> {
    let before = number.checked_sub(1)?;
    let last = char::from(b'a' + (before % 26) as u8);
    match before / 26 {
        0 => Some(last.to_string()),
        rest => Some(letters(rest)? + last.encode_utf8(&mut [0; 4])),
    }
}

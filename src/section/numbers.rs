//! What stands before the items of an ordered list: their numbers, and how these are written.

use super::figures::Figures;

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

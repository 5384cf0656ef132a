//! The numbers of an ordered list's items.

/// What stands before the items of an ordered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbers {
    /// This number, and one more with each item.
    From(u64),
    /// These, item by item: what was typed does not count by itself.
    Typed(Vec<u64>),
}

impl Numbers {
    /// The numbers as they were typed. All items may have the same 0 or 1, as many people write lists that count by
    /// themselves.
    pub fn of(typed: Vec<u64>) -> Self {
        let first = typed.first().copied().unwrap_or(1);
        let is_same = first <= 1 && typed.iter().all(|number| *number == first);
        let rises = typed.windows(2).all(|pair| pair[1] == pair[0] + 1);
        if is_same || rises { Self::From(first) } else { Self::Typed(typed) }
    }

    /// The number of an item, counted from 0.
    pub fn at(&self, index: usize) -> u64 {
        match self {
            Self::From(first) => first + index as u64,
            Self::Typed(numbers) => {
                let surplus = (index + 1).saturating_sub(numbers.len()) as u64;
                numbers.get(index).or(numbers.last()).map_or(0, |number| number + surplus)
            }
        }
    }
}

//! Dates in the words of a language.

use crate::manifest::PartialDate;
use crate::terms::Terms;

/// A date as precisely as it is known.
pub fn date(date: PartialDate, terms: &Terms) -> String {
    terms.date(date.year, date.month, date.day)
}

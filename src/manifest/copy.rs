//! The number of a copy: "1 of 3".

use crate::diagnostic::{Code, Diagnostic, Reported};
use crate::source::Spanned;
use crate::table::Table;

/// Which of the copies that were made this one is. Always `1 <= number <= total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyNumber {
    pub number: u32,
    pub total: u32,
}

impl CopyNumber {
    /// Reads `1 of 3`; [`None`] for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, total) = text.split_once(" of ")?;
        let copy = Self { number: digits(number)?, total: digits(total)? };
        (1..=copy.total).contains(&copy.number).then_some(copy)
    }
}

/// Reads a copy's number, if there is one.
pub(super) fn read(table: &mut Table, key: &'static str) -> Result<Option<Spanned<CopyNumber>>, Reported> {
    let Some(text) = table.text(key)? else { return Ok(None) };
    match CopyNumber::parse(&text) {
        Some(copy) => Ok(Some(Spanned::new(copy, text.span()))),
        None => {
            let message = format!("`{}` is not the number of a copy", text.as_str());
            let invalid = Diagnostic::error(Code("invalid-value"), text.span(), message);
            Err(table.diagnostics.report(invalid.with_help("Write which copy it is, of how many: `\"1 of 3\"`.")))
        }
    }
}

fn digits(text: &str) -> Option<u32> {
    let sound = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    if sound { text.parse().ok() } else { None }
}

//! Comma-separated values (RFC 4180), each field with its place. The text of a [`Source`](crate::source::Source) has no
//! byte order mark any more, and its lines end in LF.

use std::ops::Range;

/// A line of the data: what stands in each of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Without the line's end.
    pub range: Range<usize>,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What is said, without quotes and the blanks around it.
    pub text: String,
    /// Where that stands, between its quotes if it has any.
    pub range: Range<usize>,
}

/// What cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// A quotation mark that opens a field and is not closed.
    Unclosed(Range<usize>),
    /// Text behind the quotation mark that closes a field.
    Behind(Range<usize>),
    /// More fields in a line than any table has, up to the last one that was looked at.
    TooMany(Range<usize>),
}

/// The most fields that a record is looked through for.
pub const MAX_FIELDS: usize = 10_000;

/// What may stand between fields; of two that are as frequent in the first line, the first here is meant.
const SEPARATORS: [char; 3] = [';', '\t', ','];

/// The character between the fields, by the first line that is not blank; a comma where there is none.
pub fn separator(text: &str) -> char {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // What stands between quotation marks separates nothing.
    let plain: String = line.split('"').step_by(2).collect();
    let count = |separator: char| plain.matches(separator).count();
    let most = SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator));
    most.filter(|separator| count(*separator) > 0).unwrap_or(',')
}

/// Reads records one by one; blank lines are none. A mistake ends them.
pub fn records(text: &str, separator: char) -> impl Iterator<Item = Result<Record, Mistake>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let line = text[at..].split('\n').next().unwrap_or_default();
            if at >= text.len() {
                return None;
            } else if !line.trim_matches([' ', '\t', '\r']).is_empty() {
                break;
            }
            at = (at + line.len() + 1).min(text.len());
        }
        let read = record(text, at, separator);
        at = read.as_ref().map_or(text.len(), |record| (record.range.end + 1).min(text.len()));
        Some(read)
    })
}

fn record(text: &str, start: usize, separator: char) -> Result<Record, Mistake> {
    let (mut fields, mut at) = (Vec::new(), start);
    loop {
        let field = field(text, at, separator)?;
        at = field.1;
        fields.push(field.0);
        if fields.len() > MAX_FIELDS {
            return Err(Mistake::TooMany(start..at));
        }
        if !text[at..].starts_with(separator) {
            return Ok(Record { range: start..at, fields });
        }
        at += separator.len_utf8();
    }
}

/// The field that begins at a byte, and where it ends: at a separator, the end of the line or of the text.
fn field(text: &str, start: usize, separator: char) -> Result<(Field, usize), Mistake> {
    let is_blank = |character: char| character == ' ' || character == '\t' && separator != '\t';
    let end_of = |from: usize| text[from..].find([separator, '\n']).map_or(text.len(), |length| from + length);
    let lead = text[start..].len() - text[start..].trim_start_matches(is_blank).len();
    let open = start + lead;
    if !text[open..].starts_with('"') {
        let end = end_of(start);
        let trimmed = text[open..end.max(open)].trim_end_matches(is_blank);
        return Ok((Field { text: trimmed.to_owned(), range: open..open + trimmed.len() }, end));
    }
    let (inner, mut said) = (open + 1, String::new());
    let mut at = inner;
    loop {
        let Some(length) = text[at..].find('"') else { return Err(Mistake::Unclosed(open..open + 1)) };
        said.push_str(&text[at..at + length]);
        at += length + 1;
        match text[at..].starts_with('"') {
            true => {
                said.push('"');
                at += 1;
            }
            false => break,
        }
    }
    let end = end_of(at);
    match text[at..end].trim_matches(is_blank) {
        "" => Ok((Field { text: said.trim_matches([' ', '\t', '\n']).to_owned(), range: inner..at - 1 }, end)),
        _ => Err(Mistake::Behind(at..end)),
    }
}

//! How far in the items of lists stand, so that code is told from text, and deep lists become flatter.

/// Lists in lists that are printed.
const MAX_LISTS: usize = 3;

/// The items that are open, the innermost last.
#[derive(Default)]
pub(super) struct Lists(Vec<Item>);

struct Item {
    /// Where its mark stands, and where its text.
    mark: usize,
    text: usize,
    /// How much further left it is written.
    shift: usize,
}

/// Blanks at the beginning of a line; a tab goes to the next fourth.
pub(super) fn indent(line: &str) -> usize {
    let mut width = 0;
    for one in line.chars() {
        match one {
            ' ' => width += 1,
            '\t' => width += 4 - width % 4,
            _ => break,
        }
    }
    width
}

/// A line without so many blanks at its beginning.
pub(super) fn dedented(line: &str, by: usize) -> String {
    let width = indent(line);
    let text = line.trim_start_matches([' ', '\t']);
    if text.is_empty() { String::new() } else { format!("{}{text}", " ".repeat(width.saturating_sub(by))) }
}

/// The length of the mark that an item begins with, and where its text begins.
pub(super) fn mark(text: &str) -> Option<(usize, usize)> {
    let first = text.chars().next()?;
    let length = match first {
        '-' | '*' | '+' => 1,
        '#' if text.starts_with("#.") => 2,
        '(' => text.find(')').filter(|end| (2..=12).contains(end)).filter(|end| is_number(&text[1..*end]))? + 1,
        _ => {
            let digits = text.len() - text.trim_start_matches(|one: char| one.is_ascii_digit()).len();
            let end = if digits > 0 { digits } else { usize::from(first.is_ascii_alphabetic()) };
            if end == 0 || end > 9 || !text[end..].starts_with(['.', ')']) {
                return None;
            }
            if digits == 0 && text[end..].starts_with('.') {
                return None;
            }
            end + 1
        }
    };
    let rest = &text[length..];
    if rest.is_empty() {
        return Some((length, length + 1));
    }
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    match blanks {
        0 => None,
        1..=4 => Some((length, length + blanks)),
        _ => Some((length, length + 1)),
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with('@') || text.len() <= 5 && text.chars().all(|one| one.is_ascii_alphanumeric())
}

impl Lists {
    /// Where the text of the innermost item begins.
    pub(super) fn offset(&self) -> usize {
        self.0.last().map_or(0, |item| item.text)
    }

    /// Whether a line is so far in that it is code.
    pub(super) fn is_code(&mut self, line: &str, is_below_blank: bool) -> bool {
        if !is_below_blank {
            return false;
        }
        self.leave(line);
        let base = self.offset();
        indent(line) >= base + 4 && mark(line.trim_start()).is_none_or(|_| self.0.is_empty())
    }

    /// Closes the items that a line is not part of.
    pub(super) fn leave(&mut self, line: &str) {
        let width = indent(line);
        while self.0.last().is_some_and(|item| width < item.text && width <= item.mark.max(1) || width == 0) {
            self.0.pop();
        }
    }

    /// Opens an item if the line begins one, and returns the line as it is written, and whether a list became flatter.
    pub(super) fn line(&mut self, line: &str, is_below_blank: bool) -> (String, bool) {
        let width = indent(line);
        let text = line.trim_start();
        let found = mark(text);
        if found.is_some() || is_below_blank {
            while self.0.last().is_some_and(|item| width < item.text) {
                self.0.pop();
            }
        }
        let mut is_flatter = false;
        if let Some((_, start)) = found {
            let outer = self.0.last().map_or(0, |item| item.shift);
            let shift = match self.0.len() >= MAX_LISTS {
                true => {
                    is_flatter = true;
                    let level = &self.0[MAX_LISTS - 1];
                    width.saturating_sub(level.mark - level.shift)
                }
                false => outer,
            };
            self.0.push(Item { mark: width, text: width + start, shift });
        }
        let shift = self.0.last().map_or(0, |item| item.shift);
        let written = if shift == 0 { line.to_owned() } else { dedented(line, shift) };
        (written, is_flatter)
    }
}

/// A line of code without so many blanks; what has fewer keeps none.
pub(super) fn dedented_code(line: &str, by: usize) -> String {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    line[blanks.min(by)..].to_owned()
}

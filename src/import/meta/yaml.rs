//! YAML as people write it at the top of their texts, and JSON, which it holds. Nothing is refused: what cannot be read
//! is a text.

use super::Value;

/// Lists and maps in each other; further in they are text.
const MAX_DEPTH: usize = 24;

struct Line<'a> {
    indent: usize,
    text: &'a str,
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    next: usize,
}

/// Reads a document.
pub(in super::super) fn read(text: &str) -> Value {
    let trimmed = text.trim_start();
    if trimmed.starts_with(['{', '[']) {
        return flow(&mut trimmed.chars().peekable(), 0);
    }
    let line = |line: &'_ str| line.len() - line.trim_start_matches(' ').len();
    let lines = text.lines().filter(|line| !matches!(line.trim_end(), "---" | "..."));
    let lines = lines.map(|text| Line { indent: line(text), text: text.trim() }).collect();
    let mut reader = Reader { lines, next: 0 };
    reader.skip();
    let indent = reader.peek().map_or(0, |line| line.indent);
    reader.block(indent, 0)
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&Line<'a>> {
        self.lines.get(self.next)
    }

    /// Passes blank lines and comments.
    fn skip(&mut self) {
        while self.peek().is_some_and(|line| line.text.is_empty() || line.text.starts_with('#')) {
            self.next += 1;
        }
    }

    fn block(&mut self, indent: usize, depth: usize) -> Value {
        self.skip();
        let Some(first) = self.peek() else { return Value::Nothing };
        match first.text {
            text if is_item(text) => self.list(indent, depth),
            text if pair(text).is_some() => self.map(indent, depth),
            _ => {
                let mut words = Vec::new();
                while let Some(line) = self.peek().filter(|line| line.indent >= indent || line.text.is_empty()) {
                    words.push(line.text);
                    self.next += 1;
                }
                scalar(&words.join(" "), depth)
            }
        }
    }

    fn list(&mut self, indent: usize, depth: usize) -> Value {
        let mut items = Vec::new();
        loop {
            self.skip();
            let Some(line) = self.peek().filter(|line| line.indent == indent && is_item(line.text)) else { break };
            let inner = line.text[1..].trim_start();
            let at = indent + line.text.len() - inner.len();
            items.push(if inner.is_empty() || inner.starts_with('#') {
                self.next += 1;
                self.below(indent, depth)
            } else if depth < MAX_DEPTH && (is_item(inner) || pair(inner).is_some()) {
                let next = self.next;
                self.lines[next] = Line { indent: at, text: inner };
                self.block(at, depth + 1)
            } else {
                self.next += 1;
                self.value(inner, indent, depth)
            });
        }
        // What fits nowhere is passed, or nothing would come to an end.
        if items.is_empty() {
            self.next += 1;
        }
        Value::List(items)
    }

    fn map(&mut self, indent: usize, depth: usize) -> Value {
        let mut pairs = Vec::new();
        loop {
            self.skip();
            let Some(line) = self.peek().filter(|line| line.indent >= indent && !is_item(line.text)) else { break };
            let Some((key, rest)) = pair(line.text).filter(|_| line.indent == indent) else {
                self.next += 1;
                continue;
            };
            self.next += 1;
            let value = if rest.is_empty() || rest.starts_with('#') {
                self.below(indent, depth)
            } else {
                self.value(rest, indent, depth)
            };
            pairs.push((key, value));
        }
        if pairs.is_empty() {
            self.next += 1;
        }
        Value::Map(pairs)
    }

    /// What stands below a key or a hyphen: further in, or a list at the same indent.
    fn below(&mut self, indent: usize, depth: usize) -> Value {
        self.skip();
        match self.peek() {
            Some(line)
                if depth < MAX_DEPTH && (line.indent > indent || line.indent == indent && is_item(line.text)) =>
            {
                let inner = line.indent;
                self.block(inner, depth + 1)
            }
            _ => Value::Nothing,
        }
    }

    /// A value that begins behind a key, and may go on further in below.
    fn value(&mut self, first: &'a str, indent: usize, depth: usize) -> Value {
        let bare = first.trim_start_matches(['!', '&']).trim_start();
        if let Some(style) = bare.chars().next().filter(|style| matches!(style, '|' | '>'))
            && bare[1..].trim_end().chars().all(|one| matches!(one, '-' | '+') || one.is_ascii_digit())
        {
            return self.literal(style, indent);
        }
        let mut text = first.to_owned();
        let is_open = |text: &str| match text.chars().next() {
            Some(quote @ ('"' | '\'')) => !is_closed(text, quote),
            Some('[') => text.matches('[').count() > text.matches(']').count(),
            Some('{') => text.matches('{').count() > text.matches('}').count(),
            _ => false,
        };
        while let Some(line) = self.peek() {
            let goes_on = line.indent > indent && !line.text.is_empty() || is_open(&text);
            if !goes_on || self.next > self.lines.len() {
                break;
            }
            text.push(' ');
            text.push_str(line.text);
            self.next += 1;
        }
        scalar(&text, depth)
    }

    /// Lines that are kept, or folded into paragraphs.
    fn literal(&mut self, style: char, indent: usize) -> Value {
        let mut lines: Vec<(usize, &str)> = Vec::new();
        while let Some(line) = self.peek().filter(|line| line.indent > indent || line.text.is_empty()) {
            lines.push((line.indent, line.text));
            self.next += 1;
        }
        let least = lines.iter().filter(|(_, text)| !text.is_empty()).map(|(indent, _)| *indent).min().unwrap_or(0);
        let mut text = String::new();
        for (indent, line) in lines {
            let is_folded = style == '>' && !line.is_empty() && !text.is_empty() && !text.ends_with("\n\n");
            if is_folded && text.ends_with('\n') {
                text.pop();
                text.push(' ');
            }
            if !line.is_empty() {
                text.push_str(&" ".repeat(indent.saturating_sub(least)));
            }
            text.push_str(line);
            text.push('\n');
        }
        Value::Text(text.trim_end().to_owned())
    }
}

/// Whether the quotation mark that begins a text is closed, whatever stands behind.
fn is_closed(text: &str, quote: char) -> bool {
    let mut rest = text[1..].chars().peekable();
    while let Some(one) = rest.next() {
        match one {
            '\\' if quote == '"' => drop(rest.next()),
            '\'' if quote == '\'' && rest.next_if_eq(&'\'').is_some() => {}
            _ if one == quote => return true,
            _ => {}
        }
    }
    false
}

fn is_item(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

/// The key and what stands behind its colon.
fn pair(text: &str) -> Option<(String, &str)> {
    const MAX_KEY: usize = 1024;
    if text.starts_with(['"', '\'']) {
        let mut rest = text.chars().peekable();
        let key = flow(&mut rest, MAX_DEPTH);
        let length: usize = rest.map(char::len_utf8).sum();
        let rest = text[text.len() - length..].trim_start().strip_prefix(':')?;
        return (rest.is_empty() || rest.starts_with(' ')).then(|| (key.shown(), rest.trim_start()));
    }
    let at = text.find(": ").or_else(|| text.len().checked_sub(1).filter(|_| text.ends_with(':')))?;
    let key = text[..at].trim_end();
    let is_key =
        !key.is_empty() && key.len() <= MAX_KEY && !key.starts_with(['[', ']', '{', '}', '|', '>', '%', '@', '`']);
    is_key.then(|| (key.to_owned(), text[at + 1..].trim_start()))
}

/// Whether a line is an entry, and not rather a sentence with a colon.
pub(in super::super) fn is_entry(text: &str) -> bool {
    const MAX_KEY: usize = 80;
    pair(text).is_some_and(|(key, _)| key.len() <= MAX_KEY && !key.contains(['[', ']', '{', '}', '"', ',']))
}

/// A value in one line.
fn scalar(text: &str, depth: usize) -> Value {
    let text = text.trim();
    match text.chars().next() {
        None => Value::Nothing,
        Some('[' | '{') => flow(&mut text.chars().peekable(), depth),
        Some('"' | '\'') => flow(&mut text.chars().peekable(), depth),
        _ => {
            let plain = text.find(" #").map_or(text, |at| &text[..at]).trim_end();
            match plain {
                "~" | "null" => Value::Nothing,
                _ => Value::Text(plain.to_owned()),
            }
        }
    }
}

/// A value in brackets, braces or quotation marks; commas and colons end others.
fn flow(rest: &mut std::iter::Peekable<std::str::Chars>, depth: usize) -> Value {
    while rest.next_if(|one| one.is_whitespace()).is_some() {}
    match rest.peek().copied() {
        Some(open @ ('[' | '{')) if depth < MAX_DEPTH => {
            rest.next();
            let (mut items, mut pairs) = (Vec::new(), Vec::new());
            loop {
                while rest.next_if(|one| one.is_whitespace() || *one == ',').is_some() {}
                match rest.peek() {
                    None => break,
                    Some(']' | '}') => {
                        rest.next();
                        break;
                    }
                    _ => {}
                }
                let value = flow(rest, depth + 1);
                while rest.next_if(|one| one.is_whitespace()).is_some() {}
                match rest.next_if_eq(&':') {
                    Some(_) => pairs.push((value.shown(), flow(rest, depth + 1))),
                    None => items.push(value),
                }
            }
            if open == '[' { Value::List(items) } else { Value::Map(pairs) }
        }
        Some(quote @ ('"' | '\'')) => {
            rest.next();
            let mut text = String::new();
            while let Some(one) = rest.next() {
                match one {
                    '\'' if quote == '\'' && rest.next_if_eq(&'\'').is_some() => text.push('\''),
                    _ if one == quote => break,
                    '\\' if quote == '"' => text.extend(escaped(rest)),
                    _ => text.push(one),
                }
            }
            Value::Text(text)
        }
        _ => {
            let mut text = String::new();
            while let Some(one) = rest.peek().copied() {
                let is_end = matches!(one, ',' | ']' | '}') && depth > 0;
                let is_colon = one == ':' && depth > 0 && rest.clone().nth(1).is_none_or(char::is_whitespace);
                if is_end || is_colon {
                    break;
                }
                text.push(one);
                rest.next();
            }
            // A bracket that opens too deep stands for itself.
            if text.is_empty() {
                text.extend(rest.next());
            }
            match text.trim() {
                "null" | "~" => Value::Nothing,
                plain => Value::Text(plain.to_owned()),
            }
        }
    }
}

fn escaped(rest: &mut std::iter::Peekable<std::str::Chars>) -> Option<char> {
    match rest.next()? {
        'n' => Some('\n'),
        't' => Some(' '),
        'u' => {
            let digits: String = rest.by_ref().take(4).collect();
            u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
        }
        other => Some(other),
    }
}

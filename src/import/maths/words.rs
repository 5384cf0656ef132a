//! Words within a formula, and what stands between braces as it is.

use super::super::scan;
use super::tree::{Atom, Reader};

impl<'t> Reader<'t> {
    /// The name of a command behind its backslash, whose blanks are passed.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let rest = self.rest.trim_start().strip_prefix('\\')?;
        let length = rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.rest = &rest[length..];
        (length > 0).then_some(&rest[..length])
    }

    /// What stands between braces, as it is typed.
    pub(super) fn balanced(&mut self) -> Option<&'t str> {
        let start = self.rest.trim_start();
        let (mut depth, mut is_escaped) = (0_usize, false);
        for (at, one) in start.char_indices() {
            match one {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '{' => depth += 1,
                '}' => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        self.rest = &start[at + 1..];
                        return Some(&start[1..at]);
                    }
                }
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// Words between braces, in which nothing is markup.
    pub(super) fn words(&mut self) -> Option<&'t str> {
        let inner = self.balanced()?;
        (!inner.contains(['{', '\\', '$', '^'])).then_some(inner)
    }

    /// Text between braces, with formulas in it.
    pub(super) fn text(&mut self) -> Option<Vec<Atom>> {
        let inner = self.balanced()?;
        self.within(|reader| reader.prose(inner))
    }

    fn prose(&mut self, text: &str) -> Option<Vec<Atom>> {
        let (mut atoms, mut words, mut rest) = (Vec::new(), String::new(), text);
        while let Some(one) = rest.chars().next() {
            rest = &rest[one.len_utf8()..];
            match one {
                '$' => {
                    let end = rest.find('$')?;
                    push(&mut atoms, &mut words);
                    atoms.extend(self.inner(&rest[..end])?);
                    rest = &rest[end + 1..];
                }
                '~' => words.push(' '),
                '{' | '}' => {}
                '\\' => {
                    let length = rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(rest.len());
                    if length == 0 {
                        let one = rest.chars().next()?;
                        rest = &rest[one.len_utf8()..];
                        match one {
                            '(' => {
                                let end = rest.find("\\)")?;
                                push(&mut atoms, &mut words);
                                atoms.extend(self.inner(&rest[..end])?);
                                rest = &rest[end + 2..];
                            }
                            ',' | ';' | ':' | ' ' | '\\' | '/' => words.push(' '),
                            '!' | '-' => {}
                            _ if one.is_ascii_punctuation() => words.push(one),
                            _ => return None,
                        }
                        continue;
                    }
                    let (name, behind) = rest.split_at(length);
                    // A blank behind a name only ends it.
                    rest = behind.strip_prefix(' ').unwrap_or(behind);
                    match name {
                        "textbf" | "textit" | "textrm" | "textsf" | "texttt" | "textsc" | "emph" | "text" | "mbox"
                        | "textnormal" | "rm" | "bf" | "it" | "small" | "footnotesize" | "scriptsize" | "tiny"
                        | "normalsize" | "underline" => {}
                        "quad" | "qquad" | "enspace" | "newline" => words.push(' '),
                        "LaTeX" | "TeX" => words.push_str(name),
                        "ldots" | "dots" => words.push('…'),
                        "textbackslash" => words.push('\\'),
                        _ => return None,
                    }
                }
                _ => words.push(if one.is_whitespace() { ' ' } else { one }),
            }
        }
        push(&mut atoms, &mut words);
        Some(atoms)
    }
}

fn push(atoms: &mut Vec<Atom>, words: &mut String) {
    if !words.is_empty() {
        let words = std::mem::take(words).replace("--", "–");
        // A text begins no line.
        atoms.push(Atom::Plain(scan::literal(&format!("x{words}"))[1..].to_owned()));
    }
}

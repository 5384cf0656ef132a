//! Lines that stay lines, each behind a bar: verses and addresses of pandoc.
//!
//! Source: the manual of pandoc on line blocks, <https://pandoc.org/MANUAL.html#line-blocks>.

use super::Blocks;
use super::lists::indent;

/// A line of a block, without its bar.
fn verse(line: &str) -> Option<&str> {
    let text = line.trim();
    let inner = text.strip_prefix('|')?;
    let is_verse = (inner.is_empty() || inner.starts_with(' ')) && !inner.trim().contains('|');
    is_verse.then_some(inner.strip_prefix(' ').unwrap_or(inner))
}

impl Blocks<'_, '_, '_> {
    pub(super) fn line_block(&mut self) -> bool {
        let first = self.line();
        if verse(first).is_none() || !self.is_below_blank() {
            return false;
        }
        let count = self.lines[self.at..].iter().take_while(|line| !line.trim().is_empty()).count();
        let own: Vec<&str> = self.lines[self.at..self.at + count].to_vec();
        let mut lines: Vec<String> = Vec::new();
        for line in own {
            match verse(line) {
                Some(text) => {
                    let words = text.trim_start();
                    // Blanks at the beginning are as wide as they are typed.
                    lines.push(format!("{}{}", "\u{a0}".repeat(text.len() - words.len()), words.trim_end()));
                }
                // A line may go on further in.
                None if line.starts_with(' ') && !line.trim().starts_with('|') => {
                    if let Some(last) = lines.last_mut() {
                        *last = format!("{last} {}", line.trim());
                    }
                }
                None => return false,
            }
        }
        // A row of dashes is one of a table.
        if lines.iter().any(|line| line.contains("---") && line.trim_matches(['-', ':', '+', ' ']).is_empty()) {
            return false;
        }
        self.at += count;
        let paragraphs = lines.split(|line| line.is_empty()).map(|lines| lines.join("\\\n"));
        let text: Vec<String> = paragraphs.filter(|text| !text.is_empty()).collect();
        let text = self.inner(&text.join("\n\n"), true);
        self.push_block(&text, indent(first));
        true
    }
}

//! Text as a Typst string literal: the one way in which an author's characters enter Typst code.

/// `text` as a Typst string literal.
pub fn literal(text: &str) -> String {
    let mut code = String::with_capacity(text.len() + 2);
    push_literal(&mut code, text);
    code
}

/// Writes `text` as a Typst string literal, quotes included.
pub fn push_literal(code: &mut String, text: &str) {
    code.push('"');
    for character in text.chars() {
        match character {
            '\\' => code.push_str("\\\\"),
            '"' => code.push_str("\\\""),
            '\n' => code.push_str("\\n"),
            '\r' => code.push_str("\\r"),
            '\t' => code.push_str("\\t"),
            _ => code.push(character),
        }
    }
    code.push('"');
}

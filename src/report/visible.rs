//! What authors wrote, made visible: nothing is hidden and nothing is obeyed by whatever shows it.

use std::borrow::Cow;

use serde::Serialize;

/// The text as one line in which nothing is hidden and nothing is obeyed: each control character is replaced by its
/// picture (U+2400 to U+2421) or by U+FFFD, one for one, so that columns still count right. Joiners, which
/// many scripts need, stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| shown(character) == character) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(shown).collect())
    }
}

fn shown(character: char) -> char {
    match character {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        // Marks, overrides and isolates of direction, spaces without width, separators, tags.
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            char::REPLACEMENT_CHARACTER
        }
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ if character.is_control() => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// JSON in one line. JSON itself only asks for U+0000 to U+001F to be escaped; terminals obey some other characters
/// as well. Outside of strings there are none, so they can be replaced without a look at the structure.
pub fn to_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("strings and numbers are always JSON");
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if shown(character) == character {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

//! Initials among given names that a style has written out (CSL 1.0.2, `initialize="false"`): the engine leaves them as
//! they were typed.

use citationberg::IndependentStyle;

use super::pieces::Piece;
use super::style::name_elements;

/// What follows initials in a style that writes given names out, as some of its names are printed.
pub(super) fn kept(style: &IndependentStyle) -> Option<String> {
    let mut after = None;
    let list = style.bibliography.as_ref().map(|list| &list.name_options);
    let inherited = style.settings.options.apply(list.unwrap_or(&style.citation.name_options));
    name_elements(style, &mut |names, name| {
        let options = inherited.apply(&names.options());
        if let Some(options) = name.map(|name| name.options(&options))
            && !options.initialize
        {
            after = options.initialize_with.map(str::to_owned).or(after.take());
        }
    });
    after
}

/// Sets what follows the initials of a name: `Simone D. J. Sample` is `Simone DJ Sample` if that is nothing.
pub(super) fn set(name: &mut [Piece], after: &str) {
    for piece in name {
        match piece {
            Piece::Text(text) => *text = with(text, after),
            Piece::Within(_, inner) => set(inner, after),
            _ => {}
        }
    }
}

fn with(text: &str, after: &str) -> String {
    let mut set = String::with_capacity(text.len());
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let Some(letters) = letters(word) else {
            set.push_str(word);
            set.extend(words.peek().map(|_| ' '));
            continue;
        };
        let is_last = words.peek().is_none_or(|next| self::letters(next).is_none());
        let joined = letters.join(&format!("{}-", after.trim_end()));
        set.push_str(&joined);
        match words.peek() {
            Some(_) if is_last => {
                set.push_str(after.trim_end());
                set.push(' ');
            }
            Some(_) => set.push_str(after),
            None => set.push_str(after.trim_end()),
        }
    }
    set
}

/// The letters of `D.`, `J.-P.` and `D`.
fn letters(word: &str) -> Option<Vec<&str>> {
    let is_letter = |part: &&str| part.chars().count() == 1 && part.chars().all(char::is_uppercase);
    let parts: Vec<&str> = word.split('-').map(|part| part.strip_suffix('.').unwrap_or(part)).collect();
    parts.iter().all(is_letter).then_some(parts)
}

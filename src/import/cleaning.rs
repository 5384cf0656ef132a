//! A text as it is translated: without characters that nothing prints, and without paths that templates fill in.

/// A text without characters that no paper can have or that are marks here, and without what templates put before
/// addresses.
pub(super) fn cleaned(text: &str) -> String {
    let is_unseen = |one: char| matches!(one, '\u{feff}' | '\u{200b}' | '\u{ad}' | '\u{b}' | '\u{c}');
    let is_of_ours = |one: char| super::remark::is_mark(one) || ('\u{10ff00}'..='\u{10ffff}').contains(&one);
    let is_forbidden = |one: char| crate::source::is_forbidden(one) && !matches!(one, '\n' | '\t');
    let is_kept = |one: &char| !is_unseen(*one) && !is_of_ours(*one) && !is_forbidden(*one);
    let text: String = text.chars().filter(is_kept).map(|one| if one == '\u{2028}' { '\n' } else { one }).collect();
    literal_values(&text)
}

/// A longer value is no address.
const MAX_VALUE: usize = 400;

/// The text with the addresses that templates only put a path before: `{{ "https://…" | url }}`.
fn literal_values(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("{{") {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 2..];
        let near = inner.char_indices().nth(MAX_VALUE).map_or(inner, |(end, _)| &inner[..end]);
        let end = near.find("}}").filter(|end| !inner[..*end].contains('\n'));
        let parts = end.and_then(|end| Some((inner[..end].trim().split_once('|')?, end)));
        let value = parts.and_then(|((value, filter), end)| {
            let is_path = ["url", "relative_url", "absolute_url"].contains(&filter.trim());
            let value = value.trim();
            let value = value.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
            is_path.then_some((value, end))
        });
        match value {
            Some((value, end)) => {
                out.push_str(value);
                rest = &inner[end + 2..];
            }
            None => {
                out.push_str("{{");
                rest = inner;
            }
        }
    }
    out + rest
}

//! A text as it is translated: without characters that nothing prints, and without paths that templates fill in.

/// A text without characters that no paper can have or that are marks here, and without what templates put before
/// addresses.
pub(super) fn cleaned(text: &str) -> String {
    let is_unseen = |one: char| matches!(one, '\u{feff}' | '\u{200b}' | '\u{ad}' | '\u{b}' | '\u{c}');
    let is_of_ours = |one: char| super::remark::is_mark(one) || ('\u{10ff00}'..='\u{10ffff}').contains(&one);
    let is_forbidden = |one: char| crate::source::is_forbidden(one) && !matches!(one, '\n' | '\t');
    let is_kept = |one: &char| !is_unseen(*one) && !is_of_ours(*one) && !is_forbidden(*one);
    let text: String = text.chars().filter(is_kept).map(|one| if one == '\u{2028}' { '\n' } else { one }).collect();
    plain_headings(&anchored(&one_line(&literal_values(&text))))
}

/// A text whose empty links that only name a place are anchors: `[](){ #place }` of MkDocs.
fn anchored(text: &str) -> String {
    const OPEN: &str = "[](){";
    super::scan::map_signs(text, '[', |rest| {
        let line = rest.strip_prefix(OPEN)?.lines().next()?;
        let end = line.find('}')?;
        let id = line[..end].trim().strip_prefix('#').filter(|id| !id.is_empty())?;
        let is_name = !id.contains(char::is_whitespace);
        is_name.then(|| (format!("<a id=\"{id}\"></a>"), OPEN.len() + end + 1))
    })
}

/// A text in whose headings a plain blank stands behind the hashes.
fn plain_headings(text: &str) -> String {
    if !text.contains("#\u{a0}") {
        return text.to_owned();
    }
    super::scan::map_text(text, |part| {
        let lines = part.split_inclusive('\n').map(|line| {
            let is_heading = line.starts_with('#') && line.trim_start_matches('#').starts_with('\u{a0}');
            if is_heading { line.replacen('\u{a0}', " ", 1) } else { line.to_owned() }
        });
        lines.collect()
    })
}

/// Lists of attributes of kramdown, each on one line: `{: #id title="…"}` may go on.
fn one_line(text: &str) -> String {
    const MAX_LINES: usize = 6;
    super::scan::map_text(text, |part| {
        let (mut out, mut rest) = (String::with_capacity(part.len()), part);
        while !rest.is_empty() {
            let (line, behind) = rest.split_at(rest.find('\n').map_or(rest.len(), |end| end + 1));
            let begins = line.trim_start().starts_with("{:") && !line.contains('}') && !line.trim().starts_with("{::");
            let near = || rest.match_indices('\n').nth(MAX_LINES - 1).map_or(rest, |(end, _)| &rest[..end]);
            let end = begins.then(near).and_then(|near| near.find('}')).filter(|end| !rest[..*end].contains("\n\n"));
            match end {
                Some(end) => {
                    let list: Vec<&str> = rest[..=end].split_whitespace().collect();
                    out.push_str(&list.join(" "));
                    rest = &rest[end + 1..];
                }
                None => {
                    out.push_str(line);
                    rest = behind;
                }
            }
        }
        out
    })
}

/// A longer value is no address.
const MAX_VALUE: usize = 400;

/// The text with the addresses that templates only put a path before: `{{ "https://…" | url }}`.
fn literal_values(text: &str) -> String {
    super::scan::map_signs(text, '{', |rest| {
        let inner = rest.strip_prefix("{{")?;
        let near = inner.char_indices().nth(MAX_VALUE).map_or(inner, |(end, _)| &inner[..end]);
        let end = near.find("}}").filter(|end| !inner[..*end].contains('\n'))?;
        let (value, filter) = inner[..end].trim().split_once('|')?;
        let value = value.trim().strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
        let is_path = ["url", "relative_url", "absolute_url"].contains(&filter.trim());
        is_path.then(|| (value.to_owned(), end + 4))
    })
}

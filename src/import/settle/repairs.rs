//! What is done about a finding that has no fix: the mistake goes, or what it stands in prints as it is typed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::remark::{Remark, Remarks};
use super::super::scan;
use super::{Edit, places, range_of};
use crate::diagnostic::{Diagnostic, Severity};

/// Rounds after which not only the place is made literal, but its paragraph, as text and as code, then all.
const PARAGRAPH: usize = 8;
const CODE: usize = 14;
const ALL: usize = 20;

/// What to change in a text, if anything.
pub(super) fn repair(found: &Diagnostic, text: &str, round: usize) -> Option<Edit> {
    let range = range_of(found)?;
    let range = places::floor(text, range.start)..places::floor(text, range.end.max(range.start));
    let code = found.code.0;
    if found.severity != Severity::Error {
        let is_literal = code.starts_with("literal-") && found.fix.is_none() && round < PARAGRAPH;
        return is_literal.then(|| literal(found, text, range)).flatten();
    }
    if round < PARAGRAPH
        && let Some(edit) = by_code(found, text, range.clone(), code)
    {
        return Some(edit);
    }
    Some(match round {
        _ if round < PARAGRAPH => of(range.clone(), scan::literal(&text[range]), told(found)),
        _ if round < CODE => {
            let range = places::paragraph(text, &range);
            of(range.clone(), scan::literal(&unescaped(&text[range])), told(found))
        }
        _ if round < ALL => fenced(text, places::paragraph(text, &range), told(found)),
        _ => fenced(text, places::body(text)..text.len(), told(found)),
    })
}

/// What a finding says, as a remark.
fn told(found: &Diagnostic) -> Option<Remark> {
    Some(Remark::to_do(found.message.clone(), found.help.clone().unwrap_or_default()))
}

fn of(range: Range<usize>, with: impl Into<String>, remark: Option<Remark>) -> Edit {
    Edit { range, with: with.into(), remark }
}

/// Near-misses of which a file often has many, and what they are together.
const ALIKE: &[(&str, &str)] = &[
    ("literal-command", "commands of TeX, printed as they are typed"),
    ("literal-math", "formulas or parts of them, printed as they are typed"),
    ("literal-value", "texts in braces, printed as they are typed"),
];

/// A near-miss prints as it is typed for good.
fn literal(found: &Diagnostic, text: &str, range: Range<usize>) -> Option<Edit> {
    let written = &text[range.clone()];
    let many = ALIKE.iter().find(|(code, _)| *code == found.code.0).map(|(_, many)| *many);
    let mut remark = told(found).map(|remark| many.map_or(remark.clone(), |many| remark.one_of(many)));
    // Its own tool prints it so as well, if that is none of TeX.
    let is_obeyed = ["literal-command", "literal-math", "literal-value", "literal-attributes", "literal-block"];
    // A value or a macro of another tool than the manuscript's, in single braces.
    let is_foreign = match found.code.0 {
        "literal-value" => !["{{", "{%"].iter().any(|open| written.starts_with(open)),
        "literal-command" => written.starts_with('{'),
        _ => false,
    };
    let is_list = found.code.0 == "literal-attributes" && (written.starts_with("{#") || written.starts_with("{."));
    if !is_obeyed.contains(&found.code.0) || found.code.0 == "literal-attributes" || is_foreign {
        remark = remark.map(|remark| Remark { weight: super::super::remark::Weight::ToKnow, ..remark });
    }
    let lines = places::paragraph(text, &range);
    match found.code.0 {
        // No tool prints attributes, wherever they stand.
        "literal-attributes" if is_list => {
            let blanks = text[range.end..].len() - text[range.end..].trim_start_matches(' ').len();
            let remark = Remark::to_know("attributes of what has none here", "See whether they are needed.");
            Some(of(range.start..range.end + blanks, "", Some(remark.without(written))))
        }
        // Code between fences it is.
        code if code != "literal-paragraph" && found.message.ends_with("as code") => None,
        "literal-paragraph" | "literal-code" | "literal-value" if written.contains('`') => {
            Some(of(range.clone(), written.replace('`', "\\`"), remark))
        }
        "literal-table" => {
            let is_alone = !text[lines.clone()].trim_start().starts_with(['>', '-', '*', ':']);
            is_alone.then(|| fenced(text, lines, remark))
        }
        "literal-paragraph" => {
            let text = &text[lines.clone()];
            let dedented: Vec<&str> = text.lines().map(str::trim_start).collect();
            Some(of(lines, dedented.join("\n"), None))
        }
        _ => Some(of(range.clone(), scan::literal(&unescaped(written)), remark)),
    }
}

/// A text without the backslashes before its marks.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(one) = rest.next() {
        if one == '\\' && rest.peek().is_some_and(char::is_ascii_punctuation) {
            out.extend(rest.next());
        } else {
            out.push(one);
        }
    }
    out
}

/// Lines as code.
fn fenced(text: &str, range: Range<usize>, remark: Option<Remark>) -> Edit {
    let inner = &text[range.clone()];
    let fence = scan::fence_around(inner);
    // Where it stands in a list, it stays there.
    let pad: String = inner.chars().take_while(|one| *one == ' ').collect();
    of(range, format!("{pad}{fence}\n{}\n{pad}{fence}", inner.trim_end()), remark)
}

/// What is done about one kind of mistake.
fn by_code(found: &Diagnostic, text: &str, range: Range<usize>, code: &str) -> Option<Edit> {
    let written = &text[range.clone()];
    let line = places::line(text, range.start);
    let gone = |range: Range<usize>, lost: &str| {
        let remark = told(found).map(|remark| remark.without(lost));
        Some(of(range, "", remark))
    };
    match code {
        "raw-html" => Some(html(found, text, range)),
        "mixed-list" => nested(found, text, line),
        "unsupported-thematic-break" | "stray-fence" => Some(of(line, "", None)),
        "too-long" if found.message.starts_with("a word") => Some(parted(text, range.start)),
        "unknown-attribute"
        | "duplicate-attribute"
        | "invalid-width"
        | "misplaced-annex"
        | "misplaced-page"
        | "invalid-language" => attribute(text, range, told(found)),
        "invalid-attribute" if written.starts_with('{') && written.ends_with('}') => gone(range.clone(), written),
        "duplicate-label" => Some(of(range.clone(), format!("{written}-{}", range.start), told(found))),
        "unknown-label" | "unsafe-link" | "misplaced-placeholder" | "unknown-placeholder" | "empty-link" => {
            unlinked(found, text, &range)
        }
        "missing-number" => {
            let (_, words, address) = places::link(text, &range)?;
            if text[words.clone()].contains('{') {
                return unlinked(found, text, &range);
            }
            let label = text[address].to_owned();
            Some(of(words.start - 1..words.end + 2 + label.len() + 1, format!("[{{title}}]({label})"), None))
        }
        "unknown-citation"
        | "misplaced-citation"
        | "invalid-citation"
        | "missing-bibliography"
        | "bibliography-not-printed" => citation(found, text, range),
        "unknown-footnote" => {
            let start = text[..range.start + 1].rfind('[').filter(|start| range.start - start < 3)?;
            // No tool makes anything of it either.
            let remark = Remark::to_know(found.message.clone(), found.help.clone().unwrap_or_default());
            Some(of(start..start, "\\", Some(remark)))
        }
        "misplaced-footnote" => moved_call(text, range),
        "skipped-heading-level" => {
            let hashes = text[line.clone()].len() - text[line.clone()].trim_start_matches('#').len();
            (hashes > 1).then(|| of(line.start..line.start + 1, "", None))
        }
        "misplaced-heading" => {
            let start = line.start + text[line.clone()].find('#')?;
            let title = text[start..line.end].trim_start_matches('#').trim();
            Some(of(start..line.end, format!("**{}**", title.replace("**", "")), None))
        }
        "empty-heading" => Some(of(line, "", None)),
        "missing-alt-text" => image_words(text, &range, true),
        "missing-caption" if written.contains("![") => image_words(text, &range, false),
        "stray-braces" | "invalid-expression" | "misplaced-expression" | "unknown-value" => {
            let start = text[..places::floor(text, range.start + 2)].rfind("{{").unwrap_or(range.start);
            let is_open = text[start..].starts_with("{{");
            is_open.then(|| of(start..start + 2, "\\{\\{", told(found)))
        }
        "unclosed-block" | "invalid-block" | "unknown-block" => {
            let opening = text[line.clone()].trim().trim_start_matches(':').trim().to_owned();
            gone(line, &opening)
        }
        "unclosed-code" => Some(of(text.len()..text.len(), "\n```\n", None)),
        "unclosed-comment" => Some(of(range.start..range.start + 1, "\\<", told(found))),
        "text-after-comment" => {
            let end = range.start + text[range.start..].find("-->")? + 3;
            Some(of(end..end, "\n\n", None))
        }
        "raw-code" => {
            let info = text[line.clone()].find('{')?;
            Some(of(line.start + info..line.end, "", told(found)))
        }
        "forbidden-character" | "invalid-character" | "invisible-character" => Some(of(range, "", None)),
        "missing-cells" | "row-too-long" | "invalid-table" | "too-many-columns" | "invalid-span" => {
            let lines = places::paragraph(text, &range);
            Some(fenced(text, lines, told(found)))
        }
        "duplicate-bibliography" => Some(of(places::paragraph(text, &range), "", None)),
        _ => None,
    }
}

/// Items of another list stand in the item above.
fn nested(found: &Diagnostic, text: &str, line: Range<usize>) -> Option<Edit> {
    let help = found.help.as_deref()?.strip_prefix("Indent it by ")?;
    let pad = " ".repeat(help.split(' ').next()?.parse().ok()?);
    let range = places::items(text, line.start);
    let lines = text[range.clone()].lines().map(|line| format!("{pad}{line}").trim_end().to_owned());
    let remark = Remark::to_know("items of another list, in the item above now", "Part the lists if they are two.");
    Some(of(range.clone(), lines.collect::<Vec<_>>().join("\n"), Some(remark)))
}

/// A word that no line could hold, with spaces in it.
fn parted(text: &str, start: usize) -> Edit {
    const PART: usize = 5_000;
    let end = text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length);
    let mut with = String::with_capacity(end - start + 8);
    for (at, one) in text[start..end].chars().enumerate() {
        if at > 0 && at % PART == 0 && !with.ends_with('\\') {
            with.push(' ');
        }
        with.push(one);
    }
    let remark =
        Remark::to_know("a word of more than 10000 letters, with spaces in it now", "See whether it is needed.");
    of(start..end, with, Some(remark))
}

/// HTML without its tags, if these are known.
fn html(found: &Diagnostic, text: &str, range: Range<usize>) -> Edit {
    let written = &text[range.clone()];
    let is_unknown = found.help.as_deref().is_some_and(|help| help.starts_with("Fill in"));
    if is_unknown || !written.starts_with('<') {
        let at = range.start + written.find('<').unwrap_or(0);
        let escaped = of(at..at + usize::from(text[at..].starts_with('<')), "\\<", None);
        // A browser would not even show it.
        let what = "words in angle brackets, printed as they are typed";
        let known = Remark::to_know(what, found.help.clone().unwrap_or_default());
        return Edit { remark: Some(known), ..escaped };
    }
    let stripped = super::super::html::stripped(written);
    if stripped == written {
        // A tag that is not closed is none.
        let remark = Remark::to_know("a tag of HTML that is not closed", "Delete it, if nothing is meant.");
        return of(range.start..range.start + 1, "\\<", Some(remark));
    }
    let remark = (!stripped.trim().is_empty() || written.contains("="))
        .then(|| Remark::to_know("HTML that was left out, but for its words", found.help.clone().unwrap_or_default()));
    of(range, stripped, remark.map(|remark| remark.without(written)))
}

/// An attribute goes; with the last one go the braces.
fn attribute(text: &str, range: Range<usize>, remark: Option<Remark>) -> Option<Edit> {
    let line = places::line(text, range.start);
    let open = text[line.start..range.start].rfind('{').map(|at| line.start + at)?;
    let close = text[range.end..].find('}').map(|at| range.end + at)?;
    let rest = format!("{}{}", &text[open + 1..range.start], &text[range.end..close]);
    let lost = text[range.clone()].to_owned();
    let remark = remark.map(|remark| Remark { weight: super::super::remark::Weight::ToKnow, ..remark }.without(lost));
    let range = match rest.trim().is_empty() {
        true => open..close + 1,
        false => range.start - usize::from(text[..range.start].ends_with(' '))..range.end,
    };
    Some(of(range, "", remark))
}

/// A link that leads nowhere is its words.
fn unlinked(found: &Diagnostic, text: &str, range: &Range<usize>) -> Option<Edit> {
    let (whole, words, address) = places::link(text, range)?;
    let shown = text[words].trim();
    let address = text[address].trim();
    let shown = match shown.is_empty() || shown.contains("{number}") || shown.contains("{title}") {
        true => scan::literal(address.trim_start_matches('#')),
        false => shown.to_owned(),
    };
    let remark = Remark::to_know(found.message.clone(), found.help.clone().unwrap_or_default());
    Some(of(whole, shown, Some(remark.without(address))))
}

/// Marks of citations print as they are typed.
fn citation(found: &Diagnostic, text: &str, range: Range<usize>) -> Option<Edit> {
    let paragraph = places::paragraph(text, &range);
    let before = &text[paragraph.start..range.start];
    let open = before.rfind('[').filter(|at| !before[*at..].contains(']')).map(|at| paragraph.start + at);
    let close = text[range.end..paragraph.end].find(']').map(|at| range.end + at + 1);
    let range = match (open, close) {
        (Some(open), Some(close)) => open..close,
        _ => {
            let start = text[..range.end].rfind('@').filter(|at| *at >= paragraph.start && *at + 2 >= range.start)?;
            start..range.end
        }
    };
    let written = &text[range.clone()];
    let mut escaped = String::with_capacity(written.len() + 2);
    let mut before = ' ';
    for one in written.chars() {
        if one == '@' && before != '\\' {
            escaped.push('\\');
        }
        escaped.push(one);
        before = one;
    }
    (escaped != written).then(|| of(range, escaped, told(found)))
}

/// The call of a note moves from a title or caption to the text below.
fn moved_call(text: &str, range: Range<usize>) -> Option<Edit> {
    let line = places::line(text, range.start);
    let call = {
        let start = text[..places::floor(text, range.start + 2)].rfind("[^")?;
        start..start + text[start..].find(']')? + 1
    };
    if call.start < line.start || call.end > line.end {
        return None;
    }
    let mut next = line.end;
    while next < text.len() {
        let below = places::line(text, next + 1);
        let words = text[below.clone()].trim();
        let is_text = words.starts_with(|one: char| one.is_alphanumeric() || matches!(one, '“' | '"' | '*' | '('));
        if is_text {
            let paragraph = places::paragraph(text, &below);
            let rest = format!("{}{}{}", &text[call.end..paragraph.end], &text[call.clone()], "");
            let remark = Remark::to_know(
                "the call of a note in a title, which stands below it now",
                "Move it where it belongs.",
            );
            return Some(of(call.start..paragraph.end, rest, Some(remark)));
        }
        if words.starts_with('#') || below.end <= next {
            break;
        }
        next = below.end;
    }
    let rest = format!("{}\n\n{}\n", &text[call.end..line.end], &text[call.clone()]);
    Some(of(call.start..line.end, rest, None))
}

/// Gives an image the words that it lacks.
fn image_words(text: &str, range: &Range<usize>, is_alt: bool) -> Option<Edit> {
    let start = range.start + text[range.clone()].find("![")?;
    let (_, words, address) = places::link(text, &(start + 1..start + 2))?;
    let name = text[address.clone()].rsplit('/').next().unwrap_or_default().trim_end_matches('>').to_owned();
    let stem = name.split('.').next().unwrap_or("image").replace(['-', '_'], " ");
    let remark = Remark::to_know(
        format!("an image without any words (`{stem}`)"),
        "Those who do not see them hear the names of files, as `check` warns: say in `alt` what they show.",
    );
    let remark = remark.one_of("images without any words").naming(&stem);
    if !is_alt {
        return words.is_empty().then(|| of(words, stem, Some(remark)));
    }
    let caption = super::super::paper::plain(&text[words]);
    let alt = if caption.is_empty() { stem } else { caption };
    let alt = alt.replace(['"', '\\', '{', '}'], "");
    let end = address.end + 1;
    match text[end..].starts_with('{') {
        true => Some(of(end + 1..end + 1, format!("alt=\"{alt}\" "), Some(remark))),
        false => Some(of(end..end, format!("{{alt=\"{alt}\"}}"), Some(remark))),
    }
}

/// Of lines like the marks of a merge, all at once: in code they are further in by a blank, elsewhere they are text.
pub(super) fn conflicts(text: &str) -> Vec<Edit> {
    let is_mark = |line: &str| {
        let marks = line.bytes().take_while(|byte| Some(*byte) == line.bytes().next()).count();
        marks == 7 && line.starts_with(['<', '=', '>', '|'])
    };
    let (mut edits, mut at) = (Vec::new(), 0);
    let code: Vec<Range<usize>> = scan::pieces(text)
        .into_iter()
        .filter_map(|piece| match piece {
            scan::Piece::Opaque(range) => Some(range),
            scan::Piece::Text(_) => None,
        })
        .collect();
    for line in text.split_inclusive('\n') {
        if is_mark(line) {
            let is_code = code.iter().any(|range| range.contains(&at));
            let what = "a line like a mark of a merge";
            let remark = Remark::to_know(what, "See whether it belongs here.").one_of("lines like marks of a merge");
            edits.push(of(at..at, if is_code { " " } else { "\\" }, Some(remark)));
        }
        at += line.len();
    }
    edits
}

/// Errors in the bibliography and in paper.toml.
pub(super) fn other_files(found: &[Diagnostic], files: &mut BTreeMap<String, Vec<u8>>, remarks: &mut Remarks) -> bool {
    let mut has_changed = false;
    let mut seen = Vec::new();
    for found in found.iter().filter(|found| found.severity == Severity::Error) {
        let path = found.place.path();
        let Some(bytes) = files.get_mut(path).filter(|_| !seen.contains(&path)) else { continue };
        let Ok(text) = String::from_utf8(bytes.clone()) else { continue };
        let Some(range) = range_of(found) else { continue };
        let at = places::floor(&text, range.start);
        let new = if path.ends_with(".bib") {
            // The entry goes.
            let start = text[..at].rfind("\n@").map_or(0, |at| at + 1);
            let end = text[at.max(start + 1)..].find("\n@").map_or(text.len(), |length| at.max(start + 1) + length + 1);
            let entry = text[start..end].to_owned();
            remarks.add(
                Remark::to_do(
                    format!("an entry of `{path}`: {}", found.message),
                    found.help.clone().unwrap_or_default(),
                )
                .without(entry),
            );
            format!("{}{}", &text[..start], &text[end..])
        } else if path == "paper.toml" && found.code.0 == "missing-glyph" {
            let Some(written) = text.get(range).filter(|written| !written.is_empty()) else { continue };
            let edit = super::glyphs::glyph(written, 0..0);
            edit.remark.into_iter().for_each(|remark| _ = remarks.add(remark));
            let gap = if edit.with.is_empty() { format!(" {written}") } else { String::new() };
            let cut = if gap.is_empty() { text.clone() } else { text.replace(&gap, "") };
            cut.replace(written, &edit.with)
        } else if path == "paper.toml" {
            let line = places::line(&text, at);
            let gone = text[line.clone()].to_owned();
            let is_needed = ["slug", "title", "version", "date", "language", "status", "template", "sections"];
            if gone.trim().is_empty() || gone.starts_with('[') || is_needed.iter().any(|key| gone.starts_with(key)) {
                continue;
            }
            remarks.add(
                Remark::to_do(format!("paper.toml: {}", found.message), found.help.clone().unwrap_or_default())
                    .without(gone),
            );
            format!("{}{}", &text[..line.start], text[line.end..].trim_start_matches('\n'))
        } else {
            continue;
        };
        seen.push(path);
        has_changed |= new.as_bytes() != bytes.as_slice();
        *bytes = new.into_bytes();
    }
    has_changed
}

//! Front matter as other tools have it, and what becomes of it here.

use std::collections::BTreeMap;
use std::ops::Range;

use semver::Version;

use crate::diagnostic::{Code, Diagnostic};
use crate::section::Status;
use crate::source::Source;

use super::front::line_at;

/// Front matter of another tool at the top of a file.
pub(super) struct Foreign {
    language: Language,
    opening: Range<usize>,
    /// From the opening line to the end of the closing one.
    whole: Range<usize>,
    /// Lines between those, each with all that belongs to it.
    entries: Vec<Range<usize>>,
    /// Where the Markdown begins.
    pub body: usize,
}

/// How entries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Toml,
    Json,
    /// Up to three lines of `% title`, `% authors`, `% date`.
    TitleBlock,
    /// `Title: …`, without fences.
    Metadata,
}

impl Language {
    /// Key and value of an entry that begins in `line`.
    pub(super) fn entry(self, line: &str) -> Option<(&str, &str)> {
        let (key, value) = match self {
            Self::Yaml | Self::Metadata => {
                line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\t']))?
            }
            Self::Toml => line.split_once('=')?,
            Self::Json => line.trim_start().strip_prefix('"')?.split_once("\":")?,
            Self::TitleBlock => ("", line.strip_prefix('%')?),
        };
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '"' | '\'' | '/');
        let is_bare = self == Self::TitleBlock || !key.is_empty() && key.len() <= MAX_KEY && key.chars().all(is_key);
        let (key, is_indented) = (key.trim().trim_matches(['"', '\'']), line.starts_with([' ', '\t', '-']));
        (is_bare && (!is_indented || self == Self::Json)).then_some((key, value.trim()))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json => "JSON",
            Self::TitleBlock => "a title block of pandoc",
            Self::Metadata => "the metadata of MultiMarkdown",
        }
    }
}

const MAX_KEY: usize = 40;

/// What stands at the top of `text`, whose first line that is not blank begins at `start` and reads `first`.
pub(super) fn at_top(text: &str, start: usize, first: &str) -> Option<Foreign> {
    let opening = line_at(text, start);
    let closings: &[&str] = match first {
        "---" | "---yaml" | "---yml" => &["---", "..."],
        "---toml" | "---json" => &["---"],
        ";;;" => &[";;;"],
        "{" => &["}"],
        _ if first.starts_with("% ") => return Some(unfenced(text, opening, Language::TitleBlock)),
        _ if is_metadata(&text[start..]) => return Some(unfenced(text, opening, Language::Metadata)),
        _ => return None,
    };
    let inner = opening.end + 1;
    let mut lines = Vec::new();
    let mut at = inner.min(text.len());
    let mut end = None;
    for line in text[at..].split_inclusive('\n') {
        let written = line.trim_ascii_end();
        if closings.contains(&written) {
            end = Some((at + written.len(), at + line.len()));
            break;
        }
        lines.push(at..at + written.len());
        at += line.len();
    }
    if end.is_none() {
        // It most likely ends where the first line is left blank.
        lines.truncate(lines.iter().position(Range::is_empty).unwrap_or(lines.len()));
    }
    let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let languages = [Language::Json, Language::Yaml, Language::Toml];
    let first_entry = |language: &Language| lines.iter().any(|line| language.entry(&text[line.clone()]).is_some());
    let language = languages.into_iter().find(first_entry).unwrap_or(Language::Yaml);
    let is_likely = |line: &Range<usize>| {
        let written = &text[line.clone()];
        language.entry(written).is_some() || written.starts_with([' ', '\t', '-', '#', '{', '}', '[', ']'])
    };
    // Two dividing lines with text between them are none.
    if !lines.iter().all(is_likely) || end.is_none() && lines.is_empty() {
        return None;
    }
    let (end, body) = end.unwrap_or_else(|| {
        let end = lines.last().map_or(opening.end, |last| last.end);
        (end, text.len().min(end + 1))
    });
    let whole = opening.start..end;
    Some(Foreign { language, entries: entries(text, language, &lines), opening, whole, body })
}

/// Whether lines of a key and a value each stand at the start of a text, down to a blank one.
fn is_metadata(text: &str) -> bool {
    let mut lines = text.lines().take_while(|line| !line.trim().is_empty()).take(MAX_METADATA + 1);
    let mut keys = lines.by_ref().map(|line| Language::Metadata.entry(line).map(|(key, _)| key.to_lowercase()));
    let known = |key: &String| HOMES.iter().any(|(keys, _)| keys.contains(&key.as_str()));
    let is_known = keys.next().flatten().as_ref().is_some_and(known);
    let (mut count, mut all) = (1, is_known);
    for key in keys {
        (count, all) = (count + 1, all && key.is_some());
    }
    all && (2..=MAX_METADATA).contains(&count)
}

/// In lines: more are text.
const MAX_METADATA: usize = 20;

/// Front matter that its lines alone tell from the text.
fn unfenced(text: &str, opening: Range<usize>, language: Language) -> Foreign {
    let mut lines = vec![opening.clone()];
    while let Some(next) = lines.last().map(|last| last.end + 1).filter(|next| *next < text.len()) {
        let line = line_at(text, next);
        let goes_on = match language {
            Language::TitleBlock => text[line.clone()].starts_with(['%', ' ']),
            _ => !text[line.clone()].trim().is_empty(),
        };
        if !goes_on {
            break;
        }
        lines.push(line);
    }
    let end = lines.last().map_or(opening.end, |last| last.end);
    let entries = entries(text, language, &lines);
    let whole = opening.start..end;
    Foreign { language, entries, opening, whole, body: text.len().min(end + 1) }
}

/// Lines that belong together: what is further in, or no key, belongs to the entry above.
fn entries(text: &str, language: Language, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let indent = |line: &Range<usize>| {
        let written = &text[line.clone()];
        written.len() - written.trim_start().len()
    };
    let is_entry = |line: &&Range<usize>| language.entry(&text[(*line).clone()]).is_some();
    let least = lines.iter().filter(is_entry).map(indent).min().unwrap_or(0);
    let mut entries: Vec<Range<usize>> = Vec::new();
    for line in lines {
        let begins = is_entry(&line) && indent(line) == least || text[line.clone()].starts_with('#');
        match entries.last_mut().filter(|_| !begins) {
            Some(last) => last.end = line.end,
            None => entries.push(line.clone()),
        }
    }
    entries
}

/// What is to be said of front matter of another tool, and how it is mended.
pub(super) fn finding(source: &Source, foreign: &Foreign) -> Diagnostic {
    let text = source.text();
    let mut homes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let (mut version, mut own, mut others) = (None, String::new(), String::new());
    for (index, entry) in foreign.entries.iter().enumerate() {
        let written = &text[entry.clone()];
        let first = written.lines().next().unwrap_or_default();
        let (key, value) = match foreign.language.entry(first) {
            Some(("", value)) => (TITLE_BLOCK.get(index).copied().unwrap_or("title"), value),
            Some(entry) => entry,
            None => ("", ""),
        };
        let below: Vec<&str> = written.lines().skip(1).collect();
        match (key, converted(key, value, &below)) {
            ("version", Some(line)) if version.is_none() => version = Some(line),
            (_, Some(line)) => own += &format!("{line}\n"),
            _ => {
                for line in written.lines().filter(|line| !matches!(line.trim(), "{" | "}")) {
                    let mark = if line.starts_with('#') { "" } else { "# " };
                    others += &format!("{mark}{}\n", line.trim_end());
                }
                if !key.is_empty() {
                    let home = HOMES.iter().find(|(keys, _)| keys.contains(&key.to_lowercase().as_str()));
                    homes.entry(home.map_or(NOWHERE, |(_, home)| home)).or_default().push(key.to_owned());
                }
            }
        }
    }
    let version = version.unwrap_or_else(|| "version = \"1.0.0\"".to_owned());
    let message = match foreign.language {
        Language::Toml => "front matter stands between `+++` lines".to_owned(),
        language => format!("this is {}, and front matter is TOML between `+++` lines", language.name()),
    };
    let mut help = format!("Write `+++`, `{version}`, `+++`.");
    for (home, keys) in homes {
        let mut names: Vec<_> = keys.iter().take(MAX_NAMED).map(|key| format!("`{key}`")).collect();
        if keys.len() > MAX_NAMED {
            names.push(format!("{} more", keys.len() - MAX_NAMED));
        }
        help += &format!(" {home} {}.", names.join(", "));
    }
    let found = Diagnostic::error(Code("unsupported-front-matter"), source.span(foreign.opening.clone()), message);
    let fix = format!("+++\n{version}\n{own}{others}+++");
    found.with_help(help).with_fix(source.span(foreign.whole.clone()), fix)
}

/// Keys of one kind that are named.
const MAX_NAMED: usize = 6;

const TITLE_BLOCK: [&str; 3] = ["title", "author", "date"];

/// Where other tools' keys belong here; what is in no row belongs nowhere.
const HOMES: &[(&[&str], &str)] = &[
    (&["title", "subtitle", "date", "lang", "language"], "Say below `[paper]` in paper.toml:"),
    (&["author", "authors", "by", "creator"], "Say in `authors` below `[paper]` in paper.toml:"),
    (&["toc", "contents", "table-of-contents"], "Say by `contents = true` below `[paper]` in paper.toml:"),
    (&["bibliography", "references"], "Say in `files` below `[bibliography]` in paper.toml:"),
    (&["nocite"], "Say in `nocite` below `[bibliography]` in paper.toml:"),
    (&["csl", "citation-style"], "Say in `style` below `[bibliography]` in paper.toml:"),
    (&["abstract", "description", "summary", "excerpt"], "Write as text:"),
    (&["classification", "confidentiality", "tlp"], "Say in `marking`, by the name of a level:"),
    (&["documentclass", "fontsize", "geometry", "mainfont", "papersize", "template"], "Leave to the template:"),
];

const NOWHERE: &str = "There is no place here for";

/// The line of TOML that an entry becomes, if a section has one of that name.
fn converted(key: &str, value: &str, below: &[&str]) -> Option<String> {
    let below: Vec<&str> = below.iter().copied().filter(|line| !matches!(line.trim(), "{" | "}")).collect();
    let only = || scalar(value).filter(|_| below.is_empty());
    Some(match key {
        "version" => format!("version = \"{}\"", version(only()?)?),
        "status" => {
            let status = Status::ALL.into_iter().find(|status| only().is_some_and(|name| status.name() == name))?;
            format!("status = \"{}\"", status.name())
        }
        "marking" => format!("marking = {}", quoted(only()?)?),
        "owner" => format!("owner = {}", quoted(only()?)?),
        "contributors" => {
            let names: Vec<&str> = match value.trim_end_matches(',').strip_prefix('[') {
                Some(list) if below.is_empty() => list.strip_suffix(']')?.split(',').collect(),
                Some(_) => below.iter().copied().filter(|line| !line.trim().starts_with(']')).collect(),
                None if value.is_empty() => {
                    below.iter().map(|line| line.trim().strip_prefix("- ")).collect::<Option<_>>()?
                }
                None => vec![only()?],
            };
            let names = names.into_iter().map(|name| quoted(scalar(name)?)).collect::<Option<Vec<_>>>()?;
            format!("contributors = [{}]", names.join(", "))
        }
        _ => return None,
    })
}

/// A value of one line without its quotes; [`None`] for anything that needs a reader of its language.
fn scalar(value: &str) -> Option<&str> {
    let value = value.trim().trim_end_matches(',');
    let inner = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    let plain = inner.unwrap_or_else(|| value.split(" #").next().unwrap_or_default().trim());
    let is_plain = inner.is_some() || !plain.starts_with(['[', '{', '|', '>', '&', '*', '!', '"', '\'']);
    (is_plain && !plain.is_empty() && !plain.contains('\\')).then_some(plain)
}

/// A text of TOML.
fn quoted(text: &str) -> Option<String> {
    (!text.contains(char::is_control)).then(|| format!("\"{}\"", text.replace('"', "\\\"")))
}

/// A version by SemVer, of which other tools let parts out.
fn version(written: &str) -> Option<Version> {
    let bare = written.trim_start_matches(['v', 'V']);
    (0..3).find_map(|zeros| Version::parse(&(bare.to_owned() + &".0".repeat(zeros))).ok())
}

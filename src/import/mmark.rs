//! mmark, another Markdown for documents of the IETF, as the kramdown-rfc that says the same.
//!
//! Source: the manual of mmark, <https://mmark.miek.nl/post/syntax/>.

use super::meta::Value;
use super::scan::{self, Fence, Piece};

/// What stands around the front matter.
pub(super) const FENCE: &str = "%%%";

/// Whether a text is one.
pub(super) fn is_one(text: &str) -> bool {
    text.trim_start().lines().next().is_some_and(|line| line.trim_end() == FENCE)
}

/// Takes the works out of a text, `<reference anchor="…">` in the XML of xml2rfc, and lists them in its front matter
/// as kramdown-rfc does.
pub(super) fn without_works(text: &str, is_one: bool, front: &mut Value) -> String {
    if !is_one {
        return text.to_owned();
    }
    let mut works = Vec::new();
    let text = scan::map_text(text, |part| {
        let (mut out, mut rest) = (String::with_capacity(part.len()), part);
        while let Some((before, behind)) = rest.split_once("<reference ") {
            let Some((inner, after)) = behind.split_once("</reference>") else { break };
            out.push_str(before);
            match attribute(inner, "anchor") {
                Some(key) => works.push((key, work(inner))),
                None => out.push_str(inner),
            }
            rest = after;
        }
        out + rest
    });
    let works = ("informative".to_owned(), Value::Map(works));
    match front {
        Value::Map(pairs) => pairs.push(works),
        // It could not be read.
        _ => *front = Value::Map(vec![works]),
    }
    text
}

/// What is known of a work.
fn work(xml: &str) -> Value {
    let mut pairs = Vec::new();
    let mut say = |key: &str, text: Option<String>| pairs.extend(text.map(|text| (key.to_owned(), Value::Text(text))));
    say("title", content(xml, "title"));
    say("target", attribute(xml.split('>').next().unwrap_or_default(), "target"));
    let date = xml.split_once("<date").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(date, _)| date);
    let date = ["day", "month", "year"].iter().filter_map(|part| attribute(date, part)).collect::<Vec<_>>().join(" ");
    say("date", Some(date).filter(|date| !date.is_empty()));
    let authors = xml.split("<author").skip(1).filter_map(|author| {
        let tag = author.split('>').next().unwrap_or_default();
        let name = attribute(tag, "fullname").or_else(|| attribute(tag, "surname"));
        let name = name.or_else(|| content(author.split("</author>").next()?, "organization"))?;
        Some(Value::Map(vec![("name".to_owned(), Value::Text(name))]))
    });
    let authors: Vec<Value> = authors.collect();
    let series = xml.split("<seriesInfo").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        Some((attribute(tag, "name")?, Value::Text(attribute(tag, "value")?)))
    });
    let series: Vec<(String, Value)> = series.collect();
    if !authors.is_empty() {
        pairs.push(("author".to_owned(), Value::List(authors)));
    }
    if !series.is_empty() {
        pairs.push(("seriesinfo".to_owned(), Value::Map(series)));
    }
    Value::Map(pairs)
}

/// The value of an attribute in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = format!(" {tag}");
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let value = rest[1..].split(quote).next()?;
    Some(plain(value))
}

/// The words of the first element of a name.
fn content(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}"))?;
    let (words, _) = rest.split_once('>')?.1.split_once(&format!("</{name}>"))?;
    Some(plain(words)).filter(|words| !words.is_empty())
}

fn plain(text: &str) -> String {
    let text = super::html::stripped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text with the marks of kramdown-rfc.
pub(super) fn translated(text: &str) -> String {
    let pieces: Vec<&str> = scan::pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(range) | Piece::Opaque(range) => &text[range],
        })
        .collect();
    let mut reading = Reading { out: String::with_capacity(text.len()), label: None, is_aside: false };
    for (at, piece) in pieces.iter().enumerate() {
        let is_code = Fence::of_code(piece.lines().next().unwrap_or_default()).is_some();
        let is_comment = piece.trim_start_matches(['>', ' ']).starts_with("<!--");
        if is_code || is_comment {
            let caption = pieces.get(at + 1).and_then(|below| caption(below)).filter(|_| is_code);
            reading.code(piece.trim_end_matches('\n'), caption.as_deref());
        } else {
            let is_behind_code = at > 0 && Fence::of_code(pieces[at - 1].lines().next().unwrap_or_default()).is_some();
            let skips = is_behind_code && caption(piece).is_some();
            reading.lines(piece, skips);
        }
    }
    reading.close_aside();
    reading.out
}

/// `Figure: Words` as the first words of what stands below code.
fn caption(below: &str) -> Option<String> {
    let mut lines = below.trim_start_matches('\n').lines();
    let first = lines.next()?.strip_prefix("Figure:")?.trim();
    let more = lines.take_while(|line| !line.trim().is_empty()).map(str::trim);
    Some(std::iter::once(first).chain(more).collect::<Vec<_>>().join(" "))
}

struct Reading {
    out: String,
    /// The label for what comes next.
    label: Option<String>,
    is_aside: bool,
}

impl Reading {
    fn code(&mut self, code: &str, caption: Option<&str>) {
        self.close_aside();
        match (caption, self.label.take()) {
            (None, Some(label)) => self.out.push_str(&format!("({label})=\n{code}\n")),
            (None, None) => self.out.push_str(&format!("{code}\n")),
            (Some(caption), label) => {
                let (words, own) = match caption.rsplit_once("{#").filter(|_| caption.ends_with('}')) {
                    Some((words, id)) => (words.trim(), Some(id.trim_end_matches('}').to_owned())),
                    None => (caption, None),
                };
                let label = own.or(label).map(|label| format!("#{label} ")).unwrap_or_default();
                let title = words.replace('\\', "\\\\").replace('"', "\\\"");
                self.out.push_str(&format!("{code}\n{{: {label}title=\"{title}\"}}\n"));
            }
        }
    }

    /// Lines that are no code, without the caption that they begin with if it stands elsewhere now.
    fn lines(&mut self, text: &str, skips: bool) {
        let mut lines = text.lines().peekable();
        if skips {
            while lines.next_if(|line| line.trim().is_empty()).is_some() {}
            while lines.next_if(|line| !line.trim().is_empty()).is_some() {}
        }
        while let Some(line) = lines.next() {
            let bare = line.trim_end();
            if let Some(aside) = ["A>", "N>"].iter().find_map(|mark| bare.strip_prefix(mark)) {
                if !std::mem::replace(&mut self.is_aside, true) {
                    self.out.push_str("::: note\n");
                }
                let aside = inline(aside.trim_start());
                self.out.push_str(&format!("{aside}\n"));
                continue;
            }
            self.close_aside();
            match bare {
                "{frontmatter}" | "{mainmatter}" | "!---" => {}
                "{backmatter}" => self.out.push_str("--- back\n"),
                _ if file(bare, "<{{").is_some() => {
                    let named = file(bare, "<{{").unwrap_or_default();
                    let ending = named.split(':').next().and_then(|path| path.rsplit_once('.'));
                    let language = ending.map_or("", |(_, ending)| ending);
                    let rest: String = lines.clone().map(|line| format!("{line}\n")).collect();
                    let caption = caption(&rest);
                    if caption.is_some() {
                        while lines.next_if(|line| line.trim().is_empty()).is_some() {}
                        while lines.next_if(|line| !line.trim().is_empty()).is_some() {}
                    }
                    self.out.push('\n');
                    self.code(&format!("~~~ {language}\n<{{{{{named}}}}}\n~~~"), caption.as_deref());
                    self.out.push('\n');
                }
                _ if file(bare, "{{").is_some() => {
                    let named = file(bare, "{{").unwrap_or_default();
                    self.out.push_str(&format!("\n{{::include {named}}}\n\n"));
                }
                _ if label(bare).is_some() => self.label = label(bare).map(str::to_owned),
                _ => {
                    if let Some(label) = self.label.take_if(|_| !bare.is_empty()) {
                        self.out.push_str(&format!("({label})=\n"));
                    }
                    match bare.strip_prefix(".# ") {
                        Some(title) => self.out.push_str(&format!("# {} {{.unnumbered}}\n", inline(title))),
                        None => self.out.push_str(&format!("{}\n", inline(line))),
                    }
                }
            }
        }
    }

    fn close_aside(&mut self) {
        if std::mem::take(&mut self.is_aside) {
            self.out.push_str(":::\n\n");
        }
    }
}

/// The file of a line, `{{name}}` or `{{name}}[3,5]`, with the lines that are meant.
fn file(line: &str, open: &str) -> Option<String> {
    let (name, rest) = line.strip_prefix(open)?.split_once("}}")?;
    let part = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_name = !name.is_empty() && !name.contains(['{', ' ']) && (rest.is_empty() || part.is_some());
    let part = part.map(|part| format!(":{}", part.replace(',', ":"))).unwrap_or_default();
    is_name.then(|| format!("{name}{part}"))
}

/// The label in a line of attributes, `{#label align="left"}`.
fn label(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("{#")?.strip_suffix('}')?;
    inner.split_whitespace().next()
}

/// A line with references as kramdown-rfc has them: `(#label)`, `[@!RFC2119]`.
fn inline(line: &str) -> String {
    let (mut out, mut at) = (String::with_capacity(line.len()), 0);
    while let Some(one) = line[at..].chars().next() {
        let rest = &line[at..];
        let length = match one {
            '`' => scan::code_span(rest).map_or(1, |(length, _)| length),
            '(' if rest.starts_with("(#") && !out.ends_with(']') => match rest.find(')') {
                Some(end) => {
                    let id = rest[2..end].split(',').next().unwrap_or_default();
                    out.push_str(&format!("[](#{})", id.trim()));
                    at += end + 1;
                    continue;
                }
                None => 1,
            },
            '[' if rest.starts_with("[@") => match rest.find(']').filter(|end| !rest[*end..].starts_with("](")) {
                Some(end) => {
                    let works = rest[1..end].split(';').map(|work| {
                        let work = work.trim().trim_start_matches('@').trim_start_matches(['!', '?', '-']);
                        let (key, place) = work.split_once(',').unwrap_or((work, ""));
                        let place = place.trim().replacen("section ", "Section ", 1);
                        format!("{{{{{}{}{place}}}}}", key.trim(), if place.is_empty() { "" } else { ", " })
                    });
                    out.push_str(&works.collect::<Vec<_>>().join(", "));
                    at += end + 1;
                    continue;
                }
                None => 1,
            },
            _ => one.len_utf8(),
        };
        out.push_str(&rest[..length]);
        at += length;
    }
    out
}

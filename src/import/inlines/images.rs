//! Images: their files come along, and they get what is needed of them here.

use super::super::attributes::{self, Attributes};
use super::super::blocks;
use super::super::context;
use super::super::links;
use super::super::pictures::{How, Picture};
use super::super::remark::Remark;
use super::super::scan;
use super::Inlines;
use super::brackets::attributes_of;

impl Inlines<'_> {
    pub(super) fn image(&mut self, rest: &str, text: &str, at: usize, out: &mut String) -> Option<usize> {
        let length = 1 + scan::bracketed(&rest[1..], '[', ']')?;
        let inner = &rest[2..length - 1];
        let behind = &rest[length..];
        if inner.starts_with('[') && inner.ends_with(']') && !behind.starts_with('(') {
            // `![[image.png]]`
            let page = &inner[1..inner.len() - 1];
            let (path, words) = page.split_once('|').unwrap_or((page, ""));
            let words = if words.chars().all(|one| one.is_ascii_digit() || one == 'x') { "" } else { words };
            self.write(words, path, &Attributes::default(), true, out);
            return Some(length);
        }
        if !behind.starts_with('(') {
            let name = scan::bracketed(behind, '[', ']').filter(|_| behind.starts_with('['));
            let named = name.map(|end| &behind[1..end - 1]).filter(|name| !name.is_empty()).unwrap_or(inner);
            let address = self.addresses.get(&super::brackets::normal(named)).cloned()?;
            let whole = length + name.unwrap_or(0);
            let is_alone = text[..at].trim().is_empty() && rest[whole..].trim().is_empty();
            self.write(inner, &address, &Attributes::default(), is_alone, out);
            return Some(whole);
        }
        let link = links::destination(behind)?;
        let mut read = Attributes::default();
        let mut end = length + link.length;
        // Jekyll has attributes of its own behind others.
        loop {
            let braces = attributes_of(&rest[end..]);
            if braces == 0 {
                break;
            }
            let more = Attributes::read(rest[end..end + braces].trim_start_matches(['{', ':']).trim_end_matches('}'));
            read.id = read.id.or(more.id);
            read.classes.extend(more.classes);
            read.pairs.extend(more.pairs);
            end += braces;
        }
        if !link.title.is_empty() && !link.title.trim().is_empty() {
            read.pairs.push(("title".to_owned(), link.title.trim().to_owned()));
        }
        let alone = |text: &str| text.trim().is_empty();
        let is_alone = alone(&text[..at]) && alone(&rest[end..]);
        self.write(inner, link.address, &read, is_alone, out);
        Some(end)
    }

    fn write(&mut self, words: &str, address: &str, read: &Attributes, is_alone: bool, out: &mut String) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if address.is_empty() || address.starts_with('#') || address.starts_with("xref:") {
            self.write_no_image(&words, address, read, is_alone, out);
            return;
        }
        let caption = read.get("fig-cap").map_or(words.clone(), str::to_owned);
        let title = read.get("title").filter(|title| !title.starts_with("fig:")).unwrap_or_default();
        let caption = if caption.is_empty() { title.to_owned() } else { caption };
        let mark = match title {
            title if title.is_empty() || title == caption => String::new(),
            title => self.mark(Remark::to_know("the title of an image", "Say it in the caption.").without(title)),
        };
        out.push_str(&mark);
        let caption = self.line(&caption);
        let given = ["fig-alt", "alt"].iter().find_map(|key| read.get(key)).unwrap_or_default().to_owned();
        let address = &unescaped(address);
        let taken = self.taken(address);
        if taken.is_err() && Self::is_remote(address) && (is_badge(address) || !is_alone) {
            let words = if caption.is_empty() { scan::literal(&given) } else { caption };
            self.write_words(address, &words, out);
            return;
        }
        let path = match taken {
            Ok(Picture { path, how }) => {
                if let Some(remark) = otherwise(address, &how) {
                    out.push_str(&self.remarks.sum(&self.path, remark));
                }
                path
            }
            Err(why) => {
                // A draft shows the name of what is to come.
                let to_come = self.pictures.to_come(address);
                let remark = match (address.strip_prefix(context::TO_COME), Self::is_remote(address)) {
                    (Some(_), _) => None,
                    (None, true) => Some(
                        Remark::to_do(
                            format!("an image of the web: `{}`", shown(address)),
                            "Nothing is fetched: save them below `sections/` under the names that stand in for them.",
                        )
                        .one_of("images of the web")
                        .without(format!("{} → {to_come}", shown(address))),
                    ),
                    (None, false) => Some(
                        Remark::to_do(
                            format!("the image `{address}`: {why}"),
                            "Put what is missing below `sections/` under the name that stands in for it.",
                        )
                        .one_of("images that could not be brought along")
                        .without(format!("{address} → {to_come}: {why}")),
                    ),
                };
                if let Some(remark) = remark {
                    out.push_str(&self.remarks.sum("", remark));
                }
                to_come
            }
        };
        let mut caption = caption;
        let mut alt = if given.is_empty() { self.pictures.words(&path).unwrap_or_default() } else { given };
        let label = read.id.as_deref().filter(|_| is_alone).and_then(|id| self.labels.find(&self.path, id));
        if caption.is_empty() && alt.is_empty() {
            alt = stem(address);
            let remark = Remark::to_know(
                format!("an image without any words (`{alt}`)"),
                "Those who do not see them hear the names of files, as `check` warns: say in `alt` what they show.",
            );
            out.push_str(&self.remarks.sum("", remark.one_of("images without any words").naming(&alt)));
        }
        // Nothing refers to what has no number.
        if caption.is_empty() && label.is_some() {
            caption = scan::literal(&alt);
        }
        if alt.is_empty() && is_alone {
            alt = plain(&caption);
        }
        let width = ["width", "out-width"].iter().find_map(|key| read.get(key)).and_then(blocks::image_width);
        let given = label.map(|label| (self.labels.give(&label), label));
        if let Some(((_, true), wanted)) = &given {
            let remark = Remark::to_know("a label that stands elsewhere already", "References lead to the first.");
            let mark =
                self.remarks.sum(&self.path, remark.one_of("labels that stand elsewhere already").naming(wanted));
            out.push_str(&mark);
        }
        let label = given.map(|((label, _), _)| label);
        let alt = plain(&alt);
        let braces =
            attributes::written(label.as_deref(), &[("alt", &alt), ("width", width.as_deref().unwrap_or_default())]);
        let path = if path.contains([' ', '(', ')']) { format!("<{path}>") } else { path };
        out.push_str(&format!("![{caption}]({path}){braces}"));
    }
}

impl Inlines<'_> {
    /// What is written as an image and is none: nothing, or what stands elsewhere and is put in once more (MyST).
    fn write_no_image(&mut self, words: &str, address: &str, read: &Attributes, is_alone: bool, out: &mut String) {
        let label = read.id.as_deref().filter(|_| is_alone).and_then(|id| self.labels.find(&self.path, id));
        out.push_str(&label.map_or(String::new(), |label| format!("{{#{label}}} ")));
        let remark = match address {
            "" => Remark::to_know("an image that names no file", "Its words are here in its place."),
            _ => Remark::to_know(
                format!("what stands elsewhere (`{address}`), put in once more"),
                "A reference to it is printed.",
            )
            .one_of("places at which MyST puts in once more what stands elsewhere")
            .naming(address),
        };
        let mark = self.remarks.sum(&self.path, remark);
        let words = self.line(words);
        out.push_str(&format!("{mark}{words}"));
        if !address.is_empty() {
            out.push_str(if words.is_empty() { "" } else { " " });
            self.link("", address, "", out);
        }
    }

    /// The path of an image that came along, or why it did not.
    fn taken(&mut self, address: &str) -> Result<Picture, String> {
        let bare = address.split(['?', '#']).next().unwrap_or_default();
        if Self::is_remote(address) {
            // The manuscript may be what lies there.
            let found = in_repository(bare).and_then(|path| self.pictures.beside(path, self.shelf));
            return found.ok_or_else(|| "nothing is fetched".to_owned());
        }
        if address.starts_with(context::TO_COME) {
            return Err("nothing has made it yet".to_owned());
        }
        self.pictures.find(&self.path, bare, self.shelf)
    }

    /// The words of an image of the web that stands among others, with a link to it.
    fn write_words(&mut self, address: &str, caption: &str, out: &mut String) {
        let remark = Remark::to_know(
            format!("an image of the web: `{}`", shown(address)),
            "Its words are here in its place, with a link to it.",
        );
        let mark = self.mark(remark);
        let words = if caption.is_empty() { stem(address) } else { caption.to_owned() };
        match address.starts_with("http") && !words.contains('[') {
            true => out.push_str(&format!("{mark}[{words}]({address})")),
            false => out.push_str(&format!("{mark}{words}")),
        }
    }
}

/// What is to be known of an image that is not as it was.
fn otherwise(address: &str, how: &How) -> Option<Remark> {
    Some(match how {
        How::AsItWas => return None,
        How::Guessed(place) => Remark::to_know(
            format!("the image `{address}` is not there: `{place}` is printed"),
            "No other file has that name; look whether it is the one.",
        )
        .one_of("images that lie elsewhere than the text says")
        .naming(place),
        How::Drawn => {
            Remark::to_know(format!("the image `{address}` is a PDF"), "It is drawn anew as SVG: compare the two.")
                .one_of("images that are PDFs")
                .naming(address)
        }
        How::Stilled => {
            Remark::to_know(format!("the image `{address}` is animated"), "The first of its pictures is printed.")
                .one_of("images that are animated")
                .naming(address)
        }
    })
}

/// An address without the backslashes before its marks.
fn unescaped(address: &str) -> String {
    let mut rest = address.chars().peekable();
    let mut out = String::with_capacity(address.len());
    while let Some(one) = rest.next() {
        match rest.next_if(|next| one == '\\' && next.is_ascii_punctuation()) {
            Some(next) => out.push(next),
            None => out.push(one),
        }
    }
    out
}

fn shown(address: &str) -> &str {
    if address.starts_with("data:") { "data in the address" } else { address }
}

/// Whether an image says how things stand with a repository.
fn is_badge(address: &str) -> bool {
    ["badge", "img.shields.io", "/workflows/", "travis-ci", "status.svg"].iter().any(|part| address.contains(part))
}

/// The path in its repository of a file that the web shows.
fn in_repository(address: &str) -> Option<&str> {
    let behind = address.split_once("://")?.1;
    let (host, path) = behind.split_once('/')?;
    let parts = match host {
        "raw.githubusercontent.com" => 3,
        "github.com" | "gitlab.com" => 4,
        _ => return None,
    };
    let start = path.match_indices('/').nth(parts - 1).map(|(at, _)| at + 1)?;
    let path = &path[start..];
    Some(path.strip_prefix("heads/").and_then(|rest| rest.split_once('/')).map_or(path, |(_, rest)| rest))
}

/// The words of a file's name.
fn stem(address: &str) -> String {
    let name = address.rsplit('/').next().unwrap_or(address);
    let name = name.split(['?', '#']).next().unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.replace("%20", " ");
    let words: Vec<&str> = words.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "image".to_owned() } else { words.join(" ") }
}

/// Words without marks, for those who hear them.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(one) = rest.chars().next() {
        if rest.starts_with("](") {
            rest = rest.find(')').map_or("", |end| &rest[end + 1..]);
            continue;
        }
        if rest.starts_with("[^") || rest.starts_with("[@") {
            rest = rest.find(']').map_or("", |end| &rest[end + 1..]);
            continue;
        }
        if !matches!(one, '*' | '`' | '[' | ']' | '\\' | '~' | '^' | '{' | '}') && !super::super::remark::is_mark(one) {
            plain.push(one);
        }
        rest = &rest[one.len_utf8()..];
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

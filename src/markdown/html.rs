//! HTML in a section: comments, which are notes, and elements, each with what stands for it here.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};

use super::reader::{Reader, Scope};
use super::scripts;

/// HTML elements that are open and were reported.
#[derive(Default)]
pub(super) struct OpenElements(Vec<String>);

/// A tag, without its attributes.
struct Tag<'h> {
    name: String,
    attributes: &'h str,
    is_end: bool,
}

/// What to write in place of some elements.
struct Row {
    elements: &'static [&'static str],
    advice: Advice,
}

/// What stands for an element.
#[derive(Clone, Copy)]
enum Advice {
    Say(&'static str),
    /// Marks around the words.
    Marks(&'static str),
    Anchor,
    Break,
    Image,
    /// Raised or lowered text, with its mark.
    Script(&'static str),
}

/// One row for what is written in one way. What is in no row is no HTML.
const ROWS: &[Row] = &[
    Row { elements: &["a"], advice: Advice::Anchor },
    Row { elements: &["br"], advice: Advice::Break },
    Row { elements: &["img"], advice: Advice::Image },
    Row { elements: &["sub"], advice: Advice::Script("~") },
    Row { elements: &["sup"], advice: Advice::Script("^") },
    Row { elements: &["b", "strong", "mark"], advice: Advice::Marks("**") },
    Row { elements: &["i", "em", "cite", "dfn", "var"], advice: Advice::Marks("*") },
    Row { elements: &["code", "kbd", "samp", "tt"], advice: Advice::Marks("`") },
    Row { elements: &["s", "del", "strike"], advice: Advice::Marks("~~") },
    say(&["u", "ins"], "Write `*…*`: nothing is underlined but what a redline adds."),
    say(&["p"], "Leave a blank line between paragraphs."),
    say(&["hr"], "Delete it; begin a new part with a heading."),
    say(&["h1", "h2", "h3", "h4", "h5", "h6"], "Write `# Title`, with as many `#` as the level."),
    say(&["blockquote"], "Begin each line of the quote with `>`."),
    say(&["q"], "Write quotation marks."),
    say(&["pre"], "Put the lines between two lines of three backticks."),
    say(&["ul", "li", "menu"], "Begin each item with `- `, or with `1. ` if it has a number."),
    say(&["ol"], "Begin each item with its number, as `1. `."),
    say(&["dl", "dt", "dd"], "Write the term on a line, and below it `: ` and what it means."),
    say(
        &["table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "col", "colgroup"],
        "Write each row as `| one | two |`, and `|---|---|` below the first; a caption stands in `::: table \
         {#label caption=\"…\"}` around them.",
    ),
    say(
        &["figure", "figcaption", "picture", "source"],
        "Write `![caption](path){alt=\"…\"}`; several images stand in `::: figure {#label caption=\"…\"}`.",
    ),
    say(&["svg"], "Save it as a file below `sections/`, and write `![caption](drawing.svg){alt=\"…\"}`."),
    say(&["math"], "Put the formula into an image, or write it in words: it cannot be set yet."),
    say(&["details", "summary"], "Print it under a heading of its own, or in `::: note`: no page hides what it says."),
    say(
        &[
            "div", "span", "section", "article", "main", "header", "footer", "nav", "aside", "center", "font", "small",
            "big",
        ],
        "Delete the tags; how a paper looks is for its template. What stands apart is in a block such as `::: note`.",
    ),
    say(&["abbr", "acronym"], "Delete the tags; long forms stand below `[abbreviations]` in paper.toml."),
    say(&["time", "address", "wbr", "nobr", "bdi", "bdo", "ruby", "rt", "rp", "label"], "Delete the tags."),
    say(&["input"], "Delete it: nobody can tick a box on paper. Write what is done, and what is not."),
    say(
        &["audio", "video", "iframe", "embed", "object", "track", "canvas", "map", "area"],
        "Print an image of it, or a link: `[text](https://…)`.",
    ),
    say(
        &[
            "html", "head", "body", "title", "meta", "link", "style", "script", "noscript", "base", "template", "form",
            "button", "select", "option", "textarea",
        ],
        "Delete it: a paper is no web page.",
    ),
];

const fn say(elements: &'static [&'static str], advice: &'static str) -> Row {
    Row { elements, advice: Advice::Say(advice) }
}

/// Elements without content, so without an end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that mean something only in others, with which they are told.
const PARTS: &[(&str, &[&str])] = &[
    ("table", &["thead", "tbody", "tfoot", "tr", "th", "td", "caption", "col", "colgroup"]),
    ("ul", &["li"]),
    ("ol", &["li"]),
    ("dl", &["dt", "dd"]),
    ("details", &["summary"]),
    ("figure", &["figcaption", "img"]),
    ("picture", &["source", "img"]),
    ("head", &["title", "meta", "link", "style", "script", "base"]),
    ("select", &["option"]),
];

impl Reader<'_> {
    /// Notes a comment, or reports HTML that is more than that.
    pub(super) fn html(&mut self, range: Range<usize>, html: &str) {
        let mut rest = html.trim_ascii();
        while let Some(comment) = rest.strip_prefix("<!--") {
            // `<!-->` is a whole comment, too.
            match ["-->", ">", "->"].iter().find(|end| comment.starts_with(*end)) {
                Some(end) => rest = comment[end.len()..].trim_ascii_start(),
                None => match comment.find("-->") {
                    Some(end) => rest = comment[end + 3..].trim_ascii_start(),
                    None => {
                        let help = "Put `-->` at its end; everything up to there is left out.";
                        return self.error("unclosed-comment", range, "this comment is not closed", help);
                    }
                },
            }
            if rest.is_empty() {
                self.comments.push(self.span(range));
                return;
            }
            if !rest.starts_with("<!--") {
                let help = "Put the text on a line of its own, or the comment after it.";
                return self.error("text-after-comment", range, "text after a comment is left out with it", help);
            }
        }
        if !self.open_html.read(rest) {
            return;
        }
        let (help, fix) = match tags(rest).next() {
            Some(tag) if tag.is_end => ("Delete it: it closes nothing.".to_owned(), None),
            Some(tag) => self.advice(&tag, &range),
            None => ("Delete it; write `\\<` for the character itself.".to_owned(), None),
        };
        let found = Diagnostic::error(Code("raw-html"), self.span(range), "HTML cannot be printed").with_help(help);
        self.diagnostics.report(match fix {
            Some((range, new)) => found.with_fix(self.span(range), new),
            None => found,
        });
        self.errors += 1;
    }

    /// Whether a tag breaks a line within a cell of a table, which has no line of its own to end otherwise.
    pub(super) fn breaks_cell(&self, range: &Range<usize>, html: &str) -> bool {
        let is_break = tags(html).next().is_some_and(|tag| tag.name == "br" && !tag.is_end);
        self.in_cell && is_break && !self.begins_block(range) && !self.ends_block(range)
    }

    /// Reports code that is none: HTML which is further in than a block may begin.
    pub(super) fn indented_html(&mut self, range: Range<usize>, literal: &str) -> bool {
        let html = literal.trim_ascii_start();
        let is_known = |tag: Tag| row(&tag.name).is_some();
        let is_html = html.starts_with("<!--") || html.starts_with('<') && tags(html).next().is_some_and(is_known);
        if is_html {
            match html.starts_with("<!--") {
                true => {
                    let help = "Begin it at the margin: four spaces or a tab make it code, which is printed.";
                    self.error("raw-html", self.line_from(range.start), "this comment would be printed", help);
                }
                false => self.html(self.line_from(range.start), html),
            }
        }
        is_html
    }

    /// What to write in place of an element, and what `--fix` makes of it where that is sure.
    fn advice(&self, tag: &Tag, range: &Range<usize>) -> (String, Option<(Range<usize>, String)>) {
        let Some(Row { advice, .. }) = row(&tag.name) else {
            let name = &tag.name;
            return (format!("Fill in what `<{name}>` stands for; write `\\<{name}>` if it is meant so."), None);
        };
        let words = self.words_of(tag, range);
        let in_place = |new: String| words.clone().map(|(whole, _)| (whole, new));
        let (mut help, fix) = match *advice {
            Advice::Say(help) => (help.to_owned(), None),
            Advice::Marks(marks) => {
                let is_plain = |text: &&str| is_plain(text);
                let fix = words.as_ref().map(|(_, text)| *text).filter(is_plain);
                (format!("Write `{marks}…{marks}`."), fix.and_then(|text| in_place(format!("{marks}{text}{marks}"))))
            }
            Advice::Script(mark) => {
                let text = words.as_ref().map_or("", |(_, text)| *text);
                let is_note = text.starts_with('[') || self.behind(range).starts_with("<a");
                match text.contains(char::is_whitespace) {
                    _ if is_note => ("Write a note as `[^1]`, and below it `[^1]: What it says.`.".to_owned(), None),
                    true => (format!("Write `{mark}…{mark}` around each word: it cannot hold a space."), None),
                    false => {
                        let new = format!("{mark}{text}{mark}");
                        let before = self.manuscript.written(self.leaf.area.start..range.start);
                        let is_whole = scripts::end(&format!("{before}{new}"), before.len(), false)
                            .is_some_and(|end| end == before.len() + new.len());
                        (format!("Write `{mark}…{mark}`."), in_place(new).filter(|_| is_whole))
                    }
                }
            }
            Advice::Break if self.scope == Scope::Heading => ("Delete it: a title breaks by itself.".to_owned(), None),
            Advice::Break if self.ends_block(range) => {
                // In a block of HTML the author's text stands below the tag, and stays.
                let tag = self.manuscript.written(range.clone()).find('>').map_or(range.len(), |end| end + 1);
                let whole = range.start - self.blanks_before(range)..range.start + tag;
                let side = if tag < range.len() { "above" } else { "below" };
                let help = format!("Delete it: nothing stands {side} it in this paragraph.");
                (help, Some((whole, String::new())))
            }
            Advice::Break if self.begins_block(range) => {
                let block = if self.in_cell { "cell" } else { "paragraph" };
                let help = format!("Delete it: nothing stands above it in this {block}.");
                (help, self.without_break(range))
            }
            Advice::Break => ("End the line with a backslash to break it there.".to_owned(), self.line_break(range)),
            Advice::Image => {
                let path = attribute(tag.attributes, "src").unwrap_or("path");
                let alt = attribute(tag.attributes, "alt").unwrap_or("…");
                match path.contains("://") {
                    true => (
                        "Nothing is fetched: save the image below `sections/`, and write \
                              `![caption](path){alt=\"…\"}`."
                            .to_owned(),
                        None,
                    ),
                    false => (format!("Write `![caption]({path}){{alt=\"{alt}\"}}`."), None),
                }
            }
            Advice::Anchor => match attribute(tag.attributes, "href") {
                Some(address) => (format!("Write `[text]({address})`."), None),
                None => ("Delete it.".to_owned(), None),
            },
        };
        if let Some(id) = attribute(tag.attributes, "id").or_else(|| attribute(tag.attributes, "name")) {
            let part = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
            let label: String = id.chars().map(part).collect();
            let label = label.trim_matches('-');
            help += &format!(" What leads here needs a label at the end of a heading: `# Title {{#{label}}}`.");
        }
        (help, fix)
    }

    /// An element of one line without others in it, from tag to tag, with what stands between these. Nothing is read
    /// beyond the next tag: there may be a great many of them.
    fn words_of(&self, tag: &Tag, range: &Range<usize>) -> Option<(Range<usize>, &str)> {
        let rest = self.behind(range);
        let end = rest.find(['<', '\n'])?;
        let name = rest[end..].strip_prefix("</")?.split(['>', '\n']).next()?;
        let is_same = name.trim().eq_ignore_ascii_case(&tag.name);
        is_same.then(|| (range.start..range.end + end + "</>".len() + name.len(), &rest[..end]))
    }

    /// What stands behind a tag.
    fn behind(&self, range: &Range<usize>) -> &str {
        self.manuscript.written(range.end..self.leaf.area.end.max(range.end))
    }

    /// Whether nothing but some more breaks of lines stands behind a tag, with text before it.
    fn ends_block(&self, range: &Range<usize>) -> bool {
        behind_breaks(self.behind(range)).is_empty() && range.start > self.leaf.area.start
    }

    /// Whether nothing but other breaks of lines stands before a tag.
    fn begins_block(&self, range: &Range<usize>) -> bool {
        behind_breaks(self.before(range)).is_empty()
    }

    /// Nothing in place of a tag and the blanks behind it, where a word follows that begins no list.
    fn without_break(&self, range: &Range<usize>) -> Option<(Range<usize>, String)> {
        let behind = self.behind(range);
        let text = behind_breaks(behind).trim_start_matches(char::is_alphabetic);
        let has_word = text.len() < behind_breaks(behind).len();
        let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        (has_word && !text.starts_with(['.', ')', ':'])).then(|| (range.start..range.end + blanks, String::new()))
    }

    /// What stands before a tag.
    fn before(&self, range: &Range<usize>) -> &str {
        self.manuscript.written(self.leaf.area.start..range.start.max(self.leaf.area.start))
    }

    fn blanks_before(&self, range: &Range<usize>) -> usize {
        let before = self.before(range);
        before.len() - before.trim_end_matches([' ', '\t']).len()
    }

    /// A line's end in place of a tag, where what follows goes on as text.
    fn line_break(&self, range: &Range<usize>) -> Option<(Range<usize>, String)> {
        let rest = self.behind(range).trim_start_matches([' ', '\t']);
        let end = range.end + self.behind(range).len() - rest.len();
        let has_text = self.before(range).trim_end().ends_with(|c: char| c.is_alphanumeric() || ".,;:!?)”".contains(c));
        match has_text && self.scope == Scope::Body {
            true if rest.starts_with(char::is_alphabetic) => Some((range.start..end, "\\\n".to_owned())),
            true if rest.starts_with('\n') => Some((range.start..end, "\\".to_owned())),
            _ => None,
        }
    }
}

impl OpenElements {
    /// Notes what a piece of HTML opens and closes; whether it has something that is not told yet.
    fn read(&mut self, html: &str) -> bool {
        let mut is_new = !html.starts_with('<') || tags(html).next().is_none();
        for tag in tags(html) {
            let open = self.0.iter().rposition(|open| *open == tag.name);
            if tag.is_end {
                is_new |= open.is_none();
                self.0.truncate(open.unwrap_or(self.0.len()));
                continue;
            }
            let is_part = self
                .0
                .iter()
                .rev()
                .take(MAX_LOOKED_AT)
                .any(|open| PARTS.iter().any(|(whole, parts)| open == whole && parts.contains(&tag.name.as_str())));
            is_new |= !is_part;
            let has_end = !VOID.contains(&tag.name.as_str()) && !tag.attributes.ends_with('/');
            if has_end && row(&tag.name).is_some() && self.0.len() < MAX_OPEN {
                self.0.push(tag.name);
            }
        }
        is_new
    }
}

/// How many breaks of lines in a row are taken for one.
const MAX_BREAKS: usize = 4;

/// How many elements are known to be open: of more, the ends are told as well.
const MAX_OPEN: usize = 1_000;

/// How many open elements are asked for the one whose part something is.
const MAX_LOOKED_AT: usize = 16;

/// A text without the breaks of lines that it begins with.
fn behind_breaks(text: &str) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..MAX_BREAKS {
        let Some(tag) = rest.get(.."<br".len()).filter(|tag| tag.eq_ignore_ascii_case("<br")) else { break };
        let inner = rest[tag.len()..].trim_start_matches([' ', '/']);
        let Some(behind) = inner.strip_prefix('>') else { break };
        rest = behind.trim_start();
    }
    rest
}

/// Whether an element is one of HTML.
pub(crate) fn is_element(name: &str) -> bool {
    row(name).is_some()
}

fn row(element: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.elements.contains(&element))
}

/// The tags of a piece of HTML, in order.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let inner = &rest[rest.find('<')? + 1..];
            let end = inner.find('>').unwrap_or(inner.len());
            rest = &inner[end..];
            let is_end = inner.starts_with('/');
            let tag = inner[..end].trim_start_matches('/');
            let length = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
            if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let (name, attributes) = (tag[..length].to_ascii_lowercase(), tag[length..].trim());
                return Some(Tag { name, attributes, is_end });
            }
        }
    })
}

/// The value of an attribute.
fn attribute<'h>(attributes: &'h str, name: &str) -> Option<&'h str> {
    let at = attributes.match_indices(name).map(|(at, _)| at).find(|at| {
        let is_word = attributes[..*at].ends_with(|c: char| c.is_whitespace()) || *at == 0;
        is_word && attributes[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = attributes[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?.trim_end_matches('/'),
    };
    let is_shown = !value.is_empty() && !value.contains(|c: char| c.is_control() || c == '`');
    is_shown.then_some(value)
}

/// Whether nothing in a text is a mark, or would be mended by itself.
fn is_plain(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(char::is_alphabetic);
    text.split(' ').all(is_word) || !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

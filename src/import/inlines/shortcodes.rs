//! Shortcodes of Quarto, its extensions and Hugo: `{{< name … >}}`. A new one is a row.

use super::super::attributes::Attributes;
use super::super::remark::Remark;
use super::super::scan;
use super::Inlines;

/// What one prints.
#[derive(Clone, Copy)]
enum Prints {
    Nothing,
    Words(&'static str),
    /// A value of the settings.
    Value,
    /// Keys to be pressed.
    Keys,
    /// A sign that says nothing by itself.
    Icon,
    /// Words that stand in for others until these are written.
    Filler,
    /// What a browser shows; its number comes behind the address.
    Shown(&'static str),
    /// The title of what follows.
    Title,
    /// What its attribute says.
    Attribute(&'static str),
}

const ROWS: &[(&str, Prints)] = &[
    ("latex", Prints::Words("LaTeX")),
    ("tex", Prints::Words("TeX")),
    ("xetex", Prints::Words("XeTeX")),
    ("luatex", Prints::Words("LuaTeX")),
    ("lualatex", Prints::Words("LuaLaTeX")),
    ("xelatex", Prints::Words("XeLaTeX")),
    ("bibtex", Prints::Words("BibTeX")),
    ("biblatex", Prints::Words("BibLaTeX")),
    ("var", Prints::Value),
    ("meta", Prints::Value),
    ("env", Prints::Value),
    ("param", Prints::Value),
    ("kbd", Prints::Keys),
    ("fa", Prints::Icon),
    ("bi", Prints::Icon),
    ("ai", Prints::Icon),
    ("icon", Prints::Icon),
    ("iconify", Prints::Icon),
    ("lordicon", Prints::Icon),
    ("lipsum", Prints::Filler),
    ("placeholder", Prints::Filler),
    ("video", Prints::Shown("")),
    ("embed", Prints::Shown("")),
    ("audio", Prints::Shown("")),
    ("youtube", Prints::Shown("https://youtu.be/")),
    ("vimeo", Prints::Shown("https://vimeo.com/")),
    ("gist", Prints::Shown("https://gist.github.com/")),
    ("tweet", Prints::Shown("https://twitter.com/i/status/")),
    ("x", Prints::Shown("https://x.com/i/status/")),
    ("tab", Prints::Title),
    ("alert", Prints::Title),
    ("callout", Prints::Title),
    ("details", Prints::Title),
    ("hint", Prints::Nothing),
    ("tabs", Prints::Nothing),
    ("tabpane", Prints::Nothing),
    ("columns", Prints::Nothing),
    ("pagebreak", Prints::Nothing),
    ("br", Prints::Nothing),
    ("colbreak", Prints::Nothing),
    ("acr", Prints::Attribute("")),
    ("relref", Prints::Attribute("")),
    ("ref", Prints::Attribute("")),
    ("highlight-text", Prints::Attribute("text")),
];

impl Inlines<'_> {
    pub(super) fn shortcode(&mut self, inner: &str, written: &str, out: &mut String) {
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let rest = rest.trim();
        let read = Attributes::read(rest);
        let first = rest.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
        // What closes one prints nothing.
        let row = if name.starts_with('/') { Some(Prints::Nothing) } else { None };
        let row = row.or_else(|| ROWS.iter().find(|(own, _)| *own == name).map(|(_, prints)| *prints));
        match row {
            Some(Prints::Nothing) => {}
            Some(Prints::Words(words)) => out.push_str(words),
            Some(Prints::Value) => {
                // The name of a setting stands first, what it is without that setting behind it.
                let own = rest.strip_prefix(first).unwrap_or_default().trim().trim_matches(['"', '\'']);
                self.value(first, written, Some(own).filter(|own| !own.is_empty()), out);
            }
            Some(Prints::Keys) => {
                let keys = read.get("pdf").or(read.get("linux")).or(read.get("win")).unwrap_or(rest);
                out.push_str(&format!("`{}`", keys.replace('`', "")));
            }
            Some(Prints::Icon) => {
                let title = read.get("title").or(read.get("label")).unwrap_or_default();
                let remark = Remark::to_know(format!("an icon: `{rest}`"), "Say it in words if it matters.");
                let mark = self.remarks.sum(&self.path, remark.one_of("icons").naming(rest).without(title));
                out.push_str(&mark);
            }
            Some(Prints::Filler) => {
                let remark = Remark::to_know("words that only fill the page", "Write what is to stand there.");
                out.push_str(&self.remarks.sum(&self.path, remark.one_of("places with words that only fill the page")));
            }
            Some(Prints::Shown(place)) => {
                let id = read.get("id").or(read.get("src")).unwrap_or(first);
                let address = if id.contains("://") { id.to_owned() } else { format!("{place}{id}") };
                let is_linked = address.starts_with("http");
                let todo = if is_linked { "A link to it is printed." } else { "Say in the text what it shows." };
                let mark = self.mark(Remark::to_know(format!("`{name}`, which a browser shows"), todo));
                let shown = if is_linked { format!("<{address}>") } else { scan::literal(id) };
                out.push_str(&format!("{mark}{shown}"));
            }
            Some(Prints::Title) => {
                let title = ["header", "name", "title", "summary"].iter().find_map(|key| read.get(key));
                let title = title.map_or_else(|| rest.trim_matches(['"', ' ']).to_owned(), str::to_owned);
                if !title.is_empty() && !title.contains('=') {
                    out.push_str(&format!("**{}**", scan::literal(&title)));
                }
            }
            Some(Prints::Attribute(key)) => out.push_str(&scan::literal(read.get(key).unwrap_or(first))),
            None => {
                let remark = Remark::to_do(format!("a shortcode: `{name}`"), "Write here what it prints, if anything.");
                let mark = self.remarks.sum("", remark.one_of("shortcodes").naming(name));
                out.push_str(&format!("{mark}{}", scan::literal(written)));
            }
        }
    }
}

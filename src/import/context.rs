//! What the translation of one file knows and finds beside the text itself.

use std::cell::Cell;

use super::labels::Labels;
use super::remark::{Remark, Remarks};
use super::shelf::Shelf;
use super::tex::Macros;

/// Characters that no text has, around the name of a place that a link leads to.
const ANCHOR: (char, char) = ('\u{10fff0}', '\u{10fff1}');

/// Stands before the name of an image that nothing has made yet.
pub(super) const TO_COME: char = '\u{10fff2}';

/// What stands in a line for a place that is called so, until its block is known.
pub(super) fn anchor(id: &str) -> String {
    format!("{}{id}{}", ANCHOR.0, ANCHOR.1)
}

/// What is known of a file while its text is translated.
pub(super) struct Context<'a> {
    pub(super) shelf: &'a dyn Shelf,
    pub(super) remarks: &'a mut Remarks,
    pub(super) labels: &'a mut Labels,
    pub(super) macros: &'a mut Macros,
    /// Path of the file on the shelf.
    pub(super) path: String,
    /// Files that are being put in, the outermost first.
    pub(super) open: Vec<String>,
    /// What files have been put in so far, in bytes and [`includes`](super::includes)' toll for each.
    pub(super) put_in: usize,
    /// How many elements of HTML are open around what is read.
    pub(super) nest: usize,
    pub(super) found: Found,
}

/// What was found in a text and belongs elsewhere.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Bytes in which ends of elements of HTML were looked for in vain.
    pub(super) in_vain: Cell<usize>,
    /// Definitions of footnotes, each with all its lines.
    pub(super) notes: Vec<String>,
    /// Definitions of links, a line each.
    pub(super) definitions: Vec<String>,
    /// Short forms and what they stand for.
    pub(super) abbreviations: Vec<(String, String)>,
    pub(super) has_contents: bool,
    /// Lists of figures and tables are to stand behind the contents.
    pub(super) lists_figures: bool,
    pub(super) lists_tables: bool,
    /// Whether the author said where the works are listed.
    pub(super) lists_works: bool,
    /// Paths of bibliographies that the text names.
    pub(super) bibliographies: Vec<String>,
    /// Files that are put in, each behind the file of the manuscript that does so.
    pub(super) included: Vec<(String, String)>,
    /// A page is to begin at the next heading.
    pub(super) new_page: bool,
    /// A label for what comes next.
    pub(super) pending: Option<String>,
    /// Whether annexes stand below.
    pub(super) is_back: bool,
    /// How many headings there are so far.
    pub(super) headings: usize,
    /// Whether the code of cells prints beside what it makes.
    pub(super) hides_code: bool,
    /// Whether it is written in mmark.
    pub(super) is_mmark: bool,
    /// Whether no cell is run.
    pub(super) runs_nothing: bool,
    /// Whether something runs the cells of directives.
    pub(super) has_kernel: bool,
}

impl Context<'_> {
    pub(super) fn mark(&mut self, remark: Remark) -> String {
        self.remarks.mark(remark)
    }

    /// One remark for all of its kind in this file, at the first.
    pub(super) fn sum(&mut self, remark: Remark) -> String {
        let path = self.path.clone();
        self.remarks.sum(&path, remark)
    }

    /// The label for an author's own, which is known by both from now on.
    pub(super) fn label(&mut self, id: &str) -> Option<String> {
        self.labels.add(&self.path, id)
    }

    /// Takes the tokens of places out of a line; what they are called is returned.
    pub(super) fn take_anchors(line: &str) -> (String, Vec<String>) {
        let (mut text, mut ids, mut rest) = (String::with_capacity(line.len()), Vec::new(), line);
        while let Some((before, behind)) = rest.split_once(ANCHOR.0) {
            text.push_str(before);
            let (id, after) = behind.split_once(ANCHOR.1).unwrap_or((behind, ""));
            ids.push(id.to_owned());
            rest = after;
        }
        (text + rest, ids)
    }

    /// A path that a file names, from the shelf's top. What begins with a slash does so already.
    pub(super) fn resolve(&self, named: &str) -> String {
        resolve(&self.path, named)
    }
}

/// A path that the file at `from` names, from the shelf's top: `../` leads above that.
pub(super) fn resolve(from: &str, named: &str) -> String {
    let decoded = decoded(named);
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if decoded.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    parts.retain(|part| !part.is_empty());
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// `%20` and the like as the characters that they stand for.
fn decoded(named: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), named.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|code| first == b'%' && code.iter().all(u8::is_ascii_hexdigit));
        match code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| named.to_owned())
}

//! mdBook: `book.toml` says what it is, `SUMMARY.md` gives the order.

use super::super::links;
use super::super::meta::{Value, table};
use super::super::scan;
use super::super::shelf::Shelf;
use super::{Chapter, Manuscript, chapter, first, miss, text};

pub(super) fn read(shelf: &dyn Shelf) -> Option<Manuscript> {
    let settings = first(shelf, &["book.toml"]).map(|(_, text)| table::read(&text));
    let named = settings.as_ref().and_then(|settings| settings.at(&["book", "src"])).and_then(Value::text);
    let source = named.unwrap_or("src").trim_end_matches('/').to_owned();
    let places = [format!("{source}/SUMMARY.md"), "SUMMARY.md".to_owned(), "docs/SUMMARY.md".to_owned()];
    let (path, summary) = places.into_iter().find_map(|path| Some((path.clone(), text(shelf, &path)?)))?;
    let (mut chapters, mut missing) = (Vec::new(), Vec::new());
    let mut part = None;
    let mut has_numbers = false;
    for line in summary.lines() {
        let text = line.trim();
        if let Some(title) = text.strip_prefix("# ") {
            part = Some(title.trim().to_owned())
                .filter(|title| !["summary", "table of contents"].contains(&title.to_lowercase().as_str()));
            continue;
        }
        let is_item = text.starts_with(['-', '*', '+']) || text.starts_with(|one: char| one.is_ascii_digit());
        let Some(open) = text.find('[') else { continue };
        let Some(length) = scan::bracketed(&text[open..], '[', ']') else { continue };
        let title = text[open + 1..open + length - 1].trim().to_owned();
        let Some(link) = links::destination(&text[open + length..]) else { continue };
        has_numbers |= is_item;
        let address = link.address.split('#').next().unwrap_or_default();
        let Some(own) = chapter(shelf, &path, address) else {
            miss(address, &mut missing);
            continue;
        };
        if chapters.iter().any(|chapter: &Chapter| chapter.path == own) {
            continue;
        }
        let level = (line.len() - line.trim_start().len()) / 2;
        chapters.push(Chapter {
            path: own,
            title: Some(title),
            is_unnumbered: !is_item,
            is_annex: false,
            level: if is_item { level } else { 0 },
            part: part.take(),
            ..Chapter::default()
        });
    }
    // Without a single item no chapter has a number, which says nothing.
    if !has_numbers {
        chapters.iter_mut().for_each(|chapter| chapter.is_unnumbered = false);
    }
    let settings = settings.and_then(|settings| settings.get("book").cloned()).unwrap_or_default();
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "mdBook",
        settings,
        settings_path: "book.toml".to_owned(),
        chapters,
        missing,
        ..Manuscript::default()
    })
}

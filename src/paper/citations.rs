//! The third walk: puts formatted citations where they are cited, and the list where it is printed.

use std::collections::{BTreeMap, BTreeSet};
use std::vec;

use super::PaperSection;
use super::resolve::Cited;
use crate::bibliography::{Bibliography, Cache, Style};
use crate::manifest::Manifest;
use crate::section::{BibliographyEntry, BlockKind, Citation, InlineKind, Inlines, walk};

/// Formats all citations in one go, as CSL wants it, and puts them and the list into the sections.
pub fn print(
    manifest: &Manifest,
    bibliography: &Bibliography,
    style: Option<&Style>,
    cited: Vec<Cited>,
    sections: &mut [PaperSection],
    cache: &mut Cache,
) {
    let Some(style) = style else { return };
    let citations: Vec<&Citation> = cited.iter().map(|cited| &cited.citation).collect();
    let formatted = bibliography.format(style, &manifest.language.value, &citations, cache);

    let mut cited_in: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for Cited { citation, heading } in &cited {
        for item in &citation.items {
            if let Some(heading) = heading
                && seen.insert((&item.key.value, &heading.0))
            {
                cited_in.entry(&item.key.value).or_default().push(heading.clone());
            }
        }
    }
    let entries: Vec<BibliographyEntry> = formatted
        .entries
        .into_iter()
        .filter_map(|(key, content)| {
            let span = bibliography.span(&key)?;
            let cited_in = cited_in.get(key.as_str()).cloned().unwrap_or_default();
            Some(BibliographyEntry { span, change: None, key, older_key: None, content, cited_in })
        })
        .collect();

    let mut printed = formatted.citations.into_iter();
    for PaperSection { section, .. } in sections {
        walk::blocks_mut(&mut section.blocks, &mut |block| {
            if let BlockKind::Bibliography(list) = &mut block.kind {
                *list = entries.clone();
            }
        });
        walk::inlines_mut(&mut section.blocks, &mut |inlines| put_citations(inlines, &mut printed));
    }
    debug_assert!(printed.next().is_none(), "every citation has found its place");
}

fn put_citations(inlines: &mut Inlines, printed: &mut vec::IntoIter<Inlines>) {
    let mut at = 0;
    while at < inlines.len() {
        let inline = &mut inlines[at];
        match &mut inline.kind {
            InlineKind::Citation(_) => {
                let instead = printed.next().unwrap_or_default();
                let count = instead.len();
                inlines.splice(at..=at, instead);
                at += count;
                continue;
            }
            InlineKind::Footnote(note) => {
                if let Some(blocks) = &mut note.blocks {
                    walk::inlines_mut(blocks, &mut |inlines| put_citations(inlines, printed));
                }
            }
            _ => {
                if let Some(children) = walk::children_mut(inline) {
                    put_citations(children, printed);
                }
            }
        }
        at += 1;
    }
}

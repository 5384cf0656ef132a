//! The lists of works: their headings, and which of them prints which work.

use std::mem;
use std::sync::Arc;

use crate::bibliography::Bibliography;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{BibliographyEntry, Block, BlockKind, WorkType, walk};

use super::outline::WorkListPlace;

/// Makes the title of each list a heading above it.
pub(super) fn place_headings(blocks: &mut Vec<Block>) {
    let has_title = |block: &Block| matches!(&block.kind, BlockKind::Bibliography(list) if list.heading.is_some());
    walk::lists_mut(blocks, &mut |blocks| {
        if !blocks.iter().any(has_title) {
            return;
        }
        for mut block in mem::take(blocks) {
            if let BlockKind::Bibliography(list) = &mut block.kind
                && let Some(heading) = list.heading.take()
            {
                blocks.push(Block::new(block.span, BlockKind::Heading(heading)));
            }
            blocks.push(block);
        }
    });
}

/// The list in which works of a type stand: the one that is for them, or the one that is for all others.
pub(super) fn list_of(lists: &[WorkListPlace], kind: WorkType) -> Option<usize> {
    let own = lists.iter().position(|list| list.types().iter().any(|listed| listed.value == kind));
    own.or_else(|| lists.iter().position(|list| list.types.is_none()))
}

/// Puts each work's line in the list for it. Works without one are reported, and lists without works.
pub(super) fn share_out(
    entries: Vec<BibliographyEntry>,
    lists: &[WorkListPlace],
    bibliography: &Bibliography,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Vec<BibliographyEntry>>> {
    let mut shares = vec![Vec::new(); lists.len()];
    for entry in entries {
        let kind = bibliography.type_of(&entry.key);
        match list_of(lists, kind) {
            Some(at) => shares[at].push(entry),
            // That there is no list at all is another finding.
            None if lists.is_empty() => {}
            None => {
                let name = kind.name();
                let message = format!("`{}` stands in no list: none is for `{name}`", entry.key);
                let help = format!(
                    "Add `{name}` to the `types` of a list, or a list without `types`, which is for all others: \
                     `::: bibliography`, then `:::`. `chancery explain types` tells what belongs where."
                );
                diagnostics.push(Diagnostic::warning(Code("unlisted-work"), entry.span, message).with_help(help));
            }
        }
    }
    let empty = lists.iter().zip(&shares).filter(|(list, share)| share.is_empty() && !list.types().is_empty());
    for (list, _) in empty {
        let found = Diagnostic::warning(Code("empty-block"), list.span, "no work that is printed belongs in this list");
        diagnostics
            .push(found.with_help("Delete it, or correct `types`; `chancery explain types` tells what is what."));
    }
    shares.into_iter().map(Arc::new).collect()
}

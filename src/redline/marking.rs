//! How a redline is marked.

use crate::marking::Level;
use crate::paper::Paper;

/// The marking that protects both versions: of one scheme's levels the higher, of two schemes' levels both, for ranks
/// of two schemes do not compare.
pub(super) fn of_both(old: &Paper, new: &Paper) -> Option<Level> {
    let (Some(older), Some(newer)) = (&old.marking, &new.marking) else {
        return new.marking.as_ref().or(old.marking.as_ref()).cloned();
    };
    let scheme = |paper: &Paper| paper.manifest.marking.as_ref().map(|choice| choice.scheme.value.clone());
    if scheme(old) == scheme(new) {
        return Some(if older.rank > newer.rank { older } else { newer }.clone());
    }
    let more = older.demands.iter().filter(|demand| !newer.demands.contains(demand));
    Some(Level {
        text: format!("{} · {}", older.text, newer.text),
        classified: older.classified || newer.classified,
        header: older.header || newer.header,
        footer: older.footer || newer.footer,
        demands: newer.demands.iter().chain(more).copied().collect(),
        ..newer.clone()
    })
}

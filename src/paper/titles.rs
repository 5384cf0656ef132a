//! Whole titles: a heading or caption may refer to others, so its title is only known when theirs are.

use std::collections::BTreeSet;

use super::labels::{Labels, Place, Target, direction};
use super::title::Title;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{Inline, InlineKind, Label, Pattern, walk};
use crate::source::Spanned;
use crate::terms::Terms;

/// Puts the words of references into the titles that hold them. A title may quote another one, but not one that
/// itself quotes: so it is never without end, whoever quotes whom.
pub(super) fn complete(labels: &mut Labels, terms: &Terms, diagnostics: &mut Diagnostics) {
    let referring = std::mem::take(&mut labels.referring);
    let (quoting, plain): (Vec<_>, Vec<_>) = referring.iter().partition(|(_, content)| quotes(labels, content));
    for (label, content) in plain {
        set(labels, label, title(labels, content, place(labels, label), terms));
    }
    let labels_of_quoting: BTreeSet<&Label> = quoting.iter().map(|(label, _)| *label).collect();
    let mut titles = Vec::new();
    for &(label, content) in &quoting {
        titles.push((label, title(labels, content, place(labels, label), terms)));
        references(content, &mut |reference| {
            let InlineKind::Reference { label: Spanned { value: label, .. }, pattern } = &reference.kind else {
                return;
            };
            let Some((label, target)) = labels.find(label) else { return };
            if labels_of_quoting.contains(label) && needs_title(target, pattern) {
                let message = format!("the title of `{label}` cannot be quoted here, as it quotes one itself");
                let found = Diagnostic::error(Code("nested-title"), reference.span, message);
                diagnostics.push(found.with_help("Refer to it by `{number}`, or write the words."));
            }
        });
    }
    titles.into_iter().for_each(|(label, title)| set(labels, label, title));
}

fn set(labels: &mut Labels, label: &Label, title: Title) {
    if let Some(target) = labels.targets.get_mut(label) {
        target.title = title;
    }
}

fn place(labels: &Labels, label: &Label) -> Option<Place> {
    labels.targets.get(label).map(|target| target.place)
}

/// Whether a title holds the title of another.
fn quotes(labels: &Labels, content: &[Inline]) -> bool {
    let mut quotes = false;
    references(content, &mut |reference| {
        let InlineKind::Reference { label, pattern } = &reference.kind else { return };
        quotes |= labels.find(&label.value).is_some_and(|(_, target)| needs_title(target, pattern));
    });
    quotes
}

fn needs_title(target: &Target, pattern: &[Pattern]) -> bool {
    pattern.iter().any(|piece| match piece {
        Pattern::Title(_) => true,
        Pattern::Number(_) | Pattern::Default(_) => target.number.is_none(),
        Pattern::Text(_) | Pattern::Page(_) | Pattern::Direction(_) => false,
    })
}

fn references(content: &[Inline], visit: &mut dyn FnMut(&Inline)) {
    for inline in content {
        match &inline.kind {
            InlineKind::Reference { .. } => visit(inline),
            _ => walk::children(inline).into_iter().for_each(|inner| references(inner, visit)),
        }
    }
}

fn title(labels: &Labels, content: &[Inline], from: Option<Place>, terms: &Terms) -> Title {
    Title::with(content, &mut |reference| {
        let InlineKind::Reference { label, pattern } = &reference.kind else { return Title::default() };
        let Some((_, target)) = labels.find(&label.value) else { return Title::plain(&format!("#{}", label.value)) };
        let mut title = Title::default();
        pattern.iter().for_each(|piece| title.push(words(piece, target, from, labels, terms)));
        title
    })
}

/// What a piece of a reference prints. A page number, which headings cannot have, is left out of a caption.
fn words(piece: &Pattern, target: &Target, from: Option<Place>, labels: &Labels, terms: &Terms) -> Title {
    match piece {
        Pattern::Text(inline) => Title::of(std::slice::from_ref(inline)),
        Pattern::Number(_) => target.number_or_title(),
        Pattern::Title(_) => target.title.clone(),
        Pattern::Direction(_) => Title::plain(direction(Some(target.place) > from, terms)),
        Pattern::Default(_) => target.usual_words(labels, terms),
        Pattern::Page(_) => Title::default(),
    }
}

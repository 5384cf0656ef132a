//! What is markup in a section, and mere text in the manifest.

use super::super::miss::{IN_MANIFEST, Kind};
use super::super::pattern::{Pattern, Place};
use crate::check::prose::Standing;

pub(super) fn all() -> Vec<Pattern> {
    let rows = vec![
        Pattern::new(Kind::certain("literal-value", "a value", IN_MANIFEST), "{}", r"\{\{[^{}\n]*\}\}"),
        Pattern::new(
            Kind::certain("literal-footnote", "the call of a footnote", IN_MANIFEST),
            "[^]",
            r"\[\^[^\[\]\s]+\]",
        ),
        Pattern::new(Kind::certain("literal-link", "a citation", IN_MANIFEST), "[@]", r"\[-?@[^\[\]\n]+\]"),
        Pattern::new(
            Kind::certain("literal-address", "an address", IN_MANIFEST),
            "<>",
            r"<(?:https?://|mailto:)[^<>\s]+>",
        ),
        Pattern::new(
            Kind::certain("literal-command", "a tag of HTML", IN_MANIFEST),
            "<>",
            concat!(
                r"</?(?i:a|b|br|center|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|s|small|span",
                r"|strong|sub|sup|table|td|th|tr|u|ul|wbr)(?:\s[^<>]*)?/?>",
            ),
        ),
        Pattern::new(Kind::likely("literal-code", "code", IN_MANIFEST), "`", r"`[^`\n]+`"),
        Pattern::new(Kind::certain("literal-heading", "a heading", IN_MANIFEST), "#", r"\A(?P<at>#{1,6})[ \t]+\S"),
        Pattern::new(Kind::likely("literal-list", "an item of a list", IN_MANIFEST), "", r"^(?P<at>[-*+])[ \t]+\S")
            .opening("-*+"),
        Pattern::new(Kind::likely("literal-character", "an escape", IN_MANIFEST), "\\", r"\\[!-/:-@\[-`{-~]"),
    ];
    rows.into_iter().map(|row| row.of(Place::At(Standing::Manifest))).collect()
}

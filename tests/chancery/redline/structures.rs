//! Tables whose cells hold blocks, boxes with titles, turned pages, lines below tables: each edit is taken back whole.

use super::{changes, check, obeys, redline};
use crate::corpus;

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# One {#one}\n\nSee [](#t), [](#box), CO~2~ in m^2^.\n\n\
    ::: warning {title=\"Mind the gap\" #box}\nWords of the box.\n:::\n\n:::: landscape\n\
    ::: table {#t caption=\"Cases\" header-rows=2 source=\"Own data of 2024.\"}\n\
    - - Country {rows=2}\n  - Cases {columns=2}\n- - Old\n  - New\n- - France\n  - Ten\n  - Twelve of them\n\
    - - Spain {rows=2}\n  - Nine {columns=2}\n- - Six\n  - - One item\n    - Another item\n:::\n::::\n\n\
    ::: table {#u caption=\"Lines\"}\n| A | B |\n|---|---|\n| c<br>d | e |\n:::\n\nSee [](#u).\n";

/// What changes places with what, and what a redline tells of.
const EDITS: &[(&str, &str, &str)] = &[
    ("Nine {columns=2}", "Ninety {columns=2}", "paragraph"),
    ("Nine {columns=2}\n", "Nine\n  - Eight\n", "row"),
    ("- - France\n  - Ten\n  - Twelve of them\n", "", "row"),
    ("- - Spain {rows=2}", "- - Italy\n  - Two\n  - Three\n- - Spain {rows=2}", "row"),
    ("    - Another item\n", "", "item"),
    ("- - Old", "- - Former", "paragraph"),
    ("  - Cases {columns=2}\n- - Old\n  - New\n", "  - Cases\n  - Shares\n- - Old\n  - New\n", "table"),
    ("Own data of 2024.", "Own data of 2025.", "text"),
    ("Mind the gap", "Mind the step", "text"),
    ("::: warning", "::: caution", "block"),
    ("#box}", "#box-a}", "label"),
    (":::: landscape\n", ":::: note {title=\"Cases\"}\n", "block"),
    ("CO~2~", "CO~3~", "text"),
    ("m^2^", "m2", "text"),
    ("c<br>d", "c d", "text"),
];

#[test]
fn what_becomes_of_structures_is_told_whole() {
    let old = check(&corpus::project_of(SECTION).as_old()).expect("sound");
    for (from, to, kind) in EDITS {
        let edited =
            SECTION.replacen(from, to, 1).replace("(#box)", if to.contains("box-a") { "(#box-a)" } else { "(#box)" });
        assert_ne!(edited, SECTION, "{from}");
        let new = check(&corpus::project_of(&edited)).unwrap_or_else(|| panic!("{to} is not sound"));
        obeys(&old, &new, to);
        let told: Vec<_> = changes(&redline(&old, &new)).iter().map(|entry| entry.what.to_string()).collect();
        assert!(told.iter().any(|told| told == kind), "{to}: {told:?}");
    }
}

//! Whether the law is tried on all that can be found: each code is met by an input, or is one that is not found again
//! and again.

use std::collections::BTreeSet;

use chancery::explain;
use chancery::project::Project;

use super::check;
use super::draft::Input;

/// How often something is repeated to see what is found of it.
const TIMES: usize = 8;

/// What is said at most once of a file or a paper, so that it cannot grow.
const ONCE: &str = "\
    bibliography-too-deep bibliography-too-large empty-list font-licence history-status invalid-lock \
    invalid-name invalid-style invalid-value marking-requirement marking-without-reason marking-without-scheme \
    missing-front-matter not-utf-8 section-status template-endless-loop too-large too-long \
    too-many-columns too-tangled unclosed-code unclosed-front-matter unknown-scheme unknown-style \
    unknown-template unsupported-front-matter unsupported-language";

/// What is found by commands before or after a check, by the system, and on pages; and what is told in one line a file
/// of works that nobody cites.
const ELSEWHERE: &str = "\
    bibliography-key cannot-listen cannot-read cannot-run-template cannot-start-threads cannot-watch cannot-write \
    folder-not-empty forbidden-character format-changes-meaning image-foreign-object image-too-large \
    internal invalid-file-name layout-heading layout-note layout-overflow layout-overlap link-in-margin \
    misplaced-output missing-document-date missing-document-language missing-document-title missing-git \
    missing-manuscript \
    missing-project missing-release missing-repository not-a-file not-a-folder not-final template-label \
    unknown-command unknown-revision unknown-section unmapped-text unrelated-papers unsettled-layout \
    unsupported-colour unsupported-gradient unsupported-line unsupported-package unsupported-scaling \
    unsupported-symbolic-link version-already-released";

/// Codes that no input meets though they could, and codes that are met though they are said to be none of these.
pub fn mistakes(inputs: &[Input]) -> Vec<String> {
    let mut met = BTreeSet::new();
    for input in inputs.iter().filter(|input| !input.draft(TIMES).is_manuscript) {
        met.extend(check(&Project::new(input.draft(TIMES).files())).1.iter().map(|found| found.code.0));
    }
    let excused: BTreeSet<&str> = [ONCE, ELSEWHERE].iter().flat_map(|list| list.split_whitespace()).collect();
    let codes = explain::pages().iter().map(|page| page.code.0);
    let unmet = codes.filter(|code| !met.contains(code) && !excused.contains(code));
    let unmet = unmet.map(|code| format!("no input meets `{code}`"));
    let pages = || excused.iter().filter(|code| met.contains(*code) || explain::page(code).is_none());
    unmet.chain(pages().map(|code| format!("`{code}` needs no excuse"))).collect()
}

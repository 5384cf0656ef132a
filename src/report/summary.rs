//! Findings and other things in numbers.

use crate::diagnostic::{Diagnostic, Severity};

/// The findings in numbers: `2 errors, 1 warning`, or `no findings`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, name: &str| {
        let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (number > 0).then(|| plural(number, name))
    };
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Hint, "hint")];
    let parts: Vec<_> = counts.into_iter().filter_map(|(severity, name)| count(severity, name)).collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

/// How many of the findings a command mends by itself, in a sentence; [`None`] if there are none.
pub fn mendable(diagnostics: &[Diagnostic]) -> Option<String> {
    let count = diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()).count();
    (count > 0).then(|| format!("{count} can be mended by `chancery check --fix`"))
}

/// `1 page`, `2 pages`.
pub fn plural(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

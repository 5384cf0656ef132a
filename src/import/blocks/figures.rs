//! Figures and tables with captions.

use super::super::attributes;
use super::boxes::fenced;

/// A figure or table, in a block if there is something to say of it.
pub(super) fn captioned(content: &str, label: Option<&str>, caption: &str) -> String {
    let content = content.trim();
    let images = content.matches("![").count();
    let caption = caption.trim();
    if caption.is_empty() && (label.is_none() || content.is_empty()) {
        return content.to_owned();
    }
    if caption.is_empty() {
        let braces = attributes::written(label, &[]);
        // A label of what has no caption stands before the text.
        return if images == 0 { content.to_owned() } else { format!("{content}\n\n{braces}").trim_end().to_owned() };
    }
    let is_table = content.starts_with('|') || content.starts_with(":::") && content.contains("table");
    let is_mixed = !is_table && images == 0;
    if is_mixed {
        let label = label.map(|label| format!("{{#{label}}} ")).unwrap_or_default();
        return format!("{content}\n\n{label}{caption}").trim_start().to_owned();
    }
    let name = if is_table { "table" } else { "figure" };
    if let Some(inner) = content.strip_prefix("::: table").filter(|inner| inner.contains("caption=")) {
        return format!("::: table{inner}");
    }
    let braces = attributes::written(label, &[("caption", caption)]);
    fenced(&format!("{name} {braces}"), content)
}

/// A width as it is written here; [`None`] if it cannot be.
pub(in super::super) fn width(written: &str) -> Option<String> {
    let written = written.trim();
    let digits = written.len() - written.trim_start_matches(|one: char| one.is_ascii_digit() || one == '.').len();
    let (number, unit) = written.split_at(digits);
    let number: f64 = number.parse().ok().filter(|number| (0.01..=4000.0).contains(number))?;
    let (value, unit) = match unit.trim().trim_start_matches('\\') {
        "%" if number <= 100.0 => (number, "%"),
        "cm" => (number, "cm"),
        "mm" => (number, "mm"),
        "in" | "inch" => (number * 2.54, "cm"),
        "textwidth" | "linewidth" | "columnwidth" => (number * 100.0, "%"),
        "" if number <= 1.0 => (number * 100.0, "%"),
        // Of a screen's dots 38 are a centimetre.
        "px" | "" => (number / 37.8, "cm"),
        "pt" => (number / 28.45, "cm"),
        "em" | "rem" => (number * 0.42, "cm"),
        _ => return None,
    };
    // Nothing is wider than the text.
    let value = if unit == "cm" && value > 16.0 || unit == "mm" && value > 160.0 || unit == "%" && value > 100.0 {
        return Some("100%".to_owned());
    } else {
        (value * 10.0).round() / 10.0
    };
    (value > 0.0).then(|| format!("{value}{unit}"))
}

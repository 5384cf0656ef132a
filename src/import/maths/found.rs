//! Where a formula stands in a text: between dollars, brackets with backslashes, or in an environment of its own.

use super::FORMULAS;

/// A formula that a text begins with.
pub(in super::super) struct Found<'t> {
    pub(in super::super) tex: &'t str,
    /// With the marks around it.
    pub(in super::super) length: usize,
}

/// A longer text is no formula, nor is one between dollars that holds more of them.
const MAX_LENGTH: usize = 8 << 10;
const MAX_DOLLARS: usize = 24;

/// The formula that a text begins with.
pub(in super::super) fn found(rest: &str) -> Option<Found<'_>> {
    if rest.starts_with('$') {
        return between_dollars(rest);
    }
    let rest = &rest[..rest.floor_char_boundary(MAX_LENGTH)];
    if let Some((name, inner)) = rest.strip_prefix("\\begin{").and_then(|inner| inner.split_once('}')) {
        if !FORMULAS.contains(&name.trim_end_matches('*')) {
            return None;
        }
        let close = format!("\\end{{{name}}}");
        let length = rest.len() - inner.len() + inner.find(&close)? + close.len();
        return Some(Found { tex: &rest[..length], length }).filter(|found| !found.tex.contains("\n\n"));
    }
    for (open, close) in [("\\\\(", "\\\\)"), ("\\\\[", "\\\\]"), ("\\(", "\\)"), ("\\[", "\\]")] {
        let Some(inner) = rest.strip_prefix(open) else { continue };
        let Some(end) = inner.find(close) else { continue };
        let tex = &inner[..end];
        // Brackets that are merely escaped hold no command.
        if (has_command(tex) || tex.contains(['^', '_', '=']) && is_maths(tex))
            && !tex.contains("\n\n")
            && !tex.contains('`')
        {
            return Some(Found { tex, length: open.len() + end + close.len() });
        }
    }
    None
}

fn between_dollars(rest: &str) -> Option<Found<'_>> {
    let marks = if rest.starts_with("$$") { 2 } else { 1 };
    let inner = &rest[marks..];
    let is_quoted = inner.starts_with('`');
    let close = if is_quoted { "`$" } else { &"$$"[..marks] };
    let mut from = usize::from(is_quoted);
    let near = &inner[..inner.floor_char_boundary(MAX_LENGTH)];
    for _ in 0..MAX_DOLLARS {
        let end = from + near[from..].find(close)?;
        let tex = near[..end].trim_matches('`');
        let after = near[end + close.len()..].chars().next();
        from = end + close.len();
        if near[..end].ends_with('\\') && !near[..end].ends_with("\\\\") || is_in_words(&near[..end]) {
            continue;
        }
        let has_dollar = tex.replace("\\$", "").contains('$');
        let is_broken = marks == 1 && has_dollar && !tex.contains("\\text") && !tex.contains("\\mbox");
        let is_parted = tex.contains("\n\n") && (marks == 1 || !is_parted_formula(tex));
        if is_parted || tex.trim().is_empty() || is_broken {
            return None;
        }
        let is_bare = tex.starts_with(char::is_whitespace) || tex.ends_with(char::is_whitespace);
        let is_formula = match marks {
            2 => true,
            // Sums of money are no formulas, nor is what stands between two of them.
            _ if is_quoted => true,
            _ if is_bare => is_maths(tex) && (tex.contains('\\') || after.is_none_or(|after| !after.is_alphanumeric())),
            _ if after.is_some_and(|after| after.is_ascii_digit()) => false,
            _ => {
                let is_sum = tex.starts_with(|one: char| one.is_ascii_digit()) && tex.contains(' ');
                !is_sum || has_command(tex) || is_maths(tex)
            }
        };
        if is_formula {
            return Some(Found { tex, length: marks + end + close.len() });
        }
        if is_bare && !tex.ends_with(char::is_whitespace) {
            return None;
        }
    }
    None
}

/// Whether lines with blank ones between them are a formula all the same.
pub(in super::super) fn is_parted_formula(tex: &str) -> bool {
    let is_markup = |line: &str| ["#", "- ", "* ", "```", ":::", "> ", "|"].iter().any(|mark| line.starts_with(mark));
    tex.contains('\\') && !tex.lines().any(|line| is_markup(line.trim_start()))
}

/// Whether the text so far ends within words of a formula, which may hold dollars.
fn is_in_words(text: &str) -> bool {
    let open = ["\\text{", "\\mbox{", "\\textrm{"].iter().filter_map(|name| Some(text.rfind(name)? + name.len())).max();
    open.is_some_and(|at| {
        let inner = &text[at..];
        inner.matches('{').count() >= inner.matches('}').count() && inner.len() < 200
    })
}

fn has_command(tex: &str) -> bool {
    tex.split('\\').skip(1).any(|behind| behind.starts_with(|one: char| one.is_ascii_alphabetic()))
}

/// Whether a text reads as a formula: it has signs of one, and no words but the names of commands.
fn is_maths(tex: &str) -> bool {
    let (mut bare, mut rest) = (String::new(), tex);
    while let Some(at) = rest.find('\\') {
        bare.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let length = behind.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(behind.len());
        let is_text = ["text", "mbox", "math", "begin", "end", "operator"].iter().any(|own| behind.starts_with(own));
        rest = &behind[length..];
        if is_text && let Some(end) = rest.strip_prefix('{').and_then(|inner| inner.find('}')) {
            rest = &rest[end + 2..];
        }
        bare.push(' ');
    }
    bare.push_str(rest);
    let words = || bare.split(|one: char| !one.is_alphabetic()).map(|word| word.chars().count());
    let has = |signs: &str| tex.contains(|one: char| signs.contains(one));
    let is_letter = tex.trim().chars().count() == 1 && tex.trim().chars().all(char::is_alphabetic);
    let is_sum = has("+/|(-–−*") && words().all(|length| length < 3);
    is_letter || is_sum || has("\\^_=<>") && words().filter(|length| *length > 3).count() < 2 && !tex.contains(". ")
}

/// The label behind a formula on lines of its own: `{#eq-x}` or `(eq:x)`.
pub(in super::super) fn display(behind: &str) -> Option<&str> {
    let behind = behind.trim();
    let braced = behind.strip_prefix("{#").and_then(|rest| rest.strip_suffix('}'));
    let label = braced.or_else(|| behind.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')))?;
    (!label.is_empty() && !label.contains(|one: char| one.is_whitespace() || "()".contains(one))).then_some(label)
}

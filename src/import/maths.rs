//! Formulas of TeX: simple ones in characters, the others as they are typed.

use super::context::Context;
use super::remark::{Remark, Remarks};
use super::scan;

const WHAT: &str = "a formula, printed as it is typed";
const REMEDY: &str =
    "Formulas are not set. Write it in characters (`E = mc²`, `x ≤ 5`), or as an image with its meaning in `alt`.";

/// A formula in a line: in characters if it is simple, else `written` as it stands.
pub(super) fn inline(tex: &str, written: &str, remarks: &mut Remarks) -> String {
    match simple(tex) {
        Some(text) => text,
        None => {
            let one_line = written.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{}{}", remarks.mark(Remark::to_do(WHAT, REMEDY)), scan::literal(&one_line))
        }
    }
}

/// A formula on lines of its own.
pub(super) fn displayed(tex: &str, context: &mut Context) -> String {
    let tex = tex.trim();
    let label = tex.find("\\label{").and_then(|at| tex[at + 7..].split('}').next()).map(str::to_owned);
    let label = label.or_else(|| context.found.pending.take()).and_then(|id| context.label(&id));
    let label = label.map(|label| format!("{{#{label}}} ")).unwrap_or_default();
    match simple(tex) {
        Some(text) => format!("{label}{text}"),
        None => {
            let mark = context.mark(Remark::to_do(WHAT, REMEDY));
            let lines = tex.lines().map(str::trim).filter(|line| !line.is_empty()).map(scan::literal);
            format!("{label}{mark}\\$\\$\n{}\n\\$\\$", lines.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// A formula in characters, if it is made of nothing but letters, figures, signs, and single scripts.
fn simple(tex: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = tex.trim().trim_end_matches('.');
    let has_point = rest.len() < tex.trim().len();
    if rest.is_empty() || rest.len() > 120 || rest.contains(['\n', '&']) {
        return None;
    }
    while let Some(one) = rest.chars().next() {
        let behind = &rest[one.len_utf8()..];
        rest = match one {
            '\\' => command(behind, &mut out)?,
            '^' | '_' => {
                let mark = if one == '^' { '^' } else { '~' };
                let (script, rest) = argument(behind)?;
                let inner = script_of(script)?;
                if out.is_empty() || out.ends_with([' ', '^', '~']) {
                    return None;
                }
                out.push_str(&format!("{mark}{inner}{mark}"));
                rest
            }
            '{' | '}' | '$' | '#' | '%' | '`' | '|' | '[' | ']' | '"' => return None,
            '*' => {
                out.push('∗');
                behind
            }
            '-' => {
                out.push('−');
                behind
            }
            '\'' => {
                out.push('′');
                behind
            }
            '<' => {
                out.push_str("\\<");
                behind
            }
            '~' => {
                out.push(' ');
                behind
            }
            '=' | '+' | '>' | '/' | '(' | ')' | ',' | ';' | ':' | '!' | '.' | ' ' | '?' => {
                out.push(one);
                behind
            }
            _ if one.is_ascii_alphabetic() => {
                let length = rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(rest.len());
                out.push_str(&format!("*{}*", &rest[..length]));
                &rest[length..]
            }
            _ if one.is_alphanumeric() || !one.is_ascii() => {
                out.push(one);
                behind
            }
            _ => return None,
        };
    }
    // Marks that meet would be read as one.
    if out.contains("**") || out.contains("^^") || out.contains("~~") || out.trim().is_empty() {
        return None;
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let begins_block = out.starts_with(['+', '>', '=', '#', '−']) && out.chars().nth(1) == Some(' ');
    (!begins_block).then(|| if has_point { format!("{out}.") } else { out })
}

/// One character, or what stands in braces.
fn argument(rest: &str) -> Option<(&str, &str)> {
    if let Some(inner) = rest.strip_prefix('{') {
        let end = inner.find('}')?;
        return (!inner[..end].contains('{')).then(|| (&inner[..end], &inner[end + 1..]));
    }
    let first = rest.chars().next().filter(|first| first.is_alphanumeric() || *first == '*')?;
    Some((&rest[..first.len_utf8()], &rest[first.len_utf8()..]))
}

/// Raised or lowered text: letters, figures, signs, no marks and no blanks.
fn script_of(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some(one) = rest.chars().next() {
        rest = match one {
            '\\' => command(&rest[1..], &mut out)?,
            _ if one.is_alphanumeric() || "+,./=()".contains(one) => {
                out.push(one);
                &rest[one.len_utf8()..]
            }
            '-' => {
                out.push('−');
                &rest[1..]
            }
            '*' => {
                out.push('∗');
                &rest[1..]
            }
            ' ' => &rest[1..],
            _ => return None,
        };
    }
    let out: String = out.chars().filter(|one| !one.is_whitespace()).collect();
    (!out.is_empty() && !out.contains(['*', '^', '~', '\\'])).then_some(out)
}

/// A command without its backslash; returns what stands behind it.
fn command<'t>(rest: &'t str, out: &mut String) -> Option<&'t str> {
    let length = rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(rest.len());
    if length == 0 {
        let one = rest.chars().next()?;
        match one {
            '%' | '&' => out.push(one),
            '#' | '$' => out.push_str(&format!("\\{one}")),
            ',' | ';' | ':' | ' ' | '!' => {
                if one != '!' {
                    out.push(' ');
                }
            }
            _ => return None,
        }
        return Some(&rest[1..]);
    }
    let (name, behind) = rest.split_at(length);
    if let Some((_, sign)) = SIGNS.iter().find(|(own, _)| *own == name) {
        out.push_str(sign);
        let is_operator = sign.chars().all(|one| !one.is_alphabetic());
        return Some(if is_operator { behind } else { behind.strip_prefix(' ').unwrap_or(behind) });
    }
    match name {
        "text" | "mathrm" | "textrm" | "operatorname" | "mbox" | "mathit" | "textit" => {
            let (inner, rest) = argument(behind)?;
            let is_plain = inner.chars().all(|one| one.is_alphanumeric() || " -.,()/".contains(one));
            out.push_str(&is_plain.then(|| inner.to_owned())?);
            Some(rest)
        }
        _ => None,
    }
}

/// Commands that are one character.
const SIGNS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("times", "×"),
    ("cdot", "·"),
    ("pm", "±"),
    ("div", "÷"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("equiv", "≡"),
    ("infty", "∞"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("Rightarrow", "⇒"),
    ("leftarrow", "←"),
    ("ldots", "…"),
    ("dots", "…"),
    ("cdots", "…"),
    ("circ", "°"),
    ("in", "∈"),
    ("ll", "≪"),
    ("gg", "≫"),
    ("propto", "∝"),
    ("partial", "∂"),
    ("sum", "∑"),
    ("quad", " "),
    ("lt", "\\<"),
    ("gt", ">"),
    ("star", "∗"),
    ("ast", "∗"),
    ("log", "log "),
    ("ln", "ln "),
    ("exp", "exp "),
    ("max", "max "),
    ("min", "min "),
    ("Pr", "Pr "),
];

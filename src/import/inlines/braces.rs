//! What stands in braces: roles of MyST, values, references of kramdown-rfc.

use super::super::remark::Remark;
use super::super::rfc::{Place, Reference};
use super::super::scan;
use super::Inlines;

/// Keys between commas, as they are cited here.
fn keys(target: &str) -> Vec<String> {
    let keys = target.split(',').map(str::trim).filter(|key| !key.is_empty());
    keys.map(|key| format!("@{}", key.trim_start_matches('@'))).collect()
}

impl Inlines<'_> {
    pub(super) fn brace(&mut self, rest: &str, text: &str, at: usize, out: &mut String) -> Option<usize> {
        if let Some(length) = self.role(rest, out) {
            return Some(length);
        }
        if let Some(length) = self.template(rest, out) {
            return Some(length);
        }
        // What stands at the beginning of a paragraph is its label.
        let begins = text[..at].trim().is_empty() || text[..at].trim_end().ends_with(['-', '*', '.', ')']);
        if rest.starts_with("{#") && begins && rest.find("} ").is_some() {
            let end = rest.find('}')?;
            out.push_str(&rest[..=end]);
            return Some(end + 1);
        }
        // Attribute lists of kramdown behind words, and classes that follow nothing.
        let is_list =
            rest.starts_with("{:") && !rest.starts_with("{::") || rest.starts_with("{.") || rest.starts_with("{#");
        if is_list && let Some(end) = rest.find('}').filter(|end| !rest[..*end].contains('\n')) {
            let inner = &rest[1..end];
            let is_attributes = inner
                .trim_start_matches(':')
                .split_whitespace()
                .all(|word| word.starts_with(['.', '#']) && word.len() > 1 || word.contains('='));
            if is_attributes {
                return Some(end + 1);
            }
        }
        None
    }

    /// `{name}` before code.
    fn role(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let end = rest.find('}')?;
        let name = &rest[1..end];
        let is_name = !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || "-_:".contains(one));
        if !is_name || !rest[end + 1..].starts_with('`') {
            return None;
        }
        let (length, marks) = scan::code_span(&rest[end + 1..])?;
        let inner = &rest[end + 1 + marks..end + 1 + length - marks];
        let (words, target) = match inner.rfind('<').filter(|_| inner.ends_with('>')) {
            Some(open) => (inner[..open].trim(), inner[open + 1..inner.len() - 1].trim()),
            None => ("", inner.trim()),
        };
        let target = target.trim_start_matches(['!', '~']);
        let written = match name {
            "ref" | "numref" | "eq" | "term" | "prf:ref" | "any" | "labelpar" => {
                let pattern = if words.contains("%s") || words.contains("{number}") {
                    words.replace("%s", "{number}")
                } else {
                    words.to_owned()
                };
                match name {
                    "term" => scan::literal(if words.is_empty() { target } else { words }),
                    _ => self.reference(target, &pattern),
                }
            }
            "doc" | "download" => match self.target(&format!("{target}.md")).or_else(|| self.target(target)) {
                Some(place) => format!("[{words}]({place})"),
                None => {
                    let remark = Remark::to_know(format!("a link to `{target}`"), "Link to where readers find it.");
                    format!("{}{}", self.mark(remark), scan::literal(if words.is_empty() { target } else { words }))
                }
            },
            "cite" | "cite:p" | "cite:ps" | "citep" | "cite:alp" | "footcite" | "cite:author" | "cite:year"
            | "cite:yearpar" => {
                format!("[{}]", keys(target).join("; "))
            }
            "cite:t" | "cite:ts" | "citet" => keys(target).join(" and "),
            "math" => super::super::maths::inline(inner, &rest[..end + 1 + length], &self.path, self.remarks),
            "sub" | "subscript" if !target.contains(char::is_whitespace) => format!("~{target}~"),
            "sup" | "superscript" if !target.contains(char::is_whitespace) => format!("^{target}^"),
            "abbr" => {
                let (short, long) = inner.split_once('(').unwrap_or((inner, ""));
                let long = long.trim_end_matches(')');
                if long.is_empty() { short.to_owned() } else { format!("{} ({long})", short.trim()) }
            }
            "del" => format!("~~{target}~~"),
            "u" | "underline" | "emphasis" | "dfn" => format!("*{inner}*"),
            "strong" => format!("**{inner}**"),
            "smallcaps" | "sc" | "keyword" | "raw" | "guilabel" | "menuselection" => scan::literal(inner),
            "code" | "kbd" | "file" | "samp" | "command" | "program" | "option" | "envvar" | "literal" => {
                rest[end + 1..end + 1 + length].to_owned()
            }
            _ => {
                let remark = Remark::to_know(
                    format!("the role `{{{name}}}`, printed as its words"),
                    "See whether it reads well.",
                );
                let mark = self.mark(remark);
                let shown = if words.is_empty() { inner } else { words };
                let more = if words.is_empty() { String::new() } else { format!(" (`{target}`)") };
                format!("{mark}{}{more}", scan::literal(shown))
            }
        };
        out.push_str(&written);
        Some(end + 1 + length)
    }

    /// `{{< name … >}}`, `{{ value }}`.
    fn template(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        // Three braces print two.
        if let Some(end) = rest.strip_prefix("{{{<").and_then(|inner| inner.find(">}}}")) {
            out.push_str(&scan::literal(&rest[1..end + 7]));
            return Some(end + 8);
        }
        if let Some(inner) = rest.strip_prefix("{{<") {
            let end = inner.find(">}}").filter(|end| !inner[..*end].contains("}}"));
            if end.is_none()
                && let Some(end) = inner.find("}}").filter(|end| !inner[..*end].contains('\n'))
                && let Some(written) = self.of_rfc(&rest[2..end + 3])
            {
                out.push_str(&written);
                return Some(end + 5);
            }
            let end = end?;
            self.shortcode(inner[..end].trim(), &rest[..end + 6], out);
            return Some(end + 6);
        }
        let inner = rest.strip_prefix("{{")?;
        let end = inner.find("}}")?;
        if let Some(person) = inner.strip_prefix('{').and_then(|inner| inner.split_once("}}}")).map(|(name, _)| name)
            && person.starts_with(char::is_uppercase)
            && person.chars().all(|one| one.is_alphabetic() || one.is_whitespace() || "'’.-".contains(one))
        {
            // The name of somebody who is listed among the contributors.
            out.push_str(person);
            return Some(person.len() + 6);
        }
        let name = inner[..end].trim().trim_matches('%').trim();
        let length = end + 4;
        if let Some(written) = self.of_rfc(name) {
            out.push_str(&written);
            return Some(length);
        }
        if name.contains(['\n', '{']) {
            return None;
        }
        self.value(name, &rest[..length], None, out);
        Some(length)
    }

    /// `{{RFC2119}}`, `{{Section 4.1 of RFC9000}}`, `{{label}}` of kramdown-rfc.
    fn of_rfc(&mut self, inner: &str) -> Option<String> {
        // What the settings list as an entity.
        if let Some(name) = inner.strip_prefix('&') {
            let own = format!("entity.{name}");
            return self.setting(&own).map(scan::literal);
        }
        let Reference { key, place, .. } = Reference::read(inner);
        let key = self.aliases.get(&key).cloned().unwrap_or(key);
        if self.works.contains(&key) {
            return Some(match place {
                Some(Place { words, is_bare: true }) => scan::literal(&words),
                Some(Place { words, .. }) => format!("[@{key}, {words}]"),
                None => format!("[@{key}]"),
            });
        }
        let label = self.labels.find(&self.path, &key)?;
        let words = match inner.chars().next() {
            Some('<') => "{number}".to_owned(),
            Some('>') => "{title}".to_owned(),
            _ => self.title(&label),
        };
        Some(format!("[{words}](#{label})"))
    }
}

//! Attributes in braces as other tools write them, and as they are written here.

/// `{#id .class key=value}`, also with commas between them and words in front.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Attributes {
    pub(super) id: Option<String>,
    pub(super) classes: Vec<String>,
    pub(super) pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Reads what stands between the braces. What is no attribute counts as a class.
    pub(super) fn read(inner: &str) -> Self {
        let mut own = Self::default();
        let mut rest = inner.trim();
        while !rest.is_empty() {
            let end = rest.find(|one: char| one.is_whitespace() || matches!(one, '=' | ',')).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            let after = behind.trim_start();
            rest = match after.strip_prefix('=').filter(|_| !word.is_empty()) {
                Some(value) => {
                    let (value, rest) = value_of(value.trim_start());
                    own.pairs.push((word.to_owned(), value));
                    rest
                }
                None => {
                    own.word(word);
                    behind
                }
            };
            rest = rest.trim_start_matches(|one: char| one.is_whitespace() || one == ',');
            if end == 0 && !behind.is_empty() && rest.len() == behind.len() {
                rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
            }
        }
        own
    }

    /// A title or a caption, and the attributes that it ends with. Words in braces are words.
    pub(super) fn behind(text: &str) -> (&str, Self) {
        let inner = text.strip_suffix('}').and_then(|rest| rest.rsplit_once('{'));
        match inner.filter(|(before, inner)| !before.ends_with(['{', '\\']) && is_list(inner)) {
            Some((before, inner)) => (before.trim_end(), Self::read(inner)),
            None => (text, Self::default()),
        }
    }

    fn word(&mut self, word: &str) {
        // `#a.b` is a label with a class.
        match word.strip_prefix('#') {
            Some(id) if !id.is_empty() => self.id = Some(id.to_owned()),
            _ => {
                let names = word.split('.').filter(|name| !name.is_empty() && *name != ":" && *name != "#");
                self.classes.extend(names.map(|name| name.trim_start_matches(':').to_owned()));
            }
        }
    }

    pub(super) fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|own| own == class)
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }
}

/// Whether all that stands between braces is a label, a class, or a key with its value.
fn is_list(inner: &str) -> bool {
    let mut rest = inner.trim();
    while !rest.is_empty() {
        let end = rest.find(|one: char| one.is_whitespace() || matches!(one, '=' | ',')).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = match behind.trim_start().strip_prefix('=').filter(|_| !word.is_empty()) {
            Some(value) => value_of(value.trim_start()).1,
            None if word == "-" || word.starts_with(['#', '.', ':']) => behind,
            None => return false,
        };
        rest = rest.trim_start_matches(|one: char| one.is_whitespace() || one == ',');
    }
    true
}

fn value_of(text: &str) -> (String, &str) {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
    let Some(quote) = quote else {
        let end = text.find(|one: char| one.is_whitespace() || one == ',').unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let (mut value, mut escaped) = (String::new(), false);
    for (at, one) in text[1..].char_indices() {
        match one {
            _ if escaped => {
                if one != quote && one != '\\' {
                    value.push('\\');
                }
                value.push(one);
                escaped = false;
            }
            '\\' => escaped = true,
            _ if one == quote => return (value, &text[1 + at + 1..]),
            _ => value.push(one),
        }
    }
    (value, "")
}

/// Attributes as they are written here: a label if there is one, then keys with values.
pub(super) fn written(id: Option<&str>, pairs: &[(&str, &str)]) -> String {
    let mut parts: Vec<String> = id.map(|id| format!("#{id}")).into_iter().collect();
    let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
    parts.extend(pairs.map(|(key, value)| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{key}=\"{}\"", quoted(&value))
    }));
    if parts.is_empty() { String::new() } else { format!("{{{}}}", parts.join(" ")) }
}

/// A value between its quotation marks: those in it, and backslashes, are escaped.
fn quoted(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"")
}

/// What labels are made of: `fig:map_1` is `fig-map-1`.
pub(super) fn label(id: &str) -> Option<String> {
    let slug = crate::slug::slug(&id.replace(['_', ':', '.', '/', '#'], "-"))?;
    Some(slug.chars().take(90).collect())
}

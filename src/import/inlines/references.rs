//! References to places of the manuscript, however their tool writes them.

use super::super::context::resolve;
use super::super::links::is_local;
use super::super::remark::Remark;
use super::super::scan;
use super::Inlines;

/// What keys of places begin with where others cite works.
const KINDS: &[&str] = &[
    "fig", "tbl", "sec", "eq", "lst", "thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "tab", "table", "figure",
    "section", "tip", "nte", "wrn", "imp", "cau", "alg", "app", "chap", "ch",
];

/// Endings of files that are text.
const TEXTS: &[&str] = &[".md", ".qmd", ".rmd", ".markdown", ".mdx", ".html", ".htm", ".ipynb", ".rst"];

/// Whether a key is that of a place by its form: `fig-map`, `sec:aims`.
pub(super) fn is_place(key: &str) -> bool {
    let kind = key.split(['-', ':']).next().unwrap_or_default().to_lowercase();
    kind.len() < key.len() && KINDS.contains(&kind.as_str())
}

impl Inlines<'_> {
    /// A reference to a place, with words if there are some. What leads nowhere stays as it was typed.
    pub(super) fn reference(&mut self, id: &str, words: &str) -> String {
        match self.find(&self.path.clone(), id) {
            Some(label) => match self.labels.numbered(&label) {
                Some(number) if words.is_empty() => format!("[({number})](#{label})"),
                Some(number) => format!("[{}](#{label})", words.replace("{number}", number)),
                None if words.is_empty() => format!("[{}](#{label})", self.title(&label)),
                None => format!("[{words}](#{label})"),
            },
            None => {
                let what = format!("a reference to `{id}`, which nothing is called");
                let todo = "Write `[](#label)` with the label of the place that is meant.";
                // Its own tool has no more to print, or a result is missing, and that alone is to do.
                let remark = Remark::to_know(what, todo).one_of(match self.labels.is_missing(id) {
                    true => "references to what is worked out elsewhere",
                    false => "references to what nothing is called",
                });
                let mark = self.remarks.sum(&self.path, remark.naming(id));
                let shown = if words.is_empty() || words.contains('{') { scan::literal(id) } else { words.to_owned() };
                format!("{mark}{shown}")
            }
        }
    }

    /// What is read where something refers without words to what has a title and no number; else it is worked out.
    pub(super) fn title(&self, label: &str) -> String {
        self.labels.title(label).map(scan::literal).unwrap_or_default()
    }

    fn find(&mut self, file: &str, id: &str) -> Option<String> {
        let id = decoded(id);
        self.labels.find(file, &id).or_else(|| self.labels.find(file, id.trim_start_matches('#'))).or_else(|| {
            // A capital letter says that a sentence begins.
            let kind = id.split([':', '-']).next().unwrap_or_default();
            let small = format!("{}{}", kind.to_lowercase(), &id[kind.len()..]);
            if is_place(&id) && small != id { self.labels.find(file, &small) } else { None }
        })
    }

    /// What a link's address leads to here: a place of the paper, or the address itself. [`None`] if it leads to a file
    /// that is no part of the paper.
    pub(super) fn target(&mut self, address: &str) -> Option<String> {
        if let Some(id) = address.strip_prefix('#') {
            if id.is_empty() {
                return None;
            }
            return self.find(&self.path.clone(), id).map(|label| format!("#{label}"));
        }
        if let Some(address) = scheme(address) {
            return Some(address);
        }
        // Another book, if the settings tell where it is.
        if let Some(named) = address.strip_prefix("xref:") {
            let (book, place) = named.split_at(named.find(['#', '/']).unwrap_or(named.len()));
            let own = ["", ".url"].iter().find_map(|end| self.setting(&format!("references.{book}{end}")));
            let top = own.filter(|top| is_web(top))?.trim_end_matches('/');
            return Some(if place.starts_with('#') { format!("{top}/") } else { format!("{top}{place}") });
        }
        let is_rooted = address.starts_with('/') && !address.starts_with("//");
        if !is_local(address) && !is_rooted {
            return is_web(address).then(|| address.to_owned());
        }
        let (path, id) = address.split_once('#').unwrap_or((address, ""));
        let path = path.split('?').next().unwrap_or_default();
        let file = self.file(path)?;
        let label = match id {
            "" => self.labels.first(&file),
            id => self.find(&file, id).or_else(|| self.labels.first(&file)),
        };
        label.map(|label| format!("#{label}"))
    }

    /// The text of the manuscript that a path names, with or without its ending.
    fn file(&mut self, path: &str) -> Option<String> {
        let resolved = resolve(&self.path, path);
        let mut stem = resolved.as_str();
        for ending in TEXTS {
            stem = stem.strip_suffix(ending).unwrap_or(stem);
        }
        let stem = stem.trim_end_matches('/');
        let endings =
            [".md", ".qmd", ".Rmd", ".rmd", ".markdown", "/README.md", "/index.md", "/index.qmd", "/_index.md"];
        let candidates = std::iter::once(resolved.clone()).chain(endings.iter().map(|end| format!("{stem}{end}")));
        candidates.into_iter().find(|file| self.labels.has_file(file))
    }

    /// `@fig-map`, `@sec:aims`; names of people elsewhere.
    pub(super) fn mention(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let before = out.chars().next_back();
        if before.is_some_and(|before| before.is_alphanumeric() || before == '.') {
            return None;
        }
        let key = key(&rest[1..]);
        // Without any works it is the name of somebody.
        if self.works.is_empty() && !is_place(key) && !key.is_empty() {
            out.push_str(&format!("\\@{key}"));
            return Some(1 + key.len());
        }
        if !is_place(key) || self.works.iter().any(|work| work == key) {
            return None;
        }
        self.find(&self.path.clone(), key)?;
        out.push_str(&self.reference(key, ""));
        Some(1 + key.len())
    }

    /// `-@sec:aims` of pandoc-crossref: the number without what it is of.
    pub(super) fn number_alone(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let key = key(rest.strip_prefix("-@")?);
        let is_free = !out.ends_with(|before: char| before.is_alphanumeric() || before == '-');
        if !is_free || !is_place(key) || self.works.iter().any(|work| work == key) {
            return None;
        }
        out.push_str(&self.reference(key, "{number}"));
        Some(2 + key.len())
    }

    /// `[@fig-map; @fig-plan]` and `[-@sec-aims]`, if all of it is places.
    pub(super) fn places(&mut self, inner: &str) -> Option<String> {
        let parts: Vec<&str> = inner.split([';', ',']).map(str::trim).collect();
        let mut written = Vec::new();
        for part in &parts {
            let name = part.trim_start_matches('-').rsplit_once('@')?;
            let key = key(name.1);
            if key.len() != name.1.len() || !is_place(key) {
                return None;
            }
            self.find(&self.path.clone(), key)?;
            let words = match name.0.trim() {
                "" if part.starts_with('-') => "{number}".to_owned(),
                "" => String::new(),
                words => format!("{words} {{number}}"),
            };
            written.push(self.reference(key, &words));
        }
        Some(written.join(", "))
    }
}

/// The key that a text begins with.
pub(super) fn key(text: &str) -> &str {
    let end = text.find(|one: char| !one.is_alphanumeric() && !"_-:./".contains(one)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':', '-', '/'])
}

/// The address on the web of what has a name of MyST's: `wiki:Border`, `ror:03rmrcq20`.
///
/// Source: the manual of MyST on external references, <https://mystmd.org/guide/external-references>.
pub(super) fn scheme(address: &str) -> Option<String> {
    let (scheme, name) = address.split_once(':').filter(|(_, name)| !name.is_empty())?;
    let place = match scheme {
        // `wiki:Fr:Handbook` is a page of some other wiki.
        "wiki" if name.split_once(':').is_none_or(|(_, rest)| rest.starts_with('_')) => {
            return Some(format!("https://en.wikipedia.org/wiki/{}", name.replace(' ', "_")));
        }
        "rrid" => "https://scicrunch.org/resolver/RRID:",
        "ror" => "https://ror.org/",
        _ => return None,
    };
    Some(format!("{place}{name}"))
}

/// What is read where nothing else is said of it: `Border control`.
pub(super) fn name_of(address: &str) -> Option<String> {
    let (scheme, name) = address.split_once(':')?;
    match scheme {
        "wiki" => Some(name.replace('_', " ").replace("%20", " ")),
        "rrid" => Some(format!("RRID:{name}")),
        _ => None,
    }
}

pub(super) fn is_web(address: &str) -> bool {
    ["http://", "https://", "mailto:", "doi:10."].iter().any(|scheme| address.to_lowercase().starts_with(scheme))
}

fn decoded(id: &str) -> String {
    match id.contains('%') {
        true => resolve("", id),
        false => id.to_owned(),
    }
}

//! References of kramdown-rfc: `{{RFC2119}}`, `{{?ALTSVC=RFC7838}}`, `{{Section 4.1 of QUIC}}`,
//! `{{QUIC, Section 4.1}}`, `{{A.3<QUIC}}`.
//!
//! Source: the syntax section of the manual of kramdown-rfc, <https://github.com/cabo/kramdown-rfc>.

/// What stands between the braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// By what the work, or the part of this text, is known here.
    pub(super) key: String,
    /// The series and number of the work, where the text says it.
    pub(super) source: Option<String>,
    /// Which place in it: `Section 4.1`.
    pub(super) place: Option<Place>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) words: String,
    /// Whether it alone is printed.
    pub(super) is_bare: bool,
}

impl Reference {
    pub(super) fn read(inner: &str) -> Self {
        let inner = inner.split_whitespace().collect::<Vec<_>>().join(" ");
        let (named, place) = placed(&inner);
        let marks = ['?', '!', '=', '-', '<', '>'];
        let named = named.trim().trim_start_matches(marks).trim_end_matches(['?', '!']).trim();
        let (key, source) = named.split_once('=').map_or((named, None), |(key, source)| (key, Some(source)));
        Self { key: key.trim().to_owned(), source: source.map(|source| source.trim().to_owned()), place }
    }

    /// The work that is called, by series and number, if that can be known of it.
    pub(super) fn document(&self) -> Option<&str> {
        let named = self.source.as_deref().unwrap_or(&self.key);
        address(named).is_some().then_some(named)
    }
}

/// What is named, and the place in it.
fn placed(inner: &str) -> (&str, Option<Place>) {
    let place = |words: &str, is_bare| Some(Place { words: words.trim().to_owned(), is_bare });
    if let Some((words, key)) = inner.split_once('<').filter(|(words, _)| !words.trim_matches(['?', '!']).is_empty()) {
        return (key, place(words, true));
    }
    if let Some((words, key)) = inner.split_once(" of ").filter(|(words, _)| is_place(words)) {
        // What it is called there, for those who read the source.
        let key = key.split_once(" (").filter(|_| key.ends_with(')')).map_or(key, |(key, _)| key);
        return (key, place(words, false));
    }
    if let Some((key, words)) = inner.split_once(',').filter(|(_, words)| is_place(words)) {
        return (key, place(words, false));
    }
    let in_brackets = inner.strip_suffix(')').and_then(|inner| inner.split_once('('));
    match in_brackets.filter(|(_, words)| is_place(words)) {
        Some((key, words)) => (key, place(words, false)),
        None => (inner, None),
    }
}

fn is_place(words: &str) -> bool {
    let words = words.trim_start();
    ["Section", "section", "Appendi", "appendi", "Part", "Figure", "Table"].iter().any(|word| words.starts_with(word))
}

/// Where a document of the IETF, or what has a DOI, is read; [`None`] for any other name.
pub(super) fn address(name: &str) -> Option<String> {
    let is_number = |text: &str| text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit());
    for series in ["RFC", "BCP", "STD", "FYI"] {
        if let Some(number) = name.strip_prefix(series).filter(|number| is_number(number)) {
            return Some(format!("https://www.rfc-editor.org/info/{}{number}", series.to_lowercase()));
        }
    }
    if let Some(draft) = name.strip_prefix("I-D.").filter(|draft| !draft.is_empty()) {
        return Some(format!("https://datatracker.ietf.org/doc/draft-{draft}"));
    }
    for (series, place) in [("IANA.", "https://www.iana.org/assignments/"), ("W3C.", "https://www.w3.org/TR/")] {
        if let Some(rest) = name.strip_prefix(series).filter(|rest| !rest.is_empty()) {
            return Some(format!("{place}{rest}"));
        }
    }
    name.strip_prefix("DOI.").filter(|doi| doi.starts_with("10.")).map(|doi| format!("https://doi.org/{doi}"))
}

/// What a document is called whose title nobody says: `RFC 2119`.
pub(super) fn title(name: &str) -> String {
    let digits = name.find(|one: char| one.is_ascii_digit()).filter(|at| *at == 3 && address(name).is_some());
    match (digits, name.strip_prefix("I-D.")) {
        (Some(at), None) => format!("{} {}", &name[..at], &name[at..]),
        (_, Some(draft)) => format!("draft-{draft}"),
        _ if name.starts_with("IANA.") || name.starts_with("W3C.") => name.replacen('.', " ", 1),
        _ => name.to_owned(),
    }
}

//! Languages as bibliographies name them → BCP 47 tags: the names of babel and polyglossia, and those of people.

/// Tags, and the names for each, in lower case.
const LANGUAGES: &[(&str, &str)] = &[
    ("bg", "bulgarian"),
    ("cs", "czech"),
    ("da", "danish"),
    ("de", "german ngerman austrian naustrian swissgerman nswissgerman deutsch"),
    ("el", "greek polutonikogreek"),
    ("en", "english american usenglish british ukenglish australian canadian newzealand"),
    ("es", "spanish"),
    ("et", "estonian"),
    ("fi", "finnish"),
    ("fr", "french francais français acadian canadien"),
    ("ga", "irish"),
    ("hr", "croatian"),
    ("hu", "hungarian magyar"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("la", "latin"),
    ("lt", "lithuanian"),
    ("lv", "latvian"),
    ("mt", "maltese"),
    ("nl", "dutch"),
    ("no", "norwegian norsk nynorsk"),
    ("pl", "polish"),
    ("pt", "portuguese portuges brazilian brazil"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sk", "slovak"),
    ("sl", "slovenian slovene"),
    ("sv", "swedish"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("zh", "chinese"),
];

/// The tag of a language, by the first name or tag that a text begins with.
pub(super) fn tag(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    let first = lower.split([',', ';', ' ', '-', '_']).next().unwrap_or_default();
    let is_meant = |(tag, names): &&(&str, &str)| *tag == first || names.split(' ').any(|name| name == first);
    LANGUAGES.iter().find(is_meant).map(|(tag, _)| *tag)
}

//! What every key of a marking scheme means: the page that those read who make one.

/// What is to be known before the keys.
pub const INTRODUCTION: &str = "\
A marking scheme is a file `templates/marking/<name>.toml`, and a paper names it as `scheme` below `[marking]`. Each \
level is a table `[[level]]`, from the lowest rank to the highest. `chancery template marking/europol --as agency` \
writes a built-in one to begin with.";

/// Each key by its place in the file, and what it says.
pub const KEYS: &[(&str, &str)] = &[
    ("source", "The legal source of the scheme, for people"),
    ("status", "How well it is known what the file says, for people"),
    ("default-level", "The level of a paper or part that declares none; without it each has to declare one"),
    ("common-words", "Whether its markings are words of prose as well, which mark only where they stand alone"),
    ("print", "How markings are printed: any of the keys from `header` to `size` that a level has, too"),
    ("level", "A level"),
    ("level.name", "What papers call it: `level = \"restricted\"`"),
    ("level.text", "What is printed, character for character"),
    ("level.texts", "What is printed in papers of other languages: `texts = { fr = \"…\" }`; the rest print `text`"),
    ("level.classified", "Whether it is a classification, and not a mere limit to distribution"),
    ("level.demands", "What it demands of a paper: any of `page-number`, `reference`, `date` and `copy-number`"),
    ("level.misspellings", "Spellings that are mistaken for it, which are found"),
    ("level.header", "Whether it stands at the head of each page"),
    ("level.footer", "Whether it stands at the foot of each page"),
    ("level.alignment", "`left`, `center` or `right`"),
    ("level.colour", "The colour of its letters, such as `#cc0000`; without it the template’s"),
    ("level.background", "The colour behind them"),
    ("level.size", "Their size in points"),
];

//! How codes are made: what a code begins with says what it is going to say.

/// What is to be known before the words.
pub const INTRODUCTION: &str = "\
Most codes say what is wrong, and then of what: `unknown-label`, `missing-file`. One idea has one word, whatever it is \
said of. The others begin with what they are about, and then say what is wrong with it: `heading-full-stop`, \
`section-moved`.";

/// The words that say what is wrong, each with the idea that it stands for. Who needs another word has found a new
/// idea.
pub const FAULTS: &[(&str, &str)] = &[
    ("cannot", "The system refuses it"),
    ("duplicate", "It is given twice"),
    ("empty", "It is there, and holds nothing"),
    ("forbidden", "No archived PDF may hold it"),
    ("internal", "Chancery itself is at fault"),
    ("invalid", "It cannot be read, or is out of bounds"),
    ("invisible", "It cannot be seen, and changes what can"),
    ("literal", "It looks like markup, but prints as it is typed"),
    ("misleading", "It says what is not so"),
    ("misplaced", "It stands where it cannot"),
    ("missing", "It has to be there, and is not"),
    ("mixed", "There are two forms where one is meant"),
    ("nested", "It stands in another one that stands in a third"),
    ("not", "It is something else than it has to be"),
    ("raw", "It is code of another language"),
    ("repeated", "It stands twice in a row"),
    ("skipped", "A step is left out before it"),
    ("straight", "It is typed as a typewriter has it"),
    ("stray", "It lacks its partner"),
    ("too", "It goes beyond a limit"),
    ("typed", "It is written by hand where chancery counts"),
    ("unclosed", "It begins and does not end"),
    ("underlined", "It is made by a line below it"),
    ("unfinished", "It is still to be written"),
    ("unknown", "It is a name that nothing has"),
    ("unlisted", "It is in no list"),
    ("unmapped", "It could not be read out of the PDF again"),
    ("unprinted", "It is read, but not printed"),
    ("unrelated", "They have little in common"),
    ("unresolved", "A merge left it open"),
    ("unsafe", "It leads where nothing may lead"),
    ("unsettled", "It does not come to rest"),
    ("unsupported", "It is right in itself, but cannot be printed"),
    ("unused", "Nothing uses it"),
    ("vague", "It says too little"),
];

/// What the other codes are about.
pub const SUBJECTS: &[&str] = &[
    "abbreviation",
    "bibliography",
    "comment",
    "date",
    "folder",
    "font",
    "footnote",
    "format",
    "heading",
    "history",
    "hyphen",
    "image",
    "isbn",
    "layout",
    "link",
    "list",
    "marking",
    "number",
    "reference",
    "row",
    "section",
    "spelling",
    "template",
    "text",
    "toml",
    "version",
];

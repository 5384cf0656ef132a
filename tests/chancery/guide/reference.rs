//! The annexes of the guide: sections made of the tables that the code itself goes by.

use std::fmt::Write;
use std::process::Command;

use chancery::bibliography::{self, StyleForm};
use chancery::diagnostic::Diagnostics;
use chancery::explain;
use chancery::manifest;
use chancery::marking::{self, Demand};
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::section::{Inline, InlineKind, Target, WorkType};
use chancery::template;
use chancery::terms;

/// Each section that is made, by the name of its file.
pub fn sections() -> [(&'static str, String); 8] {
    [
        ("all-keys.md", keys()),
        ("all-commands.md", commands()),
        ("all-codes.md", codes()),
        ("all-markings.md", markings()),
        ("all-values.md", values()),
        ("all-styles.md", styles()),
        ("all-works.md", works()),
        ("all-languages.md", languages()),
    ]
}

const MADE: &str = "# Made of the code's own tables by `BLESS=1 cargo test --release guide`: not to be edited.";

fn annex(title: &str, label: &str, introduction: &str) -> String {
    format!("+++\n{MADE}\nversion = \"1.0.0\"\n+++\n\n# {title} {{#{label} .annex}}\n\n{introduction}\n")
}

/// A table of the press.
fn table(label: &str, caption: &str, columns: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = format!("\n::: table {{#{label} caption=\"{caption}\" columns=\"{columns}\"}}\n");
    text.push_str(&line(head.iter().map(|cell| (*cell).to_owned()).collect()));
    text.push_str(&line(vec!["---".to_owned(); head.len()]));
    rows.iter().for_each(|row| text.push_str(&line(row.clone())));
    text + ":::\n"
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

/// Prose as a section has it: marks that mean something there are meant as they are, quotation marks turn.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(index, part)| match index % 2 {
        1 => code(part),
        _ => part.split(' ').map(word).collect::<Vec<_>>().join(" "),
    });
    parts.collect()
}

fn word(word: &str) -> String {
    let bare = word.trim_end_matches([',', '.', ';', ':', ')']);
    if bare.starts_with("https://") {
        return format!("<{bare}>{}", &word[bare.len()..]);
    }
    let is_code = bare.starts_with("--")
        || bare.ends_with('/')
        || [".toml", ".lock", ".md"].iter().any(|end| bare.ends_with(end));
    if is_code && bare.len() > 1 {
        let before = bare.len() - bare.trim_start_matches(['(', '[']).len();
        return format!("{}`{}`{}", &bare[..before], &bare[before..], &word[bare.len()..]);
    }
    if word == "-" {
        return "–".to_owned();
    }
    let opened = word.strip_prefix('"').map_or_else(|| word.to_owned(), |rest| format!("‘{rest}"));
    let mut turned = opened.replace(['\'', '"'], "’").replace("...", "…");
    for mark in ['[', ']', '*', '_', '<', '>', '|', '#', '~', '^', '{', '}'] {
        turned = turned.replace(mark, &format!("\\{mark}"));
    }
    turned
}

fn keys() -> String {
    let mut text = annex(
        "Every key",
        "all-keys",
        &format!(
            "{}\n\nTables and keys stand in the order in which the press reads them. A key in [](#tbl-keys-paper) is \
            written with the table that it stands in: `paper.title` is the key `title` below `[paper]`.",
            prose(manifest::INTRODUCTION)
        ),
    );
    let row = |(key, meaning): &(&str, &str)| vec![code(key), format!("{}.", prose(meaning))];
    let rows: Vec<_> = manifest::KEYS.iter().map(row).collect();
    text.push_str(&table("tbl-keys-paper", "Keys of paper.toml", "2fr 5fr", &["Key", "What it says"], &rows));
    text.push_str(
        "\n[](#tbl-keys-section) lists what may stand between the `+++` lines at the top of a section, and \
    [](#tbl-keys-scheme) what the file of a marking scheme can say.\n",
    );
    let rows: Vec<_> = manifest::SECTION_KEYS.iter().map(row).collect();
    text.push_str(&table("tbl-keys-section", "Keys of a section", "2fr 5fr", &["Key", "What it says"], &rows));
    let rows: Vec<_> = marking::KEYS.iter().map(row).collect();
    text.push_str(&table("tbl-keys-scheme", "Keys of a marking scheme", "2fr 5fr", &["Key", "What it says"], &rows));
    text
}

/// What the command says of itself and of one of its commands.
fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_chancery")).args(arguments).env("NO_COLOR", "1").output();
    String::from_utf8(output.expect("it runs").stdout).expect("UTF-8")
}

fn commands() -> String {
    let mut text = annex(
        "Every command",
        "all-commands",
        "Each command takes the paper’s folder, or is started in it. `--help` behind a command says what stands \
        here; `--color` with `auto`, `always` or `never` says whether answers are coloured.\n\nA command ends with \
        one of three exit codes: 0 if it is done, 1 if the paper has errors, and 2 if it could not try.",
    );
    let overview = help(&["--help"]);
    let listed = overview.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n")).expect("commands").0;
    let names =
        listed.lines().filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    for name in names.filter(|name| *name != "help") {
        text.push_str(&command(name, &help(&[name, "--help"])));
    }
    text
}

fn command(name: &str, help: &str) -> String {
    let (about, rest) = help.split_once("\nUsage: ").expect("a usage");
    let about = about.trim().split("\n\n").map(|paragraph| prose(&joined(paragraph)));
    let about: Vec<_> = about.enumerate().map(|(at, text)| if at == 0 { text + "." } else { text }).collect();
    let (usage, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let mut text = format!("\n## chancery {name} {{#cmd-{name}}}\n\n{}\n\n```text\n{usage}\n```\n", about.join("\n\n"));
    let (options, after) = rest.split_once("\nExamples:\n").unwrap_or((rest, ""));
    let rows = options_of(options);
    if !rows.is_empty() {
        let _ = write!(text, "\n[](#tbl-cmd-{name}) lists what can stand behind it.\n");
        let label = format!("tbl-cmd-{name}");
        text.push_str(&table(
            &label,
            &format!("Behind chancery {name}"),
            "3fr 5fr",
            &["Written", "What it does"],
            &rows,
        ));
    }
    let _ = write!(text, "\nExamples:\n\n{}", examples_of(after.split("\n\n").next().unwrap_or_default()));
    text
}

/// Each example as an item: what is typed, then what it does. What has no room in a line goes on in the next.
fn examples_of(help: &str) -> String {
    let mut examples: Vec<(String, String)> = Vec::new();
    for line in help.lines() {
        let typed =
            line.strip_prefix("  ").filter(|line| line.starts_with("chancery ") || line.starts_with("xdg-open "));
        match (typed, examples.last_mut()) {
            (Some(typed), _) => {
                let (typed, told) = typed.split_once("  ").unwrap_or((typed, ""));
                examples.push((typed.to_owned(), told.trim().to_owned()));
            }
            (None, Some((_, told))) => *told = format!("{told} {}", line.trim()).trim().to_owned(),
            (None, None) => {}
        }
    }
    let item = |(typed, told): &(String, String)| match told.as_str() {
        "" => format!("- `{typed}`\n"),
        told => format!("- `{typed}`: {}\n", prose(told)),
    };
    examples.iter().map(item).collect()
}

fn joined(paragraph: &str) -> String {
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Arguments and options, each with what is said of it.
fn options_of(help: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in help.lines() {
        let (indent, said) = (line.len() - line.trim_start().len(), line.trim());
        let begins = indent < 10 && (said.starts_with('-') || said.starts_with('[') || said.starts_with('<'));
        if begins {
            let (written, said) = said.split_once("  ").unwrap_or((said, ""));
            rows.push((written.to_owned(), said.trim().to_owned()));
        } else if let Some((_, text)) = rows.last_mut().filter(|_| indent >= 10 && !said.is_empty()) {
            let value = said.strip_prefix("- ").and_then(|value| value.split_once(": "));
            let said =
                value.map_or_else(|| said.to_owned(), |(name, what)| format!("<br>`{name}`: {}", what.trim_start()));
            let gap = if text.is_empty() || said.starts_with("<br>") { "" } else { " " };
            *text = format!("{text}{gap}{}", said.trim_end_matches("Possible values:").trim_end());
        }
    }
    let is_common = |written: &str| written.starts_with("--color") || written.starts_with("-h");
    let rows = rows.into_iter().filter(|(written, _)| !is_common(written));
    rows.map(|(written, text)| {
        let lines: Vec<_> = text.split("<br>").map(prose).collect();
        vec![code(&written), lines.join("<br>")]
    })
    .collect()
}

fn codes() -> String {
    let mut text = annex(
        "Every finding",
        "all-codes",
        "The first word of a code says what is wrong, the rest where: [](#tbl-codes-words). [](#tbl-codes-all) lists \
        them all. `chancery explain` with a code tells what it means, with an example and the remedy.\n\nAn *error* \
        stops the paper. A *rule* does so in a final paper, and may be given another weight below `[check]` in \
        paper.toml. A *warning* lets it print, unless `--strict` is asked for. A *hint* is advice.",
    );
    let rows: Vec<_> = explain::grammar::FAULTS.iter().map(|(word, idea)| vec![code(word), prose(idea)]).collect();
    text.push_str(&table("tbl-codes-words", "How codes begin", "1fr 4fr", &["Word", "What it says"], &rows));
    let row = |page: &explain::Page| vec![code(page.code.0), page.weight().to_owned(), prose(page.summary())];
    let rows: Vec<_> = explain::pages().iter().map(row).collect();
    text.push_str(&table(
        "tbl-codes-all",
        "All findings",
        "5fr 1.8fr 7fr",
        &["Code", "Weight", "What is found"],
        &rows,
    ));
    text
}

fn markings() -> String {
    let mut text = annex(
        "Every marking",
        "all-markings",
        "Four schemes are built in. Each table gives the levels of one, from the lowest to the highest: what \
        paper.toml calls it, what is printed, and what the press demands of such a paper. What is known of each \
        scheme, and from where, stands at the head of its table.",
    );
    for scheme in marking::all_schemes(&Project::new(Vec::<(String, Vec<u8>)>::new())) {
        let name = &scheme.name;
        let rows: Vec<_> = scheme
            .levels
            .iter()
            .map(|level| {
                let demands: Vec<_> = level
                    .demands
                    .iter()
                    .map(|demand| match demand {
                        Demand::PageNumber => "page number",
                        Demand::Reference => "reference",
                        Demand::Date => "date",
                        Demand::CopyNumber => "copy number",
                    })
                    .collect();
                let place = match (level.header, level.footer) {
                    (true, true) => "head and foot",
                    (true, false) => "head",
                    _ => "foot",
                };
                vec![
                    code(&level.name),
                    code(&level.text),
                    place.to_owned(),
                    if demands.is_empty() { "–".to_owned() } else { demands.join(", ") },
                ]
            })
            .collect();
        let _ = write!(
            text,
            "\n## Scheme {name} {{#scheme-{name}}}\n\nSource: {}. {}\n",
            prose(&scheme.source),
            prose(&scheme.status)
        );
        if let Some(level) = &scheme.default_level {
            let _ = write!(text, "\nA paper that says nothing else has the level `{level}`.\n");
        }
        let _ = write!(text, "\n[](#tbl-scheme-{name}) lists its levels.\n");
        text.push_str(&table(
            &format!("tbl-scheme-{name}"),
            &format!("Levels of {name}"),
            "auto 5fr auto 5fr",
            &["Level", "Printed", "Stands at", "Demands"],
            &rows,
        ));
    }
    text
}

fn values() -> String {
    let mut text = annex(
        "Every value of a template",
        "all-values",
        &format!(
            "{}\n\n[](#tbl-values) lists every value.",
            template::INTRODUCTION.split("\n\n").map(prose).collect::<Vec<_>>().join("\n\n")
        ),
    );
    let rows: Vec<_> =
        template::values().map(|value| vec![code(&value.name), value.kind.to_string(), prose(value.meaning)]).collect();
    text.push_str(&table(
        "tbl-values",
        "Values that a template can name",
        "auto auto 1fr",
        &["Name", "Is", "What it is"],
        &rows,
    ));
    text
}

fn styles() -> String {
    let mut text = annex(
        "Every citation style",
        "all-styles",
        "[](#tbl-styles) lists the styles that are built in; any CSL file can be put beside them in a template of \
        your own. *Names* prints `(Name, year)` in the text, *numbers* prints `[1]`, *raised numbers* the same above \
        the line, *labels* prints letters and figures, and *footnotes* puts the works into notes.",
    );
    let own = [
        ("europol", "names", "EU Interinstitutional Style Guide"),
        ("europol-notes", "footnotes", "the same in footnotes"),
    ];
    let own = own.map(|(name, form, title)| vec![code(name), form.to_owned(), title.to_owned()]);
    let others = bibliography::built_in_styles().map(|style| {
        let form = match style.form {
            StyleForm::Names => "names",
            StyleForm::Numbers => "numbers",
            StyleForm::RaisedNumbers => "raised numbers",
            StyleForm::Labels => "labels",
            StyleForm::Notes => "footnotes",
        };
        let shortest = style.names.iter().min_by_key(|name| name.len()).expect("a name");
        vec![code(shortest), form.to_owned(), prose(&without_ideographs(style.title))]
    });
    let rows: Vec<_> = own.into_iter().chain(others).collect();
    text.push_str(&table(
        "tbl-styles",
        "Citation styles",
        "5fr 2.9fr 6fr",
        &["Style", "In the text", "What it is"],
        &rows,
    ));
    text.push_str(
        "\n[](#tbl-types) lists the types of works that a list can be for, with the entries of BibLaTeX \
    that belong to each.\n",
    );
    let rows: Vec<_> = WorkType::ALL
        .iter()
        .map(|(kind, name, _)| {
            let belongs = |(_, csl): &(&str, &str)| WorkType::of_csl(csl) == *kind;
            let mut entries: Vec<_> =
                bibliography::entry_types().filter(belongs).map(|(name, _)| code(&format!("@{name}"))).collect();
            entries.sort_unstable();
            vec![code(name), entries.join(", ")]
        })
        .collect();
    text.push_str(&table("tbl-types", "Types of works", "1fr 5fr", &["Type", "Entries"], &rows));
    text
}

fn works() -> String {
    let mut text = annex(
        "Every work",
        "all-works",
        "What an official cites: each entry as it stands in the file of works, then what the style `europol` prints of \
        it, where it is cited and in the list. Leave out a field for which you have nothing to say.",
    );
    let mut group = String::new();
    for shown in crate::styles::shown() {
        if shown.group != group {
            let name = shown.group.split(' ').next().unwrap_or_default().to_lowercase();
            let _ = write!(text, "\n## {} {{#works-{name}}}\n", shown.group);
            group.clone_from(&shown.group);
        }
        let [cited, line] = [&shown.cited, &shown.line].map(|inlines| printed(inlines));
        let _ = write!(text, "\n```text\n{}\n```\n\n> {cited}\n>\n> {line}\n", shown.entry);
    }
    text
}

/// What is printed, as a section has it.
fn printed(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.split(' ').map(as_is).collect::<Vec<_>>().join(" "),
        InlineKind::Emphasis(content) => format!("*{}*", printed(content)),
        InlineKind::Link { target: Target::Url(address), .. } => format!("<{address}>"),
        InlineKind::Link { content, .. } => printed(content),
        other => panic!("a bibliography prints no {other:?}"),
    };
    inlines.iter().map(one).collect()
}

/// A word in which no sign is a mark.
fn as_is(word: &str) -> String {
    ['\\', '[', ']', '*', '_', '<', '>', '|', '#', '~', '^', '{', '}', '@']
        .iter()
        .fold(word.to_owned(), |word, mark| word.replace(*mark, &format!("\\{mark}")))
}

/// The title without the words in scripts that no font of the press has.
fn without_ideographs(title: &str) -> String {
    let kept: String = title.chars().filter(|character| *character < '\u{2e80}').collect();
    kept.replace(", )", ")").replace(" ()", "")
}

fn languages() -> String {
    let mut text = annex(
        "Every language",
        "all-languages",
        "In these languages the press has words for all that it prints of its own accord: [](#tbl-languages) shows \
        some. For another language, or for other words, there is `[terms]` in `paper.toml`.",
    );
    let rows: Vec<_> = terms::languages()
        .map(|(tag, _)| {
            let terms = terms::of(tag).expect("it has words");
            let [open, close] = terms.quotes.pair(true);
            vec![
                code(tag),
                terms.language.clone(),
                format!("[{}]{{lang={tag}}}", terms.contents),
                format!("[{}]{{lang={tag}}}", terms.date(2026, Some(11), Some(2))),
                format!("`{open}…{close}`"),
            ]
        })
        .collect();
    text.push_str(&table(
        "tbl-languages",
        "Languages and some of their words",
        "1fr 3fr 4fr 5fr 2fr",
        &["Tag", "Language", "Contents", "A date", "Quotes"],
        &rows,
    ));
    text
}

/// What the press says that it knows, of a key that it does not.
#[test]
fn keys_that_are_told_are_those_that_are_read() {
    const PAPER: &str = "slug = \"a\"\ntitle = \"A\"\nversion = \"1.0.0\"\ndate = \"2013\"\nlanguage = \
    \"en\"\nauthors = [\"A\"]\n\
                         status = \"draft\"\ntemplate = \"note\"\nsections = [\"a.md\"]\n";
    const STRANGE: &str = "zzqqxx = 1\n";
    let known = |manifest: String, front: &str| {
        let section = format!("+++\nversion = \"1.0.0\"\n{front}+++\n\n# A\n\nA.\n");
        let files = [("paper.toml".to_owned(), manifest), ("sections/a.md".to_owned(), section)];
        let project = Project::new(files.map(|(path, text)| (path, text.into_bytes())));
        let mut diagnostics = Diagnostics::new();
        let _ = press::check(&project, &mut Session::default(), &mut diagnostics);
        let help = diagnostics.into_sorted().into_iter().find(|found| found.message.contains("zzqqxx"));
        let help = help.and_then(|found| found.help).unwrap_or_default();
        let mut keys: Vec<_> = help.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        keys.sort();
        keys
    };
    let told = |keys: &[(&str, &str)], table: &str| {
        let inner = |key: &str| match table {
            "" => (!key.contains('.')).then(|| key.to_owned()),
            _ => key.strip_prefix(table)?.strip_prefix('.').map(str::to_owned),
        };
        let mut keys: Vec<_> = keys.iter().filter_map(|(key, _)| inner(key)).collect();
        keys.sort();
        keys
    };
    let paper = format!("[paper]\n{PAPER}");
    assert_eq!(known(paper.clone(), STRANGE), told(manifest::SECTION_KEYS, ""));
    assert_eq!(known(format!("{STRANGE}{paper}"), ""), told(manifest::KEYS, ""));
    assert_eq!(known(format!("[paper]\n{STRANGE}{PAPER}"), ""), told(manifest::KEYS, "paper"));
    for table in told(manifest::KEYS, "") {
        let keys = told(manifest::KEYS, &table);
        if table == "paper" || keys == ["*"] {
            continue;
        }
        let lists = ["history", "distribution"].contains(&table.as_str());
        let header = if lists { format!("[[{table}]]") } else { format!("[{table}]") };
        assert_eq!(known(format!("{paper}{header}\n{STRANGE}"), ""), keys, "{table}");
    }
}

//! Agreements about the code itself: layers, homes of heavy crates, no IO in the library, sizes, words.
//!
//! The tables come first; a rule is a function from a file to complaints, and each is shown a file it must refuse.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates that are used in one place only, so that they can be replaced there: crate, then the files or folders
/// below `src/`.
const HOMES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["report"]),
    ("biblatex", &["bibliography"]),
    ("cap_std", &["cli/disk"]),
    ("ciborium", &["bibliography"]),
    ("citationberg", &["bibliography"]),
    ("clap", &["main", "cli"]),
    ("clap_complete", &["cli/completions"]),
    ("clap_mangen", &["cli/man"]),
    ("comrak", &["markdown"]),
    ("dejavu", &["typeset"]),
    ("hayagriva", &["bibliography"]),
    ("getrandom", &["cli/preview/token"]),
    ("gix_imara_diff", &["redline", "report"]),
    ("hayro_svg", &["typeset"]),
    ("httparse", &["cli/preview/request"]),
    ("minijinja", &["value"]),
    ("notify", &["cli/watch"]),
    ("rayon", &["typeset"]),
    ("regex", &["check/near_miss"]),
    ("roxmltree", &["bibliography", "image"]),
    ("rustix", &["cli/git", "cli/worker"]),
    ("sha2", &["project"]),
    ("shlex", &["cli/preview/editor"]),
    ("tempfile", &["cli/disk"]),
    ("toml", &["import/meta", "table"]),
    ("toml_parser", &["table"]),
    ("ttf_parser", &["typeset"]),
    ("typst", &["typeset"]),
    ("typst_assets", &["typeset"]),
    ("typst_eval", &["typeset"]),
    ("typst_layout", &["typeset"]),
    ("typst_pdf", &["typeset"]),
    ("typst_svg", &["typeset"]),
    ("typst_syntax", &["template", "typeset"]),
    ("url", &["cli/lsp"]),
];

/// Parts of the standard library that touch the world, and the files or folders below `src/` that may.
const WORLD: &[(&str, &[&str])] = &[
    ("fs", &["cli/disk"]),
    ("env", &["main", "cli"]),
    ("net", &["cli/preview/listener"]),
    ("process", &["main", "cli"]),
    ("time", &["main", "cli"]),
    ("thread", &["main", "cli", "beside"]),
];

/// Folders whose files take nothing from the file that lists them: it has nothing that they share.
const LISTS: &[&str] = &["bibliography", "check", "lock", "paper", "report"];

/// Macros that write to the terminal.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// A line is no wider, in characters: rustfmt sees neither strings nor comments.
const WIDTH: usize = 120;

/// A file below `src/` of more lines holds two nouns.
const LINES: usize = 450;

/// Half of the files below `src/` have no more lines.
const MEDIAN: usize = 150;

/// Files that are larger all the same, with their lines. The list may only shrink.
const LARGE: &[(&str, usize)] = &[];

/// Words that say what `MAX` and `MIN` say: a limit is called `MAX_…` or `MIN_…`, wherever it stands.
const OTHER_LIMITS: &[&str] = &[
    "BIGGEST",
    "DEEPEST",
    "FEWEST",
    "GREATEST",
    "HIGHEST",
    "LARGEST",
    "LEAST",
    "LIMIT",
    "LONGEST",
    "LOWEST",
    "MAXIMUM",
    "MINIMUM",
    "MOST",
    "NARROWEST",
    "SHORTEST",
    "SMALLEST",
    "WIDEST",
];

/// What stands in no file of the repository: names of machines and tools of whoever wrote it, and unfinished work.
/// Written in two halves, or this file would not pass.
const FORBIDDEN: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/fa", "rm/"),
    ("/ro", "ot/"),
    ("/.libr", "ary"),
    ("farm-b", "ench"),
    ("farm-s", "tudio"),
    ("static.cr", "ates"),
    ("index.cr", "ates"),
    ("TO", "DO"),
    ("FIX", "ME"),
    ("todo", "!"),
    ("unimple", "mented!"),
    ("#[ig", "nore"),
    ("allow(dead", "_code"),
];

/// Files and folders of the repository that are not read: built, fetched, or written by tools.
const UNREAD: &[&str] = &[
    ".git",
    "out",
    "target",
    "Cargo.lock",
    "editors/vscode/node_modules",
    "fuzz/Cargo.lock",
    "fuzz/artifacts",
    "fuzz/corpus",
    "fuzz/target",
];

#[test]
fn layers_hold() {
    let layers = modules(&read("src/lib.rs"));
    complain(sources("src").iter().flat_map(|(path, text)| layer_mistakes(path, text, &layers)));

    let layers = modules("mod source;\n\nmod check;\npub mod template;\n\npub mod report;\n");
    let mistakes = |path, text| layer_mistakes(path, text, &layers).len();
    assert_eq!(mistakes("src/check.rs", "use crate::source::Span;\n//! [`crate::report`]\nuse super_duper::x;"), 0);
    assert_eq!(mistakes("src/check/links.rs", "use super::Finding;\nuse crate::check::glyphs;"), 0);
    assert_eq!(mistakes("src/check.rs", "fn f() -> crate::report::Style {}"), 1, "a later layer");
    assert_eq!(mistakes("src/check/links.rs", "use crate::{source, template::{self, Template}};"), 1, "a sibling");
    assert_eq!(mistakes("src/check/links.rs", "use super::super::report;"), 1, "a way around");
    assert_eq!(mistakes("src/stray.rs", ""), 1, "a module of no layer");
    assert_eq!(mistakes("src/cli/build.rs", "use chancery::report;"), 0, "the shell may use everything");
}

#[test]
fn parents_list_their_children() {
    let modules = |path: &str| modules(&read(path)).concat();
    let sources = sources("src");
    complain(sources.iter().flat_map(|(path, text)| parent_mistakes(path, text, &modules)));

    let modules = |path: &str| match path {
        "src/check.rs" => vec!["prose".to_owned(), "quotes".to_owned()],
        _ => vec!["marks".to_owned()],
    };
    let mistakes = |path, text| parent_mistakes(path, text, &modules).len();
    assert_eq!(mistakes("src/check.rs", "use crate::source::Span;"), 0);
    assert_eq!(
        mistakes("src/check/quotes.rs", "use super::prose::Run;\nuse super::{prose, quotes::{self, Marks}};"),
        0
    );
    assert_eq!(mistakes("src/check/quotes/marks.rs", "use super::super::prose::Run;\nuse super::marks::Mark;"), 0);
    assert_eq!(mistakes("src/check/quotes.rs", "use super::Manuscript;"), 1);
    assert_eq!(mistakes("src/check/quotes.rs", "fn f(x: super::Manuscript) -> super::prose::Run {}"), 1);
    assert_eq!(mistakes("src/check/quotes.rs", "use super::{Manuscript, prose::{Prose, Run}};"), 1);
    assert_eq!(mistakes("src/check/quotes/marks.rs", "use super::super::Manuscript;"), 1);
    assert_eq!(mistakes("src/check/quotes/marks.rs", "use super::Mark;"), 1);
    assert_eq!(mistakes("src/check/quotes.rs", "use crate::check::Manuscript;"), 1, "a way around");
}

#[test]
fn heavy_crates_stay_at_home() {
    complain(sources("src").iter().flat_map(|(path, text)| home_mistakes(path, text)));

    assert_eq!(home_mistakes("src/table.rs", "use toml::de;").len(), 0);
    assert_eq!(home_mistakes("src/table/read.rs", "toml::from_str(text)").len(), 0);
    assert_eq!(home_mistakes("src/check.rs", "let s = \"comrak::x\"; // comrak::y\nstd::typst::x").len(), 0);
    assert_eq!(home_mistakes("src/tables.rs", "use toml::de;").len(), 1);
    assert_eq!(home_mistakes("src/check.rs", "use comrak as c;\nfn f(n: &comrak::nodes::Node) {}").len(), 1);
    assert_eq!(home_mistakes("src/check.rs", "use {comrak, ::typst::World};").len(), 2);
}

#[test]
fn the_library_touches_nothing_outside_itself() {
    complain(sources("src").iter().flat_map(|(path, text)| world_mistakes(path, text)));

    assert_eq!(world_mistakes("src/project.rs", "use std::{fmt, sync::Arc}; // std::fs").len(), 0);
    assert_eq!(world_mistakes("src/cli/disk.rs", "use std::{fs, process};\nprintln!()").len(), 0);
    assert_eq!(world_mistakes("src/cli/build.rs", "use std::fs::File;").len(), 1);
    assert_eq!(world_mistakes("src/project.rs", "use std::{fmt, io, fs::{self, File}};").len(), 1);
    assert_eq!(world_mistakes("src/paper.rs", "std::time::Instant::now(); std::env::var(\"TZ\")").len(), 2);
    assert_eq!(world_mistakes("src/paper.rs", "eprintln!(\"here\")").len(), 1);
}

#[test]
fn the_network_is_only_listened_to() {
    complain(sources("src").iter().flat_map(|(path, text)| network_mistakes(path, text)));

    let listens = "TcpListener::bind((Ipv4Addr::LOCALHOST, 0)); // connect";
    assert_eq!(network_mistakes("src/cli/preview/listener.rs", listens).len(), 0);
    assert_eq!(network_mistakes("src/x.rs", "TcpListener::bind(\"127.0.0.1:0\")").len(), 1, "a name is looked up");
    assert_eq!(network_mistakes("src/x.rs", "TcpListener::bind(address)").len(), 1);
    assert_eq!(network_mistakes("src/x.rs", "TcpStream::connect((Ipv4Addr::LOCALHOST, 80))").len(), 1);
    assert_eq!(network_mistakes("src/x.rs", "use std::net::{ToSocketAddrs, UdpSocket};").len(), 2);
}

#[test]
fn text_is_located_by_its_origin() {
    complain(sources("src").iter().flat_map(|(path, text)| length_mistakes(path, text)));

    assert_eq!(length_mistakes("src/x.rs", "fits(span.range().len()); text.len() == 4").len(), 0);
    assert_eq!(length_mistakes("src/x.rs", "let typed = span.len() == text.len();").len(), 1);
    assert_eq!(length_mistakes("src/x.rs", "if text.len() != inline.span.range().len() {}").len(), 1);
    assert_eq!(length_mistakes("src/x.rs", "if collapsed.len() == range.len() && is_ascii {}").len(), 1);
    assert_eq!(length_mistakes("src/x.rs", "text.len() == last_span.len()").len(), 1);
    assert_eq!(length_mistakes("src/x.rs", "text.len() as u32 == span.end - span.start").len(), 1);
}

#[test]
fn limits_are_called_max_or_min() {
    complain(sources("src").iter().flat_map(|(path, text)| limit_mistakes(path, text)));

    assert_eq!(limit_mistakes("src/x.rs", "const MAX_WORDS: usize = 1; const LIMITS: Limits; let most = 2;").len(), 0);
    assert_eq!(limit_mistakes("src/x.rs", "const MOST_WORDS: usize = 1; pub const WORD_LIMIT: usize = 2;").len(), 2);
}

#[test]
fn every_file_says_what_it_is_for() {
    complain(sources("").iter().flat_map(|(path, text)| opening_mistakes(path, text)));

    assert_eq!(opening_mistakes("src/x.rs", "//! A sentence.\n").iter().count(), 0);
    assert_eq!(opening_mistakes("src/x.rs", "use std::fmt;\n//! A sentence.\n").iter().count(), 1);
}

#[test]
fn files_stay_small() {
    let sources = sources("src");
    complain(sources.iter().flat_map(|(path, text)| size_mistakes(path, text, LARGE)));
    complain(
        LARGE
            .iter()
            .filter(|large| sources.iter().all(|(path, _)| path != large.0))
            .map(|(path, _)| format!("{path}: is no more; take it off the list")),
    );

    let mut sizes: Vec<usize> = sources.iter().map(|(_, text)| text.lines().count()).collect();
    sizes.sort_unstable();
    assert!(sizes[sizes.len() / 2] <= MEDIAN, "the files have grown: half of them are longer than {MEDIAN} lines");

    let lines = |count| "\n".repeat(count);
    assert_eq!(size_mistakes("src/x.rs", &lines(LINES), &[]).iter().count(), 0);
    assert_eq!(size_mistakes("src/x.rs", &lines(LINES + 1), &[]).iter().count(), 1);
    assert_eq!(size_mistakes("src/x.rs", &lines(500), &[("src/x.rs", 500)]).iter().count(), 0);
    assert_eq!(size_mistakes("src/x.rs", &lines(501), &[("src/x.rs", 500)]).iter().count(), 1, "it has grown");
    assert_eq!(
        size_mistakes("src/x.rs", &lines(470), &[("src/x.rs", 500)]).iter().count(),
        1,
        "the list must shrink with it"
    );
    assert_eq!(size_mistakes("src/x.rs", &lines(100), &[("src/x.rs", 500)]).iter().count(), 1, "it is large no more");
}

#[test]
fn lines_are_not_too_wide() {
    let pages = walk("src/explain").into_iter().chain(["README.md", "CHANGELOG.md"].map(str::to_owned));
    let pages: Vec<_> = pages.map(|path| (path.clone(), read(&path))).collect();
    let sources = [sources("src"), sources("benches"), pages].concat();
    complain(sources.iter().flat_map(|(path, text)| width_mistakes(path, text)));

    let wide = "ä".repeat(WIDTH);
    assert_eq!(width_mistakes("src/x.rs", &format!("{wide}\n// {wide}\n")), ["src/x.rs:2: 123 characters"]);
    assert!(width_mistakes("README.md", &format!("| {wide} |\n")).is_empty(), "rows of a table have one line each");
}

#[test]
fn nothing_names_a_machine_or_is_left_undone() {
    // What looks for such words in papers names them.
    let paths = walk("").into_iter().filter(|path| !path.contains("unfinished"));
    let files = paths.filter_map(|path| Some((fs::read_to_string(root().join(&path)).ok()?, path)));
    complain(files.flat_map(|(text, path)| word_mistakes(&path, &text)));

    for (start, end) in FORBIDDEN {
        assert_eq!(word_mistakes("README.md", &format!("see {start}{end}here")).len(), 1);
    }
}

#[test]
fn the_binary_holds_every_template_of_the_repository() {
    let hold: BTreeSet<_> = chancery::builtin::files().map(|(path, _)| path.to_owned()).collect();
    let files = walk("templates");
    let looks: Vec<_> = files.iter().filter_map(|path| path.strip_suffix("/paper.typ")).collect();
    assert!(looks.len() >= 3, "{looks:?}");
    let shared = |path: &str| ["templates/base/", "templates/europol/europol"].iter().any(|own| path.starts_with(own));
    let stand = files.iter().flat_map(|path| match (path.rsplit_once('/'), shared(path)) {
        (Some((_, name)), true) => looks.iter().map(|look| format!("{look}/{name}")).collect::<Vec<_>>(),
        _ => vec![path.clone()],
    });
    assert_eq!(hold, stand.collect::<BTreeSet<_>>(), "src/builtin.rs and templates/ differ");
}

#[test]
fn no_test_file_is_forgotten() {
    let listed: BTreeSet<_> = modules(&read("tests/chancery/main.rs")).concat().into_iter().collect();
    let stand: BTreeSet<_> = walk("tests/chancery").iter().filter_map(|path| top(path, "tests/chancery/")).collect();
    assert_eq!(listed, &stand - &BTreeSet::from(["main".to_owned()]), "tests/chancery/main.rs and its folder differ");
}

fn layer_mistakes(path: &str, text: &str, layers: &[Vec<String>]) -> Vec<String> {
    let Some(module) = top(path, "src/").filter(|module| !["lib", "main", "cli"].contains(&module.as_str())) else {
        return Vec::new();
    };
    let Some(own) = layers.iter().position(|layer| layer.contains(&module)) else {
        return vec![format!("{path}: stands in no layer of src/lib.rs")];
    };
    let tokens = tokens(text);
    let allowed = |used: &String| *used == module || layers[..own].iter().any(|layer| layer.contains(used));
    let used = used_of(&tokens, "crate").into_iter().filter(|used| !allowed(used));
    let mut mistakes: Vec<_> = used.map(|used| format!("{path}: `{module}` may not use `crate::{used}`")).collect();
    let depth = path.matches('/').count();
    if tokens.windows(2 * depth).any(|run| run.chunks(2).all(|pair| pair == ["super", "::"])) {
        mistakes.push(format!("{path}: reaches the root by `super`; write `crate::` to be seen"));
    }
    mistakes
}

fn parent_mistakes(path: &str, text: &str, modules: &dyn Fn(&str) -> Vec<String>) -> Vec<String> {
    let Some(list) = LISTS.iter().find(|list| path.starts_with(&format!("src/{list}/"))) else { return Vec::new() };
    let tokens = tokens(text);
    let is_path = |at: usize, names: &[&str]| tokens[at..].starts_with(names);
    let mut mistakes = Vec::new();
    for at in 0..tokens.len() {
        let ups = (0..).take_while(|up| is_path(at + 2 * up, &["super", "::"])).count();
        let (parent, used) = if is_path(at, &["crate", "::", list, "::"]) {
            (format!("src/{list}"), used_at(&tokens, at + 4))
        } else if ups > 0 && !(at > 1 && is_path(at - 2, &["super", "::"])) {
            let parent = (0..ups).fold(path, |path, _| path.rsplit_once('/').map_or("", |(folder, _)| folder));
            (parent.to_owned(), used_at(&tokens, at + 2 * ups))
        } else {
            continue;
        };
        let parent = format!("{parent}.rs");
        let modules = modules(&parent);
        let taken = used.into_iter().filter(|used| !modules.contains(used));
        mistakes.extend(taken.map(|used| format!("{path}: takes `{used}` from {parent}; give it a file of its own")));
    }
    mistakes
}

fn home_mistakes(path: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let away = HOMES.iter().filter(|(name, homes)| uses_crate(&tokens, name) && !lives_in(path, homes));
    away.map(|(name, homes)| format!("{path}: `{name}` is at home in {}", homes.join(", "))).collect()
}

fn world_mistakes(path: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let used = used_of(&tokens, "std");
    let touched = WORLD.iter().filter(|(part, homes)| used.contains(*part) && !lives_in(path, homes));
    let mut mistakes: Vec<_> = touched.map(|(part, _)| format!("{path}: `std::{part}` touches the world")).collect();
    if !lives_in(path, &["main", "cli"]) {
        let printing = tokens.windows(2).filter(|pair| pair[1] == "!" && PRINTING.contains(&pair[0]));
        mistakes.extend(printing.map(|pair| format!("{path}: `{}!` prints; return a diagnostic", pair[0])));
    }
    mistakes
}

/// What of the network is more than to listen on this machine's own address, written as such: a name is looked up, and
/// with it what connects is linked.
fn network_mistakes(path: &str, text: &str) -> Vec<String> {
    const CLIENTS: &[&str] =
        &["connect", "connect_timeout", "UdpSocket", "UnixStream", "UnixDatagram", "ToSocketAddrs", "lookup_host"];
    let tokens = tokens(text);
    let speaks = tokens.iter().filter(|token| CLIENTS.contains(token));
    let mut mistakes: Vec<_> = speaks.map(|token| format!("{path}: `{token}` does more than listen")).collect();
    let binds = (0..tokens.len()).filter(|&at| tokens[at..].starts_with(&["TcpListener", "::", "bind"]));
    let own = ["(", "(", "Ipv4Addr", "::", "LOCALHOST", ",", "0", ")", ")"];
    let elsewhere = binds.filter(|at| !tokens[at + 3..].starts_with(&own));
    mistakes.extend(elsewhere.map(|_| format!("{path}: binds elsewhere than to (Ipv4Addr::LOCALHOST, 0)")));
    mistakes
}

/// Comparisons of a text's length with its place's, from which nothing follows: a computed text can be as long as what
/// it was made of. `section::Text` says where it comes from.
fn length_mistakes(path: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let in_operand = |token: &&&str| !["&", "|", "=", ";", "{", "}", ","].contains(*token);
    let measures_place = |operand: &[&str]| {
        let plain: Vec<&str> = operand.iter().copied().filter(|token| !["(", ")"].contains(token)).collect();
        let is_place = |name: &str| ["span", "place", "range"].iter().any(|place| name.ends_with(place));
        plain.windows(3).any(|run| is_place(run[0]) && run[1..] == [".", "len"])
            || plain.windows(2).any(|run| run == ["end", "-"])
    };
    let is_mistake = |at: &usize| {
        let is_comparison = [["=", "="], ["!", "="]].iter().any(|signs| tokens[at - 1..=*at] == *signs);
        let before = tokens[..at - 1].iter().rev().take_while(in_operand).count();
        let after = tokens[at + 1..].iter().take_while(in_operand).count();
        is_comparison
            && (measures_place(&tokens[at - 1 - before..at - 1]) || measures_place(&tokens[at + 1..][..after]))
    };
    let mistakes = (1..tokens.len()).filter(is_mistake);
    mistakes.map(|_| format!("{path}: compares a text's length with its place's; ask the text's origin")).collect()
}

fn limit_mistakes(path: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let names = tokens.windows(2).filter(|pair| pair[0] == "const").map(|pair| pair[1]);
    let odd = names.filter(|name| name.split('_').any(|word| OTHER_LIMITS.contains(&word)));
    odd.map(|name| format!("{path}: `{name}` is a limit; call it `MAX_…` or `MIN_…`")).collect()
}

fn opening_mistakes(path: &str, text: &str) -> Option<String> {
    (!text.starts_with("//! ")).then(|| format!("{path}: opens without a `//!` sentence on what it is for"))
}

fn size_mistakes(path: &str, text: &str, large: &[(&str, usize)]) -> Option<String> {
    let lines = text.lines().count();
    let listed = large.iter().find(|(large, _)| *large == path).map_or(LINES, |(_, lines)| *lines);
    if lines > listed {
        Some(format!("{path}: {lines} lines are more than {listed}; does it hold two nouns?"))
    } else if listed > LINES && lines <= LINES {
        Some(format!("{path}: is large no more; take it off the list"))
    } else if listed >= lines + 20 && listed > LINES {
        Some(format!("{path}: has shrunk to {lines} lines; so shall the list"))
    } else {
        None
    }
}

fn width_mistakes(path: &str, text: &str) -> Vec<String> {
    let is_row = |line: &str| path.ends_with(".md") && line.starts_with('|');
    let widths =
        text.lines().enumerate().filter(|(_, line)| !is_row(line)).map(|(at, line)| (at, line.chars().count()));
    let wide = widths.filter(|(_, width)| *width > WIDTH);
    wide.map(|(at, width)| format!("{path}:{}: {width} characters", at + 1)).collect()
}

fn word_mistakes(path: &str, text: &str) -> Vec<String> {
    let words = FORBIDDEN.iter().map(|(start, end)| format!("{start}{end}"));
    words.filter(|word| text.contains(word)).map(|word| format!("{path}: holds `{word}`")).collect()
}

/// The modules of a file, by the groups between blank lines.
fn modules(text: &str) -> Vec<Vec<String>> {
    let module = |line: &str| Some(line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')?.to_owned());
    let groups = text.split("\n\n").map(|group| group.lines().filter_map(module).collect::<Vec<_>>());
    groups.filter(|group| !group.is_empty()).collect()
}

/// Whether `tokens` name the crate `name` at the start of a path.
fn uses_crate(tokens: &[&str], name: &str) -> bool {
    (0..tokens.len()).filter(|&at| tokens[at] == name).any(|at| {
        let before = |steps: usize| at.checked_sub(steps).map_or("", |at| tokens[at]);
        let starts = before(1) != "::" || !is_name(before(2));
        starts && (tokens.get(at + 1) == Some(&"::") || ["use", "{", ","].contains(&before(1)) && in_use(&tokens[..at]))
    })
}

/// Whether what follows stands in a `use` declaration.
fn in_use(before: &[&str]) -> bool {
    before.iter().rev().take_while(|token| **token != ";").any(|token| *token == "use")
}

/// What is used of `root`: `b` and `c` in `root::{b, c::d}` and `root::b::d`.
fn used_of(tokens: &[&str], root: &str) -> BTreeSet<String> {
    (2..=tokens.len()).filter(|&at| tokens[at - 2..at] == [root, "::"]).flat_map(|at| used_at(tokens, at)).collect()
}

/// What a path that goes on at `at` names there: `b` and `c` in `{b, c::d}`, `b` in `b::d`.
fn used_at(tokens: &[&str], at: usize) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut depth = 0;
    for (token, before) in tokens[at..].iter().zip(&tokens[at - 1..]) {
        match *token {
            "{" => depth += 1,
            "}" => depth -= 1,
            name if depth <= 1
                && is_name(name)
                && ["::", "{", ","].contains(before)
                && (depth == 1) == (*before != "::") =>
            {
                used.insert(name.to_owned());
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    used
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Names, `::` and single other characters of Rust code, without comments, strings and characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = skipped(rest);
        if length > 0 {
            rest = &rest[length..];
            continue;
        }
        let name = rest.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(rest.len());
        let length = if rest.starts_with("::") { 2 } else { name.max(first.len_utf8()) };
        if !first.is_whitespace() {
            tokens.push(&rest[..length]);
        }
        rest = &rest[length..];
    }
    tokens
}

/// The length of the comment, string or character that `text` starts with.
fn skipped(text: &str) -> usize {
    let until = |start: usize, end: &str| text[start..].find(end).map_or(text.len(), |at| start + at + end.len());
    let raw = text.strip_prefix('r').and_then(|rest| {
        let quoted = rest.trim_start_matches('#');
        quoted.starts_with('"').then_some(rest.len() - quoted.len())
    });
    if let Some(hashes) = raw {
        until(2 + hashes, &format!("\"{}", "#".repeat(hashes)))
    } else if text.starts_with("//") {
        until(2, "\n")
    } else if text.starts_with("/*") {
        until(2, "*/")
    } else if let Some(rest) = text.strip_prefix('"') {
        let mut escaped = false;
        let end = rest.find(|character| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends
        });
        end.map_or(text.len(), |at| at + 2)
    } else if text.starts_with("'\\") {
        until(3, "'")
    } else if text.starts_with('\'') && text.chars().nth(2) == Some('\'') {
        until(1, "'").max(3)
    } else {
        0
    }
}

/// Whether `path` is one of the files or folders below `src/`.
fn lives_in(path: &str, homes: &[&str]) -> bool {
    homes.iter().any(|home| {
        let rest = path.strip_prefix("src/").and_then(|path| path.strip_prefix(home));
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    })
}

/// The module that a file belongs to: the first name below `folder`.
fn top(path: &str, folder: &str) -> Option<String> {
    let name = path.strip_prefix(folder)?.split('/').next()?;
    Some(name.trim_end_matches(".rs").to_owned())
}

/// All Rust files below `folder` with their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let paths = walk(folder).into_iter().filter(|path| path.ends_with(".rs"));
    paths.map(|path| (path.clone(), read(&path))).collect()
}

/// All files below `folder`, by their path in the repository.
fn walk(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder of the repository").flatten() {
            let path = folder.join(entry.file_name());
            if UNREAD.iter().any(|unread| path == Path::new(unread)) {
                continue;
            }
            match entry.file_type().expect("a file of the repository") {
                kind if kind.is_dir() => open.push(path),
                _ => files.push(path.to_str().expect("a path in UTF-8").replace('\\', "/")),
            }
        }
    }
    files.sort();
    files
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn complain(mistakes: impl Iterator<Item = String>) {
    let mistakes: Vec<_> = mistakes.collect();
    assert!(mistakes.is_empty(), "\n{}\n", mistakes.join("\n"));
}

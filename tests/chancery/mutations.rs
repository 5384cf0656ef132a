//! The press against spoilt papers: real projects with a few random changes each. Whatever an author's slip, a bad
//! merge or a bad disk makes of a paper, the press must neither panic nor hang, and must say where each mistake is.
//! No clock decides: where the press hangs, this test does, and the law over growth is judged by the benchmark.
//!
//! A mutation is known by its number alone: the same number gives the same project. The suite tries a few hundred;
//!
//! - `CHANCERY_MUTATIONS=10000 cargo test --release mutations` tries as many as it says;
//! - `CHANCERY_MUTATION=1234 cargo test --release mutations` tries that one again.
//!
//! A project at fault, or asked for by its number, is written to `target/tmp/mutation-1234/`, ready for `chancery
//! check`. If the process dies or hangs, the name of its thread tells the number.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, thread};

use chancery::diagnostic::{Diagnostic, Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::{MANIFEST, Project};
use chancery::report;

use crate::dice::Dice;
use crate::fuzz::targets::findings;
use crate::{corpus, paper};

/// How many the suite tries; more on request.
const USUAL: u64 = 400;

/// Of so many mutations one is laid out as well, if `check` lets it pass.
const BUILT: u64 = 4;

/// What is pasted into files: each piece of a paper's languages, whole, halved and nested, and what no editor shows.
#[rustfmt::skip]
pub const FRAGMENTS: &[&str] = &[
    "# ", "####### ", "# {#a .unnumbered}\n", "{#", "{#trends}", " {.unnumbered}", "\n---\n", "\n===\n", "+++\n",
    "\n+++\n", "- ", "1. ", "> ", "    ", "\t", "\n", "\n\n", "\r", "\r\n", ": term\n", "- [ ] ", "\\", "\\\n",
    "  \n", "[", "]", "](", "[](#", "[](#trends)", "[{page}](#trends)", "[{direction} {number} {x}](#a)",
    "[x](javascript:a)", "[x](<a b>)", "![", "![](a.png)", "![alt](../x.svg){#fig-a width=50%}", "{width=0%}",
    "{width=1e9%}", "<", "<b>", "<!--", "-->", "<!-- x -->", "<https://example.org>", "&amp;", "&#0;", "&#xD800;",
    "&nosuch;", "*", "**", "***", "_", "~~", "`", "```", "````\n", "~~~\n", "[^1]", "[^1]: ", "[^1]: a [^1]\n", "[^",
    "^[", "[@", "@", "@wef2013", "[@a; @b", "[-@wef2013, pp. 1–2]", "[see @wef2013 and *@nobody]", "{{", "}}", "{{ ",
    " }}", "{{ paper.title }}", "{{ paper.", "{{ vars }}", "{{ vars.a.b }}", "{{ 1/0 }}",
    "{{ range(99999999)|list }}", "{{ 'a' * 9999999 }}", "{% for x in y %}", "{% endfor %}", "{#-", "-#}", ":::",
    "::: note\n", "::: {.x #y}\n", "::: marked secret\n", "\n::: bibliography\n:::\n", "::: nosuch\n", "|",
    "|a|b|\n|-|:-:|\n|c|\n", "|-|", "\\|", "Table: x {#tbl-x}\n", ": Caption {#tbl-y}\n", "\"", "'", "\"\"\"", "'''",
    "=", "= ", "[paper]\n", "[[history]]\n", "[vars]\na = {b = [1, 2.5, true, 2013-06-01]}\n", "status = \"draft\"\n",
    "version = \"1.0.0-a+b\"\n", "date = 0000-13-99\n", "{", "}", ",", "@book{", "@string{a = b # a}\n", "@comment{",
    "crossref = {wef2013},\n", "title = {", "author = {A and {B} and C, D, E, F}", "\\\"{o}", "\\emph{", "$x^2$", "#",
    "~", "--", "a:\n  type: book\n", "  parent: *a\n", "&a [*a, *a]", "#import \"x.typ\": *\n",
    "#include \"/paper.toml\"\n", "#panic()", "#while true {}", "#set page(width: 0pt)\n", "#{", "<a>", "\u{feff}",
    "\u{200b}", "\u{202e}", "\u{e0041}", "\u{0}", "\u{7f}", "\u{85}", "\u{2028}", "\u{fffe}", "\u{fffd}", "e\u{301}",
    "é", "–", "’", "\u{a0}", "\u{ad}", "ß", "İ", "𝔘", "🏴‍☠️", "مرحبا", "日本語", "999999999999999999999", "-1", "0",
    "1e999", "NaN", "../../etc/passwd", "con",
    "{lang=de}", "::: {lang=ar}\n", "{.annex}", "# A {.annex}\n", "(a) ", "(iv) ", "aa) ", "A. ", "999999999. ",
    "(a) {#p-a} ", "{#p-b} A", "- [x] ", "::: table\n- - a\n  - b\n", "{columns=2}", "{rows=3}", "- - ",
    "header-rows=2", "header-columns=1", "::: table {data=\"a.csv\" types=\"number, text\"}\n:::\n", "m^2^", "H~2~O",
    "<br>", "::: landscape\n", "{.new-page}", "::: tip {title=\"a\"}\n", "source=\"a\"", "note=\"a\"",
    "::: bibliography {types=\"cases, legislation\" title=\"a\"}\n:::\n", "[terms]\ncontents = \"a\"\n",
    "[terms.references]\nsection = \"{1}\"\n", "{1}", "[numbering]\nheadings = \"none\"\n", "annexes = \"A\"\n",
    "paragraphs = \"paper\"\n", "nocite = \"*\"\n", "[page]\nsize = \"a5\"\n", "[cover]\nlogo = \"a.svg\"\n",
    "[[distribution]]\n", "[imprint]\n", "language = \"ar\"\n", "[{\"id\": \"a\", \"type\": \"book\"}]",
    "\"issued\": {\"date-parts\": [[2001, 2]]},", "\"author\": [{\"family\": \"a\"}],", "\\u0000", "\\ud800",
    "references:\n- id: a\n  type: book\n", "TY  - BOOK\nAU  - a, b\nER  - \n", "PY  - 2001//\n", "\"\"", "1.234,5", "50%",
];

/// What runs of characters grow to.
const REPEATS: &[usize] = &[1, 1, 1, 1, 1, 1, 2, 3, 17, 120, 3000];

#[test]
fn no_mutation_is_too_much() {
    let number = |name| env::var(name).ok().map(|text: String| text.parse::<u64>().expect("a number"));
    let origins = origins();
    let seeds = match number("CHANCERY_MUTATION") {
        Some(seed) => {
            keep(seed, &origins);
            seed..seed + 1
        }
        None => 0..number("CHANCERY_MUTATIONS").unwrap_or(USUAL),
    };
    let (next, faults) = (AtomicU64::new(seeds.start), Mutex::new(BTreeMap::new()));
    let printed = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !seeds.contains(&seed) {
                        break;
                    }
                    match try_out(seed, &origins) {
                        Ok(was_printed) => printed.fetch_add(was_printed.into(), Ordering::Relaxed),
                        Err(fault) => faults.lock().expect("no panic").insert(seed, fault).map_or(0, |_| 0),
                    };
                }
            });
        }
    });
    let mut complaint = String::new();
    for (seed, fault) in faults.into_inner().expect("no panic") {
        let _ = writeln!(complaint, "\nmutation {seed} of {}{fault}", mutated(seed, &origins).story);
    }
    assert!(complaint.is_empty(), "{complaint}");
    let tried = seeds.end - seeds.start;
    assert!(tried < USUAL || printed.into_inner() > 0, "no mutation survives to be laid out");
}

/// Presses one mutated project, on a thread of its own that bears its number. Says whether it was laid out, or what is
/// at fault.
fn try_out(seed: u64, origins: &[Origin]) -> Result<bool, String> {
    let thread = thread::Builder::new().name(format!("mutation {seed}"));
    let tried = thread::scope(|scope| {
        let trial = thread.spawn_scoped(scope, || judge(&mutated(seed, origins), seed.is_multiple_of(BUILT)));
        trial.expect("a thread").join()
    });
    let fault = match tried {
        Ok(Ok(printed)) => return Ok(printed),
        Ok(Err(faults)) => faults,
        Err(panic) => {
            let message = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref().copied());
            format!("\n  panics: {}", message.unwrap_or("without a word"))
        }
    };
    keep(seed, origins);
    Err(fault)
}

/// Whether the project was laid out, or everything that is wrong with what the press says of it.
fn judge(mutated: &Mutated, lay_out: bool) -> Result<bool, String> {
    let project = Project::new(mutated.files.clone());
    let mut faults = String::new();
    let mut session = Session::default();
    let checked = findings::of(&project, &mut faults, |diagnostics| {
        let _ = press::check(&project, &mut session, diagnostics);
    });
    let printable = checked.iter().all(|finding| finding.severity != Severity::Error);
    let mut printed = false;
    if lay_out && printable {
        // What a session has seen of the project before may not make a difference.
        let _ = press::check(&Project::new(mutated.origin.clone()), &mut session, &mut Diagnostics::new());
        let built = findings::of(&project, &mut faults, |diagnostics| {
            let built = press::build(&project, &mut session, diagnostics);
            printed = built.is_ok_and(|built| built.pdf.starts_with(b"%PDF-"));
        });
        // Only Typst can tell what an author's own look does, and how long a text in the PDF will be.
        let own_look = project.paths_in("templates").any(|path| !project.is_builtin(path));
        let too_long = built.iter().any(|finding| finding.code.0 == "too-long");
        // And only the pages show what stands beyond their margins.
        let is_of_pages = |finding: &Diagnostic| finding.code.0.starts_with("layout-");
        let built: Vec<_> = built.into_iter().filter(|finding| !is_of_pages(finding)).collect();
        if built != checked && !own_look && !too_long {
            let said = |findings: &[Diagnostic]| report::short(findings, &project, "");
            let difference = corpus::compare(&said(&checked), &said(&built));
            let _ = write!(faults, "\n  `check` (-) and `build` (+) differ:\n{difference}");
        }
        if printed != built.iter().all(|finding| finding.severity != Severity::Error) {
            faults += "\n  is not printed, and nobody says why";
        }
    }
    if faults.is_empty() { Ok(printed) } else { Err(faults) }
}

/// Files by their path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A project to start from, and what it is called.
pub struct Origin {
    name: String,
    pub files: Files,
}

/// A project that random changes were made to.
pub struct Mutated {
    pub origin: Files,
    pub files: Files,
    /// The origin's name and what was done to it.
    pub story: String,
}

/// This repository's paper, the same with a look of its own, and every case of the corpus.
pub fn origins() -> Vec<Origin> {
    let origin = |name: &str, project: &Project, all: bool| {
        let paths = project.paths().filter(|path| all || !project.is_builtin(path));
        let file = |path: &str| (path.to_owned(), project.bytes(path).expect("a path of the project").to_vec());
        Origin { name: name.to_owned(), files: paths.map(file).collect() }
    };
    let repository = paper::repository();
    // The templates of the repository are also the ones that are built in.
    let bare = Project::new(Vec::new());
    let mut plain = origin("this repository's paper", &repository, true);
    plain.files.retain(|path, _| !bare.contains(path));
    let housed = origin("this repository's paper with a look of its own", &repository, true);
    let cases = corpus::projects();
    let cases = cases.iter().map(|(name, project)| origin(name, project, false));
    [plain, housed].into_iter().chain(cases).collect()
}

/// The project that a number stands for.
pub fn mutated(seed: u64, origins: &[Origin]) -> Mutated {
    let mut dice = Dice(seed);
    // The paper has a bit of everything, so it is taken more often than any case.
    let origin = match dice.below(4) {
        0 => &origins[dice.below(2)],
        _ => &origins[dice.below(origins.len())],
    };
    let mut files = origin.files.clone();
    let mut story = origin.name.clone();
    // A draft comes further than a final paper with the same mistakes.
    if let Some(manifest) = files.get_mut(MANIFEST).filter(|_| dice.below(2) == 0) {
        *manifest = String::from_utf8_lossy(manifest).replace("\"final\"", "\"draft\"").into_bytes();
        story += ", as a draft";
    }
    for _ in 0..1 + dice.below(4) {
        let _ = write!(story, "\n  {}", spoil(&mut files, &mut dice));
    }
    Mutated { origin: origin.files.clone(), files, story }
}

/// Makes one of many mistakes. Says in which file, and which.
pub fn spoil(files: &mut Files, dice: &mut Dice) -> String {
    let change = CHANGES[dice.below(CHANGES.len())];
    let path = dice.pick(&files.keys().cloned().collect::<Vec<_>>()).cloned().unwrap_or_default();
    let what = change(&path, files, dice);
    format!("{path}: {what}")
}

/// Changes one file, or one and another, and says how.
type Change = fn(&str, &mut Files, &mut Dice) -> String;

const CHANGES: &[Change] = &[
    |path, files, dice| {
        let bytes = files.entry(path.to_owned()).or_default();
        let at = dice.below(bytes.len().max(1));
        let Some(byte) = bytes.get_mut(at) else { return "nothing".to_owned() };
        *byte ^= 1 << dice.below(8);
        format!("a bit of byte {at} flipped")
    },
    |path, files, dice| {
        let bytes = files.entry(path.to_owned()).or_default();
        let range = dice.range(bytes.len(), 200);
        bytes.drain(range.clone());
        format!("bytes {range:?} gone")
    },
    |path, files, dice| {
        let bytes = files.entry(path.to_owned()).or_default();
        let at = dice.below(bytes.len() + 1);
        bytes.truncate(at);
        format!("cut off after byte {at}")
    },
    |path, files, dice| {
        change_lines(path, files, |lines| {
            let at = dice.below(lines.len());
            lines.remove(at);
            format!("line {} gone", at + 1)
        })
    },
    |path, files, dice| {
        change_lines(path, files, |lines| {
            let at = dice.below(lines.len());
            lines.insert(at, lines[at].clone());
            format!("line {} twice", at + 1)
        })
    },
    |path, files, dice| {
        change_lines(path, files, |lines| {
            let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
            lines.swap(one, other);
            format!("lines {} and {} swapped", one + 1, other + 1)
        })
    },
    |path, files, dice| {
        let from = dice.pick(&files.keys().cloned().collect::<Vec<_>>()).cloned().unwrap_or_default();
        let passage = files.get(&from).map(|bytes| bytes[dice.range(bytes.len(), 400)].to_vec()).unwrap_or_default();
        let at = insert(path, files, &passage, dice);
        format!("{} bytes of {from} at {at}", passage.len())
    },
    |path, files, dice| {
        let other = dice.pick(&files.keys().cloned().collect::<Vec<_>>()).cloned().unwrap_or_default();
        let one = files.insert(path.to_owned(), files.get(&other).cloned().unwrap_or_default()).unwrap_or_default();
        files.insert(other.clone(), one);
        format!("swapped with {other}")
    },
    |path, files, _| {
        files.remove(path);
        "removed".to_owned()
    },
    |path, files, dice| {
        let name = dice.pick(&[
            "sections/a.md",
            "sections/b.md",
            "bibliography/works.yml",
            "templates/europol/paper.typ",
            MANIFEST,
        ]);
        let name = name.copied().unwrap_or_default();
        let bytes = files.remove(path).unwrap_or_default();
        files.insert(name.to_owned(), bytes);
        format!("renamed to {name}")
    },
    // Whoever cuts text at bytes meets letters of two to four.
    |path, files, dice| {
        let bytes = files.entry(path.to_owned()).or_default();
        let letter = *dice.pick(&["é", "–", "𝔘"]).expect("one");
        let times = 1 + dice.below(100);
        for _ in 0..times {
            let at = dice.below(bytes.len().max(1));
            if bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                bytes.splice(at..=at, letter.bytes());
            }
        }
        format!("up to {times} letters made {letter}")
    },
    // Keys, labels, words of syntax: one takes the name of another everywhere in its file.
    |path, files, dice| {
        let text = String::from_utf8_lossy(files.get(path).map_or(&[], Vec::as_slice)).into_owned();
        let words: Vec<_> =
            text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
        let (Some(old), Some(new)) = (dice.pick(&words), dice.pick(&words)) else { return "nothing".to_owned() };
        files.insert(path.to_owned(), text.replace(old, new).into_bytes());
        format!("each `{old}` called `{new}`")
    },
    |path, files, dice| {
        let text = String::from_utf8_lossy(files.get(path).map_or(&[], Vec::as_slice)).into_owned();
        let numbers: Vec<_> = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty()).collect();
        let Some(old) = dice.pick(&numbers) else { return "nothing".to_owned() };
        let new = dice.pick(&["", "0", "-1", "1.5", "65536", "4294967296", "99999999999999999999"]).expect("one");
        files.insert(path.to_owned(), text.replacen(old, new, 1 + dice.below(3)).into_bytes());
        format!("`{old}` made `{new}`")
    },
    |path, files, _| {
        let text = String::from_utf8_lossy(files.get(path).map_or(&[], Vec::as_slice)).replace('\n', "\r\n");
        files.insert(path.to_owned(), format!("\u{feff}{text}").into_bytes());
        "saved with CRLF and a byte order mark".to_owned()
    },
    paste,
    paste,
    paste,
    paste,
    paste,
    paste,
];

fn paste(path: &str, files: &mut Files, dice: &mut Dice) -> String {
    let mut passage = String::new();
    for _ in 0..1 + dice.below(4) {
        passage += dice.pick(FRAGMENTS).expect("there are fragments");
    }
    let times = *dice.pick(REPEATS).expect("there are repeats");
    let at = insert(path, files, passage.repeat(times).as_bytes(), dice);
    format!("{passage:?} × {times} at {at}")
}

/// Puts `passage` somewhere into a file, as often as not at the start of a line. Says where.
fn insert(path: &str, files: &mut Files, passage: &[u8], dice: &mut Dice) -> usize {
    let bytes = files.entry(path.to_owned()).or_default();
    let mut at = dice.below(bytes.len() + 1);
    if dice.below(2) == 0 {
        at = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    }
    while at < bytes.len() && bytes[at] & 0xc0 == 0x80 {
        at += 1;
    }
    bytes.splice(at..at, passage.iter().copied());
    at
}

/// Hands the lines of a file, of which there is at least one, to `change`.
fn change_lines(path: &str, files: &mut Files, change: impl FnOnce(&mut Vec<Vec<u8>>) -> String) -> String {
    let bytes = files.entry(path.to_owned()).or_default();
    let mut lines: Vec<_> = bytes.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    let what = change(&mut lines);
    *bytes = lines.join(&b'\n');
    what
}

/// Writes the project down for whoever looks into its fault.
fn keep(seed: u64, origins: &[Origin]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutation-{seed}"));
    let _ = fs::remove_dir_all(&folder);
    for (path, bytes) in mutated(seed, origins).files {
        let file = folder.join(path);
        let written = fs::create_dir_all(file.parent().unwrap_or(&folder)).and_then(|()| fs::write(&file, bytes));
        if let Err(error) = written {
            eprintln!("{}: {error}", file.display());
        }
    }
}

//! Whoever edits the paper of `tests/edits`, one random edit after another.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::{LOCK, MANIFEST, Project};

use crate::dice::Dice;
use crate::mutations::{self, Files};
use crate::paper;
use crate::redline::edits;

use super::{Question, Step, Way};

/// Of so many papers that may be printed one is.
const BUILT: usize = 5;

pub struct Author {
    dice: Dice,
    original: Files,
    /// Other files that may come.
    others: Vec<(&'static str, Vec<u8>)>,
    files: Files,
    /// The paper before each edit.
    earlier: Vec<Arc<Files>>,
    /// The last papers without an error.
    sound: Vec<Arc<Files>>,
    was_sound: bool,
}

/// The path of a file, words of it, and others.
pub type Toggle = (&'static str, &'static str, &'static str);

/// Words of a file that change places with others, and back.
#[rustfmt::skip]
pub const TOGGLES: &[Toggle] = &[
    (MANIFEST, "\"final\"\ntemplate", "\"draft\"\ntemplate"),
    (MANIFEST, "\"en-GB\"", "\"de\""),
    (MANIFEST, "\"en-GB\"", "\"fr\""),
    (MANIFEST, "template = \"house\"", "template = \"europol\""),
    (MANIFEST, "style = \"house\"", "style = \"europol\""),
    (MANIFEST, "style = \"house\"", "style = \"apa\""),
    (MANIFEST, "contents = true", "contents = false"),
    (MANIFEST, "scheme = \"own\"\nlevel = \"inner\"", "scheme = \"europol\"\nlevel = \"restricted\""),
    (MANIFEST, "level = \"inner\"", "level = \"outer\""),
    (MANIFEST, "\nreference = \"1\"", ""),
    (MANIFEST, "\"works.bib\", \"more.yml\"", "\"more.yml\", \"works.bib\""),
    (MANIFEST, "\"works.bib\", \"more.yml\"", "\"works.bib\""),
    (MANIFEST, "A paper that is edited", "A paper that was edited"),
    (MANIFEST, "\"1.1.0\"\ndate", "\"1.2.0\"\ndate"),
    (MANIFEST, "\"2013-09-02\"\nlanguage", "\"2013-09\"\nlanguage"),
    (MANIFEST, "count = 12", "count = \"a dozen\""),
    (MANIFEST, "\nhost = ", "\nhosts = "),
    (MANIFEST, "unused-label = \"allow\"", "unused-label = \"error\""),
    (MANIFEST, "[check]\n", "[check]\nrepeated-word = \"error\"\n"),
    (MANIFEST, "[check]\n", "[style]\nedition = \"current\"\n\n[check]\n"),
    (MANIFEST, "[check]\n", "[page]\nchapters = \"flow\"\n\n[check]\n"),
    (MANIFEST, "LEA = ", "LEAS = "),
    (MANIFEST, "[abbreviations]\n", "[abbreviations]\nhost = \"law enforcement\"\n"),
    (MANIFEST, "[marking]", "[marking"),
    ("sections/one.md", "version = \"1.1.0\"", "version = \"1.2.0\""),
    ("sections/one.md", "marking = \"inner\"", "marking = \"outer\""),
    ("sections/one.md", "{#one}", "{#uno}"),
    ("sections/one.md", "[^n]:", "[^m]:"),
    ("sections/one.md", "(a.png)", "(c.png)"),
    ("sections/one.md", "level=inner", "level=outer"),
    ("sections/one.md", "what what", "what"),
    ("sections/one.md", "allow repeated-word", "allow straight-quote"),
    ("sections/one.md", "“more”", "\"more\""),
    ("sections/one.md", "## Inside", "# Inside"),
    ("sections/one.md", "what it is.", "what it is.[^o]\n\n[^o]: Once more."),
    ("sections/two.md", "+++\n\n#", "++\n\n#"),
    ("sections/two.md", "## Ends {#ends}\n\n", ""),
    ("sections/two.md", "tbl-a", "tbl-b"),
    ("sections/two.md", "::: note", "::: edition"),
    ("sections/two.md", "| 12    |", "| 12    | 3 |"),
    ("sections/two.md", "@third2013", "@fourth2014"),
    ("sections/three.md", "# Three", "## Three"),
    ("sections/three.md", "# Three", "# Thrice"),
    ("sections/three.md", "paper.title", "paper.name"),
    ("sections/three.md", "```\n\n1.", "``\n\n1."),
    ("sections/plain.md", "more than words", "more than \u{13000}"),
    ("sections/works.md", "::: bibliography\n:::\n", ""),
    ("bibliography/works.bib", "{first2010,", "{first2011,"),
    ("bibliography/works.bib", "A first work", "Another first work"),
    ("bibliography/works.bib", "date = {2010},", ""),
    ("bibliography/works.bib", "date = {2010},", "date = {2010},\n  isbn = {978–0–691–07063–6},"),
    ("bibliography/works.bib", "},\n}\n\n@book", "},\n\n@book"),
    ("bibliography/more.yml", "organization", "publisher"),
    ("bibliography/more.yml", "type: report", "type: nothing"),
    ("templates/house/type.typ", "\"Libertinus Serif\"", "\"DejaVu Serif\""),
    ("templates/house/sheet.typ", "paper: sheet(paper).name", "paper: \"a5\""),
    ("templates/house/colours.typ", "#let ink =", "#let ink"),
    ("templates/house/look.typ", "set text(size: 11pt", "set text(sice: 11pt"),
    ("templates/house/paper.typ", "#title-block(", "// #title-block("),
    ("templates/house/paper.typ", "paper.document_title", "paper.nothing"),
    ("templates/house/blocks.typ", "#let note(", "#let notes("),
    ("templates/house/template.toml", "\"new-page\"", "\"flow\""),
    ("templates/house/template.toml", "chapters =", "chapter ="),
    ("templates/house/house.csl", "delimiter=\", \"", "delimiter=\"; \""),
    ("templates/house/house.csl", "</style>", "</styles>"),
    ("templates/marking/own.toml", "HOUSE INNER", "HOUSE INMOST"),
    ("templates/marking/own.toml", "[\"reference\"]", "[\"copy-number\"]"),
    ("templates/marking/own.toml", "default-level = \"inner\"\n", ""),
];

/// Those that make a difference only behind another.
pub const PAIRS: &[[Toggle; 2]] = &[
    [
        (MANIFEST, "style = \"house\"", "style = \"europol\""),
        (MANIFEST, "template = \"house\"", "template = \"europol\""),
    ],
    [(MANIFEST, "\"final\"\ntemplate", "\"draft\"\ntemplate"), ("sections/one.md", "(a.png)", "(no.png)")],
    // What is said of a section, by what is known of the paper when it is looked at.
    [("sections/plain.md", "than words", "than m^*2*^"), (MANIFEST, "\"final\"\ntemplate", "\"draft\"\ntemplate")],
    [
        ("sections/plain.md", "than words", "than 3 years"),
        (MANIFEST, "[check]\n", "[style]\nedition = \"current\"\n\n[check]\n"),
    ],
    [("sections/plain.md", "than words", "than authorization"), (MANIFEST, "\"en-GB\"", "\"en-US\"")],
    [
        ("sections/plain.md", "than words", "than HOUSE INMOST words"),
        ("templates/marking/own.toml", "HOUSE INNER", "HOUSE INMOST"),
    ],
    [
        ("sections/plain.md", "than words", "than a law enforcement authority (LEA)"),
        (MANIFEST, "\"law enforcement authority\"", "\"authority law enforcement\""),
    ],
    // What a template can read of what sections print.
    [
        ("templates/house/colours.typ", "#let ink =", "#let logo = image(\"/sections/a.png\")\n#let ink ="),
        ("sections/one.md", "(a.png)", "(b.svg)"),
    ],
];

/// Another name that a file may get, with all that refers to it.
const NAMES: &[(&str, &str)] = &[
    ("one.md", "uno.md"),
    ("three.md", "a-third.md"),
    ("works.bib", "zzz.bib"),
    ("a.png", "z.png"),
    ("b.svg", "a-circle.svg"),
    ("house.csl", "z.csl"),
    ("own.toml", "z.toml"),
];

impl Author {
    pub fn new(seed: u64) -> Self {
        let original = original();
        for (path, one, other) in TOGGLES {
            let text = String::from_utf8_lossy(&original[*path]);
            assert!(text.contains(one), "{path} holds no {one:?}, which gives way to {other:?}");
        }
        Self {
            dice: Dice(seed),
            others: others(),
            files: original.clone(),
            original,
            earlier: Vec::new(),
            sound: Vec::new(),
            was_sound: true,
        }
    }

    /// The paper after one more edit, and what to ask of it.
    pub fn edit(&mut self) -> Step {
        let before = Arc::new(self.files.clone());
        // Whoever has made a mistake mends it sooner or later.
        let story = match self.dice.below(2) {
            0 if !self.was_sound && !self.sound.is_empty() => self.mend(),
            _ => self.change(),
        };
        self.earlier.push(before);
        let question = match self.dice.below(BUILT) {
            0 => Question::Build,
            1 if self.dice.once_in(2) => Question::Lock,
            1 => Question::LayOut,
            2 => Question::Assemble,
            _ => Question::Check,
        };
        let way = [Way::Read, Way::Edited, Way::Unsaved][self.dice.below(3)];
        Step { files: Arc::new(self.files.clone()), way, question, story }
    }

    /// Whether the paper has no error.
    pub fn hears(&mut self, is_sound: bool) {
        self.was_sound = is_sound;
        if is_sound {
            self.sound.push(Arc::new(self.files.clone()));
        }
    }

    fn mend(&mut self) -> String {
        let back = if self.dice.once_in(3) { self.dice.below(self.sound.len()) } else { self.sound.len() - 1 };
        self.files = Files::clone(&self.sound[back]);
        "mended".to_owned()
    }

    fn change(&mut self) -> String {
        match self.dice.below(24) {
            0..8 => self.toggle(),
            8..11 => format!("{:?} written", edits::edit(&mut self.files, &mut self.dice)),
            11 => mutations::spoil(&mut self.files, &mut self.dice),
            12..15 => self.come_or_go(),
            15..17 => self.take_another(),
            17 => self.rename(),
            18 => self.reorder(),
            19 => self.save_otherwise(),
            20 => self.release(),
            21..23 => self.take_back_one(),
            _ => self.take_back_all(),
        }
    }

    fn toggle(&mut self) -> String {
        let (path, one, other) = *self.dice.pick(TOGGLES).expect("there are some");
        let Some(bytes) = self.files.get_mut(path) else { return "nothing".to_owned() };
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (from, to) = if text.contains(one) { (one, other) } else { (other, one) };
        if from.is_empty() {
            self.files.insert(path.to_owned(), self.original[path].clone());
            return format!("{path} as at first");
        }
        *bytes = text.replacen(from, to, 1).into_bytes();
        format!("{path}: {from:?} is {to:?}")
    }

    /// A file that is there goes, or one that is not comes.
    fn come_or_go(&mut self) -> String {
        let all = self.original.iter().map(|(path, bytes)| (path.clone(), bytes));
        let all: Vec<_> = all.chain(self.others.iter().map(|(path, bytes)| ((*path).to_owned(), bytes))).collect();
        let (path, bytes) = self.dice.pick(&all).expect("there are some");
        match self.files.remove(path) {
            Some(_) => format!("{path} goes"),
            None => {
                self.files.insert(path.clone(), (*bytes).clone());
                format!("{path} comes")
            }
        }
    }

    /// A file takes the place of another one of its kind, or other bytes.
    fn take_another(&mut self) -> String {
        if self.dice.once_in(2) {
            let (path, bytes) = self.dice.pick(&self.others).expect("there are some");
            self.files.insert((*path).to_owned(), bytes.clone());
            return format!("{path} takes other bytes");
        }
        let extension = |path: &str| path.rsplit_once('.').map(|(_, extension)| extension.to_owned());
        let paths: Vec<String> = self.files.keys().cloned().collect();
        let Some(path) = self.dice.pick(&paths) else { return "nothing".to_owned() };
        let alike: Vec<_> = paths.iter().filter(|other| extension(other) == extension(path)).collect();
        let other = self.dice.pick(&alike).expect("itself at least");
        let bytes = self.files[*other].clone();
        self.files.insert(path.clone(), bytes);
        format!("{path} takes what is in {other}")
    }

    fn rename(&mut self) -> String {
        let (one, other) = *self.dice.pick(NAMES).expect("there are some");
        let ends = |path: &String, name: &str| path.rsplit('/').next() == Some(name);
        let (from, to) = if self.files.keys().any(|path| ends(path, one)) { (one, other) } else { (other, one) };
        let Some(path) = self.files.keys().find(|path| ends(path, from)).cloned() else { return "nothing".to_owned() };
        let bytes = self.files.remove(&path).unwrap_or_default();
        self.files.insert(path.replace(from, to), bytes);
        let stem = |name: &'static str| name.split_once('.').map_or(name, |(stem, _)| stem);
        let refers = [(from.to_owned(), to.to_owned()), (quoted(stem(from)), quoted(stem(to)))];
        for bytes in self.files.values_mut() {
            if let Ok(text) = std::str::from_utf8(bytes) {
                *bytes = refers.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).into_bytes();
            }
        }
        format!("{path} is called {to}")
    }

    /// Sections, or works, in another order.
    fn reorder(&mut self) -> String {
        let Some(manifest) = self.files.get_mut(MANIFEST) else { return "nothing".to_owned() };
        let text = String::from_utf8_lossy(manifest).into_owned();
        let line = text.lines().find(|line| line.starts_with("sections = [")).unwrap_or_default();
        let mut names: Vec<&str> = line.trim_start_matches("sections = [").trim_end_matches(']').split(", ").collect();
        let (one, other) = (self.dice.below(names.len()), self.dice.below(names.len()));
        match self.dice.below(4) {
            0 => drop(names.remove(one)),
            1 => names.insert(one, "\"four.md\""),
            _ => names.swap(one, other),
        }
        *manifest = text.replace(line, &format!("sections = [{}]", names.join(", "))).into_bytes();
        "sections in another order".to_owned()
    }

    fn save_otherwise(&mut self) -> String {
        let paths: Vec<String> = self.files.keys().filter(|path| !path.ends_with(".ttf")).cloned().collect();
        let Some(path) = self.dice.pick(&paths) else { return "nothing".to_owned() };
        let bytes = self.files.get_mut(path).expect("it is listed");
        let text = String::from_utf8_lossy(bytes).into_owned();
        let text = match self.dice.below(2) {
            0 if text.contains("\r\n") => text.replace("\r\n", "\n"),
            0 => text.replace('\n', "\r\n"),
            _ => text.strip_prefix('\u{feff}').map_or_else(|| format!("\u{feff}{text}"), str::to_owned),
        };
        *bytes = text.into_bytes();
        format!("{path} saved with other line ends or another beginning")
    }

    fn release(&mut self) -> String {
        let project = Project::new(self.files.clone());
        let lock = press::lock(&project, &mut Session::default(), &mut Diagnostics::new());
        match lock {
            Some((_, lock)) => drop(self.files.insert(LOCK.to_owned(), lock.text().into_bytes())),
            None => drop(self.files.remove(LOCK)),
        }
        "released".to_owned()
    }

    /// A file as it was some time ago, or at first.
    fn take_back_one(&mut self) -> String {
        let earlier = self.dice.pick(&self.earlier).map_or(&self.original, |earlier| &**earlier);
        let paths: BTreeSet<&String> = self.files.keys().chain(earlier.keys()).collect();
        let changed: Vec<_> = paths.into_iter().filter(|path| self.files.get(*path) != earlier.get(*path)).collect();
        let Some(path) = self.dice.pick(&changed).map(|path| (*path).clone()) else { return "nothing".to_owned() };
        match earlier.get(&path).cloned() {
            Some(bytes) => self.files.insert(path.clone(), bytes),
            None => self.files.remove(&path),
        };
        format!("{path} as it was")
    }

    fn take_back_all(&mut self) -> String {
        let earlier = self.dice.pick(&self.earlier).map_or(&self.original, |earlier| &**earlier);
        self.files = earlier.clone();
        "all as it was".to_owned()
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// The paper of `tests/edits` with a look of its own: the built-in one under another name.
pub fn original() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edits");
    let mut files = edits::files(&paper::project_in(&folder));
    let builtin = Project::new(Vec::new());
    for path in builtin.paths_in("templates/europol") {
        let bytes = builtin.bytes(path).expect("it is listed").to_vec();
        let text = String::from_utf8(bytes).expect("a text").replace("/templates/europol/", "/templates/house/");
        let path = path.replace("europol.csl", "house.csl").replace("/europol/", "/house/");
        files.insert(path, text.into_bytes());
    }
    files.insert("templates/house/fonts/serif.ttf".to_owned(), dejavu::serif::regular().to_vec());
    files
}

/// What else an author may put there: files that the paper has in another form, and files that stand in for built-in
/// ones.
pub fn others() -> Vec<(&'static str, Vec<u8>)> {
    let builtin = Project::new(Vec::new());
    let builtin = |path: &str| builtin.bytes(path).expect("it is built in").to_vec();
    let look = String::from_utf8(builtin("templates/europol/look.typ")).expect("a text");
    let square = include_bytes!("../../redline/old/sections/a.png").to_vec();
    vec![
        ("sections/a.png", square.clone()),
        ("sections/c.png", square),
        ("sections/a.png", b"no picture".to_vec()),
        ("sections/b.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".to_vec()),
        ("sections/b.svg", b"<svg".to_vec()),
        ("sections/four.md", b"+++\nversion = \"1.0.0\"\n+++\n\n# Four {#four}\n\nMore, by @first2010.\n".to_vec()),
        ("sections/one.md", b"+++\nversion = \"1.1.0\"\n+++\n\n# One {#one}\n".to_vec()),
        ("bibliography/works.bib", b"@misc{first2010, title = {Nothing but this}}\n".to_vec()),
        ("bibliography/a.bib", b"@misc{nobody, title = {Nowhere}}\n".to_vec()),
        ("templates/house/a.typ", b"#let a = 1\n".to_vec()),
        ("templates/house/a.csl", builtin("templates/europol/europol.csl")),
        ("templates/house/house.csl", b"<style/>".to_vec()),
        ("templates/house/fonts/serif.ttf", b"no font".to_vec()),
        ("templates/house/fonts/serif.ttf", dejavu::serif::bold().to_vec()),
        ("templates/house/fonts/a.ttf", dejavu::serif::italic().to_vec()),
        ("templates/europol/look.typ", look.clone().into_bytes()),
        ("templates/europol/look.typ", look.replace("14pt", "15pt").into_bytes()),
        ("templates/europol/paper.typ", builtin("templates/europol/paper.typ")),
        ("templates/marking/europol.toml", builtin("templates/marking/europol.toml")),
        ("templates/marking/a.toml", builtin("templates/marking/europol.toml")),
        (LOCK, b"[paper]\n".to_vec()),
    ]
}

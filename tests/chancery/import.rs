//! Manuscripts of other tools: what becomes of them, and that no word is lost.
//!
//! A case is a folder of `tests/import/`: `from/` is the manuscript, `to/` the paper that it becomes, `dropped.txt` the
//! words of the manuscript that stand nowhere in it, because they are marks or names of its tool. A manuscript of one
//! text at its top is imported as a file, others as a folder. What lies in `around/` is in the folder above that.
//!
//! `BLESS=1 cargo test --release import` writes down what is made now; read the difference before it is kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::import::{self, Beginning, Files, Imported, Refusal};
use chancery::press::{self, Session};
use chancery::project::Project;

const BEGINNING: Beginning = Beginning { slug: "case", date: "2020-01-01", template: "europol" };

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// All files below a folder, by their paths from there.
fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                    files.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    files
}

/// The manuscript of a case.
fn manuscript(case: &Path) -> BTreeMap<String, Vec<u8>> {
    let around = files_in(&case.join("around")).into_iter().map(|(path, bytes)| (format!("../{path}"), bytes));
    files_in(&case.join("from")).into_iter().chain(around).collect()
}

fn is_text(path: &str) -> bool {
    [".md", ".qmd"].iter().any(|ending| path.ends_with(ending)) && !path.starts_with("../")
}

fn imported(from: &BTreeMap<String, Vec<u8>>) -> Imported {
    let is_text = |name: &&String| is_text(name);
    let texts: Vec<_> = from.keys().filter(is_text).collect();
    let file = (texts.len() == 1 && !texts[0].contains('/')).then(|| texts[0].as_str());
    let shelf: Files = from.clone().into_iter().collect();
    import::import(&shelf, file, &BEGINNING).expect("there is a text")
}

#[test]
fn import_makes_of_each_case_what_it_should() {
    let is_blessed = std::env::var_os("BLESS").is_some();
    for case in cases() {
        let made: BTreeMap<_, _> = imported(&manuscript(&case)).files.into_iter().collect();
        let to = case.join("to");
        if is_blessed {
            fs::remove_dir_all(&to).ok();
            for (path, bytes) in &made {
                fs::create_dir_all(to.join(path).parent().unwrap()).unwrap();
                fs::write(to.join(path), bytes).unwrap();
            }
        }
        let wanted = files_in(&to);
        for (path, bytes) in &made {
            let old = wanted.get(path).map(|bytes| String::from_utf8_lossy(bytes));
            assert_eq!(old, Some(String::from_utf8_lossy(bytes)), "{}: {path}", case.display());
        }
        assert_eq!(made.len(), wanted.len(), "{}: {:?}", case.display(), made.keys());
    }
}

#[test]
fn imported_papers_can_be_printed() {
    for case in cases() {
        let project = Project::new(imported(&manuscript(&case)).files);
        let mut diagnostics = Diagnostics::new();
        let built = press::build(&project, &mut Session::default(), &mut diagnostics);
        let errors: Vec<_> = diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
        assert!(built.is_ok(), "{}: {errors:#?}", case.display());
    }
}

#[test]
fn import_loses_no_word() {
    let is_blessed = std::env::var_os("BLESS").is_some();
    for case in cases() {
        let from = manuscript(&case);
        let mut left = BTreeMap::<String, isize>::new();
        for (path, bytes) in &from {
            if is_text(path) {
                words(&String::from_utf8_lossy(bytes), |word| *left.entry(word).or_default() += 1);
            }
        }
        for (path, bytes) in imported(&from).files {
            if [".md", ".toml", ".json"].iter().any(|ending| path.ends_with(ending)) {
                words(&String::from_utf8_lossy(&bytes), |word| *left.entry(word).or_default() -= 1);
            }
        }
        let lost: String = left.iter().filter(|(_, count)| **count > 0).map(|(word, _)| format!("{word}\n")).collect();
        let path = case.join("dropped.txt");
        if is_blessed {
            fs::write(&path, &lost).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), lost, "{}", case.display());
    }
}

fn words(text: &str, mut each: impl FnMut(String)) {
    let parts = text.split(|one: char| !one.is_alphanumeric()).filter(|word| word.chars().count() > 1);
    parts.for_each(|word| each(word.to_lowercase()));
}

#[test]
fn each_sign_of_a_formula_prints() {
    let tables = ["signs", "relations"].map(|name| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/import/maths/{name}.rs"));
        fs::read_to_string(path).unwrap()
    });
    let names = tables.iter().flat_map(|table| table.lines()).filter_map(|line| {
        let (name, _) = line.strip_prefix("    (\"")?.split_once("\", ")?;
        name.chars().all(|one| one.is_ascii_alphabetic()).then_some(name)
    });
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 400, "{}", names.len());
    let text: String = names.iter().map(|name| format!("$a \\{name} b$\n\n")).collect();
    let files: Files = [("a.md".to_owned(), format!("# A\n\n{text}").into_bytes())].into_iter().collect();
    let imported = import::import(&files, Some("a.md"), &BEGINNING).unwrap();
    assert!(imported.remarks.is_empty(), "{:#?}", imported.remarks);
    let mut seen: Vec<&str> = names.clone();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), names.len(), "a command has one row");
}

#[test]
fn import_ends_well_when_held_wrong() {
    let shelf = |files: &[(&str, &[u8])]| -> Files {
        files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect()
    };
    let refused = |files: &[(&str, &[u8])], file| {
        import::import(&shelf(files), file, &BEGINNING).map(|imported| imported.files).unwrap_err()
    };
    assert_eq!(refused(&[], None), Refusal::NoText);
    assert_eq!(refused(&[("a.png", b"x"), ("LICENSE.md", b"x")], None), Refusal::NoText);
    assert_eq!(refused(&[("a.md", b"\xff\xfe\x00x")], Some("a.md")), Refusal::NotUtf8);
    assert!(matches!(refused(&[], Some("a.md")), Refusal::Unread(_)));

    let sound = |files: &[(&str, &[u8])]| {
        let imported = import::import(&shelf(files), None, &BEGINNING).expect("there is a text");
        assert!(imported.is_sound, "{:?}: {:#?}", files[0].1.get(..40), imported.remarks);
        imported
    };
    // Files that put each other in.
    let cycle = sound(&[("a.md", b"# A\n\n{{#include b.md}}\n"), ("b.md", b"Words.\n\n{{#include a.md}}\n")]);
    assert!(cycle.remarks.iter().any(|(.., remark)| remark.what.contains("put itself in")), "{:#?}", cycle.remarks);
    // Nothing, and next to nothing.
    assert_eq!(refused(&[("a.md", b"")], None), Refusal::NoText);
    assert_eq!(refused(&[("a.md", b"---\ntitle: [\n---\n")], None), Refusal::NoText);
    sound(&[("a.md", b"x\n\n---\ntitle: [\n---\n")]);
    // What nests without end, and what is never closed.
    sound(&[("a.md", "> ".repeat(4_000).as_bytes())]);
    sound(&[("a.md", format!("x\n\n{}x", "- ".repeat(2_000)).as_bytes())]);
    sound(&[("a.md", ":::: {.x}\n".repeat(500).as_bytes())]);
    sound(&[("a.md", "<div><table><tr><td>".repeat(500).as_bytes())]);
    sound(&[("a.md", "[".repeat(5_000).as_bytes())]);
    for open in
        ["\\textbf{", "\\begin{figure}", "{{ \"x\" | url ", "$\\frac{", "\\sqrt", "[$", "$\\text{", "$$ {\\left("]
    {
        sound(&[("a.md", format!("x {}", format!("{open} ").repeat(2_000)).as_bytes())]);
    }
    // What nests and is closed, far deeper than anybody writes.
    for (open, close) in
        [("[", "]"), ("^[", "]"), ("<t>", "</t>"), ("<blockquote>", "</blockquote>"), ("<ul><li>", "</li></ul>")]
    {
        let deep = 1_000;
        sound(&[("a.md", format!("x {}x{}\n", open.repeat(deep), close.repeat(deep)).as_bytes())]);
    }
    sound(&[("a.md", format!("[x{}](y)\n", " [@a]".repeat(1_000)).as_bytes())]);
    // What would be translated twice at each step inwards.
    sound(&[("a.md", format!("{}x{}\n", "\\SI{".repeat(60), "}".repeat(60)).as_bytes())]);
    // Braces that close and do not open, and blanks beyond what a formatter counts.
    sound(&[("a.md", b"(fig-a)=\n\n![a](b.png)}\n")]);
    sound(&[("a.md", format!("x\n\n-\n{}```\ny\n```\n", " ".repeat(70_000)).as_bytes())]);
    sound(&[("a.md", "```{note}\n:::{tip}\n<!-- \n$$\n{{< \n".as_bytes())]);
}

#[test]
fn new_from_tells_what_is_wrong() {
    let home = tempfile::TempDir::new().unwrap();
    let path = |name: &str| home.path().join(name);
    fs::create_dir(path("empty")).unwrap();
    fs::create_dir(path("full")).unwrap();
    fs::write(path("full/notes.txt"), "mine").unwrap();
    fs::write(path("a.docx"), "PK").unwrap();
    fs::write(path("binary.md"), b"\xff\xfe\x00").unwrap();
    fs::write(path("a.md"), "# A\n\nWords. ![x](../../secret.png) ![y](link.png)\n").unwrap();
    fs::write(path("secret.png"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", path("link.png")).unwrap();
    let run = |folder: &str, from: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        let output = command.args(["new", folder, "--from", from]).current_dir(home.path()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (from, message) in [
        ("nowhere", "error[missing-manuscript]: `nowhere` does not exist"),
        ("empty", "error[missing-manuscript]: there is no text in `empty`"),
        ("a.docx", "error[missing-manuscript]: `a.docx` is no Markdown"),
        ("binary.md", "error[missing-manuscript]: `binary.md` is no text in UTF-8"),
    ] {
        let (code, said) = run("paper", from);
        assert_eq!((code, said.contains(message)), (Some(2), true), "{from}: {said}");
        assert!(!path("paper").exists(), "{from}: nothing is left half-written");
    }
    let (code, said) = run("full", "a.md");
    assert_eq!((code, said.contains("error[folder-not-empty]")), (Some(2), true), "{said}");
    let (code, said) = run("paper", "a.md");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Imported from one file: 1 section, 2 words"), "{said}");
    // Neither what lies above the folder nor what a link leads to is read.
    assert!(!path("paper/sections/images").exists(), "{said}");
    let report = fs::read_to_string(path("paper/IMPORTED.md")).unwrap();
    assert!(report.contains("link.png") && report.contains("secret.png"), "{report}");
}

/// A folder has the repository around it, and nothing else.
#[cfg(unix)]
#[test]
fn new_from_a_folder_takes_images_of_its_repository_alone() {
    use std::os::unix::fs::symlink;

    const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>";
    let home = tempfile::TempDir::new().unwrap();
    let path = |name: &str| home.path().join(name);
    for folder in ["repo/.git", "repo/docs/book/folder.svg", "repo/images", "repo/art"] {
        fs::create_dir_all(path(folder)).unwrap();
    }
    for drawing in ["secret.svg", "repo/images/own.svg", "repo/.git/kept.svg", "repo/art/fox/den.svg"] {
        fs::create_dir_all(path(drawing).parent().unwrap()).unwrap();
        fs::write(path(drawing), DRAWING).unwrap();
    }
    fs::write(path("repo/.git/config"), "token = s3cret\n").unwrap();
    fs::write(path("repo/README.md"), "# About it\n").unwrap();
    symlink("../../secret.svg", path("repo/images/out.svg")).unwrap();
    symlink("own.svg", path("repo/images/within.svg")).unwrap();
    symlink("loop.svg", path("repo/images/loop.svg")).unwrap();
    symlink("..", path("repo/images/up")).unwrap();
    symlink("../.git/kept.svg", path("repo/images/led.svg")).unwrap();
    symlink("../.git", path("repo/images/git")).unwrap();
    symlink("../../.git/config", path("repo/docs/book/note.md")).unwrap();
    assert!(Command::new("mkfifo").arg(path("repo/images/pipe.svg")).status().unwrap().success());
    fs::File::create(path("repo/images/vast.png")).unwrap().set_len(2 << 30).unwrap();
    let images =
        ["own", "within", "out", "loop", "pipe", "led", "git/kept", "up/up/secret", "../../secret", "../.git/kept"];
    let mut text = String::from("# A\n\n{{#include ../../.git/config}}\n\n![folder](folder.svg)\n");
    text.push_str("\n{{#include note.md}}\n\n{{#include ../../images/git/config}}\n");
    images.iter().for_each(|image| text.push_str(&format!("\n![{image}](../../images/{image}.svg)\n")));
    text.push_str("\n![vast](../../images/vast.png)\n\n![den](/fox/den.svg)\n");
    fs::write(path("repo/docs/book/a.md"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let output = command.args(["new", "paper", "--from", "repo/docs/book"]).current_dir(home.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = files_in(&path("paper/sections"));
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["a.md", "images/den.svg", "images/own.svg", "images/within.svg"]);
    let all: Vec<u8> = files_in(&path("paper")).into_values().flatten().collect();
    assert!(!String::from_utf8_lossy(&all).contains("s3cret"));
}

/// A file that brings down what reads it costs itself alone.
#[test]
fn new_from_outlives_a_hostile_pdf() {
    let home = tempfile::TempDir::new().unwrap();
    let nest = format!("{}{}", "[".repeat(3_000_000), "]".repeat(3_000_000));
    let pdf = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/X {nest}/Contents 4 0 R>>\nendobj\n\
         trailer\n<</Root 1 0 R>>\n"
    );
    fs::write(home.path().join("nest.pdf"), pdf).unwrap();
    fs::write(home.path().join("a.md"), "# A\n\n![A nest](nest.pdf)\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let output = command.args(["new", "paper", "--from", "a.md"]).current_dir(home.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = fs::read_to_string(home.path().join("paper/IMPORTED.md")).unwrap();
    assert!(report.contains("is made to harm"), "{report}");
}

//! The older version of a redline, which nobody can mend: whatever is wrong with it, it is shown as far as it can be.

use crate::inspect;
use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::source::Side;

const MANIFEST: &str = "[paper]\nslug = \"a\"\ntitle = \"A paper\"\nversion = \"1.0.0\"\ndate = \"2013\"\n\
    language = \"en\"\nauthors = [\"B\"]\nstatus = \"final\"\ntemplate = \"europol\"\nsections = [\"a.md\"]\n";

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# One {#one}\n\nOld words.\n";

fn project(files: &[(&str, &[u8])]) -> Project {
    let new = [("paper.toml", MANIFEST.as_bytes()), ("sections/a.md", SECTION.as_bytes())];
    Project::new(new.iter().chain(files).map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())))
}

/// Prints the redline between an older paper with these files and a sound newer one: the codes of the hints, and what
/// is printed.
fn printed(files: &[(&str, &[u8])]) -> (Vec<&'static str>, String) {
    let new = project(&[]).with("sections/a.md", SECTION.replace("Old", "New").into_bytes());
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let paper = press::check(&new, &mut session, &mut diagnostics).expect("sound");
    let mut found = Diagnostics::new();
    let older = press::older(&project(files).as_old(), (&new, &paper), &mut Session::default(), &mut found);
    let older = older.unwrap_or_else(|| panic!("not read: {found:?}"));
    for hint in found.iter() {
        assert_eq!(hint.severity, Severity::Hint, "{hint:?}");
        if let chancery::diagnostic::Place::Span(place) = hint.place {
            assert_eq!(place.file.side(), Side::Old, "{hint:?}");
        }
    }
    let mut diagnostics = Diagnostics::new();
    let redline = press::redline(&older, (&new, &paper), &mut diagnostics);
    let (paper, assembled, _) = redline.unwrap_or_else(|_| panic!("{diagnostics:?}"));
    let built = press::print(&new, paper, assembled, &mut session, &mut diagnostics);
    let built = built.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()));
    let said = inspect::read(&built.pdf).expect("a PDF");
    // Without what is said to screen readers alone.
    let is_said = |text: &str| text.starts_with('\u{a0}') && text.ends_with('\u{a0}');
    let runs = said.pages.iter().flat_map(|page| &page.runs).map(|run| run.text.as_str());
    let text = runs.filter(|text| !is_said(text)).collect();
    (found.into_sorted().into_iter().map(|hint| hint.code.0).collect(), text)
}

#[test]
fn nothing_in_a_manifest_keeps_it_from_being_shown() {
    let all = MANIFEST.to_owned();
    for (manifest, code) in [
        (all.replace("europol", "ministry"), "unknown-template"),
        (all.replace("slug = ", "colour = \"red\"\nslug = "), "unknown-key"),
        (all.replace("slug = \"a\"\n", ""), "missing-key"),
        (all.replace("\"a\"", "\"A b\""), "invalid-name"),
        (all.replace("1.0.0", "1.0"), "invalid-version"),
        (all.replace("2013", "2013-13"), "invalid-date"),
        (all.replace("\"en\"", "\"English\""), "invalid-language"),
        (all.replace("final", "finished"), "unknown-value"),
        (all.replace("a.md", "z.md"), "missing-file"),
        (all.replace("title = \"A paper\"", "title = 3"), "invalid-type"),
        (all.replace("title = \"A paper\"", "title = \"A 紙\""), "missing-glyph"),
        (all.replace("[paper]", "[papers]"), "missing-key"),
        (all.replace("[paper]", "[paper"), "toml-syntax"),
        (String::new(), "missing-key"),
        (all.clone() + "[marking]\nscheme = \"house\"\nlevel = \"secret\"\n", "unknown-scheme"),
        (all.clone() + "[marking]\nscheme = \"europol\"\nlevel = \"top\"\n", "unknown-level"),
        (all.clone() + "[marking]\nscheme = 3\nlevel = \"top\"\n", "invalid-type"),
        (all.clone() + "[bibliography]\nfiles = [\"x.bib\"]\nstyle = \"europol\"\n", "missing-file"),
        (all.clone() + "[vars]\na = 1\na = 2\n", "duplicate-key"),
    ] {
        let (hints, text) = printed(&[("paper.toml", manifest.as_bytes())]);
        assert!(hints.contains(&code), "{code}: {hints:?}\n{manifest}");
        assert!(text.contains("OldNew words."), "{code}: {text}");
    }
}

#[test]
fn nothing_in_a_section_keeps_the_rest_from_being_shown() {
    let section = |text: &str| SECTION.replace("Old words.", text).into_bytes();
    let long = format!("x{}\n\nOld words.", ">".repeat(400));
    for (text, code, shown) in [
        (section("Old words.<br>A line."), "raw-html", "A line."),
        (section("<div>HTML</div>\n\nOld words."), "raw-html", "Old"),
        (section("日本 said so. Old words."), "missing-glyph", "\u{fffd}\u{fffd} said"),
        (section("`日` is a day. Old words."), "missing-glyph", "\u{fffd} is a day"),
        (section("&#x65e5; is a day. Old words."), "missing-glyph", "\u{fffd} is a day"),
        (section("```\n日\n```\n\nOld words."), "", "Old"),
        (section("See [](#nowhere). Old words."), "unknown-label", "#nowhere"),
        (section("See [@nobody]. Old words."), "missing-bibliography", "See @nobody."),
        (section("It is {{ nothing }}. Old words."), "invalid-expression", "nothing"),
        (section("A [link](javascript:x) here. Old words."), "unsafe-link", "A link here"),
        (section("![A](x.png)\n\nOld words."), "missing-image", "sections/x.png"),
        (section("A note.[^1] Old words."), "unknown-footnote", "A note."),
        (section("::: strange\nOld words.\n:::"), "unknown-block", "words."),
        (section("### Deep\n\nOld words."), "skipped-heading-level", "Deep"),
        (section("A \u{1}control. Old words."), "invalid-character", "A \u{fffd}control."),
        (b"+++\nversion = \"1.0.0\"\n+++\n\n# One\n\nOld \xff words.\n".to_vec(), "not-utf-8", "Old \u{fffd}"),
        (b"# One\n\nOld words.\n".to_vec(), "missing-front-matter", "Old"),
        (b"+++\nversion = 1\nx = 2\n+++\n\n# One\n\nOld words.\n".to_vec(), "invalid-type", "Old"),
        (section(&long), "", "words."),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n".to_vec(), "missing-file", "New words."),
    ] {
        let (hints, said) = printed(&[("sections/a.md", &text)]);
        assert!(code.is_empty() || hints.contains(&code), "{code}: {hints:?}");
        assert!(said.contains(shown), "{code}: {shown} in {said}");
    }
}

#[test]
fn nothing_beside_the_sections_keeps_it_from_being_shown() {
    let with_image = SECTION.replace("Old words.", "![A](x.png){alt=\"An image\"}\n\nOld words.");
    let with_works = MANIFEST.to_owned() + "[bibliography]\nfiles = [\"w.bib\"]\nstyle = \"europol\"\n";
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n";
    for (path, bytes, code) in [
        ("sections/x.png", &b"no image"[..], "invalid-image"),
        ("sections/x.png", pointer, "missing-image"),
        // No work of it is cited.
        ("bibliography/w.bib", b"@book{x, title = {", ""),
        ("bibliography/w.bib", pointer, "missing-file"),
        ("templates/europol/paper.typ", b"#panic({{ nothing }})", "template-error"),
        ("templates/europol/blocks.typ", b"#let note(", ""),
        ("templates/europol/fonts/x.ttf", b"no font", ""),
    ] {
        let mut files = vec![("sections/a.md", with_image.as_bytes()), (path, bytes)];
        if path.starts_with("bibliography") {
            files.push(("paper.toml", with_works.as_bytes()));
        }
        let (hints, said) = printed(&files);
        assert!(code.is_empty() || hints.contains(&code), "{path}: {hints:?}");
        assert!(said.contains("OldNew words."), "{path}: {said}");
        assert!(said.contains("sections/x.png"), "{path}: {said}");
    }
    // So has a drawing in letters that no font has.
    let with_drawing = with_image.replace("x.png", "x.svg");
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>日</text></svg>";
    let (hints, said) = printed(&[("sections/a.md", with_drawing.as_bytes()), ("sections/x.svg", drawing.as_bytes())]);
    assert_eq!(hints, ["missing-glyph"]);
    assert!(said.contains("sections/x.svg"), "{said}");
    // A draft has a stand-in for it, which must not be taken for another picture in silence.
    let draft = MANIFEST.replace("\"final\"", "\"draft\"");
    let files =
        [("sections/a.md", with_image.as_bytes()), ("sections/x.png", pointer), ("paper.toml", draft.as_bytes())];
    let (hints, _) = printed(&files);
    assert_eq!(hints, ["missing-image"]);
}

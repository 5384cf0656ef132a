//! A project as a value: ids that last, files that are shared, texts laid over it, and what is built in.

use std::panic::catch_unwind;
use std::sync::Arc;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use chancery::press;
use chancery::project::{File, Intake, Overlay, Project, fits, join, relative};
use chancery::source::{FileId, Side, Span};

const BLOCKS: &str = "templates/europol/blocks.typ";

/// A project of `count` sections, each with its own text.
fn project(count: usize) -> Project {
    Project::new((0..count).map(|number| (format!("sections/{number:03}.md"), format!("Text {number}.").into_bytes())))
}

/// Whether a file's bytes are the very same in both projects, and what was worked out from them as well.
fn is_shared(one: &Project, two: &Project, path: &str) -> bool {
    let [one, two] = [one, two].map(|project| project.file(path).expect("both have the file"));
    Arc::ptr_eq(one.bytes(), two.bytes()) && std::ptr::eq(one.source().text(), two.source().text())
}

/// The paths of `two` whose files are not shared with `one`.
fn own_paths(one: &Project, two: &Project) -> Vec<&'static str> {
    two.paths().filter(|path| !(one.contains(path) && is_shared(one, two, path))).collect()
}

#[test]
fn an_id_is_for_good() {
    let paper = project(3);
    let id = paper.id("sections/001.md").expect("it is there");
    let mut overlay = Overlay::default();
    assert!(overlay.set("sections/000a.md", "Unsaved."));
    let others = [
        paper.with("sections/000.5.md", b"Before it.".to_vec()),
        paper.with("sections/001.md", b"In its place.".to_vec()),
        paper.without("sections/000.md"),
        paper.overlaid(&overlay),
        project(500),
    ];
    for other in &others {
        assert_eq!(other.id("sections/001.md"), Some(id));
        assert_eq!(other.source(id).id(), id);
    }
    assert_eq!((id.path(), id.side()), ("sections/001.md", Side::New));
    assert_eq!(FileId::new("sections/001.md", Side::New), id);

    let old = paper.clone().as_old();
    let older = old.id("sections/001.md").expect("it is there");
    assert_eq!((older.path(), older.side()), (id.path(), Side::Old));
    assert_ne!(older, id);
    assert_eq!(old.source(older).whole().file, older);
    assert_eq!(size_of::<Span>(), 16, "a span is small");
}

#[test]
fn places_sort_by_path_whichever_was_named_first() {
    let id = |path| FileId::new(path, Side::New);
    let [last, first, middle] = ["sections/order-c.md", "sections/order-a.md", "sections/order-b.md"].map(id);
    let mut ids = [last, middle, FileId::new("sections/order-a.md", Side::Old), first];
    ids.sort();
    assert_eq!(ids.map(FileId::path).last(), Some(&"sections/order-c.md"));
    assert_eq!([ids[0], ids[2]], [first, middle], "and of one path the newer side first");

    let mut diagnostics = Diagnostics::new();
    let places: [Place; 5] = [
        Place::Path("sections/order-d.md".to_owned()),
        Span::new(last, 3..4).into(),
        Span::new(last, 0..9).into(),
        Place::Path("sections/order-c.md".to_owned()),
        Span::new(first, 7..8).into(),
    ];
    for place in places.clone() {
        diagnostics.push(Diagnostic::hint(Code("invalid-expression"), place, "here"));
    }
    let sorted: Vec<_> = diagnostics.into_sorted().into_iter().map(|found| found.place).collect();
    assert_eq!(sorted, [4, 3, 2, 1, 0].map(|at| places[at].clone()));
}

#[test]
fn a_changed_text_costs_one_text() {
    let paper = project(500);
    let mut overlay = Overlay::default();
    overlay.set("sections/250.md", "Unsaved.");
    let changed = paper.with("sections/250.md", b"Saved.".to_vec());
    assert_eq!(own_paths(&paper, &changed), ["sections/250.md"]);
    assert_eq!(own_paths(&paper, &paper.overlaid(&overlay)), ["sections/250.md"]);
    assert_eq!(own_paths(&paper, &paper.without("sections/250.md")), [""; 0]);
    assert_eq!(own_paths(&paper, &paper.clone()), [""; 0]);
    let lent = project(0).with_files(paper.files());
    assert_eq!(own_paths(&paper, &lent), [""; 0], "a file of another project is shared with it");
    assert_eq!(own_paths(&paper, &paper.clone().as_old()), [""; 0], "an older side has the same contents");
    assert_eq!(own_paths(&project(1), &project(2)), ["sections/000.md", "sections/001.md"], "all built-in files too");
}

#[test]
fn files_are_equal_by_id_and_bytes() {
    let file = File::new("sections/a.md", *b"One.");
    assert_eq!(file, file.clone());
    assert_eq!(file, File::new("sections/a.md", *b"One."));
    assert_ne!(file, File::new("sections/b.md", *b"One."));
    assert_ne!(file, File::new("sections/a.md", *b"Two."));
    assert_ne!(file, file.on(Side::Old));
    let other = File::new("sections/a.md", *b"Two.");
    assert_ne!((file.digest(), &file), (other.digest(), &other));
    assert_eq!(file.digest().to_string(), "70277bfc409b502132d7a48b2a3b386294264b31f7bf024a5fb0cafabb8ac122");
    let [marked, plain] = ["\u{feff}One.\r\n", "One.\n"].map(|text| File::new("sections/a.md", text.as_bytes()));
    assert!(marked.text_digest() == plain.text_digest() && marked.digest() != plain.digest());
}

#[test]
fn unsaved_texts_stand_in_for_those_on_disk() {
    let paper = project(2);
    let mut overlay = Overlay::default();
    assert!(overlay.set("sections/001.md", "Unsaved."));
    assert!(overlay.set("sections/new.md", "Not there yet."));
    assert!(!overlay.set("README.md", "No file of a paper."));
    let text = |project: &Project, path| project.file(path).map(|file| file.source().text().to_owned());
    let edited = paper.overlaid(&overlay);
    assert_eq!(text(&edited, "sections/001.md").as_deref(), Some("Unsaved."));
    assert_eq!(text(&edited, "sections/new.md").as_deref(), Some("Not there yet."));
    assert_eq!(text(&edited, "README.md"), None);
    assert_eq!(
        edited,
        paper.with("sections/new.md", b"Not there yet.".to_vec()).with("sections/001.md", b"Unsaved.".to_vec())
    );
    let later = project(3).overlaid(&overlay);
    assert!(is_shared(&edited, &later, "sections/001.md"), "what is laid over the next project is read once");

    overlay.remove("sections/001.md");
    overlay.remove("sections/new.md");
    assert_eq!(paper.overlaid(&overlay), paper);
    let older = paper.clone().as_old();
    assert_eq!(older.with("sections/a.md", Vec::new()).id("sections/a.md").map(FileId::side), Some(Side::Old));
}

#[test]
fn a_built_in_file_is_known_by_what_is_in_it() {
    let bare = Project::new([]);
    let written = bare.bytes(BLOCKS).expect("it is built in").to_vec();
    assert!(bare.is_builtin(BLOCKS));
    let unpacked = bare.with(BLOCKS, written.clone());
    assert!(unpacked.is_builtin(BLOCKS) && unpacked == bare && is_shared(&unpacked, &bare, BLOCKS));
    let on_windows = String::from_utf8(written.clone()).expect("text").replace('\n', "\r\n").into_bytes();
    assert!(bare.with(BLOCKS, on_windows).is_builtin(BLOCKS), "ends of lines say nothing");
    let own = bare.with(BLOCKS, [&written[..], b"// mine\n"].concat());
    assert!(!own.is_builtin(BLOCKS) && own.is_builtin("templates/europol/paper.typ"));
    assert!(!bare.with("templates/own/blocks.typ", written).is_builtin("templates/own/blocks.typ"));
    assert_eq!(own.without(BLOCKS), bare, "where an own one goes, the built-in one is back");
}

#[test]
fn a_place_of_another_project_is_refused() {
    let (paper, old) = (project(1), project(1).as_old());
    let [new_id, old_id] = [&paper, &old].map(|project| project.id("sections/000.md").expect("it is there"));
    let message = |project: &Project, id| {
        let project = project.clone();
        let panic = catch_unwind(move || project.source(id).path()).expect_err("it is refused");
        panic.downcast_ref::<String>().expect("a message").clone()
    };
    let stranger = FileId::new("sections/stranger.md", Side::New);
    assert_eq!(message(&paper, stranger), "sections/stranger.md: the newer project has no such file");
    assert_eq!(message(&paper, old_id), "sections/000.md (older): asked of the newer project");
    assert_eq!(message(&old, new_id), "sections/000.md: asked of the older project");
}

/// What is said of files of those names and sizes, and how many are wanted.
fn intake<P: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, u64)>) -> (usize, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let mut intake = Intake::new(&mut diagnostics);
    let wanted = files.into_iter().filter_map(|(path, bytes)| intake.listed(path.as_ref(), bytes)).count();
    let findings = diagnostics.into_sorted();
    (wanted, findings.iter().map(|found| format!("{}: {}", found.code.0, found.message)).collect())
}

#[test]
fn a_project_has_limits_whoever_reads_it() {
    const MB: u64 = 1 << 20;
    let none: [&str; 0] = [];
    let numbered = |count: usize, bytes| (0..count).map(move |number| (format!("sections/{number}.md"), bytes));
    assert_eq!(intake(numbered(9_999, 0)), (9_999, none.map(str::to_owned).to_vec()));
    let (wanted, said) = intake(numbered(10_000, 0));
    assert_eq!(
        (wanted, &said[..]),
        (9_999, &["too-large: the paper has more than 10000 files and folders".to_owned()][..])
    );
    let (wanted, said) = intake(numbered(12, 60 * MB));
    let expected = "too-large: the paper's files are larger than 512 MB together";
    assert_eq!((wanted, &said[..]), (8, &[expected.to_owned()][..]));
    let deep = |folders| format!("sections/{}a.md", "x/".repeat(folders));
    for (path, bytes, said) in [
        ("sections/a.png".to_owned(), 64 * MB, None),
        ("sections/a.png".to_owned(), 64 * MB + 1, Some("too-large: `sections/a.png` is larger than 64 MB")),
        ("sections/a.png".to_owned(), u64::MAX, Some("too-large: `sections/a.png` is larger than 64 MB")),
        (deep(15), 0, None),
        (deep(16), 0, Some("too-deep: `sections/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x` lies more than 16 folders deep")),
        ("sections/a\\b.md".to_owned(), 0, Some("invalid-file-name: the name `a\\b.md` cannot be used everywhere")),
        (
            "sections/a\u{1b}b.md".to_owned(),
            0,
            Some("invalid-file-name: the name `a\u{1b}b.md` cannot be used everywhere"),
        ),
    ] {
        let expected = (usize::from(said.is_none()), said.map(str::to_owned).into_iter().collect());
        assert_eq!(intake([(&path, bytes)]), expected, "{path}");
    }
    let (wanted, said) = intake([(&b"sections/\xff.md"[..], 1), (b"sections/\xfe.md", 1)]);
    assert_eq!(
        (wanted, said),
        (0, vec!["invalid-file-name: the name `\u{fffd}.md` cannot be used everywhere".to_owned()])
    );
    let (_, said) = intake([("sections/a/x.md", 1), ("sections/A/x.md", 1)]);
    assert_eq!(said, ["invalid-file-name: the names `a` and `A` differ in capitals only"]);
    assert_eq!(intake([("sections/.hidden", 1), ("sections/a.md~", 1), ("sections/.b/c.md", 1)]), (0, Vec::new()));
}

#[test]
fn where_an_image_lies_is_told_in_the_words_of_the_section() {
    for (path, images, expected) in [
        ("map.svg", &[][..], "there is no image `sections/part/map.svg` | Put the image there, or correct the path."),
        (
            "Map.svg",
            &["sections/part/map.svg"],
            "there is no image `sections/part/Map.svg` | Capitals count: write `map.svg`.",
        ),
        (
            "map.svg",
            &["sections/img/map.svg"],
            "there is no image `sections/part/map.svg` | It lies at `sections/img/map.svg`: write `../img/map.svg`.",
        ),
        (
            "mapp.svg",
            &["sections/part/map.svg"],
            "there is no image `sections/part/mapp.svg` | Did you mean `sections/part/map.svg`? Then write `map.svg`.",
        ),
        (
            "../../images/map.svg",
            &[],
            "`images/map.svg` is outside of `sections/`, where images lie | Move the image to `sections/images/map.svg`, and write `../images/map.svg`.",
        ),
        (
            "../../images/map.svg",
            &["sections/map.svg"],
            "`images/map.svg` is outside of `sections/`, where images lie | It lies at `sections/map.svg`: write `../map.svg`.",
        ),
    ] {
        let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\nA ![]({path}){{alt=\"A map\"}}.\n");
        let manifest = "[paper]\nslug = \"a\"\ntitle = \"A\"\nversion = \"1.0.0\"\ndate = \"2013\"\nlanguage = \"en\"\n\
                        status = \"final\"\ntemplate = \"europol\"\nsections = [\"part/one.md\"]\n";
        let files = [("paper.toml", manifest), ("sections/part/one.md", &section)];
        let files = files.into_iter().chain(images.iter().map(|image| (*image, "<svg/>")));
        let project = Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        let mut diagnostics = Diagnostics::new();
        press::check(&project, &mut Default::default(), &mut diagnostics);
        let found = diagnostics.into_list().into_iter().find(|found| found.code.0 == "missing-image").expect(path);
        assert_eq!(format!("{} | {}", found.message, found.help.unwrap()), expected);
    }
}

#[test]
fn a_path_is_found_again_from_every_folder() {
    let paths = ["sections/map.svg", "sections/a/map.svg", "sections/a/b/map.svg", "bibliography/a.bib", "paper.toml"];
    for folder in ["", "sections", "sections/a", "sections/a/b", "sections/ab", "bibliography"] {
        for path in paths {
            assert_eq!(join(folder, &relative(folder, path)).as_deref(), Some(path), "from `{folder}`");
        }
    }
    assert_eq!(relative("sections/ab", "sections/a/map.svg"), "../a/map.svg");
}

#[test]
fn a_star_is_for_any_part_of_one_name() {
    for (pattern, path, is_for) in [
        ("sections/annex-*.md", "sections/annex-b.md", true),
        ("sections/annex-*.md", "sections/annex-.md", true),
        ("sections/annex-*.md", "sections/annex-a/b.md", false),
        ("sections/*/a.md", "sections/b/a.md", true),
        ("sections/a*a.md", "sections/a.md", false),
        ("sections/a.md", "sections/a.md", true),
    ] {
        assert_eq!(fits(pattern, path), is_for, "{pattern} and {path}");
    }
}

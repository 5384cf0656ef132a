//! The colours of the built-in looks: whatever is to be read has a contrast of at least 4.5 to 1 with what is behind it
//! (WCAG 2.1, success criterion 1.4.3; the ratio is that of its glossary).

use chancery::assemble::changes::{DELETED, INSERTED, MOVED};
use chancery::builtin;
use chancery::diagnostic::Diagnostics;
use chancery::marking;
use chancery::project::Project;
use chancery::source::{FileId, Side, Span, Spanned};

const LEAST: f64 = 4.5;

#[derive(PartialEq)]
enum Role {
    /// Of letters.
    Ink,
    /// Behind letters.
    Paper,
    /// Of lines and dots, which say nothing.
    Ornament,
}

/// Every colour of a look.
const COLOURS: &[(&str, Role)] = &[
    ("#1b2024", Role::Ink),
    ("#17394b", Role::Ink),
    ("#56636b", Role::Ink),
    ("#1a4f8a", Role::Ink),
    ("#2c6e49", Role::Ink),
    ("#7a4f00", Role::Ink),
    ("#a01c1c", Role::Ink),
    ("#1b1e21", Role::Ink),
    ("#26384a", Role::Ink),
    ("#555f68", Role::Ink),
    ("#1d2226", Role::Ink),
    ("#12424f", Role::Ink),
    ("#56626a", Role::Ink),
    ("#f3f4f5", Role::Paper),
    ("#f2f5f5", Role::Paper),
    ("#f3f5f6", Role::Paper),
    ("#f0f2f3", Role::Paper),
    ("#ffedb8", Role::Paper),
    ("#b4bfc5", Role::Ornament),
    ("#b3bbc2", Role::Ornament),
    ("#b7c2c6", Role::Ornament),
    ("#c8963e", Role::Ornament),
];

const WHITE: &str = "#ffffff";

#[test]
fn what_is_to_be_read_stands_out() {
    let project = Project::new([]);
    let used: Vec<_> = builtin::looks().flat_map(|look| colours(&project, &format!("templates/{look}"))).collect();
    for colour in &used {
        assert!(COLOURS.iter().any(|(known, _)| known == colour), "{colour}: is it for letters, or behind them?");
    }
    for (known, _) in COLOURS {
        assert!(used.iter().any(|colour| colour == known), "{known} is not used any more");
    }
    for (ink, _) in COLOURS.iter().filter(|(_, role)| *role == Role::Ink) {
        stands_out(ink);
    }
}

/// What a redline marks stands on whatever the text of a paper stands on.
#[test]
fn what_changed_stands_out() {
    for [red, green, blue] in [INSERTED, DELETED, MOVED] {
        stands_out(&format!("#{red:02x}{green:02x}{blue:02x}"));
    }
}

/// On white, and on all that a look puts behind letters.
fn stands_out(ink: &str) {
    let papers = COLOURS.iter().filter(|(_, role)| *role == Role::Paper).map(|(paper, _)| *paper);
    for paper in papers.chain([WHITE]) {
        assert!(contrast(ink, paper) >= LEAST, "{ink} on {paper}: {:.2}", contrast(ink, paper));
    }
}

#[test]
fn every_marking_stands_out() {
    let project = Project::new([]);
    let names = project.paths_in("templates/marking").filter_map(|path| path.strip_suffix(".toml"));
    let names: Vec<_> = names.filter_map(|path| path.rsplit('/').next()).collect();
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        let nowhere = Span::new(FileId::new("sections/section.md", Side::New), 0..0);
        let name = Spanned::new(name.to_owned(), nowhere);
        let scheme = marking::read(&project, &name, &mut Diagnostics::new()).expect("a scheme");
        for level in scheme.levels {
            let ink = level.colour.as_deref().unwrap_or(COLOURS[0].0);
            let paper = level.background.as_deref().unwrap_or(WHITE);
            assert!(contrast(ink, paper) >= LEAST, "{}: {ink} on {paper}: {:.2}", level.text, contrast(ink, paper));
        }
    }
}

#[test]
fn the_ratio_is_that_of_the_guidelines() {
    for (one, other, expected) in [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#777777", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ] {
        let found = contrast(one, other);
        assert!((found - expected).abs() < 0.01, "{one} on {other}: {found}");
    }
}

/// All `rgb("#rrggbb")` in the Typst files of a folder.
fn colours(project: &Project, folder: &str) -> Vec<String> {
    let files = project.paths_in(folder).filter(|path| path.ends_with(".typ"));
    let texts = files.map(|path| std::str::from_utf8(project.bytes(path).expect("a file")).expect("UTF-8"));
    let mut colours = Vec::new();
    for text in texts {
        let found = text.split("rgb(\"").skip(1).filter_map(|rest| rest.split('"').next());
        colours.extend(found.map(str::to_owned));
    }
    colours
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance of an sRGB colour.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal digits");
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

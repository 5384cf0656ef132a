//! What the pages of a redline look like: images that fit, numbers of notes with marks, lines that begin at the edge.

use super::printed;
use crate::inspect::{Page, Shape, Standing};
use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Built, Session};
use chancery::project::Project;

/// A drawing of this size, in points; two of different colours are two images.
fn drawing(width: u32, height: u32, colour: &str) -> Vec<u8> {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>\
         <rect width='{width}' height='{height}' fill='{colour}'/></svg>"
    )
    .into_bytes()
}

fn project(text: &str, image: Option<Vec<u8>>) -> Project {
    let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\n{text}\n");
    let project = crate::corpus::project_of(&section);
    match image {
        Some(image) => project.with("sections/x.svg", image),
        None => project,
    }
}

/// Left, top, right and bottom of each drawing on a page, in points.
fn images(page: &Page) -> Vec<[f64; 4]> {
    let is_large = |shape: &&Shape| shape.right - shape.left > 5.0 && shape.bottom - shape.top > 5.0;
    let own = page.shapes.iter().filter(|shape| shape.standing != Standing::Artifact).filter(is_large);
    own.map(|shape| [shape.left, shape.top, shape.right, shape.bottom]).collect()
}

/// On A4: the edges of the text.
const EDGES: [f64; 4] = [141.73, 85.0, 493.23, 765.4];

fn fit(found: &[[f64; 4]], what: &str) {
    for (at, one) in found.iter().enumerate() {
        let [left, top, right, bottom] = *one;
        let is_inside = left >= EDGES[0] - 0.1 && top >= EDGES[1] && right <= EDGES[2] + 0.1 && bottom <= EDGES[3];
        assert!(is_inside && right > left && bottom > top, "{what}: {one:?}");
        for other in &found[at + 1..] {
            let apart =
                right <= other[0] + 0.1 || other[2] <= left + 0.1 || bottom <= other[1] + 0.1 || other[3] <= top + 0.1;
            assert!(apart, "{what}: {one:?} and {other:?}");
        }
    }
}

#[test]
fn images_fit_on_their_page_in_both_versions() {
    let sizes = [(100, 100), (2000, 300), (300, 4000), (900, 900)];
    for width in ["", " width=3cm", " width=12cm", " width=16cm", " width=100%", " width=40%"] {
        for (wide, high) in sizes {
            let text = format!("![A](x.svg){{alt=\"A shape\"{width}}}\n\nText after it.");
            let what = format!("{wide} × {high}{width}");
            let [old, new] = ["red", "blue"].map(|colour| project(&text, Some(drawing(wide, high, colour))));
            let built = press::build(&new, &mut Session::default(), &mut Diagnostics::new()).expect("it is printed");
            let alone = pages(&built);
            fit(&alone, &what);
            assert_eq!(alone.len(), 1, "{what}");
            let both = pages(&super::built(&old, &new));
            fit(&both, &what);
            assert_eq!(both.len(), 2, "{what}");
        }
    }
}

/// The drawings on the pages of sections.
fn pages(built: &Built) -> Vec<[f64; 4]> {
    let said = crate::inspect::read(&built.pdf).expect("a PDF");
    said.pages.iter().flat_map(images).collect()
}

#[test]
fn the_number_of_a_note_that_one_version_has_bears_its_mark() {
    let notes = |text: [&str; 2]| {
        let old = format!("{}\n\n[^1]: The first note.\n\n[^2]: The second note.", text[0]);
        (old, format!("{}\n\n[^2]: The second note.\n\n[^3]: A third note.", text[1]))
    };
    let (old, new) = notes(["Content[^1] and more text.[^2]", "Content and more text.[^2][^3]"]);
    numbers_bear_their_marks(&old, &new);
    let row = "|Head|Other|\n|---|---|\n|One|Two|\n";
    let cells = [format!("{row}|Content[^1]|more text.[^2]|"), format!("{row}|Content|more text.[^2][^3]|")];
    let (old, new) = notes([&cells[0], &cells[1]]);
    numbers_bear_their_marks(&old, &new);
    let header = row.replace("Head", "Head[^1]").replace("Other", "Other[^2]");
    let other = row.replace("Other", "Other[^2][^3]");
    let (old, new) = notes([&header, &other]);
    numbers_bear_their_marks(&old, &new);
}

/// A row with a note that stands elsewhere, and one that is new: their notes are marked so, words and numbers.
#[test]
fn the_note_of_a_row_is_marked_as_the_row_is() {
    let row = |name: &str| format!("|The row that is called {name}|has words on {name} of its own|\n");
    let [a, b, c, d] = ["alpha", "beta", "gamma", "delta"].map(row);
    let moved = "|This one stands elsewhere now|with what it says, and calls[^m]|\n";
    let new = "|A row that nobody had before|calls[^n] as well|\n";
    let table = |rows: [&str; 5]| format!("|Head|Other|\n|---|---|\n{}", rows.concat());
    let old = format!("{}\n[^m]: Note of the moved row.\n", table([moved, &a, &b, &c, &d]));
    let new = format!(
        "{}\n[^m]: Note of the moved row.\n\n[^n]: Note of the new row.\n",
        table([&a, &b, &c, &d, moved]) + new
    );
    let (built, said) = printed(&old, &new);
    let last = said.pages.len();
    let text = built.document.text();
    let mut marked = Vec::new();
    for note in text.iter().filter(|run| run.page == last && run.text.starts_with("Note of")) {
        let lines = said.pages[last - 1].shapes.iter().filter(|shape| shape.bottom - shape.top < 0.1);
        let on = |line: &&Shape| line.left <= note.x + 0.2 && line.right + 0.2 >= note.x + note.width;
        let drops = lines.filter(on).map(|line| line.top - note.baseline).filter(|drop| drop.abs() < 4.0);
        let bars = said.pages[last - 1].shapes.iter().filter(|shape| shape.right < note.x && shape.left < EDGES[0]);
        let is_beside = bars.into_iter().any(|bar| bar.top <= note.baseline && bar.bottom >= note.baseline);
        marked.push((note.text, drops.map(|drop| drop > 0.0).collect::<Vec<_>>(), is_beside));
    }
    let expected = [
        ("Note of the moved row.", vec![false, false], true),
        ("Note of the moved row.", vec![true, true], true),
        ("Note of the new row.", vec![true], true),
    ];
    assert_eq!(marked, expected);
}

fn numbers_bear_their_marks(old: &str, new: &str) {
    let (built, said) = printed(old, new);
    let page = said.pages.last().expect("a page");
    let lines: Vec<_> = page.shapes.iter().filter(|shape| shape.bottom - shape.top < 0.1).collect();
    let mut marked = Vec::new();
    for call in built.document.text().iter().filter(|run| run.page == said.pages.len() && run.span.is_none()) {
        // A note's number stands smaller than the text, in its line and before the note itself.
        if call.height < 9.5 && !call.text.is_empty() && call.text.chars().all(|sign| sign.is_ascii_digit()) {
            let on = |line: &&Shape| line.left <= call.x + 0.2 && line.right + 0.2 >= call.x + call.width;
            let drops = lines.iter().copied().filter(on).map(|line| line.top - call.baseline);
            let drops: Vec<_> = drops.filter(|drop| drop.abs() < 5.0).map(|drop| drop > 0.0).collect();
            marked.push((call.text.to_owned(), drops));
        }
    }
    // In the text 1 is gone, 1 stays and 2 is new, and so are the notes.
    let expected = [("1", vec![false]), ("1", vec![]), ("2", vec![true])];
    let found: Vec<_> = marked.iter().map(|(text, drops)| (text.as_str(), drops.clone())).collect();
    assert_eq!(found, [expected.clone(), expected].concat());
}

#[test]
fn no_line_begins_with_a_blank() {
    let words = "By rule one the harbour master keeps a list of all boats and notes each ship and its crew in the log \
                 book of the port, so that the coast guard can look up who has come in and who has left the port.";
    for (from, to) in
        [("ship", "vessel"), ("master", "captain of the port"), ("notes", "writes down"), ("boats", "craft")]
    {
        for more in ["", "By and large ", "As a rule that nobody breaks ", "Mostly "] {
            let old = format!("{more}{words}");
            let (built, _) = printed(&old, &old.replace(from, to));
            let runs = built.document.text();
            let last = runs.iter().map(|run| run.page).max();
            let own: Vec<_> = runs.iter().filter(|run| Some(run.page) == last && run.is_typed).collect();
            let left = own.iter().map(|run| run.x).fold(f64::INFINITY, f64::min);
            for run in own.iter().filter(|run| run.x - left < 0.1) {
                assert!(!run.text.starts_with(' '), "{run:?}");
            }
        }
    }
}

#[test]
fn each_page_says_that_it_is_of_a_redline() {
    let old = project("Old words.", None);
    let new = project("New words.", None);
    let said = crate::inspect::read(&super::built(&old, &new).pdf).expect("a PDF");
    assert!(said.pages.len() > 2);
    for page in &said.pages {
        let foot = page.text(|standing| standing == Standing::Footer);
        assert!(foot.contains("Changes in version\u{a0}1.0.0"), "{foot}");
    }
    let alone = press::build(&new, &mut Session::default(), &mut Diagnostics::new()).expect("it is printed");
    let alone = crate::inspect::read(&alone.pdf).expect("a PDF");
    assert!(alone.pages.iter().all(|page| !page.text(|_| true).contains("Changes")));
}

//! What has no end is refused at its place before it is laid out.

use std::collections::BTreeMap;
use std::io::Write;

use chancery::bibliography;
use chancery::diagnostic::Diagnostics;
use chancery::image;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::report;
use chancery::source::{FileId, Side, Span, Spanned};
use flate2::Compression;
use flate2::write::ZlibEncoder;

const MANIFEST: &str = "[paper]\nslug = \"case\"\ntitle = \"A case\"\nversion = \"1.0.0\"\ndate = \"2013\"\n\
                        language = \"en-GB\"\nstatus = \"final\"\ntemplate = \"europol\"\nsections = [\"a.md\"]\n";

/// The errors that `check` finds in a paper of one section.
fn errors(body: &str) -> Vec<String> {
    errors_of([("sections/a.md", &*format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n{body}\n"))])
}

/// The errors that `check` finds in a paper of these files.
fn errors_of<const N: usize>(files: [(&str, &str); N]) -> Vec<String> {
    let files = [("paper.toml", MANIFEST)].into_iter().chain(files);
    let files: BTreeMap<_, _> = files.collect();
    let files = files.into_iter();
    let project = Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let mut diagnostics = Diagnostics::new();
    press::check(&project, &mut Session::default(), &mut diagnostics);
    let findings = report::short(&diagnostics.into_sorted(), &project, "");
    findings.lines().filter(|line| line.contains(": error[")).map(str::to_owned).collect()
}

#[test]
fn a_table_has_at_most_10_000_cells() {
    let table = |rows: usize| format!("| A | B |\n|---|---|\n{}", "| one | two |\n".repeat(rows));
    assert_eq!(errors(&table(5_000)), [""; 0]);
    let refused = errors(&table(5_001));
    assert!(refused.len() == 1 && refused[0].starts_with("sections/a.md:7:1: error[too-large]"), "{refused:?}");
}

#[test]
fn a_paper_calls_at_most_10_000_footnotes() {
    let notes = |count: usize| {
        let calls: String = (0..count).map(|note| format!("Word[^{note}].\n\n")).collect();
        let notes: String = (0..count).map(|note| format!("[^{note}]: Note.\n\n")).collect();
        calls + &notes
    };
    assert_eq!(errors(&notes(10_000)), [""; 0]);
    let refused = errors(&notes(10_001));
    assert!(refused.len() == 1 && refused[0].contains("error[too-large]"), "{refused:?}");
    // The same note, again and again.
    let again = |count: usize| format!("{}[^a]: Note.\n", "Word[^a].\n\n".repeat(count));
    assert_eq!(errors(&again(10_000)), [""; 0]);
    let refused = errors(&again(10_001));
    assert!(refused.len() == 1 && refused[0].starts_with("sections/a.md:20007:5: error[too-large]"), "{refused:?}");
}

#[test]
fn a_table_lacks_at_most_10_000_cells() {
    let table = |rows: usize| format!("{}\n{}\n{}", "| a ".repeat(100), "|---".repeat(100), "| 1\n".repeat(rows));
    let codes = |rows| errors(&table(rows)).iter().filter(|line| line.contains("error[missing-cells]")).count();
    assert_eq!((codes(101), codes(102)), (0, 1));
}

#[test]
fn the_columns_of_a_table_of_lists_are_counted_before_they_are_laid_out() {
    let table = |rows: &str| errors(&format!("::: table {{caption=\"A table\"}}\n{rows}:::"));
    let refused = table(&format!("- - a {{columns=10000}}\n{}- - b\n", "  - a {columns=10000}\n".repeat(499)));
    let expected = "sections/a.md:8:1: error[too-many-columns]: this table has 5000000 columns; 40 are the most";
    assert_eq!(refused, [expected]);
    let widths = vec!["1fr"; 41].join(" ");
    let refused = errors(&format!("::: table {{caption=\"A table\" columns=\"{widths}\"}}\n- a\n:::"));
    assert!(refused.iter().any(|found| found.contains("has 41 columns")), "{refused:?}");
}

#[test]
fn a_cell_of_data_has_at_most_100_lines() {
    let section = "+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n::: table {data=\"a.csv\" caption=\"Data\"}\n:::\n";
    let errors = |lines: usize| {
        let data = format!("A,B\n\"{}\",b\n", vec!["a"; lines].join("\n"));
        errors_of([("sections/a.md", section), ("sections/a.csv", &data)])
    };
    assert_eq!(errors(100), [""; 0]);
    assert_eq!(errors(101), ["sections/a.csv:2:2: error[too-large]: this cell has more than 100 lines"]);
}

/// A few bytes each, and what they print is long.
#[test]
fn references_and_values_print_at_most_4_mb_in_a_file() {
    let title = "title ".repeat(300);
    let text = "{{ vars.long }}.\n\n";
    let of = |count| {
        let vars = format!("{MANIFEST}\n[vars]\nlong = \"{}\"\n", title.trim_end());
        let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n{}", text.repeat(count));
        errors_of([("paper.toml", &*vars), ("sections/a.md", &*section)])
    };
    assert_eq!(of(2_000), [""; 0]);
    let refused = of(4_000);
    assert!(refused.len() == 1 && refused[0].starts_with("sections/a.md:4669:1: error[too-large]"), "{refused:?}");
}

#[test]
fn a_paper_prints_at_most_2_mb_of_data() {
    let row = "word,word,word,word,word\n";
    let data = row.repeat(50_000 / row.len());
    let section = |tables: usize| {
        let table = "::: table {data=\"a.csv\" caption=\"Data\"}\n:::\n\n";
        format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n{}", table.repeat(tables))
    };
    let errors = |tables| errors_of([("sections/a.md", &*section(tables)), ("sections/a.csv", &*data)]);
    assert_eq!(errors(41), [""; 0]);
    let refused = errors(4_000);
    assert!(refused.len() == 1 && refused[0].starts_with("sections/a.md:130:18: error[too-large]"), "{refused:?}");
}

#[test]
fn a_bibliography_of_any_format_has_at_most_10_000_entries_of_512_kib() {
    type Entry = fn(&str, &str) -> String;
    let formats: [(&str, Entry); 4] = [
        ("a.bib", |key, title| format!("@book{{{key}, title = {{{title}}}, date = 2001}}\n")),
        ("a.ris", |key, title| format!("TY  - BOOK\nID  - {key}\nTI  - {title}\nPY  - 2001\nER  -\n")),
        ("a.yaml", |key, title| format!("- id: {key}\n  type: book\n  title: {title}\n  issued: 2001\n")),
        ("a.json", |key, title| format!("{{\"id\": \"{key}\", \"type\": \"book\", \"title\": \"{title}\"}},\n")),
    ];
    for (name, entry) in formats {
        let all = |count: usize| (0..count).map(|number| entry(&format!("k{number}"), "A")).collect::<String>();
        let found = |text: String| {
            let text = if name == "a.json" { format!("[{}]", text.trim_end_matches(",\n")) } else { text };
            let project = Project::new([(format!("bibliography/{name}"), text.into_bytes())]);
            let mut diagnostics = Diagnostics::new();
            let nowhere = Span::new(FileId::new("paper.toml", Side::New), 0..0);
            bibliography::read(&project, &[Spanned::new(name.to_owned(), nowhere)], &mut diagnostics);
            diagnostics.iter().filter(|found| found.code.0 == "bibliography-too-large").count()
        };
        assert_eq!(found(all(10_001)), 1, "{name}");
        assert_eq!(found(entry("long", &"a ".repeat(50_000)) + &all(2)), 0, "{name}");
        assert_eq!(found(entry("long", &"a ".repeat(300_000)) + &all(2)), 1, "{name}");
    }
}

/// What `check` finds in a drawing.
fn errors_of_drawing(body: &str) -> Vec<String> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">{body}</svg>");
    let section = "+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n![A drawing](x.svg){alt=\"A bar\"}\n";
    errors_of([("sections/a.md", section), ("sections/x.svg", &svg)])
}

/// Each pair draws alike, the first at a size that people draw, the second so that it would take seconds or for ever.
#[test]
fn the_work_that_a_drawing_asks_for_is_counted() {
    let bars = |count: usize| "<rect width=\"4\" height=\"2\"/>".repeat(count);
    let groups = |depth: usize| format!("{}{}{}", "<g>".repeat(depth), bars(400), "</g>".repeat(depth));
    let rules = |count, elements| format!("<style>{}</style>{}", ".a{fill:red}".repeat(count), bars(elements));
    let within = |names: &str, depth| format!("<style>{names} rect{{fill:red}}</style>{}", groups(depth));
    let classes = |rules, names| {
        let sheet = ".b{fill:red}".repeat(rules);
        format!("<style>{sheet}</style><rect width=\"4\" height=\"2\" class=\"{}\"/>", "a ".repeat(names))
    };
    let declared = |count| format!("<style>*{{{}}}</style>{}", "fill:red;".repeat(count), bars(4_000));
    let text = |words| format!("<text y=\"9\">{}</text>", "word ".repeat(words));
    let along = |letters, corners| {
        let (letters, corners) = ("w".repeat(letters), "l1 1 ".repeat(corners));
        format!("<path id=\"p\" d=\"M0 0 {corners}\"/><text><textPath href=\"#p\">{letters}</textPath></text>")
    };
    let path_of = |part: &str, count| format!("<path d=\"M0 0 {}\"/>", part.repeat(count));
    let path = |corners| path_of("l1 1 ", corners);
    let spans = |count| format!("<text>{}</text>", "<tspan dy=\"1\">a</tspan>".repeat(count));
    let crowded = |count| {
        let attributes = (0..count).map(|at| format!(" a{at}=\"1\"")).collect::<String>();
        format!("<rect width=\"9\" height=\"9\"{attributes}/>")
    };
    let styled = |count| format!("<rect width=\"9\" height=\"9\" style=\"{}\"/>", "fill:red;".repeat(count));
    let masked = |count| {
        let mask = "<mask id=\"m\"><rect width=\"9\" height=\"9\"/></mask>";
        format!("{mask}{}", "<rect width=\"9\" height=\"9\" mask=\"url(#m)\"/>".repeat(count))
    };
    let marked = |parts, corners| {
        let corners = "l1 1 ".repeat(corners);
        format!("<marker id=\"m\">{}</marker><path marker-mid=\"url(#m)\" d=\"M0 0 {corners}\"/>", bars(parts))
    };
    let coloured = |colours: usize, gradient: &str, painted: String| {
        let colours = "<stop/>".repeat(colours);
        format!("<linearGradient id=\"g\">{colours}</linearGradient>{gradient}{painted}")
    };
    let bars_of = |attribute: &str, count| format!("<g {attribute}>{}</g>", bars(count));
    let painted = |colours, count| coloured(colours, "", bars_of("fill=\"url(#g)\"", count));
    let borrowed = |colours, count| {
        let other = "<radialGradient id=\"h\" href=\"#g\"/>";
        coloured(colours, other, format!("<style>rect{{fill:url(#h)}}</style>{}", bars(count)))
    };
    let used = |colours, count| {
        let uses = "<use href=\"#b\" fill=\"url(#g)\"/>".repeat(count);
        coloured(colours, "", format!("<g id=\"b\">{}</g>{uses}", bars(100)))
    };
    let gradients = |count: usize| {
        let next = |at| format!("<linearGradient id=\"g{at}\" href=\"#g{}\"/><rect fill=\"url(#g{at})\"/>", at + 1);
        (0..count).map(next).collect::<String>()
    };
    let itself = |other: &str| {
        let gradient = |id: &str, href: &str| format!("<linearGradient id=\"{id}\" href=\"#{href}\"/>");
        format!("{}{}<rect width=\"9\" height=\"9\" fill=\"url(#a)\"/>", gradient("a", "b"), gradient("b", other))
    };
    let dashed = |list, count| bars_of(&format!("stroke=\"red\" stroke-dasharray=\"{}\"", "1 ".repeat(list)), count);
    let lettered = |families, count| {
        let texts = "<text y=\"9\">a</text>".repeat(count);
        format!("<g font-family=\"{}\">{texts}</g>", "a,".repeat(families))
    };
    let turned = |letters, count| {
        let text = format!("<text id=\"t\" rotate=\"{}\">a</text>", "1 ".repeat(letters));
        format!("{text}{}", "<use href=\"#t\"/>".repeat(count))
    };
    // Of two elements of a name the drawing may mean either.
    let hidden = |parts, count| {
        let pattern = format!("<pattern id=\"p\">{}</pattern><other id=\"p\"/>", bars(parts));
        format!("{pattern}{}", bars_of("fill=\"url(#p)\"", count))
    };
    let crowd = |count| format!("{}<use href=\"#a\"/>", "<path id=\"a\"/>".repeat(count));
    for (name, drawn, refused) in [
        ("colours", painted(20, 20_000), painted(6_000, 6_000)),
        ("colours that are borrowed, by a sheet", borrowed(20, 5_000), borrowed(6_000, 6_000)),
        ("colours of what is used", used(20, 100), used(1_000, 200)),
        ("gradients that borrow from the next", gradients(10), gradients(50)),
        ("a gradient that borrows from itself", itself("b"), itself("a")),
        ("dashes", dashed(10, 20_000), dashed(10_000, 6_000)),
        ("outlines", bars_of("stroke=\"red\"", 50_000), bars_of("style=\"stroke:red\"", 300_000)),
        ("families", lettered(10, 1_000), lettered(10_000, 5_000)),
        ("letters that are turned", turned(20, 5_000), turned(50_000, 5_000)),
        ("parts of another name", hidden(10, 1_000), hidden(1_000, 10_000)),
        ("elements of one name", crowd(10), crowd(30)),
        ("rules", rules(60, 20_000), rules(6_000, 6_000)),
        ("elements within elements", within("svg g g", 12), within("x g g g g g g", 60)),
        ("names", classes(60, 20), classes(8_000, 50_000)),
        ("declarations", declared(20), declared(20_000)),
        ("text", text(400), text(40_000)),
        ("spans of text", spans(200), spans(4_000)),
        ("declarations of one element", styled(2_000), styled(50_000)),
        ("attributes of one element", crowded(900), crowded(30_000)),
        ("arcs", path_of("a1 1 0 0 1 1 1 ", 20_000), path_of("a1 1 0 0 1 1 1 ", 400_000)),
        ("text on a path", along(200, 200), along(20_000, 200_000)),
        ("paths", path(200_000), path(6_000_000)),
        ("masks", masked(1_000), masked(120_000)),
        ("markers", marked(20, 100), marked(200, 2_000)),
        ("elements", bars(100_000), bars(490_000) + &path(3_000_000)),
    ] {
        assert_eq!(errors_of_drawing(&drawn), [""; 0], "{name}");
        let refused = errors_of_drawing(&refused);
        let expected = "sections/a.md:7:14: error[invalid-image]: the SVG takes too much work to draw";
        assert_eq!(refused, [expected], "{name}");
    }
}

/// A PNG of one pixel, with a chunk of that name and of what is made of so many zeros, compressed.
fn png_with(name: &[u8; 4], before: &[u8], zeros: usize, count: usize) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let mut checksum = flate2::Crc::new();
        [&name[..], data].iter().for_each(|part| checksum.update(part));
        let length = u32::try_from(data.len()).expect("it fits");
        [&length.to_be_bytes(), &name[..], data, &checksum.sum().to_be_bytes()].concat()
    };
    let compressed = |zeros: usize| {
        let mut stream = ZlibEncoder::new(Vec::new(), Compression::best());
        let block = vec![0; 1 << 20];
        for start in (0..zeros).step_by(block.len()) {
            stream.write_all(&block[..block.len().min(zeros - start)]).expect("it is written");
        }
        stream.finish().expect("it is written")
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(name, &[before, &compressed(zeros)].concat()).repeat(count),
        chunk(b"IDAT", &compressed(2)),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// A few bytes of it can stand for gigabytes.
#[test]
fn what_a_png_carries_beside_its_pixels_is_at_most_1_000_texts_of_16_mb() {
    const MAX: usize = 16 << 20;
    let section = "+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n![A dot](x.png){alt=\"A grey dot\"}\n";
    let errors = |name: &[u8; 4], before: &[u8], zeros, count| {
        let image = png_with(name, before, zeros, count);
        let files = [("paper.toml", MANIFEST.into()), ("sections/a.md", section.into()), ("sections/x.png", image)];
        let project = Project::new(files.map(|(path, bytes)| (path.to_owned(), bytes)));
        let mut diagnostics = Diagnostics::new();
        press::check(&project, &mut Session::default(), &mut diagnostics);
        let found = diagnostics.into_sorted();
        assert!(image::describe("x.png", project.bytes("sections/x.png").expect("it is there")).is_some());
        report::short(&found, &project, "").lines().map(str::to_owned).collect::<Vec<_>>()
    };
    for (name, before, what) in [
        (b"iCCP", &b"x\0\0"[..], "colour profile"),
        (b"zTXt", b"x\0\0", "text"),
        (b"iTXt", b"x\0\x01\0en\0y\0", "text"),
    ] {
        assert_eq!(errors(name, before, MAX, 1), [""; 0], "{what}");
        let refused = errors(name, before, MAX + 1, 1);
        let expected = format!("sections/a.md:7:10: error[invalid-image]: the {what} that the image carries");
        assert!(refused.len() == 1 && refused[0].starts_with(&expected), "{refused:?}");
        // A window that is smaller on paper, and a stream that breaks off.
        let mut cut = png_with(name, before, MAX + (1 << 20), 1);
        let start = 8 + 25 + 8 + before.len();
        cut[start] = 0x08;
        cut.truncate(cut.len() - 100);
        let verdict = image::examine("x.png", &cut).expect_err("it is refused");
        assert!(verdict.message.contains("carries"), "{verdict:?}");
    }
    for name in [b"zTXt", b"tEXt", b"iTXt"] {
        assert_eq!(errors(name, b"x\0\0", 1, 1_000), [""; 0]);
        let refused = errors(name, b"x\0\0", 1, 1_001);
        assert!(refused.len() == 1 && refused[0].ends_with("the image carries more than 1000 texts"), "{refused:?}");
    }
    assert_eq!(errors(b"iTXt", b"x\0\0\0en\0y\0", MAX + 1, 1), [""; 0], "it is not compressed");
}

#[test]
fn a_paragraph_has_at_most_2_000_parts_and_10_000_lines() {
    for (part, most) in [
        ("*a* ", 2_000),
        ("*a **b*** ", 1_000),
        ("~~a~~ ", 2_000),
        ("`a` ", 2_000),
        ("[a](https://europol.europa.eu) ", 2_000),
        ("[](#one) ", 2_000),
        ("a[^n] ", 2_000),
        ("{{ paper.title }} ", 2_000),
        ("a\\\n", 2_000),
        ("word\n", 9_990),
        ("\\* ", 10_000),
        ("&amp; ", 10_000),
    ] {
        let head = "[](#one)\n\n## Two {#one}\n\nA note.[^n]\n\n[^n]: Of it.\n\n";
        let of = |count| errors(&format!("{head}{}", part.repeat(count)));
        assert_eq!(of(most - 1), [""; 0], "{part}");
        let refused = of(most + 20);
        assert!(refused.len() == 1 && refused[0].contains("error[too-large]: this text has more than"), "{refused:?}");
        // Each paragraph by itself.
        let paragraphs = format!("{}\n\n", part.repeat(most / 2).trim_end_matches('\\')).repeat(3);
        assert_eq!(errors(&format!("{head}{paragraphs}")), [""; 0], "{part}");
    }
}

#[test]
fn a_word_has_at_most_10_000_letters() {
    let long = |count: usize| "a".repeat(count);
    let joined = "\u{a0}a".repeat(4_000);
    for (text, place) in [
        (format!("A word: {}.", long(9_000)), None),
        (format!("A word: {} and {}", long(9_000), long(9_000)), None),
        (format!("A word:\n{} and", long(10_001)), Some("8:1")),
        (format!("A *{}*{}, `{}`", long(4_000), long(4_000), long(4_000)), None),
        (format!("A *{}*{}`{}`", long(4_000), long(4_000), long(4_000)), Some("7:4")),
        (format!("A {joined} b"), Some("7:3")),
        (format!("A {}[^n]{}\n\n[^n]: A {}.", long(6_000), long(6_000), long(6_000)), None),
        (format!("A[^n]\n\n[^n]: A {}.", long(11_000)), Some("9:9")),
        (format!("```\n{} a\n{}\n```", long(9_000), long(11_000)), Some("9:1")),
        (format!("| A | {} |\n|---|---|\n| B | C |", long(11_000)), Some("7:7")),
        (format!("{}{{{{ paper.title }}}}", long(10_000)), Some("7:1")),
    ] {
        let found = errors(&text);
        let expected = place.map(|place| format!("sections/a.md:{place}: error[too-long]"));
        assert_eq!(found.len(), usize::from(place.is_some()), "{found:?}");
        assert!(expected.is_none_or(|expected| found[0].starts_with(&expected)), "{place:?} {found:?}");
    }
}

/// The errors that `check` finds in a paper whose template has this for its blocks, and this at the end of its text.
fn errors_of_template(blocks: &str, text: &str) -> Vec<String> {
    let manifest = MANIFEST.replace("europol", "house");
    let files = [
        ("paper.toml", manifest.as_str()),
        ("sections/a.md", "+++\nversion = \"1.0.0\"\n+++\n\n# One\n\nWords.\n"),
        ("templates/house/blocks.typ", blocks),
        (
            "templates/house/paper.typ",
            &format!("{{% for section in sections %}}\n#include {{{{ section.path }}}}\n{{% endfor %}}\n{text}"),
        ),
    ];
    let project = Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let mut diagnostics = Diagnostics::new();
    press::check(&project, &mut Session::default(), &mut diagnostics);
    let findings = report::short(&diagnostics.into_sorted(), &project, "");
    findings.lines().filter(|line| line.contains(": error[")).map(str::to_owned).collect()
}

/// What grows to the left is no deeper to Typst's parser, and the deepest to who walks over what it made.
#[test]
fn the_typst_of_a_template_nests_at_most_1_000_levels() {
    type Row = fn(usize) -> String;
    let rows: &[(&str, Row)] = &[
        ("operators", |depth| format!("\n#{{ {}1 }}", "1+".repeat(depth))),
        ("fields", |depth| format!("\n#{{ a{} }}", ".b".repeat(depth))),
        ("calls", |depth| format!("\n#{{ f{} }}", "()".repeat(depth))),
        ("branches", |depth| format!("\n#{{ if a {{}}{} }}", "else if a{}".repeat(depth))),
        ("what is thrown away while it is parsed", |depth| format!("\n#{{ (x: {}1) => x }}", "1+".repeat(depth))),
        ("signs of mathematics", |depth| format!("\n$a{}$", "!".repeat(depth))),
        ("fractions", |depth| format!("\n$a{}$", "/b".repeat(depth))),
        ("fields of mathematics", |depth| format!("\n$aa{}$", ".bb".repeat(depth))),
    ];
    for (what, row) in rows {
        assert_eq!(errors_of_template(&row(950), ""), [""; 0], "{what}");
        for depth in [1_001, 20_000] {
            let refused = errors_of_template(&row(depth), "");
            let place = "templates/house/blocks.typ:2:";
            let is_refused = refused.len() == 1 && refused[0].starts_with(place) && refused[0].contains("[too-deep]");
            assert!(is_refused, "{what}, {depth}: {refused:?}");
        }
    }
    let nesting = [("boxes", "#", "box("), ("lists", "", "- "), ("emphasis", "", "*_"), ("closures", "#{", "x=>")];
    for (what, code, open) in nesting {
        let refused = errors_of_template(&format!("\n{code}{}", open.repeat(20_000)), "");
        assert!(refused.iter().any(|found| found.contains(": error[too-deep]")), "{what}: {refused:?}");
    }
    for plain in ["/*".repeat(100_000), format!("#\"{}\"", "\\\"".repeat(100_000))] {
        assert_eq!(errors_of_template(&plain, ""), [""; 0], "nothing nests in {plain:.9}…");
    }
    let rendered = errors_of_template("", "#{ {% for n in range(9000) %}1+{% endfor %}1 }");
    assert!(rendered.len() == 1 && rendered[0].starts_with("templates/house/paper.typ:4:1: error[too-deep]"));
}

#[test]
fn a_template_has_at_most_1_mb_of_typst_in_a_file() {
    let comment = |length: usize| format!("//{}", "x".repeat(length - 2));
    assert_eq!(errors_of_template(&comment(1 << 20), ""), [""; 0]);
    let refused = errors_of_template(&comment((1 << 20) + 1), "");
    assert!(refused.len() == 1 && refused[0].starts_with("templates/house/blocks.typ:1:1: error[too-large]"));
}

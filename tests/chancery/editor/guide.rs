//! What authors are told of blocks and attributes is what is read.

use chancery::diagnostic::{Code, Diagnostics};
use chancery::markdown::{self, guide};
use chancery::source::{FileId, Side, Source};

fn codes(body: &str) -> Vec<Code> {
    let text = format!("+++\nversion = \"1.0.0\"\n+++\n\n{body}\n");
    let mut diagnostics = Diagnostics::new();
    let _ = markdown::parse(&Source::new(FileId::new("sections/a.md", Side::New), text), &mut diagnostics);
    diagnostics.iter().map(|found| found.code).collect()
}

#[test]
fn every_attribute_that_a_block_is_said_to_have_is_known() {
    for block in &guide::BLOCKS {
        for name in block.attributes {
            let attribute = if *name == "#" { "#x title=\"T\"".to_owned() } else { format!("{name}=\"x\"") };
            let attribute =
                if block.attributes.contains(&"title") { attribute } else { attribute.replace(" title=\"T\"", "") };
            // Data leave no room for rows; headers are counted where rows are items.
            let inner = match (block.name, *name) {
                (_, "data" | "types") => "",
                (_, "header-rows" | "header-columns") => "- - a\n  - b\n",
                ("table", _) => "| a |\n|---|\n| b |\n",
                ("figure", _) => "![a](b.png){alt=\"c\"}\n",
                ("bibliography", _) => "",
                _ => "Words.\n",
            };
            let attribute =
                if block.name == "bibliography" && *name == "types" { "types=\"books\"".to_owned() } else { attribute };
            let data = if block.name == "table" && *name == "types" { " data=\"a.csv\"" } else { "" };
            let found = codes(&format!("::: {} {{{attribute}{data}}}\n{inner}:::", block.name));
            let unknown = [Code("unknown-attribute"), Code("unknown-block"), Code("invalid-attribute")];
            assert!(!found.iter().any(|code| unknown.contains(code)), "{} {name}: {found:?}", block.name);
        }
    }
}

#[test]
fn every_attribute_has_a_meaning() {
    let lists = guide::BLOCKS.iter().map(|block| block.attributes);
    let others = [guide::HEADING, guide::PARAGRAPH, guide::PASSAGE, guide::IMAGE, guide::FIGURE, guide::CELL];
    for name in lists.chain(others).flatten() {
        assert!(guide::ATTRIBUTES.iter().any(|(known, _)| known == name), "{name}");
    }
    for (name, _) in guide::ATTRIBUTES {
        let known = guide::BLOCKS.iter().map(|block| block.attributes).chain(others);
        assert!(known.flatten().any(|known| known == name), "{name} means nothing anywhere");
    }
}

//! What is asked of each paper, a row a rule.
//!
//! Sources: ISO 32000-1 (PDF 1.7), ISO 14289-1 (PDF/UA-1), and the failure conditions of the Matterhorn Protocol 1.1.

use super::samples::Sample;
use super::tree::{Node, nodes};
use crate::inspect::{Bookmark, Element, LinkTarget, Standing};

pub struct Rule {
    pub name: &'static str,
    pub says: &'static str,
    pub source: &'static str,
    pub faults: fn(&Sample) -> Vec<String>,
    /// Breaks the rule in a paper that keeps it.
    pub damage: fn(&mut Sample),
}

/// What cannot be said with the interfaces that Typst 0.15.1 has.
pub struct Exception {
    pub name: &'static str,
    pub rule: &'static str,
    pub cause: &'static str,
    pub covers: fn(&Sample, &str) -> bool,
}

/// Elements of a line (14.8.4.4), and those that hold blocks alone (14.8.4.2).
const INLINE: &[&str] =
    &["Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Strong", "Em"];
const GROUPING: &[&str] =
    &["Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"];
/// Blocks that cannot stand in a line.
const BLOCKS: &[&str] = &["P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "BlockQuote", "Div", "TOC"];

pub const RULES: &[Rule] = &[
    Rule {
        name: "tagged",
        says: "all that is shown is tagged, or decoration",
        source: "ISO 14289-1, 7.1; Matterhorn 01-005",
        faults: |sample| {
            let runs = sample.said.pages.iter().flat_map(|page| &page.runs);
            runs.filter(|run| run.standing == Standing::Untagged).map(|run| run.text.clone()).collect()
        },
        damage: |sample| sample.said.pages[0].runs[0].standing = Standing::Untagged,
    },
    Rule {
        name: "language",
        says: "the paper and each element have a language",
        source: "ISO 14289-1, 7.2; Matterhorn 11-001, 11-006",
        faults: |sample| {
            let lacking = nodes(&sample.said).filter(|node| node.element().language.is_none());
            lacking.map(Node::told).chain(sample.said.language.is_none().then(|| "the paper".to_owned())).collect()
        },
        damage: |sample| sample.said.language = None,
    },
    Rule {
        name: "heading-levels",
        says: "headings begin at the first level and skip none",
        source: "ISO 14289-1, 7.4.2; Matterhorn 14-002, 14-003",
        faults: |sample| {
            let levels = nodes(&sample.said).filter_map(|node| Some((node, node.element().heading_level()?)));
            let mut before = 0;
            let skipped = levels.filter(|(_, level)| *level > std::mem::replace(&mut before, *level) + 1);
            skipped.map(|(node, _)| node.told()).collect()
        },
        damage: |sample| find(sample, "H2").role = "H3".to_owned(),
    },
    Rule {
        name: "bookmarks",
        says: "each heading has a bookmark, in order",
        source: "Matterhorn 1.1, note on navigation; WCAG 2.1, 2.4.5",
        faults: |sample| {
            let headings = nodes(&sample.said).filter(|node| node.element().heading_level().is_some());
            let headings: Vec<&str> =
                headings.map(|node| node.element().title.as_deref().unwrap_or_default()).collect();
            // The title of the paper has one, and is no heading.
            let is_of_title = |mark: &&str| sample.said.title.as_deref().is_some_and(|title| title.starts_with(mark));
            let mut marks: Vec<&str> = sample.said.outline.iter().map(|mark| mark.title.as_str()).collect();
            if marks.len() > headings.len()
                && let Some(at) = marks.iter().position(is_of_title)
            {
                marks.remove(at);
            }
            let agree = headings.len() == marks.len()
                && headings.iter().zip(&marks).all(|(heading, mark)| mark.ends_with(heading));
            if agree { Vec::new() } else { vec![format!("{headings:?} and {marks:?}")] }
        },
        damage: |sample| {
            sample.said.outline.pop().map_or_else(Default::default, |_: Bookmark| ());
        },
    },
    Rule {
        name: "lists",
        says: "a list holds items, and an inner list stands in the item that it belongs to",
        source: "ISO 32000-1, 14.8.4.3.3; Matterhorn 09-004",
        faults: |sample| {
            let lists = nodes(&sample.said).filter(|node| node.role() == "L");
            let stray = lists.flat_map(Node::children).filter(|child| !["LI", "Caption"].contains(&child.role()));
            let items = nodes(&sample.said).filter(|node| node.role() == "LI" && node.within() != "L");
            stray.chain(items).map(Node::told).collect()
        },
        damage: |sample| find(sample, "LI").role = "L".to_owned(),
    },
    Rule {
        name: "items",
        says: "an item has one label and one body, in this order",
        source: "ISO 32000-1, 14.8.4.3.3; Matterhorn 09-005, 09-006",
        faults: |sample| {
            let items = nodes(&sample.said).filter(|node| node.role() == "LI");
            let is_odd = |item: &Node| !item.children().map(Node::role).eq(["Lbl", "LBody"]);
            items.filter(is_odd).map(Node::told).collect()
        },
        damage: |sample| find(sample, "LBody").role = "Lbl".to_owned(),
    },
    Rule {
        name: "labels",
        says: "a label says something",
        source: "ISO 32000-1, 14.8.4.3.3",
        faults: |sample| {
            let labels = nodes(&sample.said).filter(|node| node.role() == "Lbl" && node.is_empty());
            labels.map(Node::told).collect()
        },
        damage: |sample| {
            let label = find_with(sample, |one| one.role == "Lbl" && one.marks > 0);
            label.marks = 0;
        },
    },
    Rule {
        name: "nothing-is-empty",
        says: "no element of text holds nothing",
        source: "ISO 14289-1, 7.1",
        faults: |sample| {
            let speaks = |role: &str| {
                ["P", "Span", "Link", "Code", "Em", "Strong", "Note", "Caption", "L"].contains(&role)
                    || role.starts_with('H')
            };
            nodes(&sample.said).filter(|node| speaks(node.role()) && node.is_empty()).map(Node::told).collect()
        },
        damage: |sample| find_with(sample, |one| one.role == "Code" && one.marks > 0).marks = 0,
    },
    Rule {
        name: "text-in-groups",
        says: "no text stands in an element that holds blocks",
        source: "ISO 32000-1, 14.8.4.2",
        faults: |sample| {
            let holders = nodes(&sample.said).filter(|node| GROUPING.contains(&node.role()));
            holders.filter(|node| node.element().marks > 0).map(Node::told).collect()
        },
        damage: |sample| find(sample, "Caption").marks = 1,
    },
    Rule {
        name: "placement",
        says: "what stands in a line has no placement of a block",
        source: "ISO 32000-1, 14.8.5.4.2",
        faults: |sample| {
            let inline = nodes(&sample.said).filter(|node| INLINE.contains(&node.role()));
            let placed = inline.filter(|node| node.element().attribute("Placement") == Some("Block"));
            placed
                .filter(|node| !GROUPING.contains(&node.within()) && !node.within().is_empty())
                .map(Node::told)
                .collect()
        },
        damage: |sample| {
            let code = find_with(sample, |one| one.role == "Code");
            code.attributes.push(("Placement".to_owned(), "Block".to_owned()));
        },
    },
    Rule {
        name: "blocks-in-lines",
        says: "what stands in a line holds no block; code is in lines",
        source: "ISO 32000-1, 14.8.4.4.1",
        faults: |sample| {
            let blocks = nodes(&sample.said).filter(|node| BLOCKS.contains(&node.role()));
            let inside = |within: &str| INLINE.contains(&within) && !["Note", "Figure"].contains(&within);
            blocks.filter(|node| inside(node.within()) || node.within() == "P").map(Node::told).collect()
        },
        damage: |sample| find_with(sample, |one| one.role == "Code" && one.depth > 1).role = "P".to_owned(),
    },
    Rule {
        name: "tables",
        says: "rows hold cells, tables hold rows, and a header says of what",
        source: "ISO 32000-1, 14.8.4.3.4; ISO 14289-1, 7.5; Matterhorn 15-003",
        faults: |sample| {
            let is_odd = |node: &Node| match node.role() {
                "TR" => !["Table", "THead", "TBody", "TFoot"].contains(&node.within()),
                "TH" => node.within() != "TR" || node.element().attribute("Scope").is_none(),
                "TD" => node.within() != "TR",
                _ => false,
            };
            nodes(&sample.said).filter(is_odd).map(Node::told).collect()
        },
        damage: |sample| find(sample, "TH").attributes.clear(),
    },
    Rule {
        name: "figures",
        says: "a figure shows something, and says what",
        source: "ISO 14289-1, 7.3; Matterhorn 13-004",
        faults: |sample| {
            let figures = nodes(&sample.said).filter(|node| node.role() == "Figure");
            let is_odd = |node: &Node| {
                node.element().marks == 0 || node.element().alt.as_deref().unwrap_or("").trim().is_empty()
            };
            figures.filter(is_odd).map(Node::told).collect()
        },
        damage: |sample| find(sample, "Figure").alt = None,
    },
    Rule {
        name: "links-in-the-tree",
        says: "each link stands in an element for links, which has words",
        source: "ISO 14289-1, 7.18.5; Matterhorn 28-011",
        faults: |sample| {
            let links: Vec<Node> = nodes(&sample.said).filter(|node| node.role() == "Link").collect();
            let count: usize = links.iter().map(|link| link.element().objects).sum();
            let lost = (count != sample.said.links.len())
                .then(|| format!("{count} of {} links are in the tree", sample.said.links.len()));
            links.iter().filter(|link| link.element().objects == 0).map(|link| link.told()).chain(lost).collect()
        },
        damage: |sample| find(sample, "Link").objects = 0,
    },
    Rule {
        name: "links-tell-where",
        says: "a link is described by what it leads to: not by a page or a number alone, and without blanks at its ends",
        source: "ISO 14289-1, 7.18.5; WCAG 2.1, 2.4.4",
        faults: |sample| {
            let is_odd = |said: &str| {
                said.trim() != said
                    || !said.chars().any(char::is_alphabetic)
                    || said.starts_with("page ")
                    || said.is_empty()
            };
            let links = sample.said.links.iter().filter(|link| is_odd(&link.description));
            links.map(|link| format!("{:?} on page {}", link.description, link.page)).collect()
        },
        damage: |sample| sample.said.links[0].description = "page 3".to_owned(),
    },
    Rule {
        name: "addresses",
        says: "an address is written in ASCII",
        source: "ISO 32000-1, 12.6.4.7",
        faults: |sample| {
            let addresses = sample.said.links.iter().filter_map(|link| match &link.target {
                LinkTarget::Url(url) => Some(url),
                LinkTarget::Page(_) | LinkTarget::Unknown => None,
            });
            addresses.filter(|url| !url.bytes().all(|byte| byte.is_ascii_graphic())).cloned().collect()
        },
        damage: |sample| sample.said.links[0].target = LinkTarget::Url("https://example.org/é".to_owned()),
    },
    Rule {
        name: "notes",
        says: "each note has a name of its own",
        source: "ISO 14289-1, 7.9; Matterhorn 19-003, 19-004",
        faults: |sample| {
            let notes: Vec<Node> = nodes(&sample.said).filter(|node| node.role() == "Note").collect();
            let again = |at: usize, id: Option<&str>| notes[..at].iter().any(|one| one.element().id.as_deref() == id);
            let odd = notes.iter().enumerate().filter(|(at, note)| {
                let id = note.element().id.as_deref();
                id.is_none() || again(*at, id)
            });
            odd.map(|(_, note)| note.told()).collect()
        },
        damage: |sample| find(sample, "Note").id = None,
    },
    Rule {
        name: "one-word-backwards",
        says: "what is written backwards says so, for one word at a time",
        source: "ISO 32000-1, 14.8.2.3.3",
        faults: |sample| {
            let runs = sample.said.pages.iter().flat_map(|page| &page.runs).filter(|run| run.backwards > 0);
            runs.filter(|run| run.text.trim().contains(char::is_whitespace)).map(|run| run.text.clone()).collect()
        },
        damage: |sample| backwards(sample).text = "a b".to_owned(),
    },
    Rule {
        name: "one-string-backwards",
        says: "what is written backwards is one string, as each is turned round by itself",
        source: "ISO 32000-1, 14.8.2.3.3",
        faults: |sample| {
            let runs = sample.said.pages.iter().flat_map(|page| &page.runs).filter(|run| run.backwards > 1);
            runs.map(|run| run.text.clone()).collect()
        },
        damage: |sample| {
            let run = sample.said.pages.iter_mut().flat_map(|page| &mut page.runs).find(|run| run.backwards == 1);
            run.expect("a word in one string").backwards = 2;
        },
    },
    Rule {
        name: "abbreviations",
        says: "an abbreviation that is explained says what it stands for",
        source: "ISO 32000-1, 14.9.5",
        faults: |sample| {
            let is_said = sample.said.elements.iter().any(|element| element.expansion.is_some());
            if sample.has_abbreviations && !is_said { vec!["no element has /E".to_owned()] } else { Vec::new() }
        },
        damage: |sample| {
            sample.has_abbreviations = true;
            sample.said.elements.iter_mut().for_each(|element| element.expansion = None);
        },
    },
    Rule {
        name: "authors",
        says: "each author is one in the metadata",
        source: "ISO 16684-1, 8.3: dc:creator is an ordered array of names",
        faults: |sample| {
            let packet = sample.said.xmp.as_ref().map(|xmp| String::from_utf8_lossy(&xmp.packet));
            let packet = packet.unwrap_or_default();
            let creators = packet.split_once("<dc:creator>").and_then(|(_, rest)| rest.split_once("</dc:creator>"));
            let count = creators.map_or(0, |(creators, _)| creators.matches("<rdf:li").count());
            // A template may name none.
            if count == sample.authors || count == 0 {
                Vec::new()
            } else {
                vec![format!("{count} of {}", sample.authors)]
            }
        },
        damage: |sample| sample.authors = 0,
    },
];

pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        name: "an image in a line is placed as a block",
        rule: "placement",
        cause: "typst-pdf gives every image that placement (tags/resolve, GroupKind::Image)",
        covers: |_, fault| {
            fault.starts_with("Figure in P") || fault.starts_with("Figure in LBody") || fault.starts_with("Figure in T")
        },
    },
    Exception {
        name: "a work has a label that says nothing",
        rule: "labels",
        cause: "typst-pdf gives each item of a list a label, as it does to its own bibliographies (context/list.rs)",
        covers: |_, fault| fault.starts_with("Lbl in LI"),
    },
    Exception {
        name: "no abbreviation is expanded",
        rule: "abbreviations",
        cause: "typst-pdf gives krilla's SpanTag no expansion, and no element of Typst has one",
        covers: |_, _| true,
    },
    Exception {
        name: "several authors are one",
        rule: "authors",
        cause: "krilla folds them into one before PDF 2.0, or Acrobat would show the first alone (metadata.rs)",
        covers: |sample, fault| sample.authors > 1 && fault.starts_with("1 of"),
    },
];

fn find<'s>(sample: &'s mut Sample, role: &str) -> &'s mut Element {
    find_with(sample, |element| element.role == role)
}

fn find_with(sample: &mut Sample, is: impl Fn(&Element) -> bool) -> &mut Element {
    sample.said.elements.iter_mut().find(|element| is(element)).expect("the sample has one")
}

fn backwards(sample: &mut Sample) -> &mut crate::inspect::Run {
    let mut runs = sample.said.pages.iter_mut().flat_map(|page| &mut page.runs);
    runs.find(|run| run.backwards > 0).expect("the sample has such a word")
}

//! Nesting and repetition that nobody writes.

use super::draft::{Draft, Input};

/// All of it.
pub fn all() -> Vec<Input> {
    [marks(), lines()].into_iter().flatten().collect()
}

/// Within a paragraph.
fn marks() -> Vec<Input> {
    vec![
        Input::new("hostile brackets", |n| Draft::raw("[".repeat(n))),
        Input::new("hostile closing brackets", |n| Draft::raw("]".repeat(n))),
        Input::new("hostile images", |n| Draft::raw("![".repeat(n))),
        Input::new("hostile links", |n| Draft::raw("[a](".repeat(n))),
        Input::new("hostile nested links", |n| Draft::raw("[".repeat(n) + &"](a)".repeat(n))),
        Input::new("hostile stars", |n| Draft::raw("*".repeat(n))),
        Input::new("hostile emphasis", |n| Draft::raw("*a ".repeat(n) + "x" + &" a*".repeat(n))),
        Input::new("hostile emphasis of both kinds", |n| Draft::raw("**x_ ".repeat(n))),
        Input::new("hostile values", |n| Draft::raw("{{x}}".repeat(n))),
        Input::new("hostile open values", |n| Draft::raw("{{".repeat(n))),
        Input::new("hostile quotes in values", |n| Draft::raw("{{'".repeat(n))),
        Input::new("hostile entities", |n| Draft::raw("&amp;&foo;&#64;".repeat(n))),
        Input::new("hostile citations", |n| Draft::raw("[@a; @b] ".repeat(n))),
        Input::new("hostile open citations", |n| Draft::raw("[@a ".repeat(n))),
        Input::new("hostile calls of notes", |n| Draft::raw("[^a]".repeat(n))),
        Input::new("hostile comments", |n| Draft::raw("<!-- a -->".repeat(n))),
        Input::new("hostile open comments", |n| Draft::raw("<!--".repeat(n))),
        Input::new("hostile attributes", |n| Draft::raw("![a](b){".repeat(n))),
        Input::new("hostile escapes", |n| Draft::raw("\\|".repeat(n))),
        Input::new("hostile references", |n| Draft::raw("[](#a)".repeat(n))),
        Input::new("hostile braces in a heading", |n| Draft::raw("# ".to_owned() + &"{#a} ".repeat(n))),
    ]
}

/// Line upon line.
fn lines() -> Vec<Input> {
    vec![
        Input::new("hostile quotes", |n| Draft::raw(">".repeat(n))),
        Input::new("hostile quoted quotes", |n| Draft::raw(("> ".repeat(300) + "\n").repeat(n / 64))),
        Input::new("hostile quotes in an item", |n| Draft::raw("- [^a]: ".to_owned() + &"> \t".repeat(n))),
        Input::new("hostile quotes in items", |n| Draft::raw("- > ".repeat(n))),
        Input::new("hostile quotes in code", |n| {
            Draft::raw(format!("```\n{}\n{}```\n", ">".repeat(n), (">".repeat(70) + "\n").repeat(n / 64)))
        }),
        // As deep as makes the file grow by n.
        Input::new("hostile lists", |n| Draft::raw((0..n.isqrt()).map(|level| "  ".repeat(level) + "- x\n").collect())),
        Input::new("hostile notes in notes", |n| Draft::raw("[^a]: ".repeat(n))),
        Input::new("hostile marks of lists", |n| Draft::raw("- ".repeat(n))),
        Input::new("hostile blocks", |n| Draft::raw("::: note\n".repeat(n))),
        Input::new("hostile quoted blocks", |n| Draft::raw("> ::: note\n".repeat(n))),
        Input::new("hostile tables", |n| {
            Draft::raw("|a".repeat(40) + "\n" + &"|-".repeat(40) + "\n" + &"a\n".repeat(n))
        }),
        Input::new("hostile cells", |n| Draft::raw(format!("|a|\n|-|\n|{}|\n", "\\|".repeat(n)))),
        Input::new("hostile descriptions", |n| Draft::raw("a\n".to_owned() + &": b\n".repeat(n))),
        Input::new("hostile figures", |n| Draft::raw("![a](b){alt=\"c\"}\n".repeat(n))),
        Input::new("hostile definitions of links", |n| Draft::raw("[a]: b\n".repeat(n))),
        Input::new("hostile headings", |n| Draft::raw("# a {#b}\n".repeat(n))),
    ]
}

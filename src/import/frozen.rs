//! A text with the results of its code, as tools keep it: Quarto below `_freeze`, knitr and Quarto as Markdown beside
//! it, Jupyter as a notebook beside it or among what a book was built of.

use super::meta::front;
use super::notebook;
use super::shelf::Shelf;
use super::sources;

/// The text with its results, if they are of the text as it is now.
pub(super) fn text(shelf: &dyn Shelf, path: &str, own: &str) -> Option<String> {
    let (stem, _) = path.rsplit_once('.')?;
    let kept = frozen(shelf, stem).into_iter().chain(made(shelf, path, stem)).find(|kept| has_all(kept, own))?;
    // Of a notebook what stands above its cells is not in it.
    let front = &own[..front::read(own).body];
    Some(if front::read(&kept).body == 0 { format!("{front}{kept}") } else { kept })
}

fn frozen(shelf: &dyn Shelf, stem: &str) -> Option<String> {
    ["html", "docx", "typst", "tex"].iter().find_map(|form| {
        let kept = sources::text(shelf, &format!("_freeze/{stem}/execute-results/{form}.json"))?;
        let json: serde_json::Value = serde_json::from_str(&kept).ok()?;
        let markdown = json.pointer("/result/markdown").or_else(|| json.pointer("/markdown"))?;
        Some(markdown.as_str()?.to_owned())
    })
}

/// The files that were made of a text when it was run.
fn made(shelf: &dyn Shelf, path: &str, stem: &str) -> Vec<String> {
    let is_markdown = path.ends_with(".md");
    let texts = [".knit.md", ".html.md", ".utf8.md", ".md"].iter().filter(|_| !is_markdown);
    let texts = texts.filter_map(|ending| sources::text(shelf, &format!("{stem}{ending}")));
    let places = [format!("{stem}.ipynb"), format!("_build/jupyter_execute/{stem}.ipynb")];
    let notebooks = places.iter().filter_map(|place| {
        let text = notebook::text(place, &sources::text(shelf, place)?)?;
        Some(super::links::rebased(&text, place, path))
    });
    texts.chain(notebooks).collect()
}

/// Whether each line of prose is in what was kept, or that is of an older text.
fn has_all(kept: &str, own: &str) -> bool {
    let (mut is_code, mut at) = (false, 0);
    let is_passed = |text: &str| {
        text.is_empty() || ["```", "+++"].iter().any(|start| text.starts_with(start)) || text.contains("`r ")
    };
    own[front::read(own).body..].lines().all(|line| {
        let text = line.trim();
        is_code ^= text.starts_with("```");
        is_code || is_passed(text) || text.contains("{{<") || {
            let found = kept[at..].find(text);
            at += found.map_or(0, |found| found + text.len());
            found.is_some()
        }
    })
}

/// Where an image lies that such a text names.
pub(super) fn image(path: &str) -> Option<String> {
    let (before, behind) = path.split_once("_files/figure-")?;
    Some(format!("_freeze/{before}/figure-{behind}"))
}

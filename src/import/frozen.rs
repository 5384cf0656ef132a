//! What Quarto keeps of a text whose code was run: `_freeze/PATH/execute-results/html.json` is it with all results.

use super::meta::front;
use super::shelf::Shelf;
use super::sources;

/// The text with its results, if they are of the text as it is now.
pub(super) fn text(shelf: &dyn Shelf, path: &str, own: &str) -> Option<String> {
    let (stem, _) = path.rsplit_once('.')?;
    let kept = ["html", "docx", "typst", "tex"].iter().find_map(|form| {
        let kept = sources::text(shelf, &format!("_freeze/{stem}/execute-results/{form}.json"))?;
        let json: serde_json::Value = serde_json::from_str(&kept).ok()?;
        let markdown = json.pointer("/result/markdown").or_else(|| json.pointer("/markdown"))?;
        Some(markdown.as_str()?.to_owned())
    })?;
    // Each line of prose is in it, or it is of an older text.
    let (mut is_code, mut at) = (false, 0);
    let has_all = own[front::read(own).body..].lines().all(|line| {
        let text = line.trim();
        is_code ^= text.starts_with("```");
        is_code || text.is_empty() || text.starts_with("```") || text.contains("`r ") || text.contains("{{<") || {
            let found = kept[at..].find(text);
            at += found.map_or(0, |found| found + text.len());
            found.is_some()
        }
    });
    has_all.then_some(kept)
}

/// Where an image lies that such a text names.
pub(super) fn image(path: &str) -> Option<String> {
    let (before, behind) = path.split_once("_files/figure-")?;
    Some(format!("_freeze/{before}/figure-{behind}"))
}

//! Notebooks of Jupyter: their cells as Markdown, with the results that they keep.
//!
//! An image among these is a file of the shelf: `NAME.ipynb/CELL-OUTPUT.png`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::scan;
use super::shelf::Shelf;
use crate::image::decoded;

/// The ending of their files.
pub(super) const ENDING: &str = ".ipynb";

/// Kinds of images that results are kept as, and their endings.
const IMAGES: &[(&str, &str)] =
    &[("image/svg+xml", "svg"), ("image/png", "png"), ("image/jpeg", "jpg"), ("image/gif", "gif")];

/// Files of a notebook, by their names in it.
type Kept = BTreeMap<String, Vec<u8>>;

/// A shelf on which the images of notebooks lie as well.
pub(super) struct Opened<'s> {
    shelf: &'s dyn Shelf,
    /// The images of the notebooks that were opened, by path.
    open: RefCell<BTreeMap<String, Kept>>,
}

impl<'s> Opened<'s> {
    pub(super) fn new(shelf: &'s dyn Shelf) -> Self {
        Self { shelf, open: RefCell::default() }
    }
}

impl Shelf for Opened<'_> {
    fn paths(&self) -> &[String] {
        self.shelf.paths()
    }

    fn around(&self) -> &[String] {
        self.shelf.around()
    }

    fn depth(&self) -> usize {
        self.shelf.depth()
    }

    fn drawing_of_pdf(&self, pdf: &[u8]) -> Result<Vec<u8>, String> {
        self.shelf.drawing_of_pdf(pdf)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let Some((stem, name)) = path.split_once(".ipynb/") else { return self.shelf.read(path) };
        let notebook = format!("{stem}{ENDING}");
        let mut open = self.open.borrow_mut();
        if !open.contains_key(&notebook) {
            let text = String::from_utf8(self.shelf.read(&notebook)?).map_err(|_| "it is no text".to_owned())?;
            let kept = Notebook::read(&text, name_of(&notebook)).map(|read| read.kept).unwrap_or_default();
            open.insert(notebook.clone(), kept);
        }
        let found = open.get(&notebook).and_then(|kept| kept.get(name));
        found.cloned().ok_or_else(|| "there is no such image in the notebook".to_owned())
    }
}

/// The text of a notebook at `path`; [`None`] if it is none.
pub(super) fn text(path: &str, json: &str) -> Option<String> {
    Some(Notebook::read(json, name_of(path))?.text)
}

/// A notebook as text and images.
#[derive(Default)]
struct Notebook {
    text: String,
    kept: Kept,
}

impl Notebook {
    /// `name` is that of its file.
    fn read(json: &str, name: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(json).ok()?;
        let cells = json.get("cells")?.as_array()?;
        let info = |path: &str| json.pointer(path).and_then(Json::as_str);
        let language =
            info("/metadata/kernelspec/language").or(info("/metadata/language_info/name")).unwrap_or("python");
        let mut own = Self::default();
        for (at, cell) in cells.iter().enumerate() {
            let source = joined(cell.get("source"));
            match cell.get("cell_type").and_then(Json::as_str) {
                Some("code") => own.code(cell, &source, (at, language, name)),
                // Settings stand in a cell of their own at the top.
                Some("raw") if at == 0 && source.trim_start().starts_with("---") => {
                    own.text.push_str(&format!("{}\n\n", source.trim()));
                }
                Some("raw") => own.raw(cell, &source),
                _ => own.markdown(cell, &source, (at, name)),
            }
        }
        Some(own)
    }

    fn block(&mut self, info: &str, code: &str) {
        self.text.push_str(&scan::code_block(info, code));
        self.text.push_str("\n\n");
    }

    /// What only some converters print.
    fn raw(&mut self, cell: &Json, source: &str) {
        let format =
            ["/metadata/format", "/metadata/raw_mimetype"].iter().find_map(|path| cell.pointer(path)?.as_str());
        let format = format.map_or("other tools", |format| format.rsplit('/').next().unwrap_or(format));
        if format == "markdown" {
            self.text.push_str(&format!("{}\n\n", source.trim_end()));
        } else if !source.trim().is_empty() {
            self.block(&format!("{{={format}}}"), source.trim_matches('\n'));
        }
    }

    /// Code that does not print: as that of a cell which says so.
    fn hidden(&mut self, code: &str, language: &str) {
        if !code.trim().is_empty() {
            self.block(&format!("{{{language}}}"), &format!("#| include: false\n{}", code.trim_matches('\n')));
        }
    }

    fn markdown(&mut self, cell: &Json, source: &str, (at, name): (usize, &str)) {
        let mut source = source.to_owned();
        for (file, forms) in cell.get("attachments").and_then(Json::as_object).into_iter().flatten() {
            if let Some((own, bytes)) = image(forms) {
                let key = format!("{at}-{}.{own}", file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem));
                source = source.replace(&format!("attachment:{file}"), &format!("{name}/{key}"));
                self.kept.insert(key, bytes);
            }
        }
        self.text.push_str(&format!("{}\n\n", source.trim_end()));
    }

    fn code(&mut self, cell: &Json, source: &str, (at, language, name): (usize, &str, &str)) {
        let tags = cell.pointer("/metadata/tags").and_then(Json::as_array);
        let tags: Vec<&str> = tags.into_iter().flatten().filter_map(Json::as_str).collect();
        let outputs = cell.get("outputs").and_then(Json::as_array).filter(|outputs| !outputs.is_empty());
        let has = |name: &str| tags.iter().any(|tag| tag.replace('_', "-") == name);
        if has("remove-cell") {
            return self.hidden(source, language);
        }
        let (top, code): (Vec<&str>, Vec<&str>) = source.lines().partition(|line| line.starts_with("#|"));
        let settings = top.join("\n");
        let said = |key: &str| {
            let value = top.iter().find_map(|line| line[2..].trim().strip_prefix(key)?.trim().strip_prefix(':'));
            value.map(|value| value.trim().trim_matches(['"', '\'']))
        };
        let hides = has("remove-input") || said("echo") == Some("false") || said("include") == Some("false");
        let Some(outputs) = outputs else {
            let tags = if tags.is_empty() { String::new() } else { format!("#| tags: [{}]\n", tags.join(", ")) };
            self.block(&format!("{{{language}}}"), &format!("{tags}{source}"));
            return;
        };
        if hides {
            self.hidden(&code.join("\n"), language);
        } else if !code.is_empty() {
            self.block(language, code.join("\n").trim_matches('\n'));
        }
        if has("remove-output") || said("output") == Some("false") || settings.contains("include: false") {
            return;
        }
        let (label, caption) = (said("label"), said("fig-cap").or(said("tbl-cap")).or(said("caption")));
        let mut results = String::new();
        for (number, output) in outputs.iter().enumerate() {
            results += &self.output(output, &format!("{at}-{number}"), name);
        }
        let written = match (label, caption) {
            (label, Some(caption)) if results.matches("![](<").count() == 1 && results.trim().lines().count() == 1 => {
                let label = label.map(|label| format!("#{label} ")).unwrap_or_default();
                let alt = said("fig-alt").or(said("alt")).unwrap_or(caption).replace('"', "'");
                let image = results.trim().replacen("![]", &format!("![{caption}]"), 1);
                format!("{image}{{{label}alt=\"{alt}\"}}\n\n")
            }
            (Some(label), Some(caption)) if !results.trim().is_empty() => {
                format!("::::: {{#{label}}}\n{}\n\n{caption}\n:::::\n\n", results.trim_end())
            }
            (_, Some(caption)) => format!("{results}{caption}\n\n"),
            _ => results,
        };
        self.text.push_str(&written);
    }

    /// What a cell made, in the form that prints best.
    fn output(&mut self, output: &Json, key: &str, name: &str) -> String {
        let plain = |text: &str| scan::code_block("", without_colours(text).trim_end()) + "\n\n";
        match output.get("output_type").and_then(Json::as_str) {
            Some("stream") if output.get("name").and_then(Json::as_str) == Some("stderr") => return String::new(),
            Some("stream") => return plain(&joined(output.get("text"))),
            Some("error") => return plain(&joined(output.get("traceback"))),
            _ => {}
        }
        let Some(forms) = output.get("data") else { return String::new() };
        if let Some((ending, bytes)) = image(forms) {
            let key = format!("{key}.{ending}");
            self.kept.insert(key.clone(), bytes);
            return format!("![](<{name}/{key}>)\n\n");
        }
        let form = |kind: &str| Some(joined(forms.get(kind))).filter(|text| !text.trim().is_empty());
        if let Some(text) = form("text/markdown").or_else(|| form("text/latex").filter(|text| text.starts_with('$'))) {
            return format!("{}\n\n", text.trim());
        }
        match form("text/html").filter(|html| html.contains("<table")).as_deref().and_then(table) {
            Some(table) => format!("{table}\n\n"),
            None => form("text/plain").map_or_else(String::new, |text| plain(&text)),
        }
    }
}

/// The table in the HTML of a data frame, without its styles.
fn table(html: &str) -> Option<String> {
    let start = html.find("<table")?;
    let end = html.rfind("</table>")? + "</table>".len();
    let lines = html.get(start..end)?.lines().map(str::trim).filter(|line| !line.is_empty());
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// The best image among the forms of a result: its ending and its bytes.
fn image(forms: &Json) -> Option<(&'static str, Vec<u8>)> {
    IMAGES.iter().find_map(|(kind, ending)| {
        let text = Some(joined(forms.get(kind))).filter(|text| !text.is_empty())?;
        let bytes = if *ending == "svg" { text.into_bytes() } else { decoded(&text)? };
        Some((*ending, bytes))
    })
}

/// A text that is kept whole or by lines.
fn joined(value: Option<&Json>) -> String {
    match value {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(lines)) => lines.iter().filter_map(Json::as_str).collect(),
        _ => String::new(),
    }
}

/// A text without the marks that set the colours of terminals.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)).collect::<String>()
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

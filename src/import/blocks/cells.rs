//! Cells of code that another tool runs: their code where it prints, and what is there of their results.

use super::super::attributes::{self, Attributes};
use super::super::context;
use super::super::meta::{Value, yaml};
use super::super::remark::Remark;
use super::{Blocks, figures, setups};

/// Languages whose code is run where it stands between braces.
pub(super) const RUN: &[&str] =
    &["r", "python", "julia", "ojs", "bash", "sql", "stata", "rcpp", "stan", "js", "sh", "node", "perl"];

/// What is said of a cell, at its top, by its directive, or behind its language.
struct Options<'a> {
    settings: Value,
    directive: &'a Value,
    attributes: &'a Attributes,
}

/// Options of Quarto, and where MyST says the same.
const ELSEWHERE: &[(&str, &[&[&str]])] = &[
    ("label", &[&["name"], &["mystnb", "figure", "name"], &["mystnb", "table", "name"]]),
    ("fig-cap", &[&["caption"], &["mystnb", "figure", "caption"]]),
    ("tbl-cap", &[&["mystnb", "table", "caption"]]),
    ("fig-alt", &[&["alt"], &["mystnb", "image", "alt"]]),
    ("out-width", &[&["mystnb", "image", "width"]]),
];

/// Options of Quarto that tags of notebooks set.
const TAGS: &[(&str, &[&str])] = &[
    ("echo", &["remove-input", "remove_input"]),
    ("include", &["remove-cell", "remove_cell"]),
    ("output", &["remove-output", "remove_output"]),
    ("eval", &["skip-execution"]),
];

impl Options<'_> {
    fn all(&self, name: &str) -> Vec<String> {
        let elsewhere = ELSEWHERE.iter().find(|(own, _)| *own == name).map_or(&[][..], |(_, places)| *places);
        let settings = [&self.settings, self.directive];
        let own = settings
            .iter()
            .find_map(|settings| settings.get(name).or_else(|| elsewhere.iter().find_map(|place| settings.at(place))));
        let own = own.map(|value| value.texts().into_iter().map(str::to_owned).collect::<Vec<_>>());
        let header = || self.attributes.get(name).or(self.attributes.get(&name.replace('-', "."))).map(str::to_owned);
        own.filter(|own| !own.is_empty()).or_else(|| header().map(|value| vec![value])).unwrap_or_default()
    }

    fn get(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next()
    }

    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.get(name).is_some_and(|own| values.iter().any(|value| own.eq_ignore_ascii_case(value)))
    }

    fn is_off(&self, name: &str) -> bool {
        let tags = TAGS.iter().find(|(own, _)| *own == name).map_or(&[][..], |(_, tags)| *tags);
        let given = [&self.settings, self.directive].into_iter().filter_map(|settings| settings.get("tags"));
        let mut given = given.flat_map(Value::texts).flat_map(|text| text.split(['[', ']', ',', ' ', '"', '\'']));
        self.is(name, &["false", "f"]) || given.any(|tag| tags.contains(&tag))
    }

    fn caption(&self, name: &str) -> String {
        // What R makes of it, is not known.
        self.get(name).filter(|text| !text.contains("paste") && !text.starts_with("cap")).unwrap_or_default()
    }
}

impl Blocks<'_, '_, '_> {
    /// A cell, of which `directive` holds what its directive says.
    pub(super) fn cell(
        &mut self,
        language: &str,
        attributes: &Attributes,
        directive: &Value,
        body: &str,
        indent: usize,
    ) {
        let (top, code): (Vec<&str>, Vec<&str>) =
            body.lines().partition(|line| line.trim_start().starts_with("#|") || line.trim_start().starts_with("//|"));
        let top: Vec<&str> =
            top.iter().map(|line| line.trim_start().trim_start_matches(['#', '/']).trim_start_matches('|')).collect();
        let top: Vec<&str> = top.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let options = Options { settings: yaml::read(&top.join("\n")), directive, attributes };
        let code = code.join("\n");
        let code = code.trim_matches('\n');
        if code.contains("opts_chunk") {
            let bare = code.replace(' ', "");
            self.context.found.hides_code |= bare.contains("echo=F");
            self.context.found.runs_nothing |= bare.contains("eval=F");
        }
        let hides = self.context.found.hides_code && !options.is("echo", &["true", "t", "fenced"]);
        let is_hidden = hides || options.is_off("echo") || options.is_off("include") || code.trim().is_empty();
        let prints = !options.is_off("include")
            && !options.is_off("eval")
            && (!self.context.found.runs_nothing || options.is("eval", &["true", "t"]))
            && !options.is_off("output")
            && !options.is("results", &["hide"])
            && !options.is("fig-show", &["hide"]);
        let mut text = String::new();
        let mut kept = code;
        if !is_hidden {
            text = format!("{}\n\n", self.code(language, code));
            kept = "";
        }
        if prints {
            text += &self.results(&options, code);
        }
        // What does not print, is no less the author's.
        if !kept.trim().is_empty() {
            let remark = Remark::to_know("code that is not printed", "Nothing is run here.");
            let mark = self.context.sum(remark.one_of("pieces of code that are not printed").without(kept));
            text.insert_str(0, &mark);
        }
        self.push_block(&text, indent);
    }

    /// What a cell makes: images that are named or were kept, else what stands in for it.
    fn results(&mut self, options: &Options, code: &str) -> String {
        let name = options.get("label").or_else(|| options.attributes.classes.get(1).cloned()).unwrap_or_default();
        let mut images = included_images(code);
        if images.is_empty() {
            images = self.kept_images(&name);
        }
        let (caption, mut table) = (options.caption("fig-cap"), options.caption("tbl-cap"));
        if table.is_empty() && ["kable(", "kbl(", "gt(", "flextable("].iter().any(|call| code.contains(call)) {
            table = quoted_argument(code, "caption").unwrap_or_default();
        }
        let is_named = ["fig-", "tbl-"].iter().any(|kind| name.starts_with(kind));
        let kind = if table.is_empty() { "fig:" } else { "tab:" };
        let id = if is_named { name.clone() } else { format!("{kind}{name}") };
        let width =
            ["out-width", "width"].iter().find_map(|key| figures::width(&options.get(key)?)).unwrap_or_default();
        let alt = options.get("fig-alt").unwrap_or_default();
        let written = |image: &str, caption: &str, id: Option<&str>| {
            format!("![{caption}](<{image}>){}", attributes::written(id, &[("alt", &alt), ("width", &width)]))
        };
        let label = |own: &mut Self| Some(id.as_str()).filter(|_| !name.is_empty()).map(|id| own.context.label(id));
        if let [image] = images.as_slice() {
            label(self);
            return written(image, &caption, Some(id.as_str()).filter(|_| !name.is_empty() && !caption.is_empty()));
        }
        if !images.is_empty() {
            let captions = options.all("fig-subcap");
            let lines = images.iter().enumerate();
            let lines = lines.map(|(at, image)| {
                let letter = char::from_u32('a' as u32 + at as u32).filter(|_| !caption.is_empty());
                let own = captions.get(at).cloned().or_else(|| letter.map(|letter| format!("({letter})")));
                written(image, &own.unwrap_or_default(), None)
            });
            let lines = lines.collect::<Vec<_>>().join("\n\n");
            let label = label(self).flatten();
            return figures::captioned(&lines, label.as_deref(), &caption);
        }
        if caption.is_empty() && table.is_empty() && setups::is_one(code) {
            return String::new();
        }
        let todo = "Run the manuscript where it is run, so that the results are kept beside it, and begin once more; \
                    or put each figure below `sections/` under the name that stands in for it, each table of data \
                    likewise, and write other results where they belong.";
        let path = self.context.path.clone();
        let what = format!("a cell of `{path}` whose result is not here");
        let remark = Remark::to_do(what, todo).one_of("cells whose results are not here").naming(&path);
        let mut mark = self.context.remarks.sum("", remark);
        if caption.is_empty() && table.is_empty() && !alt.trim().is_empty() {
            let remark = Remark::to_know("what is said of an image that is not here", "Write it with the image.");
            mark += &self.context.sum(remark.one_of("descriptions of images that are not here").without(&alt));
        }
        let stem = attributes::label(&id).unwrap_or_else(|| "result".to_owned());
        if !name.is_empty() && caption.is_empty() && table.is_empty() {
            [name.clone(), format!("fig:{name}"), format!("tab:{name}")]
                .iter()
                .for_each(|id| self.context.labels.miss(id));
        }
        let label = if caption.is_empty() && table.is_empty() { None } else { label(self).flatten() };
        if !table.is_empty() {
            let pairs = [("caption", table.as_str()), ("data", &format!("data/{stem}.csv"))];
            return format!("{mark}\n\n::: table {}\n:::", attributes::written(label.as_deref(), &pairs));
        }
        match caption.is_empty() {
            true => mark,
            false => format!("{mark}\n\n{}", written(&format!("{}{stem}.png", context::TO_COME), &caption, Some(&id))),
        }
    }

    /// Images that a tool kept beside the text: `NAME_files/figure-html/LABEL-1.png`.
    fn kept_images(&self, name: &str) -> Vec<String> {
        if name.is_empty() {
            return Vec::new();
        }
        let file = self.context.path.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let folders = ["html", "pdf", "typst", "docx", "latex", "commonmark", "gfm", "epub"];
        let mut images = Vec::new();
        while images.len() < 20 {
            let number = images.len() + 1;
            let found = folders.iter().find_map(|folder| {
                let names = ["svg", "png", "jpg", "jpeg"]
                    .map(|ending| format!("{stem}_files/figure-{folder}/{name}-{number}.{ending}"));
                names.into_iter().find(|own| self.context.shelf.read(&self.context.resolve(own)).is_ok())
            });
            match found {
                Some(found) => images.push(found),
                None => break,
            }
        }
        images
    }
}

/// The text that an argument of a call in R is.
fn quoted_argument(code: &str, name: &str) -> Option<String> {
    let behind = code.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = behind.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let text = behind[1..].split(quote).next()?;
    (!text.contains('\\')).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The images that code of R does nothing but put in: `knitr::include_graphics("map.png")`.
fn included_images(code: &str) -> Vec<String> {
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines = lines.filter(|line| !line.starts_with("library(")).collect::<Vec<_>>().join(" ");
    let call = lines.strip_prefix("knitr::").unwrap_or(&lines);
    let Some(inner) = call.strip_prefix("include_graphics(").and_then(|rest| rest.trim_end().strip_suffix(')')) else {
        return Vec::new();
    };
    // Settings behind the path are no part of it.
    let inner = inner.split(", dpi").next().unwrap_or_default().split(", error").next().unwrap_or_default();
    let is_joined = inner.contains("here(") || inner.contains("file.path(");
    let texts: Vec<&str> = inner.split(['"', '\'']).skip(1).step_by(2).collect();
    let rest: String = inner.split(['"', '\'']).step_by(2).collect();
    let is_plain = rest.chars().all(|one| "(),: .".contains(one) || one.is_ascii_alphabetic());
    match is_joined {
        _ if !is_plain || texts.iter().any(|text| text.is_empty()) => Vec::new(),
        true => vec![texts.join("/")],
        false => texts.into_iter().map(str::to_owned).collect(),
    }
}

//! Code between fences: plain, with attributes, to be run, or a directive of MyST.

use super::super::attributes::Attributes;
use super::super::includes;
use super::super::meta::Value;
use super::super::remark::Remark;
use super::super::scan::{self, Fence};
use super::super::sources::is_text;
use super::{Blocks, cells, directives, lists};

/// Code that is a drawing elsewhere.
const DRAWINGS: &[&str] = &["mermaid", "plantuml", "dot", "graphviz", "ditaa", "d2", "bpmn", "puml", "wavedrom"];
impl Blocks<'_, '_, '_> {
    pub(super) fn fence(&mut self) -> bool {
        let line = self.line();
        let marker = lists::mark(line.trim_start()).map(|(_, text)| text);
        let inner = marker.and_then(|at| line.trim_start().get(at..)).filter(|inner| Fence::of_code(inner).is_some());
        let (prefix, fence) = match (Fence::of_code(line), inner) {
            (Some(fence), _) => (String::new(), fence),
            (None, Some(inner)) => {
                let Some(mut fence) = Fence::of_code(inner) else { return false };
                let prefix = line[..line.len() - inner.len()].to_owned();
                fence.indent = lists::indent(line) + prefix.trim_start().len();
                let below = self.is_below_blank();
                self.lists.line(line, below);
                (prefix, fence)
            }
            _ => return false,
        };
        if prefix.is_empty() {
            self.lists.leave(line);
        }
        self.at += 1;
        let mut body = Vec::new();
        while self.at < self.lines.len() {
            let line = self.line();
            self.at += 1;
            if fence.is_closed_by(line) {
                break;
            }
            body.push(lists::dedented_code(line, fence.indent));
        }
        let body = includes::in_code(&body.join("\n"), self.context);
        let info = fence.info;
        if prefix.is_empty() {
            let opening = directives::opening(info).or_else(|| {
                // Elsewhere it is code in a language that is not known here.
                let is_myst = self.context.path.ends_with(".md") && !info.ends_with('}');
                directives::any(info).filter(|(name, _)| is_myst && !cells::RUN.contains(name))
            });
            if let Some((name, argument)) = opening {
                self.directive(name, argument, &body, fence.indent);
                return true;
            }
            if let Some(format) = info.strip_prefix("{=").and_then(|rest| rest.strip_suffix('}')) {
                self.raw(format, &body, fence.indent);
                return true;
            }
            if let Some(inner) = info.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                self.attributed_code(inner, &body, fence.indent);
                return true;
            }
            if let Some(rest) = info.strip_prefix("admonish").filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
                self.admonish(rest.trim(), &body, fence.indent);
                return true;
            }
            if info == "math" {
                self.formula(&body, fence.indent);
                return true;
            }
        }
        let language = info.split([',', ' ', '{', ':', '\t']).next().unwrap_or_default();
        let hidden = if language == "rust" { hidden(&body) } else { None };
        let (body, mark) = match hidden {
            Some((shown, lost)) => {
                let remark = Remark::to_know("code that is not printed", "Its tool hides it, too.");
                (shown, self.context.sum(remark.one_of("pieces of code that are not printed").without(lost)))
            }
            None => (body, String::new()),
        };
        let mut text = mark + &self.code(language, &body);
        if DRAWINGS.contains(&language) {
            text.insert_str(0, &self.drawing(language));
        }
        let list = self.peek_line().trim();
        if let Some(list) = list.strip_prefix("{:").and_then(|list| list.strip_suffix('}')) {
            let attributes = Attributes::read(list);
            self.at += 1;
            let caption = attributes.get("title").unwrap_or_default().to_owned();
            self.listing(attributes.id.as_deref(), &caption, "", &text, fence.indent);
        } else if prefix.is_empty() {
            self.push_block(&text, fence.indent);
        } else {
            let pad = " ".repeat(fence.indent);
            let mut lines = text.lines();
            self.out.push(format!("{prefix}{}", lines.next().unwrap_or_default()));
            self.out.extend(lines.map(|line| format!("{pad}{line}")));
        }
        true
    }

    /// The mark of a drawing, of which one is told for all.
    pub(super) fn drawing(&mut self, language: &str) -> String {
        let todo =
            "Save the drawing as SVG below `sections/`, and write `![caption](drawing.svg){alt=\"…\"}` in its place.";
        let remark = Remark::to_do(format!("a drawing in {language}, printed as its code"), todo);
        self.context.remarks.sum("", remark.one_of("drawings that are printed as their code"))
    }

    /// Code between fences that are long enough for it.
    pub(super) fn code(&self, language: &str, body: &str) -> String {
        // Names of kernels.
        let language = if matches!(language, "ipython" | "ipython3" | "python3") { "python" } else { language };
        scan::code_block(language, body)
    }

    /// Raw code of one form of output.
    fn raw(&mut self, format: &str, body: &str, indent: usize) {
        if format == "html" || format == "html5" {
            let text = super::translate(body, self.context, self.depth + 1, self.is_inner);
            return self.push_block(&text, indent);
        }
        let what = format!("code for {format} alone");
        let todo = "Nothing of it is obeyed. Write here what it prints, if that should be read.";
        let mark = self.context.mark(Remark::to_know(what, todo).without(body));
        self.push_block(&mark, indent);
    }

    /// `{.python #lst-x caption="…"}`, or a cell `{r name, echo=FALSE}`.
    fn attributed_code(&mut self, inner: &str, body: &str, indent: usize) {
        let attributes = Attributes::read(inner);
        if attributes.has("include") && attributes.classes.len() == 1 {
            let texts: Vec<String> = body
                .lines()
                .filter(|line| !line.trim().is_empty() && !line.starts_with("//"))
                .map(|named| self.included(named))
                .collect();
            return self.push_block(&texts.join("\n"), indent);
        }
        let file = ["include", "file", "src"].iter().find_map(|key| attributes.get(key)).map(str::to_owned);
        let body = match file.filter(|_| body.trim().is_empty()) {
            // Without a language it is a text like this one.
            Some(file) if attributes.classes.is_empty() && is_text(&file) => {
                let text = self.included(&file);
                return self.push_block(&text, indent);
            }
            Some(file) => {
                let part = lines_of(&attributes);
                includes::code(&format!("{file}{part}"), self.context).unwrap_or_else(|mark| mark + &file)
            }
            None => body.to_owned(),
        };
        let body = body.as_str();
        let first = inner.split([',', ' ', '.', '}']).next().unwrap_or_default().to_lowercase();
        if cells::RUN.contains(&first.as_str()) {
            return self.cell(&first, &attributes, &Value::Nothing, body, indent);
        }
        let language = attributes.classes.first().cloned().unwrap_or_default();
        if DRAWINGS.contains(&language.as_str()) {
            let mark = self.drawing(&language);
            let text = self.code(&language, body);
            return self.push_block(&format!("{mark}{text}"), indent);
        }
        let caption = ["caption", "lst-cap"].iter().find_map(|key| attributes.get(key)).unwrap_or_default();
        let (caption, file) = (caption.to_owned(), attributes.get("filename").unwrap_or_default().to_owned());
        let text = self.code(&language, body);
        self.listing(attributes.id.as_deref(), &caption, &file, &text, indent);
    }

    /// Code with a caption, which stands above it.
    pub(super) fn listing(&mut self, id: Option<&str>, caption: &str, file: &str, text: &str, indent: usize) {
        let label = id.and_then(|id| self.context.label(id));
        if let Some(label) = &label {
            self.context.labels.entitle(label, caption);
        }
        let label = label.map(|label| format!("{{#{label}}} "));
        let mut above = String::new();
        if !caption.is_empty() {
            above = format!("{}**{caption}**\n\n", label.unwrap_or_default());
        } else if !file.is_empty() {
            above = format!("**`{file}`**\n\n");
        }
        self.push_block(&format!("{above}{text}"), indent);
    }

    /// A formula on lines of its own.
    pub(super) fn formula(&mut self, body: &str, indent: usize) {
        let text = super::super::maths::displayed(body, self.context);
        self.push_block(&text, indent);
    }
}

/// Code of Rust without the lines behind `# `, which tools for its examples do not show, and those lines.
fn hidden(body: &str) -> Option<(String, String)> {
    let is_hidden = |line: &&str| {
        let text = line.trim();
        text == "#" || text.starts_with("# ")
    };
    let (lost, shown): (Vec<&str>, Vec<&str>) = body.lines().partition(is_hidden);
    // Two stand for one that is shown.
    let shown = shown.iter().map(|line| match line.trim_start().strip_prefix("##") {
        Some(rest) => format!("{}#{rest}", &line[..line.len() - line.trim_start().len()]),
        None => (*line).to_owned(),
    });
    let shown: Vec<String> = shown.collect();
    (!lost.is_empty()).then(|| (shown.join("\n").trim_matches('\n').to_owned(), lost.join("\n")))
}

/// Which lines of a file are meant, behind its name: `startLine=3 endLine=9`, `snippet=open` of pandoc's filters.
fn lines_of(attributes: &Attributes) -> String {
    let get = |keys: &[&str]| keys.iter().find_map(|key| attributes.get(key));
    match (get(&["startLine", "start-line"]), get(&["endLine", "end-line"]), get(&["snippet"])) {
        (_, _, Some(snippet)) => format!(":{snippet}"),
        (None, None, None) => String::new(),
        (start, end, None) => format!(":{}:{}", start.unwrap_or_default(), end.unwrap_or_default()),
    }
}

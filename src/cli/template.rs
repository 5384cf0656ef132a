//! `chancery template`

use chancery::bibliography;
use chancery::builtin;
use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place, listed, nearest};
use chancery::manifest;
use chancery::report;

use super::disk::{self, Root, Turn};
use super::terminal::{self, Stream, Terminal};
use super::{Ending, Failure, ProjectArgument};

/// Write a built-in template, marking scheme or citation style into the paper, to change it
///
/// A template goes to `templates/<name>/`, a scheme to `templates/marking/<name>.toml`, a style beside the paper's own
/// template. Until something in it is changed, the paper prints the same bytes as before. Under its own name it takes
/// the place of the built-in one at once; under another one it has to be named in paper.toml. Files that are there
/// already stay as they are, or nothing is written.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery template                      what there is
  chancery template europol --as house   the look of a strategy paper, to make your own of it
  chancery template report               that of a public report, in the place of the built-in one
  chancery template marking/tlp          the Traffic Light Protocol's levels
  chancery template style/apa            a citation style

`chancery explain template` tells what a template can name.")]
pub struct Template {
    /// What to write: a line of the list. `marking/` or `style/` may be left out where no other kind has the name
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    project: ProjectArgument,
    /// The name that it gets in the paper [default: its own]
    #[arg(long = "as", value_name = "NAME", requires = "name")]
    own_name: Option<String>,
    /// List what there is
    #[arg(long, conflicts_with_all = ["name", "own_name"])]
    list: bool,
}

/// What can be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Template,
    Scheme,
    Style,
}

/// Something that is built in.
struct BuiltIn {
    kind: Kind,
    /// The one that is listed first.
    names: Vec<&'static str>,
    /// What it is, in a line.
    what: String,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Template, Self::Scheme, Self::Style];

    /// What stands before its name in the list.
    fn prefix(self) -> &'static str {
        match self {
            Self::Template => "",
            Self::Scheme => "marking/",
            Self::Style => "style/",
        }
    }
}

impl BuiltIn {
    fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }
}

impl Template {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let Some(name) = self.name.as_deref().filter(|_| !self.list) else {
            terminal::result(&list(terminal.style(Stream::Out).width))?;
            return Ok(Ending::Done);
        };
        let wanted = find(name)?;
        let own = self.own_name.as_deref().unwrap_or(wanted.name());
        // Below `templates/` lie the schemes as well.
        let is_taken = |own: &str| wanted.kind == Kind::Template && own == "marking";
        if self.own_name.as_deref().is_some_and(|own| !is_name(own) || is_taken(own)) {
            let message = format!("`{}` cannot be the name of a template, scheme or style", report::visible(own));
            let failure = Diagnostic::error(Code("invalid-name"), Place::Argument(own.to_owned()), message);
            return Err(Box::new(failure.with_help("Use small letters, figures and hyphens: `house-style`.")));
        }
        let root = Root::find(&self.project)?;
        let _turn = Turn::at(root.folder());
        let files = files(&wanted, own, &root)?;
        let (there, new): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(path, _)| disk::exists(&root.folder().join(path)));
        let same = |(path, bytes): &&(String, Vec<u8>)| disk::holds(&root.folder().join(path), bytes);
        let others: Vec<&str> = there.iter().filter(|file| !same(file)).map(|(path, _)| path.as_str()).collect();
        if !others.is_empty() {
            let place = root.shown(others[0]);
            let are = if others.len() == 1 { "is" } else { "are" };
            let message = format!("{} {are} there already, with other contents", listed(&others));
            let failure = Diagnostic::error(Code("cannot-write"), Place::Path(place), message);
            let help = "Give it another name by `--as`, or move away what is there.";
            return Err(Box::new(failure.with_help(help)));
        }
        if !new.is_empty() {
            disk::write_new_files(root.folder(), &new)?;
        }
        terminal::result(&new.iter().map(|(path, _)| format!("{}\n", root.shown(path))).collect::<String>())?;
        if new.is_empty() {
            terminal::tell("All of it is there already, as it is built in.");
        } else if let Some(told) = told(&wanted, own) {
            terminal::tell(&told);
        }
        Ok(Ending::Done)
    }
}

/// Whether a folder or file can have the name everywhere.
fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_device = DEVICES.contains(&name.trim_end_matches(|digit: char| digit.is_ascii_digit()));
    !name.is_empty() && name.len() <= 60 && name.bytes().all(is_plain) && !name.starts_with('-') && !is_device
}

/// What Windows takes for devices, whatever ending follows.
const DEVICES: [&str; 6] = ["aux", "com", "con", "lpt", "nul", "prn"];

/// All that is built in, by kind and name.
fn all() -> Vec<BuiltIn> {
    let mut all = Vec::new();
    for (path, bytes) in builtin::files() {
        let comment = || {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            text.lines().next().unwrap_or_default().trim_start_matches('#').trim().trim_end_matches('.').to_owned()
        };
        let Some(rest) = path.strip_prefix("templates/") else { continue };
        match rest.split_once('/') {
            Some((name, "template.toml")) => {
                all.push(BuiltIn { kind: Kind::Template, names: vec![name], what: comment() });
            }
            Some(("marking", file)) => {
                let name = file.trim_end_matches(".toml");
                all.push(BuiltIn { kind: Kind::Scheme, names: vec![name], what: comment() });
            }
            // Each look has the same.
            Some((_, file))
                if let Some(name) = file.strip_suffix(".csl")
                    && all.iter().all(|other| other.kind != Kind::Style || other.name() != name) =>
            {
                all.push(BuiltIn { kind: Kind::Style, names: vec![name], what: style_title(bytes) });
            }
            _ => {}
        }
    }
    all.extend(bibliography::built_in_styles().map(|style| {
        let mut names = style.names;
        names.sort_by_key(|name| name.len());
        BuiltIn { kind: Kind::Style, names, what: style.title.to_owned() }
    }));
    all
}

/// What a style calls itself.
fn style_title(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let title = text.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    title.map_or("", |(title, _)| title).to_owned()
}

fn list(width: Option<usize>) -> String {
    let all = all();
    let named = |item: &BuiltIn| format!("{}{}", item.kind.prefix(), item.name());
    let column = all.iter().map(|item| named(item).len()).max().unwrap_or(0).min(24);
    let line = |item: &BuiltIn| {
        let line = format!("{:column$}  {}", named(item), item.what);
        format!("{}\n", report::hang(&line, width, "    "))
    };
    Kind::ALL.iter().flat_map(|kind| all.iter().filter(|item| item.kind == *kind)).map(line).collect()
}

/// What a name stands for: with its kind before it, or alone; then it is a template's before a scheme's, and that
/// before a style's.
fn find(asked: &str) -> Result<BuiltIn, Failure> {
    let mut all = all();
    for kind in Kind::ALL {
        let bare = asked.strip_prefix(kind.prefix()).unwrap_or(asked);
        let is_it = |item: &BuiltIn| item.kind == kind && item.names.contains(&bare);
        if let Some(at) = all.iter().position(is_it) {
            let found = all.swap_remove(at);
            let name = found.names.iter().copied().find(|name| *name == bare);
            return Ok(BuiltIn { names: name.into_iter().collect(), ..found });
        }
    }
    let message = format!("nothing that is built in is called `{}`", report::visible(asked));
    let failure = Diagnostic::error(Code("unknown-template"), Place::Argument(asked.to_owned()), message);
    let names: Vec<String> = all.iter().map(|item| format!("{}{}", item.kind.prefix(), item.name())).collect();
    let bare = names.iter().map(|name| name.rsplit('/').next().unwrap_or(name));
    let bare = bare.chain(names.iter().map(String::as_str));
    Err(Box::new(failure.with_help(match nearest(asked, bare) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => {
            let looks = listed(builtin::looks());
            format!("Templates are {looks}; `chancery template` lists marking schemes and styles as well.")
        }
    })))
}

/// What is to be written, by its path in the paper's folder.
fn files(wanted: &BuiltIn, own: &str, root: &Root) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let built_in = |path: &str| builtin::files().find(|(known, _)| *known == path).map(|(_, bytes)| bytes.to_vec());
    match wanted.kind {
        Kind::Template => {
            let folder = format!("templates/{}/", wanted.name());
            let files = builtin::files().filter_map(|(path, bytes)| {
                Some((format!("templates/{own}/{}", path.strip_prefix(&folder)?), bytes.to_vec()))
            });
            Ok(files.collect())
        }
        Kind::Scheme => {
            let bytes = built_in(&format!("templates/marking/{}.toml", wanted.name())).unwrap_or_default();
            Ok(vec![(format!("templates/marking/{own}.toml"), bytes)])
        }
        Kind::Style => {
            let of_template = builtin::files().find(|(path, _)| path.ends_with(&format!("/{}.csl", wanted.name())));
            let bytes = match of_template {
                Some((_, bytes)) => bytes.to_vec(),
                None => bibliography::style_file(wanted.name()).unwrap_or_default().into_bytes(),
            };
            Ok(vec![(format!("templates/{}/{own}.csl", template(root)?), bytes)])
        }
    }
}

/// The paper's own template, beside which its styles lie.
fn template(root: &Root) -> Result<String, Failure> {
    let mut diagnostics = Diagnostics::new();
    let project = disk::read(root.folder(), &mut diagnostics);
    match manifest::read(&project, &mut diagnostics) {
        Ok(manifest) => Ok(manifest.template.value),
        Err(_) => {
            let place = Place::Path(root.shown("paper.toml"));
            let message = "this does not say beside which template a style has to lie";
            let failure = Diagnostic::error(Code("cannot-read"), place, message);
            Err(Box::new(failure.with_help("`chancery check` tells what is wrong with it.")))
        }
    }
}

/// What is to be written into paper.toml, if something is.
fn told(wanted: &BuiltIn, own: &str) -> Option<String> {
    let (key, table) = match wanted.kind {
        Kind::Template => ("template", "paper"),
        Kind::Scheme => ("scheme", "marking"),
        Kind::Style => ("style", "bibliography"),
    };
    Some(match own == wanted.name() {
        true => "It takes the place of the built-in one.".to_owned(),
        false => format!("To use it, write `{key} = \"{own}\"` below `[{table}]` in paper.toml."),
    })
}

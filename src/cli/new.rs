//! `chancery new`

mod import;
mod scaffold;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use chancery::builtin;
use chancery::diagnostic::{Code, Diagnostic, Place, listed, nearest};
use chancery::import::Beginning;
use chancery::report;
use chancery::slug::slug;

use self::scaffold::Scaffold;
use super::terminal::{self, display};
use super::{Ending, Failure, disk};

/// Start a paper in a new folder, or in a fresh clone of a repository
///
/// The paper builds at once, and `check` finds nothing wrong with it: two sections, a bibliography with a sample, and
/// what GitHub and GitLab need to check and print it at each change. Its title is made from the folder's name. What is
/// there already stays as it is. Inside a repository the files for GitHub and GitLab go to its topmost folder, where
/// they are looked for.
///
/// With `--from` the paper begins with a manuscript of another tool: its chapters become sections, with their images,
/// works and references. It builds as a draft at once; what could not be brought over as it was prints as it was typed,
/// and IMPORTED.md lists it with its place and what to do.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery new papers/serious-crime    start a paper called \"Serious crime\"
  chancery new .                       start one in the folder you are in, such as a new repository
  chancery new minute --template note  start a note: no cover, but from whom it is, to whom, what about
  chancery new guide --from book       begin with the text of an mdBook, in the order of its SUMMARY.md
  chancery new plan --from plan.md     begin with one file: its chapters become sections")]
pub struct New {
    /// The paper's folder: one that does not exist yet, is empty, or holds no more than a new repository does
    folder: PathBuf,
    /// How it looks: a built-in template, of which `chancery template` tells what each is for
    #[arg(long, value_name = "NAME", default_value = "europol")]
    template: String,
    /// A file or folder of Markdown to begin with: of pandoc, Quarto, MyST, Sphinx, mdBook, MkDocs, kramdown-rfc,
    /// Jekyll or GitHub
    #[arg(long, value_name = "FILE|FOLDER")]
    from: Option<PathBuf>,
}

impl New {
    pub fn run(&self) -> Result<Ending, Failure> {
        let template = self.look()?;
        self.refuse_full_folder()?;
        let name = folder_name(&self.folder);
        let (slug, title, date) = (slug(&name).unwrap_or_else(|| "paper".to_owned()), title(&name), today());
        let repository = disk::repository_around(&self.folder);
        let beginning = Beginning { slug: &slug, date: &date, template };
        let imported = self.from.as_deref().map(|from| import::import(from, &beginning)).transpose()?;
        let scaffold = Scaffold::new(repository.as_deref(), &self.folder, &slug, imported.is_none());
        // Another run may have begun the paper since, whose files would seem to be there to be kept.
        self.refuse_full_folder()?;
        let mut files = scaffold.files(&[("LOOK", template), ("SLUG", &slug), ("DATE", &date), ("TITLE", &title)]);
        if let Some(imported) = &imported {
            files.extend(imported.files.iter().map(|(path, bytes)| (scaffold.within(path), bytes.clone())));
        }
        disk::write_new_files(scaffold.base(), &files)?;
        terminal::result(&format!("{}\n", display(&self.folder)))?;
        if let Some(imported) = &imported {
            import::tell(imported);
        }
        let here = if self.folder == Path::new(".") {
            "this folder".to_owned()
        } else {
            format!("`{}`", display(&self.folder))
        };
        terminal::tell(&format!(
            "To print the paper, run `chancery build` in {here}; to see it change, `chancery watch`."
        ));
        terminal::tell("`chancery explain guide` tells where the guide is.");
        scaffold.remarks().iter().for_each(|remark| terminal::tell(remark));
        Ok(Ending::Done)
    }

    /// The built-in template that is asked for.
    fn look(&self) -> Result<&'static str, Failure> {
        builtin::looks().find(|look| *look == self.template).ok_or_else(|| {
            let message = format!("there is no template `{}`", report::visible(&self.template));
            let failure = Diagnostic::error(Code("unknown-template"), Place::Argument(self.template.clone()), message);
            let list = listed(builtin::looks());
            Box::new(failure.with_help(match nearest(&self.template, builtin::looks()) {
                Some(near) => format!("Did you mean `{near}`? Built-in ones are {list}."),
                None => format!("Built-in ones are {list}. One of your own is named in paper.toml later."),
            }))
        })
    }

    /// Refuses a folder in which somebody has begun something.
    fn refuse_full_folder(&self) -> Result<(), Failure> {
        let refuse = |message: String| {
            let failure = Diagnostic::error(Code("folder-not-empty"), Place::Path(display(&self.folder)), message);
            let help = "Name a folder that does not exist yet, is empty, or holds no more than a new repository does: \
                        README, LICENSE, hidden files.";
            Err(Box::new(failure.with_help(help)))
        };
        match disk::names_in(&self.folder) {
            Err(reason) => refuse(format!("`{}` cannot be used: {reason}", display(&self.folder))),
            Ok(mut names) => {
                names.retain(|name| !is_of_a_new_repository(name));
                match names.is_empty() {
                    true => Ok(()),
                    false => refuse(format!("`{}` is not empty: it holds {}", display(&self.folder), listed(names))),
                }
            }
        }
    }
}

/// Whether a file or folder is what repositories begin with.
fn is_of_a_new_repository(name: &str) -> bool {
    const BEGINNINGS: [&str; 9] = [
        "README",
        "LICENSE",
        "LICENCE",
        "COPYING",
        "NOTICE",
        "CHANGELOG",
        "CONTRIBUTING",
        "CODE_OF_CONDUCT",
        "SECURITY",
    ];
    let upper = name.to_uppercase();
    name.starts_with('.') || BEGINNINGS.iter().any(|beginning| upper.starts_with(beginning)) || name == "CODEOWNERS"
}

/// What the folder is called, even if the user wrote `.`.
fn folder_name(folder: &Path) -> String {
    let whole = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
    whole.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The folder's name as a title in sentence case. In a script that the built-in fonts may lack it is left to the
/// author.
fn title(name: &str) -> String {
    let is_mark = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let words: Vec<_> = name.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).collect();
    let title = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match title.chars().next() {
        Some(first) if title.chars().all(|c| c < '\u{530}') => {
            first.to_uppercase().chain(title.chars().skip(1)).collect()
        }
        _ => "A new paper".to_owned(),
    }
}

/// The date in UTC, as ISO 8601 has it.
fn today() -> String {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() / 86_400);
    // Years begin in March here, so that the leap day is the last; 400 of them, an era, have 146,097 days. Day 0 is
    // 1 March of the year 0, and 719,468 days before 1970.
    let (era, day) = ((days + 719_468) / 146_097, (days + 719_468) % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, after) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + after)
}

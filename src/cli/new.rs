//! `chancery new`

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::terminal::{self, display};
use super::{Ending, Failure, disk};

/// Start a paper in a new folder
///
/// The paper builds at once, and `check` finds nothing wrong with it: two sections, a bibliography with a sample, and
/// what GitHub and GitLab need to check and print it at each push. Its title is made from the folder's name.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery new papers/serious-crime  start a paper called \"Serious crime\"
  chancery new .                     start one in the folder you are in, if that is empty")]
pub struct New {
    /// The paper's folder; it must be empty, or not exist yet
    folder: PathBuf,
}

/// Where each file goes, and what it holds; `SLUG`, `TITLE` and `DATE` are filled in.
const FILES: [(&str, &str); 9] = [
    (".github/workflows/paper.yml", include_str!("new/github.yml")),
    (".gitignore", include_str!("new/gitignore")),
    (".gitlab-ci.yml", include_str!("new/gitlab.yml")),
    ("README.md", include_str!("new/README.md")),
    ("bibliography/works.bib", include_str!("new/works.bib")),
    ("paper.toml", include_str!("new/paper.toml")),
    ("sections/bibliography.md", include_str!("new/bibliography.md")),
    ("sections/introduction.md", include_str!("new/introduction.md")),
    ("sections/next-steps.md", include_str!("new/next-steps.md")),
];

impl New {
    pub fn run(&self) -> Result<Ending, Failure> {
        let name = folder_name(&self.folder);
        let (slug, title, date) = (slug(&name), title(&name), today());
        // The title comes last: it alone could hold another's name.
        let fill = |text: &str| text.replace("SLUG", &slug).replace("DATE", &date).replace("TITLE", &title);
        let files = FILES.map(|(path, text)| (path.to_owned(), fill(text).into_bytes()));
        disk::write_new_tree(&self.folder, &files)?;
        terminal::result(&format!("{}\n", display(&self.folder)))?;
        terminal::tell("To print the paper, run `chancery build` in this folder; to see it change, `chancery watch`.");
        Ok(Ending::Done)
    }
}

/// What the folder is called, even if the user wrote `.`.
fn folder_name(folder: &Path) -> String {
    let whole = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
    whole.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The folder's name as a name of `[a-z0-9-]+`.
fn slug(name: &str) -> String {
    let words: Vec<_> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "paper".to_owned() } else { words.join("-").to_ascii_lowercase() }
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

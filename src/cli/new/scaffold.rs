//! The files of a new paper, and where each goes: its own into its folder, those of a server to the top of the
//! repository.

use std::path::{Path, PathBuf};

use chancery::diagnostic::listed;

use super::super::disk;
use super::super::terminal::display;

/// Where each of the paper's files goes, and what it holds.
const OWN: [(&str, &str); 7] = [
    (".gitignore", include_str!("gitignore")),
    ("README.md", include_str!("README.md")),
    ("bibliography/works.bib", include_str!("works.bib")),
    ("paper.toml", include_str!("paper.toml")),
    ("sections/bibliography.md", include_str!("bibliography.md")),
    ("sections/introduction.md", include_str!("introduction.md")),
    ("sections/next-steps.md", include_str!("next-steps.md")),
];

/// Those that a paper with a text of its own has, too.
const FRAME: [&str; 2] = [".gitignore", "README.md"];

const GITHUB: &str = include_str!("github.yml");
const GITLAB: &str = include_str!("gitlab.yml");
const GITLAB_PATH: &str = ".gitlab-ci.yml";

/// Files and folders, whatever of them is there.
pub struct Scaffold {
    /// The repository's top, or the paper's folder if that is in no repository or is its top.
    base: PathBuf,
    /// The paper's folder from there, with forward slashes; empty if it is that.
    folder: String,
    /// Path from the base, and content.
    wanted: Vec<(String, &'static str)>,
    /// Paths of what was there, from the base.
    kept: Vec<String>,
}

impl Scaffold {
    /// `has_text` says whether a sample of a paper is among them.
    pub fn new(repository: Option<&Path>, folder: &Path, slug: &str, has_text: bool) -> Self {
        let below = repository.and_then(|top| disk::path_below(top, folder)).unwrap_or_default();
        let base = if below.is_empty() { folder.to_owned() } else { repository.unwrap_or(folder).to_owned() };
        let within = |path: &str| if below.is_empty() { path.to_owned() } else { format!("{below}/{path}") };
        let own = OWN.iter().filter(|(path, _)| has_text || FRAME.contains(path));
        let mut wanted: Vec<_> = own.map(|(path, text)| (within(path), *text)).collect();
        let workflow = if below.is_empty() { "paper".to_owned() } else { format!("paper-{slug}") };
        wanted.push((format!(".github/workflows/{workflow}.yml"), GITHUB));
        // GitLab reads one file; another one can include ours.
        let is_taken = !below.is_empty() && disk::exists(&base.join(GITLAB_PATH));
        wanted.push((if is_taken { within(GITLAB_PATH) } else { GITLAB_PATH.to_owned() }, GITLAB));
        let kept = wanted.iter().map(|(path, _)| path.clone()).filter(|path| disk::exists(&base.join(path))).collect();
        Self { base, folder: below, wanted, kept }
    }

    /// What the paths of [`files`](Self::files) begin at.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// A path of the paper as seen from the base.
    pub fn within(&self, path: &str) -> String {
        if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    /// The files that are not there yet, with `values` put in the place of names. The last value may hold the names of
    /// others.
    pub fn files(&self, values: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        let new = self.wanted.iter().filter(|(path, _)| !self.kept.contains(path));
        let folder = if self.folder.is_empty() { "." } else { &self.folder };
        // In YAML, between double quotes.
        let folder = folder.replace('\\', "\\\\").replace('"', "\\\"");
        let fill = |text: &str| {
            values.iter().fold(text.replace("FOLDER", &folder), |text, (name, value)| text.replace(name, value))
        };
        new.map(|(path, text)| (path.clone(), fill(text).into_bytes())).collect()
    }

    /// What the author has to know of the files that went elsewhere or were there.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if !self.folder.is_empty() {
            let is_for_server = |(path, text): &&(String, &str)| [GITHUB, GITLAB].contains(text) && !self.is_own(path);
            let servers = self.wanted.iter().filter(is_for_server).map(|(path, _)| path);
            let base = display(&self.base);
            remarks.push(format!(
                "In the repository's topmost folder, `{base}`, GitHub and GitLab find {}.",
                listed(servers)
            ));
        }
        if let Some((path, _)) = self.wanted.iter().find(|(path, text)| *text == GITLAB && self.is_own(path)) {
            remarks.push(format!(
                "GitLab reads `{path}` only if the `{GITLAB_PATH}` of the repository says so: `include: {path}`."
            ));
        }
        if !self.kept.is_empty() {
            let (were, stay) =
                if self.kept.len() == 1 { ("was", "stays as it is") } else { ("were", "stay as they are") };
            remarks.push(format!("{} {were} there and {stay}.", listed(&self.kept)));
        }
        if self.kept.iter().any(|path| path.ends_with(".gitignore")) {
            remarks.push("Have a line `/out/` in `.gitignore`: prints are made again at will.".to_owned());
        }
        remarks
    }

    /// Whether a file is below the paper's folder, where that is not the base.
    fn is_own(&self, path: &str) -> bool {
        !self.folder.is_empty() && path.strip_prefix(&self.folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

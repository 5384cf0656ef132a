//! What a paper can be compared with: a list that is made once, of which a browser chooses by number.

use std::path::Path;

use chancery::project::Project;

use crate::cli::Failure;
use crate::cli::git::Repository;
use crate::cli::{released, revision};

/// So many tags are offered, the newest.
const MAX_TAGS: usize = 20;

/// The list. Its first entry is the paper as it stands.
pub struct Views(Vec<View>);

struct View {
    name: String,
    /// The older version, once it was read.
    old: Option<Project>,
    /// As git knows it; [`None`] for no older version.
    revision: Option<String>,
}

impl Views {
    /// The paper as it stands, and nothing else yet.
    pub fn new() -> Self {
        Self(vec![View { name: "as it stands".to_owned(), old: None, revision: None }])
    }

    /// Adds a version that the user asked for.
    pub fn add(&mut self, folder: &Path, revision: &str) -> Result<(), Failure> {
        let old = revision::read(folder, revision)?.project.as_old();
        let name = format!("since {revision}");
        self.0.push(View { name, old: Some(old), revision: Some(revision.to_owned()) });
        Ok(())
    }

    /// Adds the last release and the tags of the repository, if there are any.
    pub fn find(&mut self, folder: &Path, project: &Project) {
        if let Ok(released) = released::read(folder, project) {
            let name = format!("since release {}", released.version);
            let old = Some(released.revision.project.as_old());
            self.push(View { name, old, revision: Some(released.name) });
        }
        let Ok(git) = Repository::around(folder, "HEAD") else { return };
        let list = ["tag", "--list", "--sort=-creatordate", "--format=%(refname:short)"];
        let tags = git.run(&list, None).map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        for tag in tags.unwrap_or_default().lines().take(MAX_TAGS) {
            self.push(View { name: format!("since {tag}"), old: None, revision: Some(tag.to_owned()) });
        }
    }

    fn push(&mut self, view: View) {
        if self.0.iter().all(|known| known.revision != view.revision) {
            self.0.push(view);
        }
    }

    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|view| view.name.clone()).collect()
    }

    /// The older version of a view; [`None`] for the paper as it stands.
    pub fn old(&mut self, folder: &Path, index: usize) -> Result<Option<Project>, Failure> {
        let Some(View { old, revision: Some(revision), .. }) = self.0.get_mut(index) else { return Ok(None) };
        if old.is_none() {
            *old = Some(revision::read(folder, revision)?.project.as_old());
        }
        Ok(old.clone())
    }
}

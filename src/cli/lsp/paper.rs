//! An open paper: what the server knows of it, and who waits for that.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use chancery::diagnostic::Diagnostic as Finding;
use chancery::editor::Desk;
use chancery::live::{Checked, Galley, Revision};
use chancery::project::Project;

use super::client::Client;
use super::findings;
use super::look::{PaperId, Reading, Tell};
use super::protocol::Diagnostic;
use super::view::{Open, Texts, View};
use super::wire;

/// A request that is answered as soon as the paper has been looked at as it is.
pub struct Question {
    pub id: Value,
    pub method: String,
    pub parameters: Value,
    /// The document that it is about, and the client's name of the state that it was in.
    pub uri: String,
    pub version: Option<i32>,
}

pub struct Paper {
    /// Its folder, by the way that it was named first.
    pub root: PathBuf,
    /// The same folder without symbolic links.
    pub real: PathBuf,
    /// Whether it stays open when no document of it is.
    pub is_kept: bool,
    /// Whether there is a paper in its folder. If not, nothing is said of what is; it may come back.
    pub is_there: bool,
    pub open: Open,
    pub waiting: Vec<Question>,
    reading: Reading,
    /// [`None`] until the disk has been read.
    galley: Option<Galley>,
    checked: Option<(Checked, Desk)>,
    /// The revision whose check has broken down.
    failed: Option<Revision>,
    texts: Texts,
    /// Files that are open no more, each with the call after which the disk is as it was left: what was saved may not
    /// have been read yet.
    closed: BTreeMap<String, u64>,
    /// What the client shows, by URI.
    published: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)>,
}

impl Paper {
    pub fn new(id: PaperId, root: &Path, real: PathBuf, tell: Tell) -> Self {
        Self {
            root: root.to_owned(),
            real,
            is_kept: false,
            is_there: true,
            open: Open::new(),
            waiting: Vec::new(),
            reading: Reading::start(id, root, tell),
            galley: None,
            checked: None,
            failed: None,
            texts: Texts::default(),
            closed: BTreeMap::new(),
            published: BTreeMap::new(),
        }
    }

    /// Has the disk read once more.
    pub fn call(&self) {
        self.reading.call();
    }

    /// Takes that there is no paper any more. Returns who waits for it, and what the client is to be told.
    pub fn vanish(&mut self) -> (Vec<Question>, Vec<Value>) {
        self.is_there = false;
        (self.galley, self.checked, self.failed) = (None, None, None);
        self.closed.clear();
        let shown = std::mem::take(&mut self.published).into_keys();
        (std::mem::take(&mut self.waiting), shown.map(|uri| publication(&uri, None, &[])).collect())
    }

    /// Takes what stands on disk as of a call, with the texts that are open over it. Returns the paper if it is to be
    /// checked.
    pub fn read<'t>(
        &mut self,
        (disk, found, call): (Project, Vec<Finding>, u64),
        open: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> Option<&Galley> {
        self.is_there = true;
        let is_new = match &mut self.galley {
            Some(galley) => {
                let left: Vec<_> = self.closed.extract_if(.., |_, left| *left <= call).collect();
                left.iter().for_each(|(path, _)| galley.unset(path));
                galley.read(disk, found) || !left.is_empty()
            }
            None => {
                let galley = self.galley.insert(Galley::new(disk, found));
                for (path, text) in open {
                    galley.set(path, text);
                }
                true
            }
        };
        self.galley.as_ref().filter(|_| is_new)
    }

    /// Takes the text of an open document. Returns the paper if it is to be checked.
    pub fn take(&mut self, path: &str, text: &str) -> Option<&Galley> {
        self.closed.remove(path);
        // Until the disk is read, the open texts are with their documents.
        let galley = self.galley.as_mut()?;
        if galley.set(path, text) { Some(galley) } else { None }
    }

    /// A document is open no more. What stood in it counts until the disk has been read again.
    pub fn leave(&mut self, path: &str) {
        self.closed.insert(path.to_owned(), self.reading.call());
    }

    /// Takes what a check has found. Returns whether that is how the paper stands at the moment.
    pub fn checked(&mut self, checked: Checked, desk: Desk) -> bool {
        let is_now = self.is_now(checked.revision);
        if is_now {
            self.texts.retain(&checked.project);
            self.checked = Some((checked, desk));
        }
        is_now
    }

    /// Takes that a check has broken down. Returns whether that was one of the paper as it stands at the moment.
    pub fn failed(&mut self, revision: Revision) -> bool {
        self.failed = Some(revision);
        self.is_now(revision)
    }

    fn is_now(&self, revision: Revision) -> bool {
        self.galley.as_ref().is_some_and(|galley| galley.revision() == revision)
    }

    /// The paper as it stands at the moment, if it has been looked at. `Err` if looking at it breaks down.
    pub fn view<'a>(&'a self, client: &'a Client) -> Result<Option<View<'a>>, ()> {
        if self.failed.is_some_and(|revision| self.is_now(revision)) {
            return Err(());
        }
        let known = self.checked.as_ref().filter(|(checked, _)| self.is_now(checked.revision));
        Ok(known.map(|(checked, desk)| View { findings: &checked.findings, ..self.over(desk, checked, client) }))
    }

    /// The paper as it was looked at last, with the texts that are open as they stand at the moment: for what cannot
    /// wait.
    pub fn at_once(&self) -> Option<(&Checked, Desk)> {
        let (checked, desk) = self.checked.as_ref()?;
        let now = &self.galley.as_ref()?.snapshot().project;
        let open = self.open.keys().filter_map(|path| now.file(path));
        let newer = open.filter(|file| checked.project.file(file.path()) != Some(*file));
        Some((checked, newer.fold(desk.clone(), |desk, file| desk.with(file))))
    }

    /// A view of a desk, without findings: their places may be those of other texts.
    pub fn over<'a>(&'a self, desk: &'a Desk, checked: &'a Checked, client: &'a Client) -> View<'a> {
        let Self { root, texts, open, .. } = self;
        let paper = checked.paper.as_deref();
        View { client, root, project: desk.project(), findings: &[], paper, desk, texts, open }
    }

    /// What the client is to be told: the findings of documents that have others than it shows, or another version.
    pub fn news(&mut self, client: &Client) -> Vec<Value> {
        let Ok(Some(view)) = self.view(client) else { return Vec::new() };
        let found = findings::by_uri(&view);
        let versions: BTreeMap<&String, Option<i32>> =
            self.open.values().flatten().map(|(uri, version)| (uri, *version)).collect();
        let version = |uri: &String| versions.get(uri).copied().flatten();
        let found: BTreeMap<_, _> =
            found.into_iter().map(|(uri, findings)| (uri.clone(), (version(&uri), findings))).collect();
        let gone = self.published.keys().filter(|uri| !found.contains_key(*uri));
        let gone = gone.map(|uri| publication(uri, None, &[]));
        let is_new =
            |(uri, shown): &(&String, &(Option<i32>, Vec<Diagnostic>))| self.published.get(*uri) != Some(*shown);
        let new = found.iter().filter(is_new).map(|(uri, (version, shown))| publication(uri, *version, shown));
        let news = gone.chain(new).collect();
        self.published = found;
        news
    }
}

/// The message that has the client show these findings, and no others, of a document.
fn publication(uri: &str, version: Option<i32>, shown: &[Diagnostic]) -> Value {
    let mut params = json!({ "uri": uri, "diagnostics": shown });
    if let Some(version) = version {
        params["version"] = json!(version);
    }
    wire::notification("textDocument/publishDiagnostics", params)
}

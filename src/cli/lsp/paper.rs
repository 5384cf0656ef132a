//! An open paper: what the server knows of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use chancery::diagnostic::Diagnostic as Finding;
use chancery::editor::{self, Desk};
use chancery::live::{Checked, Galley, Revision, Snapshot};
use chancery::project::{MANIFEST, Project};

use super::super::disk::is_paper;
use super::client::Client;
use super::findings;
use super::look::{PaperId, Reading, Tell};
use super::preview::Preview;
use super::protocol::Diagnostic;
use super::view::{Open, Texts, View};
use super::wire;

/// What is to be done when something about a paper has changed.
pub enum Turn {
    /// It is to be checked as it stands now.
    Check(Snapshot),
    /// There is no paper any more: this tells the client so, and what was known of it can be forgotten.
    Gone(Vec<Value>),
    Nothing,
}

pub struct Paper {
    /// Its folder, by the way that it was named first.
    pub root: PathBuf,
    /// The same folder without symbolic links.
    pub real: PathBuf,
    /// Whether it stays open when no document of it is.
    pub is_kept: bool,
    /// Whether there is a paper in its folder, on disk or in the editor. If not, nothing is said of what is there; it
    /// may come back.
    is_there: bool,
    pub open: Open,
    pub preview: Option<Preview>,
    reading: Reading,
    /// Up to which call the disk has been read.
    read_up_to: u64,
    /// Whether there is something in its folder that could not be read.
    is_unreadable: bool,
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
            preview: None,
            reading: Reading::start(id, root, tell),
            read_up_to: 0,
            is_unreadable: false,
            galley: None,
            checked: None,
            failed: None,
            texts: Texts::default(),
            closed: BTreeMap::new(),
            published: BTreeMap::new(),
        }
    }

    pub fn is_there(&self) -> bool {
        self.is_there
    }

    /// The paper as it stands at the moment, once it has been read.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.galley.as_ref().map(Galley::snapshot)
    }

    /// Has the disk read once more. Returns the number of this call.
    pub fn call(&self) -> u64 {
        self.reading.call()
    }

    /// Whether the disk has been read since a call.
    pub fn has_read(&self, call: u64) -> bool {
        self.read_up_to >= call
    }

    /// Takes that there is no paper any more. Returns what the client is to be told.
    pub fn vanish(&mut self) -> Vec<Value> {
        (self.is_there, self.checked, self.failed) = (false, None, None);
        std::mem::take(&mut self.published).into_keys().map(|uri| publication(&uri, None, &[])).collect()
    }

    /// Takes what stands on disk as of a call. The first time, the texts that are open stand over it: `text` tells each
    /// by its URI.
    pub fn read<'t>(
        &mut self,
        (disk, found, call): (Project, Vec<Finding>, u64),
        text: impl Fn(&str) -> Option<&'t str>,
    ) -> Turn {
        self.read_up_to = call;
        // One that is there and cannot be read is told of; by now, another may be there than was read.
        self.is_unreadable = !found.is_empty() && is_paper(&self.root);
        let left: Vec<_> = self.closed.extract_if(.., |_, left| *left <= call).collect();
        let is_new = match &mut self.galley {
            Some(galley) => {
                left.iter().for_each(|(path, _)| galley.unset(path));
                galley.read(disk, found) || !left.is_empty()
            }
            None => {
                let galley = self.galley.insert(Galley::new(disk, found));
                for (path, open) in &self.open {
                    if let Some(text) = open.first().and_then(|(uri, _)| text(uri)) {
                        galley.set(path, text);
                    }
                }
                true
            }
        };
        self.turn(is_new)
    }

    /// Takes the text of an open document.
    pub fn take(&mut self, path: &str, text: &str) -> Turn {
        self.closed.remove(path);
        // Until the disk is read, the open texts are with their documents.
        let is_new = self.galley.as_mut().is_some_and(|galley| galley.set(path, text));
        self.turn(is_new)
    }

    /// What is to be done, after a change or none: a manifest makes a paper, saved or not.
    fn turn(&mut self, is_new: bool) -> Turn {
        let Some(now) = self.galley.as_ref().map(Galley::snapshot) else { return Turn::Nothing };
        let is_there = now.project.contains(MANIFEST) || self.is_unreadable;
        match (self.is_there, is_there) {
            (true, false) => Turn::Gone(self.vanish()),
            (was_there, true) if is_new || !was_there => {
                self.is_there = true;
                Turn::Check(now.clone())
            }
            _ => Turn::Nothing,
        }
    }

    /// A document is open no more. What stood in it counts until the disk has been read again.
    pub fn leave(&mut self, path: &str) {
        self.closed.insert(path.to_owned(), self.reading.call());
    }

    /// Whether a check would show other hints in open documents whose texts are as before: the client does not ask for
    /// these again by itself.
    pub fn hints_anew(&self, checked: &Checked, desk: &Desk) -> bool {
        let Some((before, known)) = &self.checked else { return !self.open.is_empty() };
        let is_same = |path: &&String| before.project.file(path) == checked.project.file(path);
        let mut same = self.open.keys().filter(is_same);
        same.any(|path| editor::hints(known, path) != editor::hints(desk, path))
    }

    /// Takes what a check of the paper has found that is as it [stands now](Self::is_now).
    pub fn checked(&mut self, checked: Checked, desk: Desk) {
        self.texts.retain(&checked.project);
        self.checked = Some((checked, desk));
    }

    /// Takes that a check has broken down.
    pub fn failed(&mut self, revision: Revision) {
        self.failed = Some(revision);
    }

    /// Whether the paper stands as it did at a revision, and is there.
    pub fn is_now(&self, revision: Revision) -> bool {
        self.is_there && self.galley.as_ref().is_some_and(|galley| galley.revision() == revision)
    }

    /// The paper as it stands at the moment, if it has been looked at. `Err` if looking at it breaks down.
    pub fn view<'a>(&'a self, client: &'a Client) -> Result<Option<View<'a>>, ()> {
        if self.failed.is_some_and(|revision| self.is_now(revision)) {
            return Err(());
        }
        let known = self.checked.as_ref().filter(|(checked, _)| self.is_now(checked.revision));
        Ok(known.map(|(checked, desk)| View { findings: &checked.findings, ..self.over(desk, checked, client) }))
    }

    /// Asks of the paper as it stands or, if that has not been looked at yet, as it was looked at last with the texts
    /// that are open as they stand: for what cannot wait. [`None`] if it has never been looked at.
    pub fn at_best<A>(&self, client: &Client, ask: impl FnOnce(&View) -> A) -> Option<A> {
        if let Ok(Some(view)) = self.view(client) {
            return Some(ask(&view));
        }
        let (checked, desk) = self.checked.as_ref()?;
        let now = &self.galley.as_ref()?.snapshot().project;
        let open = self.open.keys().filter_map(|path| now.file(path));
        let newer = open.filter(|file| checked.project.file(file.path()) != Some(*file));
        let desk = newer.fold(desk.clone(), |desk, file| desk.with(file));
        Some(ask(&self.over(&desk, checked, client)))
    }

    /// A view of a desk, without findings: their places may be those of other texts.
    fn over<'a>(&'a self, desk: &'a Desk, checked: &'a Checked, client: &'a Client) -> View<'a> {
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

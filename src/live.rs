//! A paper while it is being written: what stands on disk, what an editor has not saved yet, and what is found in both.
//!
//! ```text
//! disk, open texts ──► Galley ──► Snapshot ──► Proofreader ──► Checked ──► Proof
//! ```
//!
//! A [`Galley`] belongs to who hears of changes, a [`Proofreader`] to who takes the time to look: they can be on two
//! threads, with nothing between them but snapshots one way and what was found the other. Each change makes a new
//! [`Revision`], so whoever holds the galley knows by one comparison that an answer has come too late.
//!
//! What is found is what [`press::check`] finds in the same project, whatever came before.

mod change;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::assemble::Assembled;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::editor::{self, Desk};
use crate::paper::Paper;
use crate::press::{self, Laid, Session};
use crate::project::{Overlay, Project};

pub use self::change::{changed_at, moved};

/// How often a paper has changed. The larger one is the newer one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(u64);

/// The text of a paper as it stands at the moment. It is set in type, and no page is made of it yet.
pub struct Galley {
    disk: Project,
    /// What was found when the disk was read.
    found: Vec<Diagnostic>,
    overlay: Overlay,
    now: Snapshot,
}

/// A paper at one moment. Cheap to clone, and to send to another thread.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub revision: Revision,
    /// What stands on disk, with the open texts over it.
    pub project: Project,
    /// What kept a part of the disk from being read; with errors among it, nothing else is found.
    found: Vec<Diagnostic>,
}

impl Snapshot {
    /// What kept a part of the disk from being read.
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }
}

impl Galley {
    /// A paper as it was read from disk, and what was found on the way.
    pub fn new(disk: Project, found: Vec<Diagnostic>) -> Self {
        let now = Snapshot { revision: Revision::default(), project: disk.clone(), found: found.clone() };
        Self { disk, found, overlay: Overlay::default(), now }
    }

    /// Takes what stands on disk by now. Returns whether that makes a difference.
    pub fn read(&mut self, disk: Project, found: Vec<Diagnostic>) -> bool {
        let is_new = self.disk != disk || self.found != found;
        if is_new {
            (self.disk, self.found) = (disk, found);
            self.change();
        }
        is_new
    }

    /// Takes a text that is not saved in the place of the file at `path`. Returns whether that is a path of a project:
    /// nothing else has a say in the paper.
    pub fn set(&mut self, path: &str, text: &str) -> bool {
        let is_ours = self.overlay.set(path, text);
        if is_ours {
            self.change();
        }
        is_ours
    }

    /// Goes back to what stands on disk at `path`.
    pub fn unset(&mut self, path: &str) {
        self.overlay.remove(path);
        self.change();
    }

    pub fn revision(&self) -> Revision {
        self.now.revision
    }

    /// The paper as it stands at the moment.
    pub fn snapshot(&self) -> &Snapshot {
        &self.now
    }

    /// The paper as it stands on disk.
    pub fn disk(&self) -> &Project {
        &self.disk
    }

    fn change(&mut self) {
        let revision = Revision(self.now.revision.0 + 1);
        self.now = Snapshot { revision, project: self.disk.overlaid(&self.overlay), found: self.found.clone() };
    }
}

/// Reads galleys, and remembers what it has read.
#[derive(Default)]
pub struct Proofreader {
    session: Session,
    editor: editor::Memory,
    /// The last that could be made of the paper.
    paper: Option<Arc<Paper>>,
}

/// What is known of a paper at one moment, before there are pages.
#[derive(Debug, Clone)]
pub struct Checked {
    pub revision: Revision,
    pub project: Project,
    /// As `check` prints them, in the same order.
    pub findings: Vec<Diagnostic>,
    /// [`None`] if the manifest cannot be read.
    pub paper: Option<Arc<Paper>>,
}

/// What pages can be made of: a paper without errors.
pub struct Forme {
    assembled: Assembled,
    diagnostics: Diagnostics,
}

/// A paper on pages.
pub struct Proof {
    pub revision: Revision,
    pub project: Project,
    /// With what only the pages show, as `check --layout` prints them.
    pub findings: Vec<Diagnostic>,
    /// [`None`] if Typst refuses it, or only the pages show an error.
    pub laid: Option<Laid>,
}

impl Proofreader {
    /// Finds what is wrong with the paper.
    ///
    /// After a panic this proofreader may know things that are not so: where it has to outlive one, it works
    /// [`guarded`](Self::guarded).
    pub fn check(&mut self, snapshot: &Snapshot) -> Checked {
        self.look(snapshot, press::check).0
    }

    /// Does some work with this proofreader. [`None`] if that panics: then it is one that knows nothing yet.
    pub fn guarded<A>(&mut self, work: impl FnOnce(&mut Self) -> A) -> Option<A> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self))).ok();
        if done.is_none() {
            *self = Self::default();
        }
        done
    }

    /// What an editor can be told of what was checked last.
    pub fn desk(&mut self, checked: &Checked) -> Desk {
        if let Some(paper) = &checked.paper {
            self.paper = Some(Arc::clone(paper));
        }
        Desk::new(&checked.project, self.paper.clone(), &mut self.session, &mut self.editor)
    }

    /// As [`Self::check`] and, if the paper can be printed, what [`Self::lay_out`] needs.
    pub fn check_for_pages(&mut self, snapshot: &Snapshot) -> (Checked, Option<Forme>) {
        let mut assembled = None;
        let (checked, diagnostics) = self.look(snapshot, |project, session, diagnostics| {
            let (paper, text) = press::check_for_pages(project, session, diagnostics)?;
            assembled = text;
            Some(paper)
        });
        let forme = assembled.map(|assembled| Forme { assembled, diagnostics });
        (checked, forme)
    }

    /// Lays out what was checked. The project's template is run here, so it has to be one that may be:
    /// [`press::own_template`].
    pub fn lay_out(&mut self, checked: &Checked, forme: Forme) -> Proof {
        let Forme { assembled, mut diagnostics } = forme;
        let Checked { revision, project, paper, .. } = checked.clone();
        let laid = paper.and_then(|paper| {
            let paper = Arc::unwrap_or_clone(paper);
            press::lay_out(&project, paper, assembled, &mut self.session, &mut diagnostics).ok()
        });
        Proof { revision, project, findings: diagnostics.into_sorted(), laid }
    }

    fn look(
        &mut self,
        snapshot: &Snapshot,
        look: impl FnOnce(&Project, &mut Session, &mut Diagnostics) -> Option<Paper>,
    ) -> (Checked, Diagnostics) {
        let Snapshot { revision, project, found } = snapshot.clone();
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(&found);
        let paper = diagnostics.checkpoint().ok().and_then(|()| look(&project, &mut self.session, &mut diagnostics));
        let findings = diagnostics.clone().into_sorted();
        let checked = Checked { revision, project, findings, paper: paper.map(Arc::new) };
        (checked, diagnostics)
    }
}

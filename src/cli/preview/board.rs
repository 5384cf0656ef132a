//! What is shown just now, for all who look.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chancery::typeset::{Display, Heading, Outline, Picture, Sheet, Spot};
use serde::Serialize;

use crate::cli::worker::job::Shown;

/// Holds what was last published, and wakes those who wait for more.
#[derive(Default)]
pub struct Board {
    content: Mutex<Content>,
    news: Condvar,
}

#[derive(Default)]
struct Content {
    /// The event that says what is shown, and how many there were before it.
    edition: Arc<str>,
    version: u64,
    /// The last passing events, and how many there were.
    passing: VecDeque<Event>,
    passed: u64,
    /// Where those who look were brought last.
    brought: Option<Event>,
    /// Nobody is told any more.
    is_closed: bool,
    pages: Option<Pages>,
    drawings: HashMap<String, Arc<[u8]>>,
    pictures: HashMap<String, Picture>,
    outlines: Vec<Outline>,
}

/// Its name and what it says.
type Event = (&'static str, Arc<str>);

/// So many passing events are kept for who is slow to hear them.
const MAX_PASSING: usize = 16;

/// Why those who look are brought to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// Somebody asked to see it.
    Asked,
    /// The cursor is there.
    Cursor,
    /// What stands there was changed.
    Change,
}

/// Pages that were laid out.
struct Pages {
    title: String,
    language: String,
    sheets: Vec<Sheet>,
    headings: Vec<Heading>,
}

/// What was found, and what can be chosen.
pub struct State<'a> {
    /// An object of JSON each.
    pub findings: Vec<&'a str>,
    pub summary: String,
    pub views: Vec<String>,
    pub view: usize,
}

/// Something that those who look have not seen yet.
pub enum News {
    Edition(Arc<str>),
    Passing(Event),
    /// Nothing is new so far.
    None,
    /// Nothing will be any more.
    End,
}

/// How far somebody has looked.
#[derive(Default)]
pub struct Mark {
    version: u64,
    passed: u64,
    /// Whether who looks stands where those who came before were brought.
    is_brought: bool,
}

#[derive(Serialize)]
struct Brought {
    #[serde(flatten)]
    spot: Spot,
    why: Why,
    /// The larger one is the newer one.
    number: u64,
}

#[derive(Serialize)]
struct Edition<'a> {
    version: u64,
    /// Whether the pages are those of the paper as it stands.
    state: &'static str,
    title: &'a str,
    language: &'a str,
    pages: Vec<(&'a str, f64, f64)>,
    headings: Vec<(usize, &'a str, usize, f64)>,
    outlines: usize,
    findings: Vec<serde_json::Value>,
    #[serde(flatten)]
    choice: Choice<'a>,
}

#[derive(Serialize)]
struct Choice<'a> {
    summary: &'a str,
    views: &'a [String],
    view: usize,
}

impl Board {
    /// Shows a paper, or says that it cannot be laid out: then what was shown last goes on standing. Returns the
    /// number of the edition.
    pub fn publish(&self, shown: Option<Shown>, state: &State) -> u64 {
        let mut guard = self.lock();
        let content = &mut *guard;
        content.version += 1;
        let is_new = shown.is_some();
        if let Some(Shown { title, language, display }) = shown {
            content.take(title, language, display);
        }
        let pages = content.pages.as_ref();
        let edition = Edition {
            version: content.version,
            state: match (is_new, pages) {
                (true, _) => "good",
                (false, Some(_)) => "stale",
                (false, None) => "none",
            },
            title: pages.map_or("", |pages| &pages.title),
            language: pages.map_or("", |pages| &pages.language),
            pages: pages.map_or_else(Vec::new, Pages::list),
            headings: pages.map_or_else(Vec::new, Pages::outline),
            outlines: content.outlines.len(),
            findings: state.findings.iter().filter_map(|finding| serde_json::from_str(finding).ok()).collect(),
            choice: Choice { summary: &state.summary, views: &state.views, view: state.view },
        };
        content.edition = serde_json::to_string(&edition).expect("an edition is plain").into();
        let version = content.version;
        drop(guard);
        self.news.notify_all();
        version
    }

    /// Tells those who look just now of something.
    pub fn pass(&self, name: &'static str, event: &impl Serialize) {
        self.lock().pass(name, event);
        self.news.notify_all();
    }

    /// Brings those who look to a place, and those who come later.
    pub fn bring(&self, spot: Spot, why: Why) {
        let mut content = self.lock();
        let number = content.passed + 1;
        let event = content.pass("show", &Brought { spot, why, number });
        content.brought = Some(event);
        drop(content);
        self.news.notify_all();
    }

    /// Shows nothing any more, and tells nobody.
    pub fn close(&self) {
        *self.lock() = Content { is_closed: true, ..Content::default() };
        self.news.notify_all();
    }

    pub fn is_closed(&self) -> bool {
        self.lock().is_closed
    }

    /// Where somebody begins to look: at what is shown, not at what has passed.
    pub fn mark(&self) -> Mark {
        let content = self.lock();
        Mark { version: 0, passed: content.passed, is_brought: content.brought.is_none() }
    }

    /// What is new since somebody looked, as soon as there is anything, or after that time.
    pub fn wait(&self, mark: &mut Mark, time: Duration) -> News {
        let nothing_new = |content: &mut Content| {
            let is_told = content.version == mark.version && content.passed == mark.passed && mark.is_brought;
            is_told && !content.is_closed
        };
        let waited = self.news.wait_timeout_while(self.lock(), time, nothing_new);
        let (content, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if content.is_closed {
            News::End
        } else if content.version != mark.version {
            mark.version = content.version;
            News::Edition(Arc::clone(&content.edition))
        } else if let Some(event) = content.brought.clone().filter(|_| !mark.is_brought) {
            mark.is_brought = true;
            News::Passing(event)
        } else if let Some(event) = content.passed_since(mark.passed) {
            let kept = content.passing.len() as u64;
            mark.passed = mark.passed.max(content.passed - kept) + 1;
            News::Passing(event)
        } else {
            News::None
        }
    }

    pub fn drawing(&self, digest: &str) -> Option<Arc<[u8]>> {
        self.lock().drawings.get(digest).cloned()
    }

    pub fn picture(&self, digest: &str) -> Option<Picture> {
        self.lock().pictures.get(digest).cloned()
    }

    /// The outlines from that one on, as JSON.
    pub fn outlines(&self, from: usize) -> Option<Vec<u8>> {
        let content = self.lock();
        content.outlines.get(from..).map(|outlines| serde_json::to_vec(outlines).expect("outlines are plain"))
    }

    fn lock(&self) -> MutexGuard<'_, Content> {
        // Nothing that can panic leaves it half done.
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Content {
    fn pass(&mut self, name: &'static str, event: &impl Serialize) -> Event {
        let event: Event = (name, serde_json::to_string(event).expect("an event is plain").into());
        self.passing.push_back(event.clone());
        self.passed += 1;
        if self.passing.len() > MAX_PASSING {
            self.passing.pop_front();
        }
        event
    }

    /// The first that is kept of those that passed after so many.
    fn passed_since(&self, count: u64) -> Option<Event> {
        let new = usize::try_from(self.passed - count).unwrap_or(usize::MAX);
        let first = self.passing.len().saturating_sub(new);
        (new > 0).then(|| self.passing.get(first).cloned()).flatten()
    }

    fn take(&mut self, title: String, language: String, display: Display) {
        let Display { pages: sheets, headings, drawings, pictures, outlines } = display;
        self.drawings.extend(drawings);
        self.pictures.extend(pictures);
        // A worker that was lost tells the next time what it had told before.
        let known = |outline: &Outline| {
            self.outlines.iter().any(|known| known.glyph == outline.glyph && known.font == outline.font)
        };
        let new: Vec<Outline> = outlines.into_iter().filter(|outline| !known(outline)).collect();
        self.outlines.extend(new);
        // A browser may be about to ask for what the edition before showed.
        let before = self.pages.replace(Pages { title, language, sheets, headings });
        let shown = || {
            let now = self.pages.iter().flat_map(|pages| &pages.sheets);
            now.chain(before.iter().flat_map(|before| &before.sheets))
        };
        let drawings = shown().map(|sheet| sheet.digest.clone()).collect::<HashSet<_>>();
        let pictures = shown().flat_map(|sheet| &sheet.pictures).cloned().collect::<HashSet<_>>();
        self.drawings.retain(|digest, _| drawings.contains(digest));
        self.pictures.retain(|digest, _| pictures.contains(digest));
    }
}

impl Pages {
    fn list(&self) -> Vec<(&str, f64, f64)> {
        self.sheets.iter().map(|sheet| (&*sheet.digest, sheet.width, sheet.height)).collect()
    }

    fn outline(&self) -> Vec<(usize, &str, usize, f64)> {
        self.headings.iter().map(|heading| (heading.level, &*heading.text, heading.page, heading.y)).collect()
    }
}

//! A press for official papers: versioned Markdown sections and a bibliography, through a template, into one marked,
//! numbered, accessible and archivable PDF.
//!
//! # The way through
//!
//! ```text
//! Project ──► manifest, sections, bibliography ──► Paper ──► Assembled ──► Document ──► PDF
//!                                  every stage adds to one list of Diagnostics
//! ```
//!
//! 1. A [`project::Project`] is a value: path → bytes. Disk, a git revision, texts that an editor has not saved
//!    ([`project::Overlay`]) and a test string all make the same one. Projects share the files that are the same.
//! 2. [`manifest`], [`markdown`], [`bibliography`] and [`marking`] read its files. Each keeps going after a mistake.
//! 3. [`paper::resolve`] computes every number, label, reference, value, citation and marking, and all that a paper
//!    says of itself beside its sections ([`paper::front`]), in the words of its language ([`terms`]): a
//!    [`paper::Paper`].
//! 4. [`check`] finds what a reader, a printer or a validator would stumble over; [`template::render`] makes
//!    the file that Typst begins with.
//! 5. [`assemble::assemble`] writes each section as one Typst file with its own source map: [`assemble::Assembled`].
//! 6. [`typeset`] lays that out with Typst, again where a heading or a note would stand astray, stamps the finished
//!    pages, and exports PDF/A-3a and PDF/UA-1; each can be had without the next. Typst's complaints become ours, and
//!    what only the pages show is found on them. In a session that lasts, a paper whose chapters begin pages is laid
//!    out chapter by chapter and joined to the same pages.
//!
//! [`redline::redline`] makes one paper of two, in which every node says what became of it; from there on it is
//! printed like any other.
//!
//! There is one way through the tree ([`section::walk`]), and one text in which words are searched across emphasis and
//! line ends, with the way back to places ([`section::pieces`]).
//!
//! What is read of a file depends on that file, what is done with one section (expanded, resolved, emitted) on little
//! beside it, and what is seen of a page on that page; each is remembered with what was found ([`memo`]). What is done
//! with the whole paper is a fold over what its sections have to say.
//!
//! [`import`] makes the files of a project of what was written for another tool, and tells what it could not bring.
//!
//! [`press`] calls these one after the other, [`live`] again and again while a paper is written. [`lock`] is what was
//! released, and [`check`] compares with it. [`fix`] mends what is safe to mend, [`report`] draws what was found,
//! [`explain`] has a page for each kind of finding.
//! [`editor`] answers what stands at a byte, what it prints, what can be written there.
//!
//! # What is absent
//!
//! - No IO: no file, clock, environment, network, process or terminal. Only the binary touches the world. It starts no
//!   process but itself, to run a template that is not its own within bounds, `git` for older versions, and what the
//!   user of `preview` names. It listens, for `preview` and where an editor asks for that, and connects to nothing.
//! - No author's character outside a string literal in what Typst reads ([`markup::Markup`]), so no author can run
//!   code.
//! - No counting in Typst but pages: numbers come from [`paper`], so that every form of a paper agrees.
//! - No state but a [`press::Session`], which may make a build faster, never different. The names of files
//!   ([`source::FileId`]) are given out once for the whole process: identity, by which nothing is found or sorted.
//! - No error that was not recorded: only [`diagnostic::Diagnostics::report`] makes a [`diagnostic::Reported`].
//! - No call back: the blank-line groups below are layers, and a module uses earlier groups only. A test enforces it,
//!   as it does the absence of IO and the one home of each heavy library.

pub mod beside;
pub mod csv;
pub mod literal;
pub mod signature;
pub mod slug;
pub mod source;
pub mod version;
pub mod xml;

pub mod diagnostic;
pub mod memo;
pub mod section;

pub mod builtin;
pub mod explain;
pub mod markup;
pub mod table;
pub mod value;

pub mod project;
pub mod terms;

pub mod language;

pub mod bibliography;
pub mod front_matter;
pub mod image;
pub mod manifest;
pub mod marking;

pub mod lock;
pub mod markdown;

pub mod paper;

pub mod check;
pub mod redline;
pub mod template;

pub mod assemble;

pub mod typeset;

pub mod press;

pub mod editor;

pub mod live;

pub mod fix;
pub mod report;

pub mod import;

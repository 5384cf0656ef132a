//! What a section says of itself: its version, how far it has come, who wrote it, how it is marked.

use semver::Version;

use super::Text;
use crate::source::{Span, Spanned};

/// What a section says of itself, between its `+++` lines.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    pub version: Spanned<Version>,
    pub status: Option<Spanned<Status>>,
    pub contributors: Vec<Spanned<String>>,
    pub marking: Option<Marking>,
    pub owner: Option<Spanned<String>>,
}

/// How far a paper or section has come. Drafts forgive, finals do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Draft,
    Consultation,
    Final,
}

impl Status {
    pub const ALL: [Self; 3] = [Self::Draft, Self::Consultation, Self::Final];

    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Consultation => "consultation",
            Self::Final => "final",
        }
    }
}

/// How a section, or a part of one, is marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Marking {
    /// A level of the paper's scheme, by its name.
    pub level: Spanned<String>,
    /// What the scheme prints for that level, once it is resolved.
    pub text: Option<String>,
}

impl FrontMatter {
    /// Stands for front matter whose mistakes were reported.
    pub fn unreadable(span: Span) -> Self {
        let version = Spanned::new(Version::new(0, 0, 0), span);
        Self { version, status: None, contributors: Vec::new(), marking: None, owner: None }
    }
}

impl Marking {
    pub fn new(level: Spanned<String>) -> Self {
        Self { level, text: None }
    }

    /// What is printed; of a marking that is not resolved, the level's name.
    pub fn printed(&self) -> Text {
        Text::computed(self.level.span, self.text.as_ref().unwrap_or(&self.level.value).as_str())
    }
}

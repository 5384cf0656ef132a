//! What styles print where a work is cited.

use citationberg::{CitationFormat, IndependentStyle, StyleCategory, StyleClass, VerticalAlign};

/// What a style prints where a work is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StyleForm {
    /// Who wrote it, and mostly when.
    Names,
    Numbers,
    RaisedNumbers,
    /// Letters and figures of its names and year.
    Labels,
    Notes,
}

impl StyleForm {
    pub(super) fn of(style: &IndependentStyle) -> Self {
        let format = style.info.category.iter().find_map(|category| match category {
            StyleCategory::CitationFormat { format } => Some(*format),
            StyleCategory::Field { .. } => None,
        });
        if style.settings.class == StyleClass::Note {
            return Self::Notes;
        }
        if style.citation.layout.vertical_align == Some(VerticalAlign::Sup) {
            return Self::RaisedNumbers;
        }
        match format {
            Some(CitationFormat::Numeric) => Self::Numbers,
            Some(CitationFormat::Label) => Self::Labels,
            _ => Self::Names,
        }
    }
}

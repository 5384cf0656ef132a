//! What is printed for those who are not named, where a bibliography says no more than that there are some.

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{DelimiterBehavior, InheritableNameOptions, Name, TermForm};
use hayagriva::{Elem, ElemChild, ElemMeta, Formatted, Formatting};

use super::pieces::Piece;
use super::standin::OTHERS;
use super::style::{Style, name_elements};

/// How a style says that there are others.
#[derive(Debug, Clone)]
pub(super) struct Others {
    /// The word before the last of several names.
    and: String,
    /// What is printed for those who are not named.
    pub term: String,
    /// What stands between names, and before that.
    delimiter: String,
    precedes: DelimiterBehavior,
}

impl Others {
    pub(super) fn new(style: &Style) -> Self {
        let term = |term: OtherTerm| {
            let files = style.csl.locale.iter().chain(&style.terms.files);
            let mut found = files.filter_map(|file| file.term(Term::Other(term), TermForm::Long)?.single());
            found.next().unwrap_or_default().trim().to_owned()
        };
        let csl = &style.csl;
        let list = csl.bibliography.as_ref().map(|list| &list.name_options);
        let inherited = csl.settings.options.apply(list.unwrap_or(&csl.citation.name_options));
        let (mut delimiter, mut precedes) = (None, None);
        name_elements(csl, &mut |names, name: Option<&Name>| {
            let options: InheritableNameOptions = inherited.apply(&names.options());
            let unnamed = Name::default();
            let options = name.unwrap_or(&unnamed).options(&options);
            delimiter.get_or_insert_with(|| options.delimiter.to_owned());
            if options.delimiter_precedes_et_al != DelimiterBehavior::default() {
                precedes = Some(options.delimiter_precedes_et_al);
            }
        });
        Self {
            and: term(OtherTerm::And),
            term: term(OtherTerm::EtAl),
            delimiter: delimiter.unwrap_or_else(|| ", ".to_owned()),
            precedes: precedes.unwrap_or_default(),
        }
    }

    /// Names that end with those who are not named, as the style ends names that it leaves out itself.
    pub(super) fn set(&self, names: &Elem) -> Option<Elem> {
        let children = &names.children.0;
        let is_name = |child: &ElemChild| matches!(child, ElemChild::Elem(elem) if is_name(elem));
        let last = children.iter().rposition(is_name)?;
        let ElemChild::Elem(others) = &children[last] else { return None };
        let said = format!("{:#}", others.children);
        let (_, behind) = said.rsplit_once(OTHERS)?;
        // Before what a style puts in brackets behind names, the engine sets a blank into the last of them.
        let blank = if behind.ends_with(char::is_whitespace) { " " } else { "" };
        let before = children[..last].iter().rposition(is_name)?;
        let count = children[..last].iter().filter(|child| is_name(child)).count();
        let has_delimiter = match self.precedes {
            DelimiterBehavior::Always => true,
            DelimiterBehavior::Never => false,
            DelimiterBehavior::Contextual => count > 1,
            DelimiterBehavior::AfterInvertedName => {
                matches!(&children[before], ElemChild::Elem(name) if name.children.to_string().contains(','))
            }
        };
        let between = if has_delimiter { self.delimiter.as_str() } else { " " };
        let text = format!("{between}{}{blank}", self.term);
        let mut names = names.clone();
        let put = ElemChild::Text(Formatted { text, formatting: Formatting::default() });
        names.children.0.splice(before + 1..=last, [put]);
        Some(names)
    }

    /// Says who is not named, wherever that is still to be said.
    pub(super) fn name(&self, pieces: &mut [Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(text) if text.contains(OTHERS) => *text = self.named(text),
                Piece::Within(_, inner) => self.name(inner),
                _ => {}
            }
        }
    }

    fn named(&self, text: &str) -> String {
        let mut printed = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OTHERS) {
            let before = before.trim_end();
            let joints = [self.and.as_str(), "and", "&", "\u{2026}"];
            let before = joints.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
            printed.push_str(before.trim_end_matches([' ', ',', '\u{a0}']));
            printed.push(' ');
            printed.push_str(&self.term);
            rest = if self.term.ends_with('.') { after.strip_prefix('.').unwrap_or(after) } else { after };
        }
        printed.push_str(rest);
        printed
    }
}

fn is_name(elem: &Elem) -> bool {
    matches!(elem.meta, Some(ElemMeta::Name(..)))
}

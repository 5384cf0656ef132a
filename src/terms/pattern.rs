//! A text with gaps, such as `{day}. {month} {year}`.

/// A text with `N` gaps, in an order of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern<const N: usize> {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// What is put in, by its place among the values.
    Gap(usize),
}

impl<const N: usize> Pattern<N> {
    /// Reads a text in which each of `names` stands once, in braces. What is wrong otherwise, for a message.
    pub(super) fn parse(text: &str, names: [&str; N]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let gap = rest[open..].strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let Some((name, after)) = gap else { return Err("has a brace without its other half".to_owned()) };
            let Some(place) = names.iter().position(|known| *known == name) else {
                return Err(format!("cannot hold `{{{name}}}`"));
            };
            if pieces.contains(&Piece::Gap(place)) {
                return Err(format!("holds `{{{name}}}` twice"));
            }
            pieces.extend((open > 0).then(|| Piece::Text(rest[..open].to_owned())));
            pieces.push(Piece::Gap(place));
            rest = after;
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
        match names.iter().enumerate().find(|(place, _)| !pieces.contains(&Piece::Gap(*place))) {
            Some((_, name)) => Err(format!("lacks `{{{name}}}`")),
            None => Ok(Self { pieces }),
        }
    }

    /// The text with all its values.
    pub fn fill(&self, values: [&str; N]) -> String {
        self.pieces.iter().map(|piece| piece.text(&values)).collect()
    }

    /// What stands before the gap of one value and after it, with the other values put in: for a value that is known
    /// only on the page, or that is a link.
    pub fn around(&self, gap: usize, values: [&str; N]) -> [String; 2] {
        let mut sides = self.pieces.split(|piece| *piece == Piece::Gap(gap));
        let mut side = || sides.next().into_iter().flatten().map(|piece| piece.text(&values)).collect();
        [side(), side()]
    }
}

impl Piece {
    fn text<'a>(&'a self, values: &[&'a str]) -> &'a str {
        match self {
            Self::Text(text) => text,
            Self::Gap(place) => values[*place],
        }
    }
}

//! What stands in rows and columns: matrices, cases, equations below each other; and brackets that grow with them.

use super::tree::{Atom, Reader, Row};

/// Rows of cells, and what stands around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// What stands between two cells.
    pub(super) between: &'static str,
    pub(super) rows: Vec<Cells>,
}

/// A row of cells, with what it is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cells {
    pub(super) cells: Vec<Vec<Atom>>,
    pub(super) label: Option<String>,
    pub(super) tag: Option<String>,
}

/// Environments: brackets around their rows, what stands between two cells, and how many arguments they have.
const ENVIRONMENTS: &[(&str, &str, &str, &str, usize)] = &[
    ("matrix", "", "", ", ", 0),
    ("smallmatrix", "", "", ", ", 0),
    ("array", "", "", ", ", 1),
    ("pmatrix", "(", ")", ", ", 0),
    ("bmatrix", "\\[", "\\]", ", ", 0),
    ("Bmatrix", "\\{", "\\}", ", ", 0),
    ("vmatrix", "\\|", "\\|", ", ", 0),
    ("Vmatrix", "‖", "‖", ", ", 0),
    ("cases", "\\{", "\\}", ", ", 0),
    ("dcases", "\\{", "\\}", ", ", 0),
    ("rcases", "\\{", "\\}", ", ", 0),
    ("equation", "", "", ALIGNED, 0),
    ("align", "", "", ALIGNED, 0),
    ("aligned", "", "", ALIGNED, 0),
    ("alignat", "", "", ALIGNED, 1),
    ("alignedat", "", "", ALIGNED, 1),
    ("flalign", "", "", ALIGNED, 0),
    ("gather", "", "", ALIGNED, 0),
    ("gathered", "", "", ALIGNED, 0),
    ("split", "", "", ALIGNED, 0),
    ("multline", "", "", ALIGNED, 0),
    ("multlined", "", "", ALIGNED, 0),
    ("eqnarray", "", "", ALIGNED, 0),
    ("subarray", "", "", ALIGNED, 1),
    ("math", "", "", ALIGNED, 0),
    ("displaymath", "", "", ALIGNED, 0),
    ("subequations", "", "", ALIGNED, 0),
    ("dmath", "", "", ALIGNED, 0),
];

/// Between parts that are one equation.
const ALIGNED: &str = "";

/// Environments that are formulas without dollars around them.
pub(in super::super) const FORMULAS: &[&str] = &[
    "equation",
    "align",
    "alignat",
    "flalign",
    "gather",
    "multline",
    "eqnarray",
    "math",
    "displaymath",
    "subequations",
    "dmath",
];

/// Brackets that mean the same when they stand around what has none of its own.
const PAIRS: &[(&str, &str)] =
    &[("(", ")"), ("\\[", "\\]"), ("\\{", "\\}"), ("\\|", "\\|"), ("‖", "‖"), ("⟨", "⟩"), ("⌊", "⌋"), ("⌈", "⌉")];

impl Rows {
    pub(super) fn is_aligned(&self) -> bool {
        self.between == ALIGNED
    }
}

/// Rows of equations.
pub(super) fn aligned(rows: Vec<Cells>) -> Atom {
    Atom::Rows(Rows { open: "", close: "", between: ALIGNED, rows })
}

/// The rows of a formula that is nothing but equations below each other: they are its lines.
pub(super) fn lines(rows: Vec<Row>) -> Vec<Row> {
    let [row] = rows.as_slice() else { return rows };
    let mut own = row.atoms.iter().filter(|atom| **atom != Atom::Space);
    let (Some(Atom::Rows(inner)), end, None) = (own.next(), own.next(), own.next()) else { return rows };
    let is_mark = |atom: &Atom| matches!(atom, Atom::Mark(_)) || *atom == Atom::Plain(".".to_owned());
    if !inner.is_aligned() || !inner.open.is_empty() || end.is_some_and(|end| !is_mark(end)) {
        return rows;
    }
    let line = |row: &Cells| Row { atoms: joined(&row.cells), label: row.label.clone(), tag: row.tag.clone() };
    let mut lines: Vec<Row> = inner.rows.iter().map(line).collect();
    // What stands behind them ends the last.
    if let Some(last) = lines.last_mut() {
        last.atoms.extend(end.cloned());
        last.label = last.label.take().or_else(|| row.label.clone());
        last.tag = last.tag.take().or_else(|| row.tag.clone());
    }
    self::lines(lines)
}

/// The cells of a row of equations: every second sign of alignment stands between two of them.
pub(super) fn joined(cells: &[Vec<Atom>]) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        atoms.extend((at > 0 && at % 2 == 0).then_some(Atom::Column));
        atoms.extend(cell.iter().cloned());
    }
    atoms
}

impl Reader<'_> {
    /// Up to what ends a group: its atoms, or its rows if it has several.
    pub(super) fn rows(&mut self) -> Option<Vec<Atom>> {
        let (label, tag) = (self.label.take(), self.tag.take());
        let mut rows = self.cells()?;
        if let [row] = rows.as_mut_slice()
            && let [atoms] = row.cells.as_mut_slice()
        {
            (self.label, self.tag) = (row.label.take().or(label), row.tag.take().or(tag));
            return Some(std::mem::take(atoms));
        }
        (self.label, self.tag) = (label, tag);
        Some(vec![Atom::Rows(Rows { open: "", close: "", between: ", ", rows })])
    }

    pub(super) fn cells(&mut self) -> Option<Vec<Cells>> {
        let mut rows = Vec::new();
        loop {
            let mut cells = vec![self.atoms()?];
            while self.eat("&") {
                cells.push(self.atoms()?);
            }
            rows.push(Cells { cells, label: self.label.take(), tag: self.tag.take() });
            if !self.ends_row() {
                break;
            }
        }
        // Behind the last end of a row stands nothing.
        let is_empty = |row: &Cells| row.cells.iter().flatten().all(|atom| *atom == Atom::Space);
        while rows.len() > 1 && rows.last().is_some_and(is_empty) {
            rows.pop();
        }
        Some(rows)
    }

    /// An environment whose `\begin` is read.
    pub(super) fn environment(&mut self) -> Option<Vec<Atom>> {
        let written = self.words()?;
        let name = written.trim_end_matches('*');
        let (_, open, close, between, arguments) = *ENVIRONMENTS.iter().find(|(own, ..)| *own == name)?;
        if self.rest.trim_start().starts_with('[') && matches!(name, "aligned" | "gathered" | "array" | "multlined") {
            self.rest = self.rest.split_once(']')?.1;
        }
        for _ in 0..arguments {
            self.balanced()?;
        }
        let rows = self.within(Self::cells)?;
        if !self.eat("\\end") || self.words()? != written {
            return None;
        }
        Some(vec![Atom::Rows(Rows { open, close, between, rows })])
    }

    /// Brackets that grow with what they hold, whose `\left` is read.
    pub(super) fn fenced(&mut self) -> Option<Vec<Atom>> {
        let open = self.delimiter()?;
        let mut inner = self.within(Self::rows)?;
        if !self.is_at("right") || !self.eat("\\right") {
            return None;
        }
        let close = self.delimiter()?;
        // Brackets around rows are theirs. An open brace before them says what they are.
        inner.retain(|atom| *atom != Atom::Space);
        if let [Atom::Rows(rows)] = inner.as_mut_slice()
            && rows.open.is_empty()
        {
            let by_open = PAIRS.iter().find(|(own, _)| *own == open);
            let by_close = PAIRS.iter().find(|(_, own)| *own == close);
            if open.is_empty() || close.is_empty() {
                if let Some((open, close)) = by_open.or(by_close) {
                    (rows.open, rows.close) = (open, close);
                    return Some(inner);
                }
            } else {
                (rows.open, rows.close) = (open, close);
                return Some(inner);
            }
        }
        let mut atoms = Vec::new();
        atoms.extend((!open.is_empty()).then_some(Atom::Open(open)));
        atoms.extend(inner);
        atoms.extend((!close.is_empty()).then_some(Atom::Close(close)));
        Some(atoms)
    }

    /// What stands behind `\left`, `\right` or `\middle`: nothing for a point.
    pub(super) fn delimiter(&mut self) -> Option<&'static str> {
        self.rest = self.rest.trim_start();
        const TYPED: &[(&str, &str)] = &[
            (".", ""),
            ("(", "("),
            (")", ")"),
            ("[", "\\["),
            ("]", "\\]"),
            ("\\{", "\\{"),
            ("\\}", "\\}"),
            ("\\|", "‖"),
            ("|", "\\|"),
            ("<", "⟨"),
            (">", "⟩"),
            ("/", "/"),
        ];
        if let Some((_, sign)) = TYPED.iter().find(|(typed, _)| self.eat(typed)) {
            return Some(sign);
        }
        let name = self.name()?;
        super::signs::bracket(name)
    }
}

//! The fenced blocks of a section of the guide.

/// A fenced block.
pub struct Block<'t> {
    /// The line of its fence, from 1.
    pub line: usize,
    /// The first word behind the fence.
    pub language: &'t str,
    /// The rest of these.
    demands: Vec<&'t str>,
    /// What stands between the fences, without their indent.
    pub text: String,
    indent: usize,
}

impl<'t> Block<'t> {
    /// Whether nothing is to be found.
    pub fn is_right(&self) -> bool {
        self.codes().is_empty()
    }

    /// What is to be found, by name.
    pub fn codes(&self) -> Vec<&'t str> {
        let is_codes = self.demands.first() == Some(&"finds");
        if is_codes { self.demands[1..].to_vec() } else { Vec::new() }
    }

    /// What it does to which file, if it does: `writes`, `sets` or `adds`.
    pub fn file(&self) -> Option<(&'t str, &'t str)> {
        match self.demands[..] {
            [what @ ("writes" | "sets" | "adds"), path] => Some((what, path)),
            _ => None,
        }
    }

    /// Whether the cell to its right shows what it prints.
    pub fn is_beside(&self) -> bool {
        self.demands == ["beside"]
    }

    /// What stands in the cell to the right of the one that it stands in.
    pub fn right_cell(&self, section: &str) -> String {
        let rest = section.lines().skip(self.line + self.text.lines().count() + 1);
        let cell = rest.take_while(|line| !line.starts_with("- - ") && !line.starts_with(":::"));
        let lines: Vec<_> = cell.map(|line| line.get(self.indent..).unwrap_or_default()).collect();
        lines.join("\n").trim_end().to_owned()
    }
}

/// All of them, in order.
pub fn blocks(section: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = section.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(at) = line.find("```").filter(|at| line[..*at].chars().all(|before| " -".contains(before))) else {
            continue;
        };
        let ticks = line[at..].len() - line[at..].trim_start_matches('`').len();
        let mut words = line[at + ticks..].split_whitespace();
        let fence = "`".repeat(ticks);
        let inner = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != fence);
        let text: Vec<_> = inner.map(|line| line.get(at..).unwrap_or_default()).collect();
        let language = words.next().unwrap_or_default();
        blocks.push(Block { line: index + 1, language, demands: words.collect(), text: text.join("\n"), indent: at });
    }
    blocks
}

/// The section with other texts in the place of those of some of its blocks, which are given in their order.
pub fn replaced(section: &str, texts: &[(Block, String)]) -> String {
    let mut lines: Vec<String> = section.lines().map(str::to_owned).collect();
    for (block, text) in texts.iter().rev() {
        let indented = |line: &str| if line.is_empty() { String::new() } else { " ".repeat(block.indent) + line };
        lines.splice(block.line..block.line + block.text.lines().count(), text.lines().map(indented));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

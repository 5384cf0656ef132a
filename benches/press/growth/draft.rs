//! A made-up paper of as many equal parts as one likes, and its older versions.

/// Something that can be repeated.
pub struct Input {
    pub name: String,
    /// How often it is repeated at least.
    pub least: usize,
    /// How often it is repeated at most: the press refuses more.
    pub most: usize,
    /// Whether what is found is reported: how that grows does not depend on what it is.
    pub is_reported: bool,
    make: Box<dyn Fn(usize) -> Draft>,
}

impl Input {
    pub fn new(name: impl Into<String>, make: impl Fn(usize) -> Draft + 'static) -> Self {
        Self { name: name.into(), least: 64, most: 1 << 20, is_reported: true, make: Box::new(make) }
    }

    /// More often than what the press does up to a bound, whatever it takes.
    pub fn least(self, least: usize) -> Self {
        Self { least, ..self }
    }

    pub fn unreported(self) -> Self {
        Self { is_reported: false, ..self }
    }

    pub fn most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    pub fn draft(&self, count: usize) -> Draft {
        (self.make)(count)
    }
}

/// What stands before each section's text.
const FRONT_MATTER: &str = "+++\nversion = \"1.0.0\"\n+++\n\n";

/// The word that an older version has another of.
const WORD: &str = "police";

/// A paper: what is repeated in it, and what that needs.
#[derive(Clone, Default)]
pub struct Draft {
    pub units: Vec<String>,
    /// Whether each unit is a section of its own.
    pub is_split: bool,
    /// Whether it is there for what is found in it, not for what it says.
    pub is_of_findings: bool,
    /// Whether it is a text of another tool, from which a paper begins.
    pub is_manuscript: bool,
    head: String,
    tail: String,
    manifest: String,
    works: String,
    files: Vec<(String, Vec<u8>)>,
}

/// In what an older version differs.
#[derive(Clone, Copy, PartialEq)]
pub enum Edit {
    /// A word in each unit is another.
    Words,
    /// The units stand in the opposite order.
    Order,
    /// The units stand in no order.
    Shuffled,
    /// Every second unit is not there.
    Half,
}

impl Draft {
    /// One unit for each number below `count`.
    pub fn of(count: usize, unit: impl Fn(usize) -> String) -> Self {
        Self { units: (0..count).map(unit).collect(), head: "# One\n\n".to_owned(), ..Self::default() }
    }

    /// The same, for what is found in it.
    pub fn found(count: usize, unit: impl Fn(usize) -> String) -> Self {
        Self { is_of_findings: true, ..Self::of(count, unit) }
    }

    /// A text of another tool.
    pub fn manuscript(count: usize, unit: impl Fn(usize) -> String) -> Self {
        Self { is_manuscript: true, units: (0..count).map(unit).collect(), ..Self::default() }
    }

    /// A new paragraph after so many units: the press refuses what is longer.
    pub fn paragraphs(mut self, length: usize) -> Self {
        self.units.iter_mut().skip(length - 1).step_by(length).for_each(|unit| unit.push_str("\n\n"));
        self
    }

    /// A text as it is, for what is found in it.
    pub fn raw(text: String) -> Self {
        Self { units: vec![text], is_of_findings: true, ..Self::default() }
    }

    /// What stands before the units.
    pub fn head(self, head: &str) -> Self {
        Self { head: head.to_owned(), ..self }
    }

    /// What stands behind the units: as many of something as there are of them.
    pub fn tail(self, unit: impl Fn(usize) -> String) -> Self {
        Self { tail: self.tail.clone() + "\n\n" + &(0..self.units.len()).map(unit).collect::<String>(), ..self }
    }

    /// What stands behind them, once.
    pub fn end(self, text: &str) -> Self {
        Self { tail: self.tail.clone() + text, ..self }
    }

    /// Each unit in a section of its own.
    pub fn split(self) -> Self {
        Self { is_split: true, ..self }
    }

    /// Tables of the manifest.
    pub fn manifest(self, tables: String) -> Self {
        Self { manifest: self.manifest + &tables, ..self }
    }

    /// As many works as there are units.
    pub fn works(self, work: impl Fn(usize) -> String) -> Self {
        let tail = self.tail.clone() + "\n\n# Works {#works .unnumbered}\n\n::: bibliography\n:::\n";
        Self { works: (0..self.units.len()).map(work).collect(), tail, ..self }
    }

    pub fn file(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((path.to_owned(), bytes.into()));
        self
    }

    /// The version before an edit.
    pub fn before(&self, edit: Edit) -> Self {
        let mut older = self.clone();
        match edit {
            Edit::Words => older.units.iter_mut().for_each(|unit| *unit = unit.replace(WORD, "force")),
            Edit::Order => older.units.reverse(),
            Edit::Shuffled => {
                // A generator of Lehmer's: the same order each time.
                let mut state: u64 = 1;
                for last in (1..older.units.len()).rev() {
                    state = state * 48_271 % 0x7fff_ffff;
                    older.units.swap(last, state as usize % (last + 1));
                }
            }
            Edit::Half => {
                let mut at = 0;
                older.units.retain(|_| {
                    at += 1;
                    at % 2 == 0
                });
            }
        }
        older
    }

    /// The files of a manuscript: its text, if it is not in others, and those.
    pub fn of_manuscript(&self) -> Vec<(String, Vec<u8>)> {
        let text = (!self.units.is_empty()).then(|| ("text.md".to_owned(), self.units.concat().into_bytes()));
        text.into_iter().chain(self.files.clone()).collect()
    }

    /// The project's files.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = self.files.clone();
        let mut texts = match self.is_split {
            true => self.units.clone(),
            false => vec![format!("{}{}", self.head, self.units.concat())],
        };
        if let Some(last) = texts.last_mut() {
            last.push_str(&self.tail);
        }
        let names: Vec<_> = (0..texts.len()).map(|at| format!("\"part-{at}.md\"")).collect();
        for (at, text) in texts.into_iter().enumerate() {
            files.push((format!("sections/part-{at}.md"), format!("{FRONT_MATTER}{text}\n").into_bytes()));
        }
        let mut manifest = format!(
            "[paper]\nslug = \"growth\"\ntitle = \"A paper that grows\"\nkind = \"Report\"\nversion = \"1.0.0\"\n\
             date = \"2013-06\"\nlanguage = \"en-GB\"\nauthors = [\"chancery\"]\nstatus = \"final\"\n\
             template = \"europol\"\nsections = [{}]\n\n[marking]\nscheme = \"europol\"\nlevel = \"unclassified\"\n\n",
            names.join(", ")
        );
        if !self.works.is_empty() {
            manifest += "[bibliography]\nfiles = [\"works.bib\"]\nstyle = \"europol\"\n\n";
            files.push(("bibliography/works.bib".to_owned(), self.works.clone().into_bytes()));
        }
        files.push(("paper.toml".to_owned(), (manifest + &self.manifest).into_bytes()));
        files
    }
}

//! The papers that are listened to: the corpus, the repository's own, its guide, one with every form, and redlines with
//! every kind of change.

use std::path::Path;

use crate::inspect::{self, Inspected};
use crate::{corpus, paper};
use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Built, Session};
use chancery::project::Project;

/// A printed paper.
#[derive(Clone)]
pub struct Sample {
    pub name: String,
    pub said: Inspected,
    pub authors: usize,
    /// Whether it has a list of abbreviations.
    pub has_abbreviations: bool,
}

pub fn all() -> Vec<Sample> {
    let mut session = Session::default();
    let corpus = corpus::projects().into_iter().filter_map(|(name, project)| plain(&name, &project, &mut session));
    let mut samples: Vec<Sample> = corpus.collect();
    let own = [("the paper", ""), ("the guide", "guide"), ("all forms", "tests/everything/new")];
    for (name, folder) in own {
        let printed = plain(name, &paper::project_in(&Path::new(ROOT).join(folder)), &mut session);
        samples.push(printed.unwrap_or_else(|| panic!("{name} cannot be printed")));
    }
    samples.push(redline("the redline", "tests/redline"));
    samples.push(redline("the redline of all forms", "tests/everything"));
    samples.push(everything());
    samples
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn plain(name: &str, project: &Project, session: &mut Session) -> Option<Sample> {
    press::build(project, session, &mut Diagnostics::new()).ok().map(|built| sample(name, &built))
}

fn sample(name: &str, built: &Built) -> Sample {
    let manifest = &built.paper.manifest;
    Sample {
        name: name.to_owned(),
        said: inspect::read(&built.pdf).expect("a PDF that can be read"),
        authors: manifest.authors.len(),
        has_abbreviations: !built.paper.front.abbreviations.is_empty(),
    }
}

fn redline(name: &str, folder: &str) -> Sample {
    let folder = Path::new(ROOT).join(folder);
    let [old, new] = ["old", "new"].map(|side| paper::project_in(&folder.join(side)));
    let mut diagnostics = Diagnostics::new();
    let mut session = Session::default();
    let checked = press::check(&new, &mut session, &mut diagnostics).expect("the newer paper is sound");
    let newer = (&new, &checked);
    let older = press::older(&old.as_old(), newer, &mut session, &mut diagnostics).expect("the older paper is sound");
    let (paper, assembled, _) = press::redline(&older, newer, &mut diagnostics).expect("it can be assembled");
    let built = press::print(&new, paper, assembled, &mut session, &mut diagnostics).expect("it can be printed");
    sample(name, &built)
}

/// A paper with a bit of everything that the rules are about.
pub fn everything() -> Sample {
    let project = corpus::project(EVERYTHING);
    plain("everything", &project, &mut Session::default()).unwrap_or_else(|| {
        let mut diagnostics = Diagnostics::new();
        let _ = press::build(&project, &mut Session::default(), &mut diagnostics);
        panic!("{:?}", diagnostics.into_sorted())
    })
}

const EVERYTHING: &str = r##"A bit of everything.
=== paper.toml change
authors = ["Europol", "Frontex"]
contents = true
[abbreviations]
EU = "European Union"
=== sections/a.svg
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>
=== bibliography/works.bib
@book{howell,
  author = {Howell, Lee},
  title = {Global Risks},
  publisher = {World Economic Forum},
  location = {Geneva},
  date = {2013},
}
=== sections/a.md
+++
version = "1.0.0"
+++

# One {#one}

The EU, as [@howell] has it, and the EU again.[^1] An image ![A square](a.svg){alt="A square"} in a line, `code`, and the
word שָׁלוֹם עולם. See [](#table) and [the office](https://example.org/café).

[^1]: A note.

- one
- two
  - deep

1. first
2. second

   - deep

```
let x = 1;

let y = 2;
```

## Two {#two}

::: table {#table caption="A caption with *stress*"}
| a | b |
|---|---|
| 1 | 2[^n] |
:::

[^n]: A note of a cell.

> A quotation.

Term
: Details

  - list

# Bibliography {#bibliography .unnumbered}

::: bibliography
:::
"##;

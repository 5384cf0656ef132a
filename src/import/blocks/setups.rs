//! Code that prints nothing where it is run: it loads, sets and defines.

/// What lines of it begin with.
const LINES: &[&str] = &[
    "import ",
    "from ",
    "using ",
    "library(",
    "require(",
    "requireNamespace(",
    "suppressPackageStartupMessages(",
    "suppressMessages(",
    "source(",
    "options(",
    "knitr::opts_",
    "opts_chunk$set(",
    "theme_set(",
    "ggplot2::theme_set(",
    "set.seed(",
    "rm(",
    "setwd(",
    "here::i_am(",
    "conflicted::",
    "conflicts_prefer(",
    "invisible(",
    "reticulate::",
    "install.packages(",
    "devtools::install",
    "if (!require",
    "if(!require",
    "np.random.seed(",
    "random.seed(",
    "np.set_printoptions(",
    "pd.set_option(",
    "pd.options.",
    "sns.set",
    "plt.rcParams",
    "plt.style.use(",
    "mpl.rc",
    "matplotlib.",
    "warnings.",
    "sys.path",
    "os.chdir(",
    "os.environ",
    "%matplotlib",
    "%config",
    "%load_ext",
    "%autoreload",
    "%%capture",
    "!pip",
    "%pip",
    "%conda",
    "!conda",
    "def ",
    "class ",
    "async def ",
    "function ",
    "@",
    "#",
    "//",
    "global ",
    "del ",
    "pass",
];

/// What draws or prints wherever it stands.
const SHOWN: &[&str] =
    &["print(", "plt.", ".plot(", ".show(", "display(", "cat(", "ax.", "fig,", "fig =", "console.log"];

/// Whether code does nothing that is seen.
pub(super) fn is_one(code: &str) -> bool {
    // Further in it goes on, or is done when it is called.
    let mut goes_on = false;
    let mut is_text = false;
    code.lines().all(|line| {
        let text = line.trim_end();
        let was_text = is_text;
        is_text ^= text.matches("\"\"\"").count() % 2 == 1;
        let is_inner = goes_on || was_text || text.is_empty() || text.starts_with([' ', '\t', ')', '}', ']']);
        goes_on = text.ends_with(['(', ',', '+', '[', '{', '\\']) || text.ends_with("|>") || text.ends_with("%>%");
        let is_silent = LINES.iter().any(|start| text.starts_with(start)) && !text.starts_with("plt.rcParams(");
        let is_shown = SHOWN.iter().any(|name| text.contains(name)) && !is_silent;
        !is_shown && (is_inner || is_silent || is_assignment(text))
    })
}

/// `name = value`, `name <- value`
fn is_assignment(line: &str) -> bool {
    let end = line.find(['=', '<']).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    let name = name.trim_end_matches(['+', '-', '*', '/', ' ', ':']);
    let is_name = !name.is_empty()
        && name.chars().all(|one| one.is_alphanumeric() || "_.$[]\"', :".contains(one))
        && !name.contains("::");
    is_name && (rest.starts_with('=') && !rest.starts_with("==") || rest.starts_with("<-"))
}

//! One line a finding, as compilers print it: editors and log viewers know how to jump from it.

use crate::diagnostic::Diagnostic;
use crate::project::Project;

use super::location::Location;
use super::visible::visible;

/// `path:line:column: error[code]: message`, paths beneath `root` (empty for the working folder). Related places and
/// help are left out.
pub fn short(diagnostics: &[Diagnostic], project: &Project, root: &str) -> String {
    diagnostics.iter().map(|diagnostic| line(diagnostic, project, root)).collect()
}

fn line(diagnostic: &Diagnostic, project: &Project, root: &str) -> String {
    let location = Location::of(&diagnostic.place, project);
    format!(
        "{}:{}: {}[{}]: {}\n",
        location.path_beneath(root),
        location.start,
        diagnostic.severity.name(),
        diagnostic.code.0,
        visible(&diagnostic.message),
    )
}

//! Values that settings give and texts name: `{{ name }}`, `{{< var name >}}`.

use super::super::meta::Value;
use super::super::remark::Remark;
use super::super::scan;
use super::Inlines;

/// What stands before a name in texts, and not in settings.
const OWNERS: &[&str] = &["site.", "page.", "book.", "config.", "extra."];

/// Below which keys tools have the values that texts name.
const BELOW: &[&str] = &[
    "",
    "substitutions.",
    "extra.",
    "myst_substitutions.",
    "parse.myst_substitutions.",
    "myst.substitutions.",
    "sphinx.config.myst_substitutions.",
    "variables.",
];

/// Values by their names.
#[derive(Debug, Default)]
pub(in super::super) struct Values(Vec<(String, String)>);

impl Values {
    /// All texts of settings, by the keys that lead to them.
    pub(in super::super) fn of(value: &Value) -> Self {
        Self(value.leaves())
    }

    pub(in super::super) fn extend(&mut self, values: Vec<(String, String)>) {
        self.0.extend(values);
    }

    fn get(&self, name: &str) -> Option<&str> {
        let wanted = BELOW.iter().map(|below| format!("{below}{name}"));
        let mut found = wanted.filter_map(|name| self.0.iter().find(|(key, _)| *key == name));
        found.next().map(|(_, value)| value.as_str())
    }
}

impl Inlines<'_> {
    /// A value of the settings of the file or the whole, or what stands for it. `own` is what it is if none gives it.
    pub(super) fn value(&mut self, name: &str, written: &str, own: Option<&str>, out: &mut String) {
        let bare = OWNERS.iter().find_map(|owner| name.strip_prefix(owner)).unwrap_or(name);
        let all = [&self.front, self.values];
        let found = [name, bare].iter().find_map(|name| all.iter().find_map(|values| values.get(name)));
        match found.or(own).map(str::to_owned) {
            // Another value in it stays as it is typed, as it may be this one.
            Some(value) if value.contains("{{") => out.push_str(&scan::literal(&value)),
            Some(value) => out.push_str(&self.line(&value)),
            None if name == "manubot.date" => out.push_str("{{ paper.date }}"),
            None => {
                let todo = "Write the values themselves, or name them below `[vars]` in paper.toml: `{{ vars.name }}`.";
                let remark = Remark::to_do(format!("a value that is filled in elsewhere: `{name}`"), todo);
                let remark = remark.one_of("values that are filled in elsewhere").without(name);
                let mark = self.remarks.sum("", remark);
                out.push_str(&format!("{mark}{}", scan::literal(written)));
            }
        }
    }

    /// A value whose name alone is known: of the settings of the whole.
    pub(super) fn setting(&self, name: &str) -> Option<&str> {
        self.values.get(name)
    }
}

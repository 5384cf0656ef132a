//! What a manuscript says of itself: front matter and settings files of other tools, as one tree.

pub(super) mod front;
pub(super) mod table;
pub(super) mod yaml;

/// A value of YAML, TOML or JSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Value {
    #[default]
    Nothing,
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// What a key of a map holds. Upper and lower case are the same.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// What stands at a path of keys.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    /// The items of a list; anything else is the only one.
    pub(super) fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            Self::Nothing => &[],
            _ => std::slice::from_ref(self),
        }
    }

    pub(super) fn pairs(&self) -> &[(String, Value)] {
        if let Self::Map(pairs) = self { pairs } else { &[] }
    }

    /// All texts that keys lead to, by these: `a.b`.
    pub(super) fn leaves(&self) -> Vec<(String, String)> {
        let inner = |(key, value): &(String, Value)| {
            let own = value.text().map(|text| (key.clone(), text.to_owned()));
            let below = value.leaves().into_iter().map(|(name, text)| (format!("{key}.{name}"), text));
            own.into_iter().chain(below).collect::<Vec<_>>()
        };
        self.pairs().iter().flat_map(inner).collect()
    }

    /// All texts in it, in order.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Text(_) => self.text().into_iter().collect(),
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            Self::Map(pairs) => pairs.iter().flat_map(|(_, value)| value.texts()).collect(),
        }
    }

    /// It in one line, for people.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::List(items) => items.iter().map(Self::shown).collect::<Vec<_>>().join("; "),
            Self::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| format!("{key}: {}", value.shown()));
                pairs.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

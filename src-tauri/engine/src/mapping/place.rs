//! The place that a tool gives a record: its service, project, components and labels.

use std::collections::BTreeMap;

use crate::model::RuleField;

/// Facts that say in which project, part or group a record lies, the most telling first.
const PROJECTS: [&str; 5] = ["project", "repository", "queue", "job", "namespace"];
const COMPONENTS: [&str; 5] = ["components", "component", "category", "module", "area"];
const LABELS: [&str; 4] = ["labels", "tags", "label", "tag"];

/// Values of one list that are looked at.
const MOST_VALUES: usize = 40;
/// Characters of a value.
const LONGEST: usize = 200;

/// In the tool's own words; lists have one value a line, in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    pub service: String,
    pub project: String,
    pub component: String,
    pub label: String,
}

impl Place {
    /// From the service a record names and its facts.
    pub fn of(service: Option<&str>, facts: &BTreeMap<String, String>) -> Place {
        let first = |names: &[&str]| names.iter().find_map(|name| facts.get(*name)).map_or("", String::as_str);
        Place {
            service: service.map_or("", str::trim).to_owned(),
            project: cut(first(&PROJECTS)).to_owned(),
            component: listed(first(&COMPONENTS)),
            label: listed(first(&LABELS)),
        }
    }

    /// What the tool says in one field; nothing for a field that names none.
    pub fn values(&self, field: RuleField) -> impl Iterator<Item = &str> {
        match field {
            RuleField::Service => &self.service,
            RuleField::Project => &self.project,
            RuleField::Component => &self.component,
            RuleField::Label => &self.label,
            RuleField::Anything => "",
        }
        .lines()
        .filter(|value| !value.is_empty())
    }

    /// The most telling field that says anything, for a place that no service is known for.
    pub fn telling(&self) -> RuleField {
        [RuleField::Service, RuleField::Component, RuleField::Project, RuleField::Label]
            .into_iter()
            .find(|field| self.values(*field).next().is_some())
            .unwrap_or(RuleField::Anything)
    }
}

/// `b, a, b` as `a` and `b`, each on a line of its own.
fn listed(joined: &str) -> String {
    if joined.is_empty() {
        return String::new();
    }
    let mut values: Vec<&str> =
        joined.split(", ").map(cut).filter(|value| !value.is_empty()).take(MOST_VALUES).collect();
    values.sort_unstable();
    values.dedup();
    values.join("\n")
}

/// One line of at most so many characters.
fn cut(value: &str) -> &str {
    let line = value.trim().lines().next().unwrap_or_default();
    line.char_indices().nth(LONGEST).and_then(|(end, _)| line.get(..end)).unwrap_or(line).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(known: &[(&str, &str)]) -> BTreeMap<String, String> {
        known.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_place_is_read_from_the_facts() {
        let place =
            Place::of(Some(" Web shop "), &facts(&[("labels", "b, a, b"), ("repository", "shop/web"), ("x", "y")]));
        assert_eq!((place.service.as_str(), place.project.as_str()), ("Web shop", "shop/web"));
        assert_eq!(place.values(RuleField::Label).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(place.telling(), RuleField::Service);
        assert_eq!(Place::of(None, &facts(&[("tags", "vip")])).telling(), RuleField::Label);
        assert_eq!(Place::of(None, &facts(&[])).telling(), RuleField::Anything);
    }

    #[test]
    fn long_and_many_values_are_cut() {
        let many = (0..100).map(|n| format!("{n:03}{}", "é".repeat(300))).collect::<Vec<_>>().join(", ");
        let place = Place::of(None, &facts(&[("tags", &many)]));
        let values: Vec<&str> = place.values(RuleField::Label).collect();
        assert_eq!((values.len(), values[0].chars().count()), (MOST_VALUES, LONGEST));
    }
}

//! Rules that turn a place into a service. The first that fits wins; those for anything else come after all others.

use super::place::Place;
use crate::model::{ConnectionId, RuleField, ServiceId};

/// One rule as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub uid: String,
    /// Lower ones come first.
    pub position: i64,
    /// None: of every connection.
    pub connection: Option<ConnectionId>,
    pub field: RuleField,
    /// `*` stands for any characters, `\*` for itself; upper and lower case are the same.
    pub pattern: String,
    /// None: what fits belongs to no service, and isn't asked about again.
    pub service: Option<ServiceId>,
}

/// What a place means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Service(ServiceId),
    LeftOut,
    /// No rule fits: the tool's own name of the service stands.
    Own,
    /// No rule fits, and the tool names no service.
    Unmapped,
}

/// All rules, in their order and ready to be asked.
#[derive(Debug, Default)]
pub struct Rules(Vec<(Rule, Vec<char>)>);

impl Rules {
    /// Rules of one position stand in the order of their uids, the same on every laptop.
    pub fn new(mut rules: Vec<Rule>) -> Rules {
        let order = |rule: &Rule| (rule.field == RuleField::Anything, rule.position);
        rules.sort_by(|a, b| (order(a), &a.uid).cmp(&(order(b), &b.uid)));
        Rules(
            rules.into_iter().map(|rule| (folded(&rule.pattern), rule)).map(|(folded, rule)| (rule, folded)).collect(),
        )
    }

    pub fn meaning(&self, connection: ConnectionId, place: &Place) -> Meaning {
        let here = || self.0.iter().filter(|(rule, _)| rule.connection.is_none_or(|only| only == connection));
        let by_value = here().find(|(rule, pattern)| place.values(rule.field).any(|value| matches(pattern, value)));
        // What is for anything else comes last, after the tool's own name.
        let otherwise = || here().find(|(rule, _)| rule.field == RuleField::Anything && place.service.is_empty());
        match by_value.or_else(otherwise) {
            Some((Rule { service: Some(service), .. }, _)) => Meaning::Service(*service),
            Some(_) => Meaning::LeftOut,
            None if place.service.is_empty() => Meaning::Unmapped,
            None => Meaning::Own,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter().map(|(rule, _)| rule)
    }
}

/// The pattern that only `value` itself fits.
pub fn literal(value: &str) -> String {
    value.replace('\\', "\\\\").replace('*', "\\*")
}

/// The name that `value` most likely stands for: `Checkout EU` for `checkout`. None when none is alike.
pub fn resembling<'n>(value: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = words(value);
    let alike = |name: &&str| {
        let known = words(name);
        !known.is_empty()
            && !wanted.is_empty()
            && (known.iter().all(|word| wanted.contains(word)) || wanted.iter().all(|word| known.contains(word)))
    };
    names.filter(alike).max_by_key(|name| (words(name) == wanted, name.len(), std::cmp::Reverse(*name)))
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.sort_unstable();
    words
}

fn folded(text: &str) -> Vec<char> {
    text.trim().chars().flat_map(char::to_lowercase).collect()
}

/// Whether the folded `pattern` fits all of `value`. Goes back only to the last `*`, so that no pattern takes long.
fn matches(pattern: &[char], value: &str) -> bool {
    let value = folded(value);
    let (mut at, mut in_value) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(at), value.get(in_value)) {
            (None, None) => return true,
            (Some('*'), _) => {
                star = Some((at + 1, in_value));
                at += 1;
                continue;
            }
            (Some(wanted), Some(found)) => {
                let escaped = (*wanted == '\\').then(|| pattern.get(at + 1)).flatten();
                if escaped.unwrap_or(wanted) == found {
                    at += if escaped.is_some() { 2 } else { 1 };
                    in_value += 1;
                    continue;
                }
            }
            (None, Some(_)) | (Some(_), None) => {}
        }
        let Some((after, from)) = star.filter(|(_, from)| *from < value.len()) else { return false };
        star = Some((after, from + 1));
        (at, in_value) = (after, from + 1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("checkout", "Checkout", true)]
    #[case("checkout", "Checkout EU", false)]
    #[case("checkout*", "Checkout EU", true)]
    #[case("*pay*", "Mobile payments", true)]
    #[case("*pay", "Mobile payments", false)]
    #[case("a*b*c", "a-b-b-c", true)]
    #[case("*", "", true)]
    #[case("**", "x", true)]
    #[case("", "x", false)]
    #[case(r"5\*", "5*", true)]
    #[case(r"5\*", "55", false)]
    #[case(r"c:\\*", r"C:\temp", true)]
    #[case("straße*", "STRASSE", false)]
    fn patterns(#[case] pattern: &str, #[case] value: &str, #[case] wanted: bool) {
        assert_eq!(matches(&folded(pattern), value), wanted);
    }

    #[rstest]
    #[case("Checkout EU", &["cart", "checkout", "out"], Some("checkout"))]
    #[case("checkout", &["checkout-api", "checkout"], Some("checkout"))]
    #[case("billing_core", &["Core billing"], Some("Core billing"))]
    #[case("Office Wi-Fi", &["checkout"], None)]
    #[case("?!", &["checkout"], None)]
    fn names_that_are_alike(#[case] value: &str, #[case] names: &[&str], #[case] wanted: Option<&str>) {
        assert_eq!(resembling(value, names.iter().copied()), wanted);
    }

    #[test]
    fn anything_else_comes_after_the_tools_own_name() {
        let rule = |uid: &str, field, pattern: &str, service| Rule {
            uid: uid.to_owned(),
            position: 0,
            connection: None,
            field,
            pattern: pattern.to_owned(),
            service: Some(ServiceId(service)),
        };
        let rules = Rules::new(vec![rule("a", RuleField::Anything, "", 1), rule("b", RuleField::Label, "vip", 2)]);
        let place = |service: &str, label: &str| Place {
            service: service.to_owned(),
            label: label.to_owned(),
            ..Place::default()
        };
        let meaning = |place: &Place| rules.meaning(ConnectionId(1), place);
        assert_eq!(meaning(&place("shop", "")), Meaning::Own);
        assert_eq!(meaning(&place("shop", "vip")), Meaning::Service(ServiceId(2)));
        assert_eq!(meaning(&place("", "x")), Meaning::Service(ServiceId(1)));
    }

    proptest! {
        #[test]
        fn a_literal_fits_itself_alone(value in "[a-z*\\\\ ]{1,8}", other in "[a-z*\\\\ ]{1,8}") {
            let pattern = folded(&literal(&value));
            prop_assert!(matches(&pattern, value.trim()));
            prop_assert_eq!(matches(&pattern, other.trim()), value.trim() == other.trim());
        }
    }
}

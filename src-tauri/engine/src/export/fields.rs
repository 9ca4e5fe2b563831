//! Which of our fields go to which field of a tracker, and whether they follow later changes. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::connectors::{Draft, FieldValue, ItemChange, OwnFields};
use crate::error::{Problem, Result};

/// What can be told of an opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Title,
    Description,
    Labels,
    /// The middle of the value's range.
    Value,
    Reach,
    Impact,
    Confidence,
    Effort,
    Owner,
    Service,
    Stage,
    /// How many signals are linked.
    Evidence,
    People,
    Customers,
    Revenue,
}

impl Told {
    /// Those that need a field of the tracker's own.
    pub const FURTHER: [Told; 12] = [
        Told::Value,
        Told::Reach,
        Told::Impact,
        Told::Confidence,
        Told::Effort,
        Told::Owner,
        Told::Service,
        Told::Stage,
        Told::Evidence,
        Told::People,
        Told::Customers,
        Told::Revenue,
    ];

    /// The snake_case word, which is also the name of the field where every tracker has one.
    pub fn word(self) -> &'static str {
        match self {
            Told::Title => "title",
            Told::Description => "description",
            Told::Labels => "labels",
            Told::Value => "value",
            Told::Reach => "reach",
            Told::Impact => "impact",
            Told::Confidence => "confidence",
            Told::Effort => "effort",
            Told::Owner => "owner",
            Told::Service => "service",
            Told::Stage => "stage",
            Told::Evidence => "evidence",
            Told::People => "people",
            Told::Customers => "customers",
            Told::Revenue => "revenue",
        }
    }

    pub fn from_word(word: &str) -> Option<Told> {
        [Told::Title, Told::Description, Told::Labels].into_iter().chain(Told::FURTHER).find(|told| told.word() == word)
    }

    fn is_further(self) -> bool {
        Told::FURTHER.contains(&self)
    }
}

/// What becomes of a field once the item is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// Written with the item and then left alone.
    SetOnce,
    /// A later change here is offered for sending.
    KeepInStep,
    NotSent,
}

/// One line of "What goes where".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldRule {
    pub from: Told,
    /// The tracker's name for the field; that of `from` for title, description and labels.
    pub to: String,
    pub after: After,
}

impl FieldRule {
    pub fn new(from: Told, to: &str, after: After) -> Self {
        FieldRule { from, to: to.to_owned(), after }
    }
}

/// What holds until a person decides otherwise: the title follows where the tracker lets it, the rest is set once.
pub fn usual(follows: bool) -> Vec<FieldRule> {
    let title = if follows { After::KeepInStep } else { After::SetOnce };
    [(Told::Title, title), (Told::Description, After::SetOnce), (Told::Labels, After::SetOnce)]
        .map(|(told, after)| FieldRule::new(told, told.word(), after))
        .into()
}

/// The rules tidied, with the usual ones where title, description or labels are missing. `follows` is false where a
/// tracker's items are written once.
pub fn checked(rules: Vec<FieldRule>, own: OwnFields, follows: bool) -> Result<Vec<FieldRule>> {
    let refuse = |what: String| Err(Problem::bad_input(what).kept("Nothing was changed."));
    let mut kept: Vec<FieldRule> = Vec::new();
    for wanted in usual(follows) {
        kept.push(rules.iter().find(|rule| rule.from == wanted.from).cloned().unwrap_or(wanted));
    }
    kept.extend(rules.into_iter().filter(|rule| rule.from.is_further()));
    let (mut sources, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for rule in &mut kept {
        rule.to = if rule.from.is_further() { rule.to.trim().to_owned() } else { rule.from.word().to_owned() };
        let known = own.known.iter().any(|(name, _)| *name == rule.to);
        let word = rule.from.word();
        match rule.after {
            After::NotSent if rule.from == Told::Title => return refuse("An item needs its title.".to_owned()),
            After::KeepInStep if !follows => return refuse("Items of this tool are written once.".to_owned()),
            After::KeepInStep if rule.from == Told::Labels => {
                return refuse("Labels are set once: a team adds its own.".to_owned());
            }
            _ if rule.to.is_empty() => return refuse(format!("Say which field takes the {word}.")),
            _ if rule.to.chars().count() > 200 => return refuse("The name of a field is too long.".to_owned()),
            _ if rule.from.is_further() && !known && own.others.is_empty() => {
                return refuse(format!("There is no field “{}” that could be filled.", rule.to));
            }
            _ => {}
        }
        if !sources.insert(rule.from) {
            return refuse(format!("The {word} goes to two fields."));
        }
        if !taken.insert(rule.to.clone()) {
            return refuse(format!("The field “{}” is filled twice.", rule.to));
        }
    }
    Ok(kept)
}

/// The draft with just what the rules send. What nobody has set yet is left out: it is not zero.
pub fn filled(mut draft: Draft, facts: &BTreeMap<Told, FieldValue>, rules: &[FieldRule]) -> Draft {
    for rule in rules {
        match (rule.from, rule.after) {
            (Told::Description, After::NotSent) => draft.description.clear(),
            (Told::Labels, After::NotSent) => draft.labels.clear(),
            (from, After::SetOnce | After::KeepInStep) if from.is_further() => {
                draft.fields.extend(facts.get(&from).map(|value| (rule.to.clone(), value.clone())));
            }
            _ => {}
        }
    }
    draft
}

/// What has changed here since `told`, of all that is kept in step. Labels go along with a description they may
/// stand in.
pub fn change(told: &Draft, now: &Draft, rules: &[FieldRule]) -> ItemChange {
    let mut change = ItemChange { labels: now.labels.clone(), ..ItemChange::default() };
    for rule in rules.iter().filter(|rule| rule.after == After::KeepInStep) {
        match rule.from {
            Told::Title => change.title = (told.title != now.title).then(|| now.title.clone()),
            Told::Description => {
                change.description = (told.description != now.description).then(|| now.description.clone());
            }
            _ => {
                let value = now.fields.get(&rule.to).filter(|value| told.fields.get(&rule.to) != Some(*value));
                change.fields.extend(value.map(|value| (rule.to.clone(), value.clone())));
            }
        }
    }
    change
}

/// `draft` once `change` has been written.
pub fn after(mut draft: Draft, change: &ItemChange) -> Draft {
    draft.title = change.title.clone().unwrap_or(draft.title);
    draft.description = change.description.clone().unwrap_or(draft.description);
    draft.fields.extend(change.fields.clone());
    draft
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const OWN: OwnFields = OwnFields { known: &[("estimate", "Estimate")], others: "" };

    fn rules(further: &[(Told, &str, After)]) -> Vec<FieldRule> {
        let further = further.iter().map(|(from, to, after)| FieldRule::new(*from, to, *after));
        usual(true).into_iter().chain(further).collect()
    }

    #[rstest]
    #[case(&[(Told::Value, "estimate", After::KeepInStep)], true, Ok(4))]
    #[case(&[(Told::Value, "points", After::SetOnce)], true, Err("There is no field “points” that could be filled."))]
    #[case(&[(Told::Value, " ", After::SetOnce)], true, Err("Say which field takes the value."))]
    #[case(
        &[(Told::Value, "estimate", After::SetOnce), (Told::Effort, "estimate", After::SetOnce)],
        true,
        Err("The field “estimate” is filled twice.")
    )]
    #[case(&[], false, Err("Items of this tool are written once."))]
    fn rules_are_checked(
        #[case] further: &[(Told, &str, After)],
        #[case] follows: bool,
        #[case] wanted: std::result::Result<usize, &str>,
    ) {
        let checked = checked(rules(further), OWN, follows).map(|rules| rules.len()).map_err(|problem| problem.what);
        assert_eq!(checked, wanted.map_err(str::to_owned));
    }

    #[test]
    fn only_what_changed_and_is_kept_in_step_is_sent_again() {
        let rules = rules(&[(Told::Value, "estimate", After::KeepInStep), (Told::Effort, "hours", After::SetOnce)]);
        let facts = |value: f64| {
            BTreeMap::from([(Told::Value, FieldValue::Number(value)), (Told::Effort, FieldValue::Number(value))])
        };
        let draft = |title: &str| Draft { title: title.into(), description: title.into(), ..Draft::default() };
        let told = filled(draft("One"), &facts(940.0), &rules);
        assert_eq!(told.fields.len(), 2);
        assert_eq!(change(&told, &told, &rules), ItemChange::default());
        let now = filled(draft("Two"), &facts(880.0), &rules);
        let changed = change(&told, &now, &rules);
        assert_eq!((changed.title.as_deref(), &changed.description), (Some("Two"), &None));
        assert_eq!(changed.fields, BTreeMap::from([("estimate".into(), FieldValue::Number(880.0))]));
        assert_eq!(change(&after(told, &changed), &now, &rules), ItemChange::default());
    }

    #[test]
    fn what_nobody_has_set_is_not_sent() {
        let rules = rules(&[(Told::Value, "estimate", After::KeepInStep)]);
        assert_eq!(filled(Draft::default(), &BTreeMap::new(), &rules).fields, BTreeMap::new());
    }
}

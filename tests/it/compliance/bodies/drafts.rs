//! Drafts that nobody should write and somebody will.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use engine::connectors::{Draft, FieldValue, ItemChange};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use support::replay::Replay;

use super::spec::Sent;
use super::{Pure, requests_of};

/// Names that fields of some tracker have, that are taken by something else, or that mean nothing anywhere.
const FIELDS: [&str; 24] = [
    "estimate",
    "priority",
    "weight",
    "due_date",
    "duedate",
    "estimated_hours",
    "priority_id",
    "customfield_10016",
    "7",
    "1207000000000001",
    "Custom.Reach",
    "Microsoft.VSTS.Common.Priority",
    "Microsoft.VSTS.Common.BusinessValue",
    "Reach",
    "title",
    "summary",
    "subject",
    "labels",
    "project_id",
    "description",
    "System.Title",
    "System.Tags",
    "a/b~c 😀",
    "",
];

/// `usual` with one thing after the other made difficult.
pub fn hostile(usual: &Draft) -> Vec<Draft> {
    let with = |change: &dyn Fn(&mut Draft)| {
        let mut draft = usual.clone();
        change(&mut draft);
        draft
    };
    let fields = |value: FieldValue| with(&|draft: &mut Draft| draft.fields = all_fields(&value));
    let labels = |labels: &[&str]| with(&|draft| draft.labels = labels.iter().map(|l| (*l).to_owned()).collect());
    vec![
        with(&|draft| draft.description.clear()),
        with(&|draft| draft.title = "One charge 🧾 per order 👩‍👩‍👧".to_owned()),
        with(&|draft| draft.title = "One charge per order ".repeat(15).trim().to_owned()),
        with(&|draft| draft.title = "É".repeat(300)),
        with(&|draft| draft.title = "🧾".repeat(20_000)),
        with(&|draft| draft.title = "One\r\ncharge\tper\u{0}\norder\u{2028}!".to_owned()),
        with(&|draft| draft.title = "to be or not AND \"or' (".to_owned()),
        with(&|draft| draft.title = "…?!".to_owned()),
        with(&|draft| draft.description = "Charged twice. ".repeat(4_400)),
        with(&|draft| draft.description = "<p>Charged & twice</p>\n\n".repeat(50_000)),
        with(&|draft| draft.description = "🧾".repeat(70_000)),
        with(&|draft| draft.description = "\u{0}\u{8}a\r\nb\r\n\r\n\r\n> \n### \n### x\n> y\nz".to_owned()),
        with(&|draft| draft.description = "h1. [~root] {code} @all #12 **x** <script>alert(1)</script>".to_owned()),
        labels(&["service: checkout, web; \"x\"", "two words", "", "  ", ",", "tab\tand\nline"]),
        labels(&["long ".repeat(90).trim(), &"é".repeat(500), &"🧾".repeat(300)]),
        with(&|draft| draft.labels = (0..300).map(|number| format!("label {number} of too many")).collect()),
        fields(FieldValue::Number(3.0)),
        fields(FieldValue::Number(2.5)),
        fields(FieldValue::Number(-1.0)),
        fields(FieldValue::Number(1e300)),
        fields(FieldValue::Number(f64::NAN)),
        fields(FieldValue::Text("Rita 🧾\n<b>".to_owned())),
        fields(FieldValue::Text(String::new())),
        fields(FieldValue::Text("2026-11-30".to_owned())),
    ]
}

fn all_fields(value: &FieldValue) -> BTreeMap<String, FieldValue> {
    FIELDS.iter().map(|name| ((*name).to_owned(), value.clone())).collect()
}

/// Everything in `draft` as a change.
pub fn change_of(draft: &Draft) -> ItemChange {
    ItemChange {
        title: Some(draft.title.clone()),
        description: Some(draft.description.clone()),
        labels: draft.labels.clone(),
        fields: draft.fields.clone(),
    }
}

fn drafts() -> impl Strategy<Value = Draft> {
    let value = prop_oneof![
        any::<f64>().prop_map(FieldValue::Number),
        (-10i32..1000).prop_map(|whole| FieldValue::Number(f64::from(whole) / 2.0)),
        "(?s).{0,20}".prop_map(FieldValue::Text),
    ];
    let field = (proptest::sample::select(&FIELDS[..]).prop_map(str::to_owned), value);
    let title = ("(?s)[a-z].{0,40}", 1usize..12).prop_map(|(part, times)| part.repeat(times));
    let description = ("(?s).{0,60}|[<>#*@&\\[\\]{}|~\n ]{0,30}", 0usize..1200).prop_map(|(part, n)| part.repeat(n));
    let labels = proptest::collection::vec("(?s).{0,300}|[a-z,; ]{0,20}", 0..4);
    let fields = proptest::collection::btree_map(field.0, field.1, 0..6);
    (title, description, labels, fields).prop_map(|(title, description, labels, fields)| Draft {
        title,
        description,
        labels,
        fields,
        ..Draft::default()
    })
}

/// The request is valid, carries the key and says exactly what the draft cut to size says.
pub async fn by_chance(replay: Replay) -> Result<()> {
    let (known, line) = (requests_of(&replay)?, Pure::of(&replay)?);
    let mut runner = TestRunner::new(Config { cases: 32, failure_persistence: None, ..Config::default() });
    let run = runner.run(&drafts(), |draft| {
        for request in line.requests(&draft) {
            known.check(&Sent::from(&request)).map_err(|wrong| TestCaseError::fail(format!("{wrong:#}")))?;
        }
        let create = line.tracker.create(&draft, &line.key);
        let fitted = line.tracker.fitted(draft);
        prop_assert_eq!(&line.tracker.create(&fitted, &line.key), &create);
        prop_assert_eq!(&line.tracker.fitted(fitted.clone()), &fitted);
        let bare = |text: &str| text.replace("tl-", "").replace('-', "");
        prop_assert!(bare(&create.body.unwrap_or_default()).contains(&bare(&line.key.0)), "the key is lost");
        Ok(())
    });
    match run {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, draft)) => {
            let told: String = format!("{draft:?}").chars().take(400).collect();
            bail!("{reason}\n  of {told}")
        }
        Err(TestError::Abort(reason)) => bail!("{reason}"),
    }
}

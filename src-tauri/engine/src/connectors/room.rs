//! How much a tracker takes, and drafts cut to it. The preview, the request and what is remembered of it all show the
//! same cut, with an ellipsis, and the line with the key always has its place.

use std::collections::BTreeMap;

use super::{Draft, FieldValue, ItemChange};

/// Room for the last lines of a description, which `marker` adds.
const MARKER: usize = 100;

/// Nobody needs more labels, and every tracker takes so many.
const MOST_LABELS: usize = 20;

/// How long the parts of an item may be, in UTF-16 units, which no tracker counts more generously.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub title: usize,
    /// With the lines that `marker` adds.
    pub description: usize,
    pub label: usize,
    /// What one of the tracker's own fields is given; None for what it would refuse.
    pub field: fn(&str, &FieldValue) -> Option<FieldValue>,
}

impl Room {
    pub fn draft(&self, draft: Draft) -> Draft {
        let labels = self.labels(&draft.labels);
        Draft {
            title: self.title(&draft.title),
            description: self.description(&draft.description, &labels),
            fields: self.fields(draft.fields),
            labels,
            project: draft.project,
        }
    }

    pub fn change(&self, change: ItemChange) -> ItemChange {
        let labels = self.labels(&change.labels);
        ItemChange {
            title: change.title.map(|title| self.title(&title)),
            description: change.description.map(|text| self.description(&text, &labels)),
            fields: self.fields(change.fields),
            labels,
        }
    }

    fn title(&self, title: &str) -> String {
        shortened(&one_line(title), self.title)
    }

    /// Labels may stand below it, with a sign on either side of each letter.
    fn description(&self, text: &str, labels: &[String]) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let labels: usize = labels.iter().map(|label| 3 * (units(label) + 1)).sum();
        shortened(&text, self.description.saturating_sub(MARKER + labels))
    }

    fn labels(&self, labels: &[String]) -> Vec<String> {
        let whole = labels.iter().map(|label| shortened(&one_line(label), self.label));
        whole.filter(|label| !label.chars().all(|c| matches!(c, ' ' | ',' | ';'))).take(MOST_LABELS).collect()
    }

    fn fields(&self, given: BTreeMap<String, FieldValue>) -> BTreeMap<String, FieldValue> {
        let taken = |(name, value): (String, FieldValue)| {
            let value = (self.field)(&name, &value)?;
            Some((name, value))
        };
        given.into_iter().filter_map(taken).collect()
    }
}

/// For trackers without fields of their own.
pub(super) fn none(_: &str, _: &FieldValue) -> Option<FieldValue> {
    None
}

/// A number as it is, or a text that says something.
pub(super) fn any(value: &FieldValue) -> Option<FieldValue> {
    match value {
        FieldValue::Number(_) => number(value),
        FieldValue::Text(text) => {
            Some(one_line(text)).filter(|text| !text.is_empty()).map(|text| FieldValue::Text(shortened(&text, 255)))
        }
    }
}

pub(super) fn number(value: &FieldValue) -> Option<FieldValue> {
    matches!(value, FieldValue::Number(number) if number.is_finite()).then(|| value.clone())
}

/// A number without a fraction, when it lies between `least` and `most`.
pub(super) fn whole(value: &FieldValue, least: f64, most: f64) -> Option<FieldValue> {
    match value {
        FieldValue::Number(number) if (least..=most).contains(&number.round()) => {
            Some(FieldValue::Number(number.round()))
        }
        _ => None,
    }
}

/// `2026-11-30`.
pub(super) fn day(value: &FieldValue) -> Option<FieldValue> {
    match value {
        FieldValue::Text(text) if text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok() => Some(value.clone()),
        _ => None,
    }
}

fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Cut before a word, with an ellipsis, when it is longer than `longest` units.
fn shortened(text: &str, longest: usize) -> String {
    if units(text) <= longest {
        return text.to_owned();
    }
    let (mut taken, mut end) = (1, 0);
    for (at, c) in text.char_indices() {
        taken += c.len_utf16();
        if taken > longest {
            break;
        }
        end = at + c.len_utf8();
    }
    let cut = text.get(..end).unwrap_or_default();
    // A single word may be most of it.
    let word = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}…", cut.get(..word).unwrap_or_default().trim_end())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const SMALL: Room = Room { title: 10, description: 120, label: 8, field: none };

    #[rstest]
    #[case("short", "short")]
    #[case("exactly 10", "exactly 10")]
    #[case("one charge per order", "one charg…")]
    #[case("charged\r\ntwice", "charged…")]
    #[case("ÉÉÉÉÉÉÉÉÉÉÉ", "ÉÉÉÉÉÉÉÉÉ…")]
    #[case("🧾🧾🧾🧾🧾🧾", "🧾🧾🧾🧾…")]
    fn a_title_is_one_line_cut_visibly(#[case] title: &str, #[case] wanted: &str) {
        assert_eq!(SMALL.title(title), wanted);
    }

    #[test]
    fn a_description_leaves_room_for_labels_and_key() {
        let draft =
            Draft { description: "word ".repeat(100), labels: vec!["pay".into(), " ,".into()], ..Draft::default() };
        let fitted = SMALL.draft(draft);
        assert_eq!((fitted.description.as_str(), &fitted.labels[..]), ("word…", &["pay".to_owned()][..]));
        assert_eq!(SMALL.draft(fitted.clone()), fitted);
    }

    #[rstest]
    #[case(whole(&FieldValue::Number(2.5), 0.0, 4.0), Some(FieldValue::Number(3.0)))]
    #[case(whole(&FieldValue::Number(-1.0), 0.0, 4.0), None)]
    #[case(number(&FieldValue::Number(f64::NAN)), None)]
    #[case(day(&FieldValue::Text("2026-11-30".into())), Some(FieldValue::Text("2026-11-30".into())))]
    #[case(day(&FieldValue::Text("soon".into())), None)]
    #[case(any(&FieldValue::Text("Rita\nB".into())), Some(FieldValue::Text("Rita B".into())))]
    #[case(any(&FieldValue::Text(" ".into())), None)]
    fn own_fields_get_what_they_take(#[case] given: Option<FieldValue>, #[case] wanted: Option<FieldValue>) {
        assert_eq!(given, wanted);
    }
}

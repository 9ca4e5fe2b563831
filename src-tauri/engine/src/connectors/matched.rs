//! Records of a source that has no fields of its own here: rows of JSON become signals by a mapping, read exactly
//! as the rows of an imported file are.

use std::collections::BTreeMap;
use std::io::Cursor;

use serde_json::Value;

use super::{BadReply, Setting, text};
use crate::error::{Problem, Result};
use crate::import::{FieldMapping, Table, Taken};
use crate::model::{Record, SetAside};

type Read<T> = std::result::Result<T, BadReply>;

/// Where a connection keeps the person's choice.
pub(super) const MAPPING: Setting = Setting {
    name: "mapping",
    label: "Mapping",
    help: "Which field becomes what. Empty: guessed from the first records.",
    placeholder: r#"{"fields": {"title": "subject", "happened_at": "created"}, "kind": "ticket"}"#,
    required: false,
    choices: &[],
    long: true,
};

/// What a person matched of a source with several streams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// Nothing: each stream is guessed.
    #[default]
    Guessed,
    /// The fields of every stream alike.
    Alike(FieldMapping),
    /// The fields of these streams; others are guessed.
    Each(BTreeMap<String, FieldMapping>),
}

impl Matching {
    /// Reads the setting of a connection: one mapping, or an object with one for each stream.
    pub fn parse(text: &str) -> Result<Matching> {
        let by_stream = serde_json::from_str::<BTreeMap<String, Value>>(text)
            .is_ok_and(|parts| parts.keys().all(|name| name != "fields") && parts.values().all(Value::is_object));
        if !by_stream {
            return Ok(FieldMapping::parse(text)?.map_or(Matching::Guessed, Matching::Alike));
        }
        serde_json::from_str(text).map(Matching::Each).map_err(|why| {
            Problem::bad_input(format!("The mapping can't be read: {why}."))
                .kept("Nothing was changed.")
                .todo("Match the fields of each stream again.")
        })
    }

    /// What was matched of this stream.
    pub fn of(&self, stream: &str) -> Option<&FieldMapping> {
        match self {
            Matching::Guessed => None,
            Matching::Alike(mapping) => Some(mapping),
            Matching::Each(mappings) => mappings.get(stream),
        }
    }
}

/// What the rows of one page became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matched {
    pub records: Vec<Record>,
    pub set_aside: Vec<SetAside>,
    /// How they were read; None while there was no row to guess it from.
    pub mapping: Option<FieldMapping>,
    /// Rows there were.
    pub rows: u32,
}

/// Reads the list under the keys of `path` in the JSON text `body`. Without a mapping, guesses one by the names of
/// the fields and their values, and by `name`, which says what the records are called.
pub(super) fn read(name: &str, body: &[u8], path: &[String], mapping: Option<&FieldMapping>) -> Read<Matched> {
    let mut table = Table::of_list(name, Cursor::new(body), path).map_err(told)?;
    if table.rows() == 0 {
        return Ok(Matched { mapping: mapping.cloned(), ..Matched::default() });
    }
    let names = table.names();
    let chosen = match mapping {
        Some(given) => given.onto(&names),
        None => {
            let guess = table.proposal();
            match table.blocked(&guess) {
                None => guess,
                Some(why) => return Err(BadReply(format!("{why} Match the fields of the connection"))),
            }
        }
    };
    let plan = table.plan(&chosen, &|_| false, &|| false).map_err(told)?;
    let mut matched = Matched { rows: table.rows(), ..Matched::default() };
    matched.mapping = Some(mapping.cloned().unwrap_or_else(|| FieldMapping::of(&chosen, &names)));
    let mut take = |taken| {
        match taken {
            Taken::Record(record) => matched.records.push(plain(*record)),
            Taken::SetAside(mut row) => {
                row.reason = format!("{}.", row.reason.trim_end_matches('.'));
                matched.set_aside.push(row);
            }
            Taken::Older => {}
        }
        true
    };
    table.import(&chosen, &plan, &mut take).map_err(told)?;
    Ok(matched)
}

/// The rows of the list as they came.
pub(super) fn rows(name: &str, body: &[u8], path: &[String]) -> Read<Vec<String>> {
    Table::of_list(name, Cursor::new(body), path).and_then(|mut table| table.raw_rows()).map_err(told)
}

/// Unlike people's files, interfaces send markup and control characters.
fn plain(record: Record) -> Record {
    let body = match is_markup(&record.body) {
        true => text::from_html(&record.body),
        false => text::plain(&record.body),
    };
    let title = match is_markup(&record.title) {
        true => text::line(&text::from_html(&record.title)),
        false => text::line(&record.title),
    };
    let title = if title.is_empty() { text::line(&record.title) } else { title };
    Record { title, body, ..record }
}

/// An angle bracket alone is no markup: `a < b` and `List<String>` stay as they are.
fn is_markup(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["</p>", "</div>", "</li>", "</a>", "</span>", "</b>", "</strong>", "</h1>", "</h2>", "</h3>", "</td>", "</script>"]
        .iter()
        .chain(&["<br>", "<br/>", "<br />", "<img "])
        .any(|tag| text.contains(tag))
}

fn told(problem: Problem) -> BadReply {
    BadReply(problem.what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    #[test]
    fn one_mapping_serves_all_streams_or_each_has_its_own() {
        assert_eq!(Matching::parse(" ").unwrap(), Matching::Guessed);
        let alike = Matching::parse(r#"{"fields": {"title": "subject"}, "kind": "incident"}"#).unwrap();
        assert_eq!(alike.of("any").unwrap().kind, Kind::Incident);
        let each = Matching::parse(r#"{"issues": {"fields": {"title": "subject"}}, "ideas": {"kind": "feedback"}}"#);
        let each = each.unwrap();
        assert_eq!((each.of("ideas").unwrap().kind, each.of("users")), (Kind::Feedback, None));
    }

    #[test]
    fn a_slip_in_the_mapping_of_a_stream_is_told() {
        let slip = Matching::parse(r#"{"issues": {"fields": {"titel": "subject"}}}"#).unwrap_err();
        assert!(slip.what.contains("titel"), "{slip}");
        assert!(Matching::parse(r#"{"feilds": "x"}"#).is_err());
        assert!(Matching::parse("[").is_err());
    }
}

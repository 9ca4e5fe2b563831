//! Pages of a thousand records, made from the few that each tool's recorded replies hold.

use std::io::Cursor as Bytes;

use engine::connectors::{Account, Cursor, Page, Reader, Stream, reader};
use engine::http::HttpReply;
use engine::import::{FieldMapping, Table};
use serde_json::{Map, Value, json};
use support::replay::Replay;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Records of a page.
pub const PAGE: usize = 1_000;

/// One large reply and who reads it.
pub struct Grown {
    reader: Box<dyn Reader>,
    stream: Stream,
    reply: HttpReply,
    replay: Replay,
    /// What the reply's list holds.
    pub elements: Vec<Value>,
}

impl Grown {
    /// Of the recorded reply, and the list in it, from which the tool's reader gets the most. None for a tool without
    /// such a reply.
    pub fn of(replay: &Replay) -> Outcome<Option<Grown>> {
        let account = Account {
            vendor: replay.vendor.clone(),
            base_url: "https://tool.example".to_owned(),
            user: replay.account.user.clone(),
            project: replay.account.project.clone(),
            settings: replay.account.settings.clone(),
        };
        let mut best: Option<(usize, Grown)> = None;
        for exchange in &replay.exchanges {
            let Some(body) = &exchange.reply.body else { continue };
            let headers: Vec<(String, String)> = exchange.reply.headers.clone().into_iter().collect();
            for path in lists(body, "") {
                let (grown, elements) = grow(body, &path);
                let reply = HttpReply { status: 200, headers: headers.clone(), body: serde_json::to_vec(&grown)? };
                for stream in reader(&account)?.streams() {
                    let candidate = Grown {
                        reader: reader(&account)?,
                        stream: stream.clone(),
                        reply: reply.clone(),
                        replay: replay.clone(),
                        elements: elements.clone(),
                    };
                    let given = candidate.parse().map_or(0, |page| page.records.len() + page.usage.len());
                    if given > best.as_ref().map_or(PAGE / 2, |(most, _)| *most) {
                        best = Some((given, candidate));
                    }
                }
            }
        }
        Ok(best.map(|(_, grown)| grown))
    }

    /// What the tool's own reader makes of the reply.
    pub fn parse(&self) -> Outcome<Page> {
        let page = self.reader.parse(&self.stream, &Cursor::default(), &self.reply, support::time(&self.replay.now));
        page.map_err(|bad| bad.0.into())
    }

    /// The same records for the generic reader, with the mapping that it proposes itself.
    pub fn generic(&self) -> Outcome<Generic> {
        let rows: Vec<Value> = self.elements.iter().map(as_object).collect();
        let body = serde_json::to_vec(&json!({ "data": rows }))?;
        let table = Table::of_list("records.json", Bytes::new(&body), &["data".to_owned()]).map_err(said)?;
        let names: Vec<String> = table.columns().iter().map(|column| column.name.clone()).collect();
        let mut mapping = FieldMapping::of(&table.proposal(), &names);
        if !mapping.fields.contains_key(&engine::import::Target::Title) {
            let first = names.first().ok_or("records without fields")?;
            mapping.fields.retain(|_, field| field != first);
            mapping.fields.insert(engine::import::Target::Title, first.clone());
        }
        let settings = [("list", "data".to_owned()), ("mapping", serde_json::to_string(&mapping)?)];
        let account = Account {
            vendor: "http_json".to_owned(),
            base_url: "https://tool.example".to_owned(),
            settings: settings.map(|(name, value)| (name.to_owned(), value)).into(),
            ..Account::default()
        };
        let reply = HttpReply { status: 200, headers: Vec::new(), body };
        Ok(Generic { reader: reader(&account)?, reply, now: self.replay.now.clone() })
    }
}

/// The generic reader with its reply.
pub struct Generic {
    reader: Box<dyn Reader>,
    reply: HttpReply,
    now: String,
}

impl Generic {
    pub fn parse(&self) -> Outcome<Page> {
        let stream = self.reader.streams().first().ok_or("a reader without streams")?;
        let page = self.reader.parse(stream, &Cursor::default(), &self.reply, support::time(&self.now));
        page.map_err(|bad| bad.0.into())
    }
}

fn said(problem: engine::error::Problem) -> String {
    problem.sentence()
}

/// Where the lists of objects or lists lie in `value`, as JSON pointers, the outer ones first.
fn lists(value: &Value, at: &str) -> Vec<String> {
    match value {
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => vec![at.to_owned()],
        Value::Object(fields) => fields.iter().flat_map(|(name, value)| lists(value, &pointer(at, name))).collect(),
        _ => Vec::new(),
    }
}

fn pointer(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// `body` with the list at `path` repeated until it holds a page, and that list.
fn grow(body: &Value, path: &str) -> (Value, Vec<Value>) {
    let mut grown = body.clone();
    let Some(Value::Array(list)) = grown.pointer_mut(path) else { return (grown, Vec::new()) };
    let elements: Vec<Value> = list.iter().cycle().take(PAGE).cloned().collect();
    list.clone_from(&elements);
    (grown, elements)
}

/// Rows of values become objects, which is all the generic reader takes.
fn as_object(element: &Value) -> Value {
    match element {
        Value::Array(values) => {
            let fields = values.iter().zip(1..).map(|(value, number): (_, u32)| (format!("c{number}"), value.clone()));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

//! Programs of the person's own that read a source and tell what they find on their standard output, line by line.
//! A dialect says how a family of them is called and what a line means; this gathers lines into pages. What runs
//! them is `child`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::matched::Matching;
use super::{BadReply, Cursor, Page, Sample, matched, text};
use crate::import::{FieldMapping, MAX_COLUMNS, looks_like_signals};
use crate::model::{Record, SetAside};

type Read<T> = std::result::Result<T, BadReply>;

/// One word of a program's command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Plain(&'static str),
    /// The path of the file with the configuration, the catalog or the state.
    Config,
    Catalog,
    State,
}

/// What a line of output means.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// The fields that tell the records of a stream apart.
    Keys {
        stream: String,
        keys: Vec<String>,
    },
    Record {
        stream: String,
        row: Value,
    },
    /// Everything told before is behind this point.
    State(Value),
    /// Why the program gives up, in its own words.
    Trouble(String),
    /// A check that went well.
    Fine,
    /// Chatter, and kinds of message that change nothing here.
    Other,
}

/// One stream, as the program describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    pub name: String,
    /// The fields of its records, as far as the program tells them.
    pub fields: Vec<String>,
    /// The fields that tell its records apart; empty where the program doesn't say.
    pub keys: Vec<String>,
    /// Later reads bring only what changed.
    pub only_changes: bool,
}

/// Those streams of a program that are wanted, and the catalog that asks for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    pub streams: Vec<Offer>,
    /// The content of the catalog's file.
    pub text: String,
}

impl Catalog {
    /// The stream to look at first: one that is matched, or else one whose fields look like those of signals.
    pub fn likeliest(&self, choice: &Choice) -> Option<&Offer> {
        let matched = self
            .streams
            .iter()
            .find(|stream| matches!(&choice.matching, Matching::Each(each) if each.contains_key(&stream.name)));
        let fitting = || self.streams.iter().find(|stream| looks_like_signals(&stream.fields));
        matched.or_else(fitting).or_else(|| self.streams.first())
    }

    pub fn names(&self) -> Vec<&str> {
        self.streams.iter().map(|stream| stream.name.as_str()).collect()
    }
}

/// The fields that a JSON schema names, those inside another with a point between, as records are matched.
pub(super) fn field_names(schema: Option<&Value>) -> Vec<String> {
    let mut names = Vec::new();
    for (name, about) in properties(schema) {
        let inner = properties(Some(about));
        if inner.clone().next().is_none() {
            names.push(text::line(name));
        }
        names.extend(inner.map(|(inside, _)| text::line(&format!("{name}.{inside}"))));
    }
    names.truncate(MAX_COLUMNS);
    names
}

fn properties(schema: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> + Clone {
    schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object).into_iter().flatten()
}

/// How a family of programs is spoken to.
pub trait Tap: Send + Sync {
    /// How the names of such programs begin.
    fn prefixes(&self) -> &'static [&'static str];
    /// Words that make it try its configuration, where it can.
    fn check(&self) -> Option<&'static [Word]>;
    fn discover(&self) -> &'static [Word];
    fn read(&self, has_state: bool) -> &'static [Word];
    /// From what `discover` printed; of `wanted` streams, or of all when there are none.
    fn catalog(&self, printed: &str, wanted: &[String]) -> Read<Catalog>;
    fn line(&self, line: &str) -> Line;
    /// What is kept of the states told so far, after `told` came.
    fn remember(&self, kept: Option<Value>, told: Value) -> Value;
}

/// What a person set about a connection to a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub program: String,
    pub streams: Vec<String>,
    pub matching: Matching,
}

/// Where a program's reading stands; kept as the cursor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    pub state: Option<Value>,
    /// How each stream is read, as guessed from its first records.
    mappings: BTreeMap<String, FieldMapping>,
}

impl Place {
    /// An unreadable cursor starts from the beginning: reading again is harmless.
    pub fn of(cursor: &Cursor) -> Place {
        cursor.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}

/// Records and states since the last page.
pub struct Gathered<'a> {
    tap: &'a dyn Tap,
    matching: &'a Matching,
    place: Place,
    keys: BTreeMap<String, Vec<String>>,
    rows: BTreeMap<String, Vec<Value>>,
    count: usize,
    bytes: usize,
    /// Lines so far, and whether any of them was a message.
    lines: u64,
    understood: bool,
    pub trouble: Option<String>,
    /// Records of each stream so far; those that brought none are told too.
    pub read: BTreeMap<String, u32>,
}

impl<'a> Gathered<'a> {
    pub fn new(tap: &'a dyn Tap, catalog: &Catalog, matching: &'a Matching, at: &Cursor) -> Self {
        let told = catalog.streams.iter().filter(|stream| !stream.keys.is_empty());
        Gathered {
            tap,
            matching,
            place: Place::of(at),
            keys: told.map(|stream| (stream.name.clone(), stream.keys.clone())).collect(),
            rows: BTreeMap::new(),
            count: 0,
            bytes: 0,
            lines: 0,
            understood: false,
            trouble: None,
            read: catalog.streams.iter().map(|stream| (stream.name.clone(), 0)).collect(),
        }
    }

    /// Records that wait to be stored.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Bytes of the lines behind them.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// True for a program that talked and never said anything that such programs say.
    pub fn is_rubbish(&self) -> bool {
        self.lines > 0 && !self.understood
    }

    pub fn take(&mut self, line: &str) {
        let line_means = self.tap.line(line);
        self.lines += 1;
        self.understood |= line_means != Line::Other;
        match line_means {
            Line::Keys { stream, keys } => {
                self.keys.insert(stream, keys);
            }
            Line::Record { stream, row } => {
                self.count += 1;
                self.bytes += line.len();
                let read = self.read.entry(stream.clone()).or_default();
                *read = read.saturating_add(1);
                self.rows.entry(stream).or_default().push(row);
            }
            Line::State(told) => self.place.state = Some(self.tap.remember(self.place.state.take(), told)),
            Line::Trouble(words) => self.trouble = Some(text::line(&words)),
            Line::Fine | Line::Other => {}
        }
    }

    /// Everything gathered, as signals, with the last state told: all records before that state are in this page or
    /// in an earlier one, so that both can be stored together.
    pub fn page(&mut self, more: bool) -> Read<Page> {
        let mut page = Page { more, ..Page::default() };
        for (stream, rows) in std::mem::take(&mut self.rows) {
            self.read_stream(&stream, &rows, &mut page)?;
        }
        (self.count, self.bytes) = (0, 0);
        page.next = Cursor(serde_json::to_string(&self.place).ok());
        Ok(page)
    }

    /// The records as they came, to be matched by a person.
    pub fn sample(&mut self) -> Sample {
        let rows = std::mem::take(&mut self.rows);
        let longest = rows.into_iter().max_by_key(|(_, rows)| rows.len());
        let Some((stream, rows)) = longest else { return Sample::default() };
        Sample { name: format!("{}.json", text::line(&stream)), rows: rows.iter().map(Value::to_string).collect() }
    }

    fn read_stream(&mut self, stream: &str, rows: &[Value], page: &mut Page) -> Read<()> {
        let body = Value::from(rows.to_vec()).to_string();
        let chosen = self.matching.of(stream);
        let known = chosen.or_else(|| self.place.mappings.get(stream));
        let read = matched::read(stream, body.as_bytes(), &[], known);
        let found = match read {
            Ok(found) => found,
            // Beside streams of signals there are often others, of users and settings say, that are none.
            Err(bad) if known.is_none() => {
                page.set_aside.push(no_signals(stream, rows, &bad));
                return Ok(());
            }
            Err(bad) => return Err(bad),
        };
        let keys = self.keys.get(stream).map(Vec::as_slice).unwrap_or_default();
        page.records.extend(found.records.into_iter().map(|record| named(stream, keys, record)));
        page.set_aside.extend(found.set_aside);
        if let (None, Some(mapping)) = (chosen, found.mapping) {
            self.place.mappings.insert(stream.to_owned(), mapping);
        }
        Ok(())
    }
}

fn no_signals(stream: &str, rows: &[Value], bad: &BadReply) -> SetAside {
    SetAside {
        row: 1,
        external_id: None,
        reason: format!("The stream {stream} can't be read as signals: {}.", bad.0.trim_end_matches('.')),
        raw: rows.first().map(Value::to_string).unwrap_or_default(),
    }
}

/// The id of a record is its stream and its key, so that streams never mix; without a key, what was matched.
fn named(stream: &str, keys: &[String], record: Record) -> Record {
    let row: Value = serde_json::from_str(&record.raw).unwrap_or_default();
    let parts: Vec<String> = keys.iter().filter_map(|key| part(row.get(key)?)).collect();
    let id = if !parts.is_empty() && parts.len() == keys.len() { parts.join("-") } else { record.external_id };
    Record { external_id: format!("{stream}/{id}"), ..record }
}

fn part(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text::line(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

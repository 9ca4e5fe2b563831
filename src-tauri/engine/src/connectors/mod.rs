//! What every connector can do, and which ones there are. Connectors are pure: they build requests and
//! parse replies; `http` sends, `store` keeps. Each lives in a folder of its own and has a line in `registry`.

mod airbyte;
mod alertmanager;
mod asana;
mod azure_devops;
mod backlog;
mod base;
mod cleaned;
mod elasticsearch;
mod fields;
mod file;
mod freshdesk;
mod from_markdown;
mod github;
mod gitlab;
mod http_json;
mod intercom;
mod issue_labels;
mod jenkins;
mod jira;
mod labels;
mod linear;
mod links;
mod mail_html;
mod markdown;
mod marker;
mod matched;
mod matomo;
mod named;
mod pagerduty;
mod pages;
mod place;
mod plausible;
mod posthog;
mod prometheus;
mod redmine;
mod registry;
mod replies;
mod request_tracker;
mod room;
mod sentry;
mod servicenow;
mod shortcut;
mod singer;
pub mod tap;
mod text;
mod tracker;
mod trello;
mod web_address;
mod words;
mod youtrack;
mod zendesk;

pub use backlog::{BacklogItem, ItemDetails, of_record, of_tracker};
pub use cleaned::cleaned;
pub use registry::{answers, program, reader, replies, tap, tracker, vendors};
pub use replies::{Replies, written_reply};
pub use tracker::{
    Comments, Draft, ExportKey, FieldValue, ItemChange, OwnFields, Style, Tracker, TrackerItem, written_comment,
};
pub use web_address::web_address;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Kind, Record, SetAside, Time, UsageDay};

/// One configured account of a tool, as a connector needs it. Holds no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Account {
    /// Vendor id in the registry, e.g. `redmine`.
    pub vendor: String,
    /// e.g. `https://desk.example.com`, no trailing slash needed.
    pub base_url: String,
    /// Login name where the tool wants one beside the secret.
    pub user: String,
    /// Project, queue or team to read and write; empty means everything the account sees.
    pub project: String,
    /// What else this tool needs to know, by the names of its [`Setting`]s. Nothing secret.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
}

impl Account {
    /// A setting without stray spaces; empty when it isn't given.
    pub fn setting(&self, name: &str) -> &str {
        self.settings.get(name).map_or("", |value| value.trim())
    }
}

/// Where the credential goes. The HTTP layer adds it; a connector never sees a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    None,
    /// `name: before + secret + after`, e.g. `X-Redmine-API-Key` with nothing around it.
    Header {
        name: &'static str,
        before: String,
        after: &'static str,
    },
    /// The secret is the password.
    Basic {
        user: String,
    },
    /// The secret alone under a name that the person gave.
    OwnHeader {
        name: String,
    },
    /// The secret is the user name, and the password says nothing.
    BasicKey {
        password: &'static str,
    },
    /// The secret is one more field of the form that is the request's body.
    Form {
        field: &'static str,
    },
}

impl Auth {
    /// The secret alone under `name`.
    pub fn header(name: &'static str) -> Auth {
        Auth::Header { name, before: String::new(), after: "" }
    }

    /// `authorization: word secret`, e.g. with the word `Bearer`.
    pub fn authorization(word: &str) -> Auth {
        Auth::Header { name: "authorization", before: format!("{word} "), after: "" }
    }
}

/// One kind of record a tool offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    pub name: &'static str,
    /// What most of its records become. Counts of use become none.
    pub kind: Kind,
    /// Plural for people, e.g. "tickets".
    pub label: &'static str,
    pub page_size: u32,
}

/// A connector's own note of where it is in a stream; opaque to everybody else. None: from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor(pub Option<String>);

impl Cursor {
    /// The note as it was made; an unreadable one starts from the beginning, since reading again is harmless.
    fn place<T: DeserializeOwned + Default>(&self) -> T {
        self.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    fn at(place: &impl Serialize) -> Cursor {
        Cursor(serde_json::to_string(place).ok())
    }
}

/// One parsed page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub records: Vec<Record>,
    pub set_aside: Vec<SetAside>,
    /// How much features were used, for tools that count that.
    pub usage: Vec<UsageDay>,
    /// Where to go on; stored in the same transaction as the records.
    pub next: Cursor,
    /// False: the pull of this stream is finished for now, and `next` is where the next pull begins.
    pub more: bool,
    /// How many records the tool says there are, where it says.
    pub total: Option<u64>,
    /// True: this page names everything that is open, so what is open here and not named has been resolved.
    pub complete: bool,
}

/// A reply that can't be used, in words for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadReply(pub String);

/// Reads signals from a tool.
pub trait Reader: Send + Sync {
    fn auth(&self) -> Auth;
    fn streams(&self) -> &[Stream];
    /// A small request that fails when the credential is wrong.
    fn check(&self) -> HttpRequest;
    /// Who the check found, in words ("Signed in as admin").
    fn checked(&self, reply: &HttpReply) -> std::result::Result<String, BadReply>;
    fn request(&self, stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest;
    fn parse(&self, stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> std::result::Result<Page, BadReply>;
    /// Completes a page whose tool tells part of its records elsewhere: the next request to send, given every
    /// reply to the earlier ones in order; None when the page is whole. Nothing is stored before that.
    fn complete(&self, _page: &mut Page, _replies: &[HttpReply]) -> std::result::Result<Option<HttpRequest>, BadReply> {
        Ok(None)
    }
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        Verdict::from_status(reply, now)
    }
    /// The records of a reply as they came, for a tool whose fields a person matches.
    fn sample(&self, _reply: &HttpReply) -> std::result::Result<Sample, BadReply> {
        Err(BadReply("its fields are known already".to_owned()))
    }
}

/// Records as a tool sent them, to be matched by the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// What the records are called, e.g. `incidents.json`; it helps to guess what they are.
    pub name: String,
    /// JSON objects.
    pub rows: Vec<String>,
}

/// What the "Add connection" screen needs to know about a tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Vendor {
    pub id: &'static str,
    pub name: &'static str,
    /// Two letters for the tile.
    pub initials: &'static str,
    pub group: VendorGroup,
    pub reads: bool,
    pub writes: bool,
    /// Where the tool lives for everybody, e.g. `https://api.github.com`; empty where each team has its own.
    pub address: &'static str,
    /// Labels of the form's fields; empty hides the field.
    pub user_label: &'static str,
    pub secret_label: &'static str,
    pub secret_help: &'static str,
    pub project_label: &'static str,
    pub secret_required: bool,
    /// Further fields of the form.
    pub settings: &'static [Setting],
    /// What the streams become, in words: "tickets and requests".
    pub brings: &'static str,
    /// How this connector was proved.
    pub proof: &'static str,
}

/// One further thing a tool needs to know; it has a field in the form and a place in [`Account::settings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Setting {
    pub name: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub placeholder: &'static str,
    pub required: bool,
    /// Value and label of each choice, the first being the usual one; empty for free text.
    pub choices: &'static [(&'static str, &'static str)],
    /// True for text of several lines, such as a query or a mapping.
    pub long: bool,
}

/// Makes the reader of an account; a plain sentence when the account can't be one of this tool.
pub type MakeReader = fn(&Account) -> crate::error::Result<Box<dyn Reader>>;

/// Makes the tracker of an account, likewise.
pub type MakeTracker = fn(&Account) -> crate::error::Result<Box<dyn Tracker>>;

/// A tool and what can be done with it: what each folder below this one hands to the registry.
pub struct Connector {
    pub vendor: Vendor,
    pub reader: Option<MakeReader>,
    pub tracker: Option<MakeTracker>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VendorGroup {
    Operations,
    Support,
    Work,
    Usage,
    Files,
}

//! Elasticsearch and OpenSearch: what a saved query finds is read as errors. Written against Elasticsearch's own
//! specification and recorded replies.

mod query;
mod read;

use read::HitReader;

use super::{Connector, Setting, Vendor, VendorGroup};

/// A setting with one line of free text.
const fn field(name: &'static str, label: &'static str, help: &'static str, usual: &'static str) -> Setting {
    Setting { name, label, help, placeholder: usual, required: false, choices: &[], long: false }
}

const SETTINGS: [Setting; 5] = [
    Setting {
        name: "query",
        label: "Query",
        help: "As in the search bar of Kibana (Lucene), or a query in JSON, beginning with {.",
        placeholder: "log.level:error AND service.environment:production",
        required: true,
        choices: &[],
        long: true,
    },
    field("time_field", "Time field", "When the entry was made.", "@timestamp"),
    field("title_field", "Title field", "What the entry says in one line.", "message"),
    field("service_field", "Service field", "Which service wrote the entry.", "service.name"),
    field(
        "tiebreaker",
        "Tiebreaker field",
        "Orders entries of the same instant; a sortable field that differs from entry to entry.",
        "_seq_no",
    ),
];

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "elasticsearch",
        name: "Elasticsearch / OpenSearch",
        initials: "ES",
        group: VendorGroup::Operations,
        reads: true,
        writes: false,
        address: "",
        user_label: "User name",
        secret_label: "API key or password",
        secret_help: "Leave the user name empty for an API key (its encoded form), or enter a user and a password. Reading the index is enough.",
        project_label: "Index",
        secret_required: false,
        settings: &SETTINGS,
        brings: "log entries that a query finds, as errors",
        proof: "Proved against Elasticsearch's specification and recorded replies, not against a real server.",
    },
    reader: Some(|account| Ok(Box::new(HitReader::new(account)?))),
    tracker: None,
};

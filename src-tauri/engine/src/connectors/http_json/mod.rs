//! Any interface that answers with a list of JSON records: the person says where it lies, how to sign in and how it
//! pages, and matches its fields as they would the columns of a file. What isn't said is guessed from the first
//! page, and the guess is kept with the place of the pull, so that every page is read alike.

mod paging;
mod read;
mod shape;

use read::RecordReader;

use super::matched::MAPPING;
use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "http_json",
        name: "JSON over HTTP",
        initials: "{}",
        group: VendorGroup::Work,
        reads: true,
        writes: false,
        address: "",
        user_label: "User name",
        secret_label: "Token or password",
        secret_help: "Leave it empty where nobody has to sign in.",
        project_label: "",
        secret_required: false,
        settings: &SETTINGS,
        brings: "the records of any JSON interface, as you match them",
        proof: "Written to recorded replies; not tried against a real interface yet.",
    },
    reader: Some(|account| Ok(Box::new(RecordReader::new(account)?))),
    tracker: None,
};

const SETTINGS: [Setting; 10] = [
    Setting {
        help: "What follows the address, with whatever else the interface wants to be asked.",
        placeholder: "/api/v2/incidents?status=all",
        ..setting("path", "Path")
    },
    Setting {
        help: "How the token or password is sent.",
        choices: &[
            ("bearer", "Authorization: Bearer"),
            ("header", "A header of its own"),
            ("basic", "User name and password"),
            ("none", "Not at all"),
        ],
        ..setting("sign_in", "Signing in")
    },
    Setting {
        help: "Only for signing in with a header of its own.",
        placeholder: "X-API-Key",
        ..setting("header", "Name of the header")
    },
    Setting {
        help: "The keys that lead to the list of records, with points between. Empty: the first list that is found.",
        placeholder: "data.items",
        ..setting("list", "Where the list lies")
    },
    Setting {
        help: "How the interface hands out the records after the first page.",
        choices: &[
            ("none", "One page holds all"),
            ("page", "By page number, from 1"),
            ("page_zero", "By page number, from 0"),
            ("offset", "By how many were read"),
            ("cursor", "By a field of the answer"),
            ("link", "By a Link header"),
        ],
        ..setting("paging", "Paging")
    },
    Setting {
        help: "The parameter that asks for a page. Empty: page, offset or cursor.",
        placeholder: "page",
        ..setting("page_parameter", "Parameter of the page")
    },
    Setting {
        help: "The parameter for the size of a page and the size, e.g. per_page=100. Empty: the interface decides.",
        placeholder: "per_page=100",
        ..setting("size", "Size of a page")
    },
    Setting {
        help: "For paging by a field: the keys that lead to it. It may hold a token or an address.",
        placeholder: "meta.next",
        ..setting("next", "Where the next page is told")
    },
    Setting {
        help: "The parameter that asks for records changed since a time; what the interface wants before the time follows it, e.g. updated_on=>=. Empty: every read asks for all of them.",
        placeholder: "updated_after",
        ..setting("since", "Parameter of the last change")
    },
    MAPPING,
];

const fn setting(name: &'static str, label: &'static str) -> Setting {
    Setting { name, label, help: "", placeholder: "", required: false, choices: &[], long: false }
}

//! Singer taps: programs called `tap-…` that print SCHEMA, RECORD and STATE messages, one JSON object a line.

mod messages;

use messages::Singer;

use super::matched::MAPPING;
use super::tap::Tap;
use super::{Connector, Setting, Vendor, VendorGroup};

pub(super) static TAP: &dyn Tap = &Singer;

/// What the registry knows of it. Taps are no servers, so there is no reader of requests.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "singer",
        name: "Singer tap",
        initials: "Si",
        group: VendorGroup::Work,
        reads: true,
        writes: false,
        address: "",
        user_label: "",
        secret_label: "Configuration",
        secret_help: "The JSON that the tap's own description asks for, with its passwords and keys. The tap gets it in a file that only you can read and that is deleted after each run.",
        project_label: "",
        secret_required: true,
        settings: &SETTINGS,
        brings: "what any Singer tap on this laptop reads",
        proof: "Written to the messages that taps print; not run with a real tap yet.",
    },
    reader: None,
    tracker: None,
};

const SETTINGS: [Setting; 3] = [
    Setting {
        name: "program",
        label: "Tap",
        help: "Its name. It lies in the folder taps of the workspace, or where the system looks for programs.",
        placeholder: "tap-github",
        required: true,
        choices: &[],
        long: false,
    },
    STREAMS,
    MAPPING,
];

/// Also for Airbyte's sources.
pub(super) const STREAMS: Setting = Setting {
    name: "streams",
    label: "Streams",
    help: "Which of its streams are read, with commas between. Empty: all of them.",
    placeholder: "issues",
    required: false,
    choices: &[],
    long: false,
};

//! Airbyte sources: programs called `source-…` that print RECORD, STATE, LOG and TRACE messages, one JSON object a
//! line. Those written in Python run on this laptop as they are, without containers.

mod messages;

use messages::Airbyte;

use super::matched::MAPPING;
use super::singer::STREAMS;
use super::tap::Tap;
use super::{Connector, Setting, Vendor, VendorGroup};

pub(super) static TAP: &dyn Tap = &Airbyte;

/// What the registry knows of it. Sources are no servers, so there is no reader of requests.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "airbyte",
        name: "Airbyte source",
        initials: "Ai",
        group: VendorGroup::Work,
        reads: true,
        writes: false,
        address: "",
        user_label: "",
        secret_label: "Configuration",
        secret_help: "The JSON that the source's own description asks for, with its passwords and keys. The source gets it in a file that only you can read and that is deleted after each run.",
        project_label: "",
        secret_required: true,
        settings: &SETTINGS,
        brings: "what any Airbyte source on this laptop reads",
        proof: "Written to the messages that sources print; not run with a real source yet.",
    },
    reader: None,
    tracker: None,
};

const SETTINGS: [Setting; 3] = [
    Setting {
        name: "program",
        label: "Source",
        help: "Its name. It lies in the folder taps of the workspace, or where the system looks for programs.",
        placeholder: "source-faker",
        required: true,
        choices: &[],
        long: false,
    },
    STREAMS,
    MAPPING,
];

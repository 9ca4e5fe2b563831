//! Files. They are imported, not pulled, so there is neither a reader nor a tracker.

use super::{Connector, Vendor, VendorGroup};

pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "file",
        name: "CSV, JSON, Excel",
        initials: "CS",
        group: VendorGroup::Files,
        reads: false,
        writes: false,
        address: "",
        user_label: "",
        secret_label: "",
        secret_help: "",
        project_label: "",
        secret_required: false,
        settings: &[],
        brings: "rows of a file, as you map them",
        proof: "Tested with files in many encodings, delimiters and date orders.",
    },
    reader: None,
    tracker: None,
};

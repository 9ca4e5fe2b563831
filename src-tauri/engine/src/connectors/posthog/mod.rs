//! PostHog: how much the product's own events are used, day by day. Written against PostHog's documentation and
//! recorded replies.

mod read;

use read::EventReader;

use super::{Connector, Setting, Vendor, VendorGroup};

const SETTINGS: [Setting; 1] = [Setting {
    name: "segment",
    label: "Segment property",
    help: "A property of people that says their plan or size; each is then counted apart. Empty: everybody together.",
    placeholder: "plan",
    required: false,
    choices: &[],
    long: false,
}];

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "posthog",
        name: "PostHog",
        initials: "PH",
        group: VendorGroup::Usage,
        reads: true,
        writes: false,
        address: "https://us.posthog.com",
        user_label: "",
        secret_label: "Personal API key",
        secret_help: "Make one under Settings → Personal API keys with the scope Query: read. Projects in Europe use the address https://eu.posthog.com.",
        project_label: "Project number",
        secret_required: true,
        settings: &SETTINGS,
        brings: "users and events a day of each of your own events, by segment if you name one",
        proof: "Proved against PostHog's documentation and recorded replies, not against PostHog itself.",
    },
    reader: Some(|account| Ok(Box::new(EventReader::new(account)?))),
    tracker: None,
};

//! What goes wrong in each service, and what its team works on.

use super::company::SERVICES;

/// Words for one service's operations.
pub struct Faults {
    pub service: &'static str,
    /// Titles of incidents that a bad deployment causes.
    pub incidents: &'static [&'static str],
    /// Error groups: exception and message, place in the code.
    pub errors: &'static [(&'static str, &'static str)],
    /// Alerts: title with numbers to fill in.
    pub alerts: &'static [&'static str],
    /// What changes are about.
    pub works_on: &'static [&'static str],
}

const FAULTS: [Faults; 10] = [
    Faults {
        service: "booking",
        incidents: &[
            "Confirming a booking fails for {n} % of requests",
            "Bookings above 150 lines time out",
            "Address check refuses valid postcodes",
            "Booking p95 over {s} s",
            "Duplicate bookings after retry",
        ],
        errors: &[
            ("DeadlineExceeded: confirm took longer than 120 s", "booking/confirm.rs:214 in price_lines"),
            ("UniqueViolation: consignment_line_pkey", "booking/store.rs:88 in insert_lines"),
            ("AddressError: postcode not recognised", "booking/address.rs:41 in check"),
            ("NullValue: collection window is empty", "booking/window.rs:73 in send_to_carrier"),
        ],
        alerts: &[
            "booking p95 latency above {s} s",
            "booking 5xx rate above {n} %",
            "booking memory above {hi} %",
            "booking queue over {n}00",
        ],
        works_on: &[
            "line pricing",
            "the address check",
            "collection windows",
            "the confirm step",
            "saved lane templates",
            "booking drafts",
            "dangerous goods fields",
            "the upload of order files",
        ],
    },
    Faults {
        service: "rates",
        incidents: &[
            "Quotes missing for {s} carriers",
            "Quoted prices off by the surcharge",
            "Rate requests slow, p95  {s} s",
            "Price list empty after cache change",
        ],
        errors: &[
            ("TimeoutError: carrier did not answer within 8000 ms", "rates/quote.rs:132 in fetch_rates"),
            ("RateExpired: quote older than 300 s", "rates/hold.rs:57 in redeem"),
            ("DecodeError: unknown field surchargeType", "rates/carriers/orvell.rs:29 in parse"),
        ],
        alerts: &[
            "rates carrier timeouts above {n} %",
            "rates cache hit ratio below {hi} %",
            "rates p95 latency above {s} s",
        ],
        works_on: &[
            "the rate cache",
            "surcharge rules",
            "carrier adapters",
            "the price hold",
            "currency rounding",
            "the comparison page",
        ],
    },
    Faults {
        service: "documents",
        incidents: &[
            "Labels come out empty",
            "Customs invoices without tariff codes",
            "Document rendering slow, {s} s a page",
            "Label barcodes cut off",
        ],
        errors: &[
            ("RenderError: font not found", "documents/pdf.rs:301 in layout"),
            ("OutOfMemory: page larger than {n} MB", "documents/pdf.rs:118 in raster"),
            ("MissingField: tariff_code", "documents/customs.rs:66 in build"),
        ],
        alerts: &["documents render queue over {n}0", "documents disk above {hi} %", "documents 5xx rate above {n} %"],
        works_on: &[
            "label layout",
            "thermal printer output",
            "customs invoice fields",
            "batch printing",
            "the document store",
            "barcode quality",
        ],
    },
    Faults {
        service: "tracking",
        incidents: &[
            "No tracking events for {n} minutes",
            "Tracking page shows wrong status",
            "Map tiles missing",
            "Sensor readings dropped at the border relay",
        ],
        errors: &[
            ("LagError: consumer {n}00 events behind", "tracking/ingest.rs:97 in poll"),
            ("ParseError: invalid timestamp in carrier event", "tracking/carriers/haldrick.rs:54 in event"),
            ("GapDetected: {n} readings missing", "tracking/sensors.rs:210 in merge"),
        ],
        alerts: &[
            "tracking consumer lag above {n}00",
            "tracking no events from a carrier for {n} min",
            "tracking p95 latency above {s} s",
        ],
        works_on: &[
            "event ingestion",
            "the sensor relay",
            "arrival estimates",
            "the shipment search",
            "the map",
            "status words",
            "temperature charts",
        ],
    },
    Faults {
        service: "driver-app",
        incidents: &[
            "App crashes at start on Android 1{s}",
            "Tours not delivered to {n} % of phones",
            "Photo upload fails",
        ],
        errors: &[
            ("IllegalStateException: photo file is gone", "PhotoQueue.kt:118 in resume"),
            ("NetworkError: upload aborted after 30 s", "Upload.kt:77 in send"),
            ("ANR: position update blocked the main thread", "Location.kt:41 in onFix"),
        ],
        alerts: &["driver-app crash-free sessions below {hi} %", "driver-app upload failures above {n} %"],
        works_on: &["the photo queue", "position updates", "the tour list", "offline mode", "the signature pad"],
    },
    Faults {
        service: "billing",
        incidents: &[
            "Invoices carry VAT for reverse-charge customers",
            "Direct debit run sent twice",
            "Invoice PDFs can't be opened",
            "Invoice run stopped after {n} %",
        ],
        errors: &[
            ("TaxRuleMissing: no rule for country", "billing/tax.rs:143 in rate_for"),
            ("IdempotencyError: payment already captured", "billing/debit.rs:62 in capture"),
            ("RoundingMismatch: lines differ from total by 0.01", "billing/invoice.rs:188 in close"),
        ],
        alerts: &[
            "billing invoice run longer than {n} min",
            "billing payment refusals above {n} %",
            "billing queue over {n}0",
        ],
        works_on: &[
            "tax rules",
            "the invoice run",
            "surcharge lines",
            "credit notes",
            "direct debit files",
            "the invoice layout",
        ],
    },
    Faults {
        service: "identity",
        incidents: &[
            "Sessions end after a few minutes",
            "Sign-in fails for {n} % of people",
            "Company sign-in rejects assertions",
            "Codes by text message delayed",
        ],
        errors: &[
            ("TokenExpired: refresh rejected", "identity/session.rs:91 in refresh"),
            ("AudienceMismatch: assertion rejected", "identity/saml.rs:170 in verify"),
            ("LockTimeout: session row", "identity/store.rs:48 in touch"),
        ],
        alerts: &[
            "identity sign-in failures above {n} %",
            "identity p95 latency above {s} s",
            "identity session store above {hi} %",
        ],
        works_on: &[
            "session length",
            "token refresh",
            "company sign-in",
            "roles",
            "the login page",
            "text message codes",
        ],
    },
    Faults {
        service: "notifications",
        incidents: &[
            "Announcements not sent for {n} minutes",
            "Every status mail sent twice",
            "Mails rejected by a large provider",
        ],
        errors: &[
            ("SmtpError: 550 5.7.1 rejected", "notifications/mail.rs:122 in deliver"),
            ("TemplateError: consignee is empty", "notifications/template.rs:39 in fill"),
        ],
        alerts: &["notifications queue over {n}00", "notifications bounces above {n} %"],
        works_on: &[
            "mail templates",
            "the sending queue",
            "personal settings",
            "the evening summary",
            "bounce handling",
        ],
    },
    Faults {
        service: "partner-api",
        incidents: &[
            "Interface answers 500 for {n} % of calls",
            "Webhooks not sent for {n} minutes",
            "Request limit applied to the wrong key",
        ],
        errors: &[
            ("QuotaExceeded: 300 a minute", "api/limits.rs:58 in take"),
            ("WebhookError: endpoint answered 503", "api/hooks.rs:144 in post"),
            ("SchemaError: field weight is required", "api/bookings.rs:31 in read"),
        ],
        alerts: &[
            "partner-api 5xx rate above {n} %",
            "partner-api webhook retries over {n}00",
            "partner-api p95 latency above {s} s",
        ],
        works_on: &[
            "request limits",
            "webhook retries",
            "the bookings endpoint",
            "key rotation",
            "the schema",
            "event ids",
        ],
    },
    Faults {
        service: "reporting",
        incidents: &["Monthly reports empty", "Report jobs stuck for {n} minutes", "Dashboard figures a day old"],
        errors: &[
            ("StatementTimeout: cost report", "reporting/cost.rs:205 in run"),
            ("SpillError: sort needs {s} GB", "reporting/engine.rs:90 in sort"),
        ],
        alerts: &["reporting job queue over {n}", "reporting replica {n} min behind", "reporting disk above {hi} %"],
        works_on: &[
            "the cost report",
            "column choice",
            "the nightly load",
            "the export",
            "dashboards",
            "the read replica",
        ],
    },
];

/// The words of the service at this position of the company's list.
pub fn of(service: usize) -> Option<&'static Faults> {
    let (name, _) = SERVICES.get(service)?;
    FAULTS.iter().find(|faults| faults.service == *name)
}

/// What is done to the things a team works on.
pub const VERBS: [&str; 12] = [
    "Rework",
    "Speed up",
    "Move to the new library:",
    "Add checks to",
    "Simplify",
    "Log more in",
    "Retry in",
    "Cache results of",
    "Tidy up",
    "Split",
    "Put behind a switch:",
    "Correct rounding and dates in",
];

/// An incident that comes back: service, name, title with numbers to fill in, severity (0 worst), episodes, and a workaround.
pub const PROBLEMS: [(&str, &str, &str, u8, usize, &str); 6] = [
    (
        "tracking",
        "Carrier feed stalls",
        "Feed of Haldrick Road Freight stalled, {n}00 events waiting",
        1,
        9,
        "Restart the feed reader.",
    ),
    (
        "billing",
        "Nightly invoice run overruns",
        "Nightly invoice run not finished at {s}:00",
        2,
        7,
        "Start the rest by hand after the morning peak.",
    ),
    (
        "reporting",
        "Replica falls behind at month-end",
        "Reporting replica {n} minutes behind",
        2,
        8,
        "Stop the dashboards until it has caught up.",
    ),
    (
        "identity",
        "Text message gateway refuses",
        "Text messages refused by the gateway, {n} % of codes lost",
        1,
        5,
        "Switch to the second gateway.",
    ),
    (
        "documents",
        "Render worker runs out of memory",
        "Render worker {s} out of memory",
        2,
        6,
        "Restart the worker; large batches wait.",
    ),
    (
        "partner-api",
        "Certificate of a webhook relay runs out",
        "Webhook relay {s} refuses connections, certificate expired",
        1,
        4,
        "Renew the certificate by hand.",
    ),
];

/// Causes that lie outside, for incidents that only look like the fault of a deployment: services they can hit
/// (none means any), title, what really happened.
pub const OUTSIDE: [(&[&str], &str, &str); 7] = [
    (&[], "Network of the data centre disturbed, {n} % packet loss", "A line of the data centre's provider was cut."),
    (
        &["rates", "tracking"],
        "Carrier's own system is down, {n} % of requests fail",
        "The carrier announced an outage on its side.",
    ),
    (&["billing"], "Payment provider refuses all cards", "The payment provider had an outage."),
    (&["notifications", "identity"], "Messages delayed by {n} minutes", "The message provider throttled everybody."),
    (&[], "Name resolution fails in one zone", "The provider's name servers failed in one zone."),
    (&["tracking", "driver-app"], "Map provider answers slowly, {s} s", "The map provider was overloaded."),
    (
        &["partner-api", "booking"],
        "Flood of requests from one address, {n}00 a second",
        "A customer's script ran wild.",
    ),
];

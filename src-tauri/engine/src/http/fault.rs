//! Why no usable reply came, sorted by what a person can do about it.

use std::error::Error as _;
use std::io;

use super::client::Peer;
use super::pace::Limits;
use crate::error::{Problem, ProblemKind};

/// One way for an exchange to fail before there is a whole reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    UnknownHost,
    NobodyThere,
    /// Not even a connection within the time for it.
    NoWay,
    TooSlow,
    /// Why the certificate isn't trusted, as the end of a sentence.
    Certificate(&'static str),
    NoEncryption,
    BrokeOff,
    TooLarge,
    /// The credential or a header holds characters that HTTP can't carry.
    Unsendable,
    Other(String),
}

impl Fault {
    pub fn of(error: &reqwest::Error) -> Fault {
        let mut chain = String::new();
        let mut io_kind = None;
        let mut source = error.source();
        while let Some(inner) = source {
            chain.push_str(&inner.to_string());
            chain.push_str("; ");
            io_kind = inner.downcast_ref::<io::Error>().map(io::Error::kind).or(io_kind);
            source = inner.source();
        }
        if error.is_timeout() {
            return if error.is_connect() { Fault::NoWay } else { Fault::TooSlow };
        }
        if error.is_builder() {
            return Fault::Unsendable;
        }
        if chain.contains("certificate") {
            return Fault::Certificate(distrust(&chain));
        }
        if chain.contains("InvalidContentType") || chain.contains("corrupt message") {
            return Fault::NoEncryption;
        }
        if error.is_dns() {
            return Fault::UnknownHost;
        }
        match io_kind {
            Some(io::ErrorKind::ConnectionRefused) => Fault::NobodyThere,
            _ if !error.is_connect() => Fault::BrokeOff,
            _ => Fault::Other(chain.trim_end_matches("; ").to_owned()),
        }
    }

    /// True when the same request may well succeed in a moment.
    pub fn passes(&self) -> bool {
        matches!(self, Fault::TooSlow | Fault::BrokeOff)
    }

    pub fn problem(&self, peer: &Peer, limits: &Limits) -> Problem {
        let (host, tool) = (&peer.origin, &peer.tool);
        let unreachable = |what: String| Problem::new(ProblemKind::Unreachable, what);
        match self {
            Fault::UnknownHost => unreachable(format!("There is no server named {host}, as far as this laptop knows."))
                .todo("Check the address of the connection, and that the laptop is online."),
            Fault::NobodyThere => unreachable(format!("Nothing answers at {host}."))
                .todo(format!("Check the address and its port, and that {tool} is running.")),
            Fault::NoWay => unreachable(format!(
                "{host} can't be reached: there was no connection within {} seconds.",
                limits.connect.as_secs_f64()
            ))
            .todo("Check the address, and that the laptop is in the right network."),
            Fault::TooSlow => {
                unreachable(format!("{host} didn't answer within {} seconds.", limits.total.as_secs_f64()))
                    .todo(format!("Try again later; if it happens again, ask whoever runs {tool}."))
            }
            Fault::Certificate(why) => unreachable(format!("The certificate of {host} {why}. Nothing was sent to it."))
                .todo("Check the address. If it is right, ask your administrator to install the certificate here."),
            Fault::NoEncryption => unreachable(format!("{host} doesn't speak https."))
                .todo("Check the port, or write http:// if the tool really is without encryption."),
            Fault::BrokeOff => {
                unreachable(format!("{host} broke off before its answer was complete.")).todo("Try again.")
            }
            Fault::TooLarge => Problem::new(
                ProblemKind::BadReply,
                format!("The answer of {host} is larger than {} MB.", limits.reply_bytes.div_ceil(1024 * 1024)),
            )
            .todo(format!("Check that the address is that of {tool}.")),
            Fault::Unsendable => Problem::bad_input(format!(
                "The {} or the account name holds characters that can't be sent.",
                peer.secret_name
            ))
            .todo("Copy it again, without line breaks or accents."),
            Fault::Other(detail) => unreachable(format!("{host} can't be reached ({}).", peer.censored(detail)))
                .todo("Check the address of the connection, and that the laptop is online."),
        }
    }
}

fn distrust(chain: &str) -> &'static str {
    if chain.contains("Expired") || chain.contains("expired") {
        "has expired"
    } else if chain.contains("NotValidForName") || chain.contains("not valid for name") {
        "belongs to another name"
    } else {
        "isn't trusted by this laptop"
    }
}

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
    /// The proxy of that name can't be reached.
    ProxyAway(String),
    /// It wants a name and a password, or others than it got.
    ProxyAsks(String),
    /// It doesn't let us through to the tool.
    ProxyRefuses(String),
    BrokeOff,
    TooLarge,
    /// The credential or a header holds characters that HTTP can't carry.
    Unsendable,
    Other(String),
}

impl Fault {
    /// `proxy`: who stands between this laptop and the tool.
    pub fn of(error: &reqwest::Error, proxy: Option<&str>) -> Fault {
        let mut chain = String::new();
        let mut io_kind = None;
        let mut source = error.source();
        while let Some(inner) = source {
            chain.push_str(&inner.to_string());
            chain.push_str("; ");
            io_kind = inner.downcast_ref::<io::Error>().map(io::Error::kind).or(io_kind);
            source = inner.source();
        }
        if let Some(proxy) = proxy
            && let Some(fault) = Fault::of_proxy(error, &chain, proxy)
        {
            return fault;
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

    /// The proxy's part in a connection that wasn't made, in the words of the library that makes it. None: the proxy
    /// did its part.
    fn of_proxy(error: &reqwest::Error, chain: &str, proxy: &str) -> Option<Fault> {
        if chain.contains("proxy authorization required") {
            return Some(Fault::ProxyAsks(proxy.to_owned()));
        }
        if chain.contains("tunnel error: unsuccessful") {
            return Some(Fault::ProxyRefuses(proxy.to_owned()));
        }
        (error.is_connect() && !chain.contains("certificate")).then(|| Fault::ProxyAway(proxy.to_owned()))
    }

    /// True when the same request may well succeed in a moment.
    pub fn passes(&self) -> bool {
        matches!(self, Fault::TooSlow | Fault::BrokeOff)
    }

    /// True when nothing of the request has reached the tool.
    pub fn is_before_sending(&self) -> bool {
        !matches!(self, Fault::TooSlow | Fault::BrokeOff | Fault::TooLarge)
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
                .todo(if *why == UNKNOWN {
                    "Check the address. If it is right and your company signs its own certificates, add its \
                     authority under Settings → Network."
                } else {
                    "Check the address. If it is right, ask whoever runs the server to renew its certificate."
                }),
            Fault::ProxyAway(proxy) => unreachable(format!("The proxy {proxy} can't be reached."))
                .todo("Check it under Settings → Network, and that the laptop is in the right network."),
            // Not of the kind that asks for the tool's own key.
            Fault::ProxyAsks(proxy) => {
                unreachable(format!("The proxy {proxy} doesn't accept the name and password it was given, if any."))
                    .todo("Enter them under Settings → Network.")
            }
            Fault::ProxyRefuses(proxy) => unreachable(format!(
                "The proxy {proxy} doesn't let this laptop through to {host}."
            ))
            .todo(format!("Check the address. If it is right, ask whoever runs the proxy to let {host} through.")),
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

/// Nobody this laptop trusts has signed it.
const UNKNOWN: &str = "isn't trusted by this laptop";

fn distrust(chain: &str) -> &'static str {
    if chain.contains("Expired") || chain.contains("expired") {
        "has expired"
    } else if chain.contains("NotValidForName") || chain.contains("not valid for name") {
        "belongs to another name"
    } else {
        UNKNOWN
    }
}

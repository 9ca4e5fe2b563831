//! Where a credential may go: the scheme, host and port that the person configured, and nowhere else.

use std::fmt;

use url::{Host, Url};

use crate::error::{Problem, Result};

/// Scheme, host and port. Two addresses with equal origins are one server to a credential.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    scheme: String,
    host: String,
    port: u16,
    loopback: bool,
}

impl Origin {
    /// None unless `url` is an http or https address with a host.
    pub fn of(url: &Url) -> Option<Origin> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let loopback = match url.host()? {
            Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        Some(Origin {
            scheme: url.scheme().to_owned(),
            host: url.host_str()?.to_owned(),
            port: url.port_or_known_default()?,
            loopback,
        })
    }

    /// `https://desk.example.com`: the address with nothing but the origin in it.
    pub fn address(&self) -> String {
        format!("{}://{self}", self.scheme)
    }

    /// Without its port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// True for this laptop itself.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    pub fn is_encrypted(&self) -> bool {
        self.scheme == "https"
    }
}

/// The host as people write it, with its port unless that is the scheme's own.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.scheme.as_str(), self.port) {
            ("http", 80) | ("https", 443) => f.write_str(&self.host),
            _ => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// Reads the address a person typed for a tool: http or https, a host, and no password, query or fragment
/// in it, because the address is stored and shown.
pub fn base_url(text: &str) -> Result<Url> {
    let text = text.trim();
    let wrong = |what: String| Problem::bad_input(what).kept("Nothing was changed.");
    let url = Url::parse(text).ok().filter(|url| Origin::of(url).is_some()).ok_or_else(|| {
        wrong(format!("“{text}” is not a web address."))
            .todo("Write it as in a browser, for example https://desk.example.com.")
    })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("The address holds a user name or password.".to_owned())
            .todo("Take it out of the address and put it into its own field, where it is kept secret."));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong(format!("“{text}” is the address of a page, not of the tool."))
            .todo("Leave out everything from the “?” or “#” on."));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Option<Origin> {
        Origin::of(&Url::parse(text).unwrap())
    }

    #[test]
    fn scheme_host_and_port_make_an_origin() {
        let desk = origin("https://desk.example.com/issues.json?page=2");
        assert_eq!(desk, origin("https://DESK.example.com:443/"));
        for other in [
            "http://desk.example.com/",
            "https://desk.example.com:8443/",
            "https://desk.example.com.evil.example/",
            "https://example.com/",
        ] {
            assert_ne!(desk, origin(other), "{other}");
        }
        assert_eq!(origin("file:///etc/passwd"), None);
    }

    #[test]
    fn a_host_is_shown_with_its_port_when_it_has_its_own() {
        assert_eq!(origin("https://desk.example.com/").unwrap().to_string(), "desk.example.com");
        assert_eq!(origin("http://[::1]:3000/").unwrap().to_string(), "[::1]:3000");
    }
}

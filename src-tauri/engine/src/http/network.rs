//! How this laptop reaches its tools: whom it trusts beside the system's authorities, and through which proxy.

use reqwest::{Certificate, Client, NoProxy, redirect};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::authority::Authority;
use super::{Limits, Origin};
use crate::error::{Problem, Result};

/// What a person said about the network of this laptop.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub authorities: Vec<Authority>,
    pub proxy: Proxy,
}

/// Through whom requests go. This laptop's own servers are asked directly, whatever it says.
#[derive(Clone, Debug, Default)]
pub enum Proxy {
    /// As the system's settings and the environment say.
    #[default]
    System,
    /// Through nobody.
    Direct,
    Own(OwnProxy),
}

/// A proxy that a person named.
#[derive(Clone, Debug)]
pub struct OwnProxy {
    pub address: Url,
    /// Empty when it asks for none.
    pub user: String,
    pub password: Option<SecretString>,
    /// Hosts that are asked directly: names, which stand for everything below them too, and addresses.
    pub bypass: Vec<String>,
}

impl OwnProxy {
    /// Reads the address a person typed: http or https, a host, and nothing else in it.
    pub fn address(text: &str) -> Result<Url> {
        let text = text.trim();
        let complete = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = super::base_url(&complete)?;
        if url.path() != "/" {
            return Err(Problem::bad_input(format!("“{text}” is the address of a page, not of a proxy."))
                .kept("Nothing was changed.")
                .todo("Write it as http://proxy.example.com:3128. A file that chooses proxies (PAC) can't be used."));
        }
        Ok(url)
    }

    /// Host and port, as the sentences name it.
    fn name(&self) -> String {
        Origin::of(&self.address).map_or_else(|| self.address.to_string(), |origin| origin.to_string())
    }

    fn bypasses(&self, host: &str) -> bool {
        self.bypass.iter().any(|entry| {
            let entry = entry.trim_start_matches('.');
            entry == "*" || host == entry || host.strip_suffix(entry).is_some_and(|rest| rest.ends_with('.'))
        })
    }
}

impl Network {
    /// The name of the proxy that stands between this laptop and `origin`, if a person named one.
    pub(super) fn proxy_before(&self, origin: &Origin) -> Option<String> {
        match &self.proxy {
            Proxy::Own(proxy) if !origin.is_loopback() && !proxy.bypasses(origin.host()) => Some(proxy.name()),
            _ => None,
        }
    }

    /// True when both lead to the same clients.
    pub(super) fn is(&self, other: &Network) -> bool {
        self.authorities == other.authorities
            && match (&self.proxy, &other.proxy) {
                (Proxy::System, Proxy::System) | (Proxy::Direct, Proxy::Direct) => true,
                (Proxy::Own(one), Proxy::Own(two)) => {
                    let password = |proxy: &OwnProxy| proxy.password.as_ref().map(|it| it.expose_secret().to_owned());
                    (&one.address, &one.user, &one.bypass) == (&two.address, &two.user, &two.bypass)
                        && password(one) == password(two)
                }
                _ => false,
            }
    }

    /// No redirects: they carry custom credential headers to other servers. Without any certificate on the
    /// laptop the client still opens http addresses, and only https servers of the added authorities are trusted.
    /// `direct`: through no proxy.
    pub(super) fn client(&self, limits: &Limits, direct: bool) -> Result<Client> {
        let wrong =
            |error: reqwest::Error| Problem::system(format!("Requests can't be sent on this laptop ({error})."));
        let authorities: Vec<Certificate> = self
            .authorities
            .iter()
            .map(|authority| Certificate::from_der(&authority.der))
            .collect::<reqwest::Result<_>>()
            .map_err(wrong)?;
        let proxy = if direct { None } else { self.own_proxy().map_err(wrong)? };
        let base = || {
            let builder = Client::builder()
                .redirect(redirect::Policy::none())
                .connect_timeout(limits.connect)
                .timeout(limits.total)
                .user_agent(concat!("Throughline/", env!("CARGO_PKG_VERSION")));
            match (&self.proxy, &proxy) {
                (_, Some(proxy)) => builder.proxy(proxy.clone()),
                (Proxy::System, None) if !direct => builder,
                _ => builder.no_proxy(),
            }
        };
        base()
            .tls_certs_merge(authorities.clone())
            .build()
            .or_else(|_| base().tls_certs_only(authorities).build())
            .map_err(wrong)
    }

    fn own_proxy(&self) -> reqwest::Result<Option<reqwest::Proxy>> {
        let Proxy::Own(own) = &self.proxy else { return Ok(None) };
        let mut proxy =
            reqwest::Proxy::all(own.address.as_str())?.no_proxy(NoProxy::from_string(&own.bypass.join(",")));
        if !own.user.is_empty() {
            let password = own.password.as_ref().map_or("", |password| password.expose_secret());
            proxy = proxy.basic_auth(&own.user, password);
        }
        Ok(Some(proxy))
    }
}

//! How this laptop reaches its tools: authorities trusted beside the system's, and the proxy. Both are decisions
//! like others; the proxy's password lies where the connections' are.

use secrecy::SecretString;

use super::Engine;
use super::types::{AuthorityView, NetworkView, ProxySettings, ProxyWay, StepDone};
use crate::error::{Problem, Result};
use crate::http::{Authority, Network, Origin, OwnProxy, Proxy};
use crate::journal::{Change, Entity};
use crate::secrets::PROXY;
use crate::store::settings;

impl Engine {
    pub async fn network(&self) -> Result<NetworkView> {
        let (authorities, proxy) = self.told_of_network().await?;
        let now = self.now();
        let proxy_password = match password_name(&proxy) {
            Some(name) => self.secrets().has(&name).await,
            None => false,
        };
        let mut authorities: Vec<AuthorityView> = authorities
            .iter()
            .map(|authority| AuthorityView {
                name: authority.name.clone(),
                issuer: authority.issuer.clone(),
                until: authority.until,
                expired: authority.until < now,
                fingerprint: authority.fingerprint(),
            })
            .collect();
        authorities.sort_by(|a, b| (&a.name, &a.fingerprint).cmp(&(&b.name, &b.fingerprint)));
        Ok(NetworkView { authorities, proxy, proxy_password })
    }

    /// Trusts the authorities whose certificates are in a file, given as its bytes.
    pub async fn add_authorities(&self, file: Vec<u8>) -> Result<StepDone> {
        let authorities = Authority::read(&file, self.now())?;
        let names: Vec<String> = authorities.iter().map(|authority| format!("“{}”", authority.name)).collect();
        let changes: Vec<Change> = authorities
            .iter()
            .map(|authority| {
                let key = settings::authority_key(&authority.fingerprint());
                Change::new(Entity::Setting, key, "value", authority.text())
            })
            .collect();
        self.decide(format!("Trusted the certificates of {}", names.join(", ")), &changes).await
    }

    pub async fn remove_authority(&self, fingerprint: String) -> Result<StepDone> {
        let (authorities, _) = self.told_of_network().await?;
        let known = authorities.iter().find(|authority| authority.fingerprint() == fingerprint);
        let known = known.ok_or_else(|| Problem::not_found("This authority isn't trusted here (any more)."))?;
        let key = settings::authority_key(&fingerprint);
        let change = Change::cleared(Entity::Setting, key, "value");
        self.decide(format!("Stopped trusting the certificates of “{}”", known.name), &[change]).await
    }

    /// `password`: None keeps the one there is, an empty one is forgotten.
    pub async fn set_proxy(&self, proxy: ProxySettings, password: Option<String>) -> Result<StepDone> {
        let proxy = tidy(proxy)?;
        if let (Some(name), Some(password)) = (password_name(&proxy), password) {
            if password.is_empty() {
                self.secrets().delete(&name).await?;
            } else {
                self.secrets().set(&name, password.into()).await?;
            }
        }
        let message = match proxy.way {
            ProxyWay::System => "Left the proxy to the system".to_owned(),
            ProxyWay::Direct => "Went without a proxy".to_owned(),
            ProxyWay::Own => format!("Went through the proxy {}", proxy.address),
        };
        let kept = serde_json::to_string(&proxy)
            .map_err(|error| Problem::system(format!("The proxy's settings can't be written: {error}.")))?;
        self.decide(message, &[Change::new(Entity::Setting, settings::PROXY, "value", kept)]).await
    }

    /// To be called before a tool is asked: what a person said of the network counts from now on.
    pub(super) async fn reach_network(&self) -> Result<()> {
        let (authorities, settings) = self.told_of_network().await?;
        let proxy = match settings.way {
            ProxyWay::System => Proxy::System,
            ProxyWay::Direct => Proxy::Direct,
            ProxyWay::Own => Proxy::Own(OwnProxy {
                address: OwnProxy::address(&settings.address)?,
                password: self.proxy_password(&settings).await?,
                bypass: hosts(&settings.bypass),
                user: settings.user,
            }),
        };
        self.http.reach_through(Network { authorities, proxy })
    }

    /// Under which name the proxy's password is kept; None when it has none.
    pub(super) async fn proxy_secret(&self) -> Result<Option<String>> {
        Ok(password_name(&self.told_of_network().await?.1))
    }

    async fn proxy_password(&self, proxy: &ProxySettings) -> Result<Option<SecretString>> {
        match password_name(proxy) {
            Some(name) => self.secrets().get(&name).await,
            None => Ok(None),
        }
    }

    async fn told_of_network(&self) -> Result<(Vec<Authority>, ProxySettings)> {
        let (authorities, proxy) = settings::network(self.store.reader()).await?;
        Ok((authorities.iter().filter_map(|text| Authority::kept(text)).collect(), proxy))
    }
}

/// What is kept of what a person typed.
fn tidy(proxy: ProxySettings) -> Result<ProxySettings> {
    if proxy.way != ProxyWay::Own {
        return Ok(ProxySettings { way: proxy.way, ..ProxySettings::default() });
    }
    let user = proxy.user.trim().to_owned();
    if user.contains(':') {
        return Err(Problem::bad_input("The name for the proxy holds a colon, which it can't carry.")
            .kept("Nothing was changed."));
    }
    let address = OwnProxy::address(&proxy.address)?;
    let address = Origin::of(&address).map(|origin| origin.address()).unwrap_or_default();
    Ok(ProxySettings { way: ProxyWay::Own, address, user, bypass: hosts(&proxy.bypass).join(", ") })
}

fn hosts(list: &str) -> Vec<String> {
    let split = list.split([',', ';', ' ', '\n']).map(str::trim).filter(|host| !host.is_empty());
    split.map(str::to_lowercase).collect()
}

/// The address is part of it, so that a password given for one proxy never goes to another.
fn password_name(proxy: &ProxySettings) -> Option<String> {
    (proxy.way == ProxyWay::Own && !proxy.user.is_empty()).then(|| format!("{PROXY}{} {}", proxy.address, proxy.user))
}

//! How tools are reached: authorities trusted beside the system's, and the proxy.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use engine::api::Engine;
use engine::api::types::{NetworkView, ProxySettings, ProxyWay};
use engine::error::{Problem, Result};

use crate::done::Done;
use crate::{secret, workspace};

#[derive(Debug, Subcommand)]
pub enum Network {
    Show,
    /// Trust the authorities whose certificates are in a file (.pem, .crt or .cer).
    Trust {
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Trust an authority no more.
    Distrust {
        /// The fingerprint that `network show` prints, or its beginning.
        fingerprint: String,
    },
    /// Go through a proxy. Its password is asked for when it has a user.
    Proxy(Proxy),
}

#[derive(Debug, Args)]
pub struct Proxy {
    /// e.g. http://proxy.example.com:3128; `system` for what the system says, `none` for no proxy.
    pub address: String,
    #[arg(long, default_value = "")]
    pub user: String,
    /// Hosts to ask directly, with commas between them.
    #[arg(long, default_value = "")]
    pub bypass: String,
}

pub async fn perform(engine: &Engine, what: Option<Network>) -> Result<Done> {
    match what {
        None | Some(Network::Show) => {
            let network = engine.network().await?;
            Ok(Done::new(&network, told(&network)))
        }
        Some(Network::Trust { file }) => {
            let bytes = std::fs::read(&file).map_err(|error| {
                Problem::bad_input(format!("{} can't be read: {error}.", file.display())).kept("Nothing was changed.")
            })?;
            Ok(workspace::step(&engine.add_authorities(bytes).await?))
        }
        Some(Network::Distrust { fingerprint }) => {
            let whole = whole(engine, &fingerprint).await?;
            Ok(workspace::step(&engine.remove_authority(whole).await?))
        }
        Some(Network::Proxy(proxy)) => {
            let way = match proxy.address.as_str() {
                "system" => ProxyWay::System,
                "none" => ProxyWay::Direct,
                _ => ProxyWay::Own,
            };
            let asks = way == ProxyWay::Own && !proxy.user.is_empty();
            let password = if asks { secret::ask("Password of the proxy")? } else { None };
            let Proxy { address, user, bypass } = proxy;
            Ok(workspace::step(&engine.set_proxy(ProxySettings { way, address, user, bypass }, password).await?))
        }
    }
}

/// The one fingerprint that begins so.
async fn whole(engine: &Engine, beginning: &str) -> Result<String> {
    let beginning = beginning.to_lowercase().replace(':', "");
    let all = engine.network().await?.authorities.into_iter().map(|authority| authority.fingerprint);
    let mut found = all.filter(|fingerprint| fingerprint.starts_with(&beginning));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Problem::not_found(format!("No trusted authority has a fingerprint like {beginning}."))),
        _ => Err(Problem::bad_input(format!("Several fingerprints begin with {beginning}."))
            .kept("Nothing was changed.")
            .todo("Write more of it.")),
    }
}

fn told(network: &NetworkView) -> String {
    let proxy = &network.proxy;
    let mut text = match proxy.way {
        ProxyWay::System => "Proxy: as the system says\n".to_owned(),
        ProxyWay::Direct => "Proxy: none\n".to_owned(),
        ProxyWay::Own => format!("Proxy: {}\n", proxy.address),
    };
    if !proxy.user.is_empty() {
        let kept = if network.proxy_password { "its password is kept" } else { "its password isn't kept" };
        text.push_str(&format!("  as {}; {kept}\n", proxy.user));
    }
    if !proxy.bypass.is_empty() {
        text.push_str(&format!("  but not to {}\n", proxy.bypass));
    }
    text.push_str("Trusted beside the system's authorities:");
    if network.authorities.is_empty() {
        text.push_str(" none");
    }
    for authority in &network.authorities {
        let day: String = authority.until.rfc3339().chars().take(10).collect();
        let until = if authority.expired { format!("EXPIRED {day}") } else { format!("until {day}") };
        text.push_str(&format!("\n  {}  {}  {until}", &authority.fingerprint[..16], authority.name));
    }
    text.push('\n');
    text
}

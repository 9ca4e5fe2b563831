use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::Time;

/// How this laptop reaches its tools.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NetworkView {
    /// Trusted beside the system's own, by name.
    pub authorities: Vec<AuthorityView>,
    pub proxy: ProxySettings,
    /// Whether a password is kept for the proxy.
    pub proxy_password: bool,
}

/// A certificate authority.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuthorityView {
    pub name: String,
    /// Who signed its certificate; mostly itself.
    pub issuer: String,
    pub until: Time,
    pub expired: bool,
    /// SHA-256 in lower-case hexadecimal digits.
    pub fingerprint: String,
}

/// Through whom requests go; kept in the workspace. This laptop's own servers are always asked directly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProxySettings {
    pub way: ProxyWay,
    /// e.g. `http://proxy.example.com:3128`; empty unless the way is `own`.
    pub address: String,
    /// Empty when the proxy asks for none.
    pub user: String,
    /// Hosts that are asked directly, with commas between them.
    pub bypass: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProxyWay {
    /// As the system's settings and the environment say.
    #[default]
    System,
    /// Through nobody.
    Direct,
    /// Through the proxy at the address.
    Own,
}

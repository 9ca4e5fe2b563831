//! Accounts of tools: their secrets, and when they are read.

use clap::{Args, Subcommand, ValueHint};
use engine::api::types::{Cadence, KeeperName};

use super::Matching;
use crate::read;

#[derive(Debug, Subcommand)]
pub enum Connections {
    List,
    /// The tools that can be connected.
    Vendors,
    Add {
        /// One of `connections vendors`.
        #[arg(long)]
        vendor: String,
        #[arg(long)]
        name: String,
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Do what a pull does, without storing anything.
    Check {
        name: String,
    },
    /// The streams that a tap or source can read; choose with `edit NAME --set streams=issues,users`.
    Streams {
        name: String,
    },
    /// Show the first records of a tool whose fields are matched by hand, and match them.
    Match(Match),
    /// Change what is given; ask for a new secret with --new-secret.
    Edit {
        name: String,
        #[arg(long = "name")]
        new_name: Option<String>,
        #[command(flatten)]
        account: AccountArgs,
        #[arg(long)]
        new_secret: bool,
    },
    Pause {
        name: String,
    },
    Resume {
        name: String,
    },
    /// Say how often it is read by itself, while the window is open or by `throughline pull --due`.
    Schedule {
        name: String,
        #[command(flatten)]
        how: HowOften,
    },
    /// Its signals stay.
    Delete {
        name: String,
    },
    /// Records that could not be read, with their reasons.
    SetAside {
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct Match {
    pub name: String,
    /// Of a tap or source; the one that looks most like signals when left out.
    #[arg(long)]
    pub stream: Option<String>,
    /// Show what the records would become and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub matching: Matching,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct HowOften {
    /// 15m, 1h, 6h: anything from 5m to 24h after the last read.
    #[arg(long, value_parser = read::every)]
    pub every: Option<Cadence>,
    /// At this time of day, by this computer's clock, e.g. 06:30.
    #[arg(long, value_parser = read::daily)]
    pub daily: Option<Cadence>,
    /// Only when somebody asks for it.
    #[arg(long)]
    pub off: bool,
}

#[derive(Debug, Subcommand)]
pub enum Secrets {
    /// Say where they are kept.
    Show,
    /// Keep them elsewhere from now on, and move those there are.
    Keep {
        /// keychain, vault, or session for memory only.
        #[arg(value_parser = read::json_word::<KeeperName>)]
        keeper: KeeperName,
        /// Take away what is kept, for `session`.
        #[arg(long)]
        forget: bool,
    },
    /// Give the vault another passphrase.
    ChangePassphrase,
    /// Start a vault anew when its file is damaged or its passphrase gone; the old file is kept beside it.
    NewVault,
}

#[derive(Debug, Args)]
pub struct AccountArgs {
    #[arg(long, value_hint = ValueHint::Url)]
    pub url: Option<String>,
    /// Login name, where the tool wants one beside the secret.
    #[arg(long)]
    pub user: Option<String>,
    /// Project, queue or team; everything when left out.
    #[arg(long)]
    pub project: Option<String>,
    /// What else the tool wants to know, as NAME=VALUE; `throughline connections vendors` names them. May be repeated.
    #[arg(long = "set", value_parser = setting)]
    pub settings: Vec<(String, String)>,
}

/// `NAME=VALUE`
fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it has the form NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

#[derive(Debug, Args)]
pub struct Pull {
    #[arg(required_unless_present_any = ["all", "due"])]
    pub name: Option<String>,
    #[arg(long, conflicts_with = "name")]
    pub all: bool,
    /// Those whose time has come by their schedule, for cron.
    #[arg(long, conflicts_with_all = ["name", "all"])]
    pub due: bool,
}

//! Where passwords and keys are kept on this laptop.

use engine::api::Engine;
use engine::api::types::{KeeperName, SecretsState, VaultState};
use engine::error::{Problem, Result};
use secrecy::ExposeSecret;

use crate::args::Secrets;
use crate::done::Done;
use crate::secret;

pub async fn perform(engine: &Engine, what: Option<Secrets>) -> Result<Done> {
    let before = engine.workspace().await?.secrets;
    let state = match what {
        None | Some(Secrets::Show) => before,
        Some(Secrets::Keep { keeper, forget }) => keep(engine, &before, keeper, forget).await?,
        Some(Secrets::ChangePassphrase) => {
            let (old, new) = (secret::passphrase()?, secret::next_passphrase()?);
            engine.change_passphrase(old.expose_secret().to_owned(), new.expose_secret().to_owned()).await?
        }
        Some(Secrets::NewVault) => engine.new_vault(secret::first_passphrase()?.expose_secret().to_owned()).await?,
    };
    Ok(Done::new(&state, told(&state)))
}

async fn keep(engine: &Engine, before: &SecretsState, keeper: KeeperName, forget: bool) -> Result<SecretsState> {
    if keeper == KeeperName::Session && before.keeper != KeeperName::Session && !forget {
        return Err(Problem::refused(
            "Every password and key that is kept now would be forgotten when this command ends.",
        )
        .kept("Nothing was changed.")
        .todo("Add --forget if that is what you want."));
    }
    let passphrase = match (before.vault, keeper) {
        (VaultState::None, KeeperName::Vault) => Some(secret::first_passphrase()?),
        // An existing vault asks by itself.
        _ => None,
    };
    engine.keep_secrets(keeper, passphrase.map(|passphrase| passphrase.expose_secret().to_owned())).await
}

/// Where the secrets are, in a line.
pub fn told(state: &SecretsState) -> String {
    let kept = match (state.keeper, state.vault) {
        (KeeperName::Keychain, _) => "Passwords and keys are kept in this laptop’s keychain.".to_owned(),
        (KeeperName::Vault, VaultState::Damaged) => {
            "Passwords and keys are kept in a vault, but its file is damaged.".to_owned()
        }
        (KeeperName::Vault, _) => "Passwords and keys are kept in a vault that a passphrase opens.".to_owned(),
        (KeeperName::Session, _) => "Passwords and keys are kept until Throughline closes.".to_owned(),
    };
    match &state.keychain {
        Some(problem) if !state.chosen => {
            format!("{} {kept} `throughline secrets keep vault` keeps them longer.\n", problem.what)
        }
        _ => format!("{kept}\n"),
    }
}

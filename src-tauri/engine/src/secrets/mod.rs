//! Where passwords, keys and tokens lie: the system's keychain, a vault that a passphrase opens, or this program's
//! memory. Never the workspace file, a log, an error or a `Debug` line.

mod keychain;
mod laptop;
mod memory;
mod vault;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;

pub use keychain::Keychain;
pub use laptop::{Ask, KeeperName, Laptop, SecretsState};
pub use memory::Memory;
pub use vault::{Cost, Vault, VaultState};

use crate::error::{Problem, ProblemKind, Result};

/// Begins the name under which the password of a proxy is kept.
pub(crate) const PROXY: &str = "proxy ";

/// The keychain may ask the person to unlock it; after this we stop waiting for them.
const PATIENCE: Duration = Duration::from_secs(120);

/// Keeps secrets by name; `api::reach` makes the names. Calls may block.
pub trait SecretKeeper: Send + Sync {
    fn get(&self, name: &str) -> Result<Option<SecretString>>;
    fn set(&self, name: &str, secret: &SecretString) -> Result<()>;
    /// Deleting what isn't there is fine.
    fn delete(&self, name: &str) -> Result<()>;
    /// Why secrets don't outlive this program, if they don't.
    fn shortcoming(&self) -> Option<Problem>;
}

/// The keepers, asked away from the threads that serve everything else. Clones share what they know.
#[derive(Clone)]
pub struct Secrets {
    laptop: Arc<Laptop>,
    /// Whether there is a secret, once that is known: a locked keychain asks the person at each question.
    known: Arc<Mutex<HashMap<String, bool>>>,
}

impl Secrets {
    pub fn of(laptop: Laptop) -> Self {
        Secrets { laptop: Arc::new(laptop), known: Arc::default() }
    }

    /// One keeper and no choice, for a run whose secrets are handed to it.
    pub fn new(keeper: impl SecretKeeper + 'static) -> Self {
        Secrets::of(Laptop::with_only(Box::new(keeper)))
    }

    /// False also when the keeper can't say. A locked vault is taken to hold it.
    pub async fn has(&self, name: &str) -> bool {
        let known = self.known().get(name).copied();
        match known {
            Some(known) => known,
            None if self.is_locked().await => true,
            None => matches!(self.get(name).await, Ok(Some(_))),
        }
    }

    pub async fn get(&self, name: &str) -> Result<Option<SecretString>> {
        let asked = name.to_owned();
        let found = self.ask(move |laptop| laptop.get(&asked)).await?;
        self.known().insert(name.to_owned(), found.is_some());
        Ok(found)
    }

    pub async fn set(&self, name: &str, secret: SecretString) -> Result<()> {
        self.known().remove(name);
        let name = name.to_owned();
        self.ask(move |laptop| laptop.set(&name, &secret)).await
    }

    pub async fn delete(&self, name: &str) -> Result<()> {
        self.known().remove(name);
        let name = name.to_owned();
        self.ask(move |laptop| laptop.delete(&name)).await
    }

    /// Fails while secrets lie in a locked vault that nobody opens now.
    pub async fn ready(&self) -> Result<()> {
        self.ask(Laptop::ready).await
    }

    /// True while secrets lie in a locked vault. Asks nobody for a passphrase.
    pub async fn is_locked(&self) -> bool {
        self.ask(|laptop| Ok(laptop.is_locked())).await.unwrap_or(false)
    }

    /// Where secrets are kept. The first screen waits for this, and a system may take half a minute to find out
    /// about its keychain: after a second the keychain is taken to work.
    pub async fn state(&self) -> SecretsState {
        let laptop = self.laptop.clone();
        let asked = tokio::task::spawn_blocking(move || laptop.state());
        match tokio::time::timeout(Duration::from_secs(1), asked).await {
            Ok(Ok(state)) => state,
            _ => SecretsState::unknown(),
        }
    }

    /// Keeps secrets elsewhere from now on and moves those there are; `names` are the ones a keychain may hold.
    /// A vault is made or opened with `passphrase`.
    pub async fn keep_in(
        &self,
        keeper: KeeperName,
        passphrase: Option<SecretString>,
        names: Vec<String>,
    ) -> Result<()> {
        self.known().clear();
        self.ask(move |laptop| laptop.keep_in(keeper, passphrase.as_ref(), &names)).await
    }

    pub async fn unlock(&self, passphrase: SecretString) -> Result<()> {
        self.known().clear();
        self.ask(move |laptop| laptop.vault()?.unlock(&passphrase)).await
    }

    pub async fn lock(&self) -> Result<()> {
        self.known().clear();
        self.ask(|laptop| {
            laptop.vault()?.lock();
            Ok(())
        })
        .await
    }

    pub async fn change_passphrase(&self, old: SecretString, new: SecretString) -> Result<()> {
        self.ask(move |laptop| laptop.vault()?.change_passphrase(&old, &new)).await
    }

    /// Starts a vault anew; the old file is kept beside it under the name `aside`.
    pub async fn new_vault(&self, passphrase: SecretString, aside: String) -> Result<()> {
        self.known().clear();
        self.ask(move |laptop| laptop.new_vault(&passphrase, &aside)).await
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, bool>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask<T: Send + 'static>(&self, question: impl FnOnce(&Laptop) -> Result<T> + Send + 'static) -> Result<T> {
        let laptop = self.laptop.clone();
        let asked = tokio::task::spawn_blocking(move || question(&laptop));
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(keychain::failed("it stopped unexpectedly")),
            Err(_) => Err(Problem::new(ProblemKind::Busy, "The keychain didn't answer within two minutes.")
                .kept("Nothing was changed.")
                .todo("Unlock the keychain, then try again.")),
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

//! Where passwords, keys and tokens lie: the system's keychain, or this program's memory. Never the workspace
//! file, a log, an error or a `Debug` line.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::error::{Problem, ProblemKind, Result};

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

/// A keeper, asked away from the threads that serve everything else.
#[derive(Clone)]
pub struct Secrets {
    keeper: Arc<dyn SecretKeeper>,
    /// Whether there is a secret, once that is known: a locked keychain asks the person at each question.
    known: Arc<Mutex<HashMap<String, bool>>>,
}

impl Secrets {
    pub fn new(keeper: impl SecretKeeper + 'static) -> Self {
        Secrets { keeper: Arc::new(keeper), known: Arc::default() }
    }

    /// False also when the keeper can't say.
    pub async fn has(&self, name: &str) -> bool {
        let known = self.known().get(name).copied();
        match known {
            Some(known) => known,
            None => matches!(self.get(name).await, Ok(Some(_))),
        }
    }

    /// The keychain, or memory on a machine without one.
    pub fn system() -> Self {
        Secrets::new(System::default())
    }

    pub async fn get(&self, name: &str) -> Result<Option<SecretString>> {
        let asked = name.to_owned();
        let found = self.ask(move |keeper| keeper.get(&asked)).await?;
        self.known().insert(name.to_owned(), found.is_some());
        Ok(found)
    }

    pub async fn set(&self, name: &str, secret: SecretString) -> Result<()> {
        self.known().remove(name);
        let name = name.to_owned();
        self.ask(move |keeper| keeper.set(&name, &secret)).await
    }

    pub async fn delete(&self, name: &str) -> Result<()> {
        self.known().remove(name);
        let name = name.to_owned();
        self.ask(move |keeper| keeper.delete(&name)).await
    }

    /// Why secrets don't outlive this program, if they don't and the keeper says so within a second: the
    /// first screen waits for this, and a system may take half a minute to find out about its keychain.
    pub async fn shortcoming(&self) -> Option<Problem> {
        let keeper = self.keeper.clone();
        let asked = tokio::task::spawn_blocking(move || keeper.shortcoming());
        tokio::time::timeout(Duration::from_secs(1), asked).await.ok()?.ok()?
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, bool>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn SecretKeeper) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let keeper = self.keeper.clone();
        let asked = tokio::task::spawn_blocking(move || question(&*keeper));
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(failed("it stopped unexpectedly")),
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

/// macOS Keychain, Windows Credential Manager, or the Secret Service (GNOME Keyring, KWallet) elsewhere.
pub struct Keychain;

impl Keychain {
    /// What the person sees as the owner of the entries.
    const SERVICE: &str = "Throughline";

    fn entry(name: &str) -> Result<keyring::Entry> {
        keyring::Entry::new(Self::SERVICE, name).map_err(|error| unusable(&error))
    }
}

impl SecretKeeper for Keychain {
    fn get(&self, name: &str) -> Result<Option<SecretString>> {
        match Self::entry(name)?.get_password() {
            Ok(secret) => Ok(Some(secret.into())),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(unusable(&error)),
        }
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<()> {
        Self::entry(name)?.set_password(secret.expose_secret()).map_err(|error| unusable(&error))
    }

    fn delete(&self, name: &str) -> Result<()> {
        match Self::entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(unusable(&error)),
        }
    }

    fn shortcoming(&self) -> Option<Problem> {
        keyring::Entry::store_status().as_ref().err().map(|_| {
            Problem::system("This computer has no keychain that Throughline can use.")
                .kept("Passwords and keys are kept until Throughline closes, and are never written to disk.")
                .todo("Install a keychain such as GNOME Keyring to keep them longer.")
        })
    }
}

/// For as long as the program runs.
#[derive(Default)]
pub struct Memory {
    held: Mutex<HashMap<String, SecretString>>,
    /// For connections that nothing is held for.
    otherwise: Option<SecretString>,
}

impl Memory {
    /// Gives `secret` for every connection that has none of its own: for a command that was handed one.
    pub fn holding(secret: SecretString) -> Self {
        Memory { held: Mutex::default(), otherwise: Some(secret) }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretKeeper for Memory {
    fn get(&self, name: &str) -> Result<Option<SecretString>> {
        Ok(self.held().get(name).or(self.otherwise.as_ref()).cloned())
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<()> {
        self.held().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<()> {
        self.held().remove(name);
        Ok(())
    }

    fn shortcoming(&self) -> Option<Problem> {
        Some(Problem::system("Passwords and keys are kept until Throughline closes."))
    }
}

/// The keychain where there is one. Where there is none, memory, so that a person can still work today.
#[derive(Default)]
struct System {
    memory: Memory,
}

impl System {
    fn keeper(&self) -> &dyn SecretKeeper {
        if Keychain.shortcoming().is_none() { &Keychain } else { &self.memory }
    }
}

impl SecretKeeper for System {
    fn get(&self, name: &str) -> Result<Option<SecretString>> {
        self.keeper().get(name)
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<()> {
        self.keeper().set(name, secret)
    }

    fn delete(&self, name: &str) -> Result<()> {
        self.keeper().delete(name)
    }

    fn shortcoming(&self) -> Option<Problem> {
        Keychain.shortcoming()
    }
}

/// Errors of the keychain may quote the entry's bytes, so only their sort is told.
fn unusable(error: &keyring::Error) -> Problem {
    failed(match error {
        keyring::Error::NoStorageAccess(_) => "it is locked or doesn't let Throughline in",
        keyring::Error::NoDefaultStore => "there is none on this computer",
        keyring::Error::TooLong(..) => "the secret is too long for it",
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
            "another program wrote something else there"
        }
        _ => "it failed",
    })
}

fn failed(why: &str) -> Problem {
    Problem::system(format!("The keychain can't be used: {why}."))
        .kept("Nothing was changed.")
        .todo("Unlock the keychain, or enter the secret again, then try once more.")
}

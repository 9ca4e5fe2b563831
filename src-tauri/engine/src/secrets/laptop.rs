//! Which of the keepers holds the secrets of one folder, and moving them from one to another. What a person chose
//! lies in a small file beside the workspaces; it concerns this laptop, so no journal and no backup carries it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::keychain::Keychain;
use super::memory::Memory;
use super::vault::{Cost, Vault, VaultState, damaged, locked};
use super::{SecretKeeper, keychain};
use crate::error::{Problem, Result};

/// Asks a person for the passphrase, when the vault is first needed. None: nobody is there to answer.
pub type Ask = Arc<dyn Fn() -> Result<Option<SecretString>> + Send + Sync>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeeperName {
    /// The system's own.
    Keychain,
    /// A file that a passphrase opens.
    Vault,
    /// Memory, until Throughline closes.
    Session,
}

impl KeeperName {
    const ALL: [KeeperName; 3] = [KeeperName::Keychain, KeeperName::Vault, KeeperName::Session];

    /// As the file with the choice spells it.
    fn word(self) -> &'static str {
        match self {
            KeeperName::Keychain => "keychain",
            KeeperName::Vault => "vault",
            KeeperName::Session => "session",
        }
    }
}

/// Where passwords, keys and tokens are kept on this laptop.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SecretsState {
    pub keeper: KeeperName,
    /// False: nobody has said; it is the keychain where there is one.
    pub chosen: bool,
    /// Why the keychain can't be used, if it can't.
    pub keychain: Option<Problem>,
    pub vault: VaultState,
}

impl SecretsState {
    /// While the system hasn't said yet whether it has a keychain.
    pub(super) fn unknown() -> Self {
        SecretsState { keeper: KeeperName::Keychain, chosen: false, keychain: None, vault: VaultState::None }
    }
}

/// All keepers of one folder.
pub struct Laptop {
    keychain: Box<dyn SecretKeeper>,
    memory: Memory,
    /// None: secrets are handed to this run, and nothing is kept.
    files: Option<Files>,
    ask: Option<Ask>,
}

struct Files {
    vault: Vault,
    choice: PathBuf,
}

impl Laptop {
    pub fn new(folder: &Path, ask: Option<Ask>) -> Self {
        Laptop::with(folder, ask, Box::new(Keychain), Cost::default())
    }

    /// With another keychain, and another cost for new passphrases.
    pub fn with(folder: &Path, ask: Option<Ask>, keychain: Box<dyn SecretKeeper>, cost: Cost) -> Self {
        let files = Files { vault: Vault::at(folder.join("vault.json"), cost), choice: folder.join("keeper") };
        Laptop { keychain, memory: Memory::default(), files: Some(files), ask }
    }

    /// One keeper and no choice.
    pub fn with_only(keeper: Box<dyn SecretKeeper>) -> Self {
        Laptop { keychain: keeper, memory: Memory::default(), files: None, ask: None }
    }

    pub fn state(&self) -> SecretsState {
        let keychain = self.keychain.shortcoming();
        let Some(files) = &self.files else {
            return SecretsState { keeper: KeeperName::Session, chosen: true, keychain, vault: VaultState::None };
        };
        SecretsState { keeper: self.present(), chosen: files.chosen().is_some(), keychain, vault: files.vault.state() }
    }

    pub fn vault(&self) -> Result<&Vault> {
        self.files().map(|files| &files.vault)
    }

    pub fn is_locked(&self) -> bool {
        self.present() == KeeperName::Vault && self.vault().is_ok_and(|vault| vault.state() == VaultState::Locked)
    }

    /// Has the vault opened, if secrets lie there and somebody is there to do it. Fails when it can't be opened now.
    pub fn ready(&self) -> Result<()> {
        if self.present() != KeeperName::Vault {
            return Ok(());
        }
        match self.vault()?.state() {
            VaultState::Locked => {}
            VaultState::Damaged => return Err(damaged()),
            VaultState::Open | VaultState::None => return Ok(()),
        }
        let passphrase = match &self.ask {
            Some(ask) => ask()?,
            None => None,
        };
        match passphrase {
            Some(passphrase) => self.vault()?.unlock(&passphrase),
            None => Err(locked()),
        }
    }

    pub fn get(&self, name: &str) -> Result<Option<SecretString>> {
        self.ready()?;
        match self.keeper(self.present())?.get(name)? {
            Some(secret) => Ok(Some(secret)),
            None => self.left_behind(name),
        }
    }

    pub fn set(&self, name: &str, secret: &SecretString) -> Result<()> {
        self.ready()?;
        self.keeper(self.present())?.set(name, secret)
    }

    /// Everywhere it may lie.
    pub fn delete(&self, name: &str) -> Result<()> {
        self.ready()?;
        let present = self.present();
        self.keeper(present)?.delete(name)?;
        self.memory.delete(name)?;
        if present != KeeperName::Keychain && self.files.is_some() && self.keychain.shortcoming().is_none() {
            self.keychain.delete(name)?;
        }
        Ok(())
    }

    /// See [`super::Secrets::keep_in`]. Whatever fails on the way, every secret is still where it was.
    pub fn keep_in(&self, to: KeeperName, passphrase: Option<&SecretString>, names: &[String]) -> Result<()> {
        let (files, from) = (self.files()?, self.present());
        if to == KeeperName::Keychain {
            self.keychain.shortcoming().map_or(Ok(()), Err)?;
        }
        match (files.vault.state(), passphrase) {
            (VaultState::Locked, Some(passphrase)) => files.vault.unlock(passphrase)?,
            (VaultState::None, Some(passphrase)) if to == KeeperName::Vault => files.vault.create(passphrase)?,
            (VaultState::None, None) if to == KeeperName::Vault => {
                return Err(Problem::bad_input("A vault needs a passphrase.").kept("Nothing was changed."));
            }
            _ => {}
        }
        if from == to {
            self.ready()?;
            return files.choose(to);
        }
        let moved = self.copy(from, to, names)?;
        files.choose(to)?;
        let old = self.keeper(from)?;
        for name in moved {
            old.delete(&name)?;
        }
        if from == KeeperName::Vault { files.vault.remove_empty() } else { Ok(()) }
    }

    pub fn new_vault(&self, passphrase: &SecretString, aside: &str) -> Result<()> {
        let files = self.files()?;
        let kept = files.vault.set_aside(aside)?;
        files.vault.create(passphrase).inspect_err(|_| {
            // A passphrase that won't do leaves everything as it was.
            let _ = fs::rename(&kept, kept.with_file_name("vault.json"));
        })
    }

    /// Puts every secret of `from` into `to` and reads it back. Gives the names; nothing is deleted yet.
    fn copy(&self, from: KeeperName, to: KeeperName, names: &[String]) -> Result<Vec<String>> {
        self.ready()?;
        let names = match from {
            KeeperName::Keychain => names.to_vec(),
            KeeperName::Vault => self.vault()?.names()?,
            KeeperName::Session => self.memory.names(),
        };
        let (old, new) = (self.keeper(from)?, self.keeper(to)?);
        let mut copied = Vec::new();
        for name in names {
            let Some(secret) = old.get(&name)? else { continue };
            new.set(&name, &secret)?;
            if new.get(&name)?.is_none_or(|read| read.expose_secret() != secret.expose_secret()) {
                return Err(keychain::failed("it doesn't give back what it was given"));
            }
            copied.push(name);
        }
        Ok(copied)
    }

    /// A secret that was put into the keychain by another workspace of this folder before the vault was chosen: it
    /// follows when it is first asked for.
    fn left_behind(&self, name: &str) -> Result<Option<SecretString>> {
        if self.present() != KeeperName::Vault || self.keychain.shortcoming().is_some() {
            return Ok(None);
        }
        if self.copy(KeeperName::Keychain, KeeperName::Vault, &[name.to_owned()])?.is_empty() {
            return Ok(None);
        }
        self.keychain.delete(name)?;
        self.vault()?.get(name)
    }

    /// Which keeper is asked now. Without a keychain and a choice it is memory, so that a person can work today.
    fn present(&self) -> KeeperName {
        let Some(files) = &self.files else { return KeeperName::Keychain };
        match files.chosen() {
            Some(KeeperName::Vault) => KeeperName::Vault,
            Some(KeeperName::Session) => KeeperName::Session,
            None if files.vault.state() != VaultState::None => KeeperName::Vault,
            _ if self.keychain.shortcoming().is_none() => KeeperName::Keychain,
            _ => KeeperName::Session,
        }
    }

    fn keeper(&self, name: KeeperName) -> Result<&dyn SecretKeeper> {
        Ok(match name {
            KeeperName::Keychain => &*self.keychain,
            KeeperName::Vault => self.vault()?,
            KeeperName::Session => &self.memory,
        })
    }

    fn files(&self) -> Result<&Files> {
        self.files.as_ref().ok_or_else(|| {
            Problem::refused("The secrets of this run were handed to it.")
                .kept("Nothing was changed.")
                .todo("Run it again without them.")
        })
    }
}

impl Files {
    fn chosen(&self) -> Option<KeeperName> {
        let word = fs::read_to_string(&self.choice).ok()?;
        KeeperName::ALL.into_iter().find(|keeper| keeper.word() == word.trim())
    }

    fn choose(&self, keeper: KeeperName) -> Result<()> {
        Ok(fs::write(&self.choice, keeper.word())?)
    }
}

//! A vault for computers without a keychain: one file that a passphrase opens. The passphrase and what it opens
//! are held in memory only, from unlocking until the program ends or the vault is locked.

mod sealed;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

pub use sealed::Cost;
pub(super) use sealed::damaged;
use sealed::{Key, Sealed};

use super::SecretKeeper;
use crate::error::{Problem, ProblemKind, Result};

/// Shorter ones are guessed.
const SHORTEST: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// There is no file.
    None,
    Locked,
    Open,
    Damaged,
}

pub struct Vault {
    file: PathBuf,
    cost: Cost,
    open: Mutex<Option<Opened>>,
}

/// What an open vault holds, as of the file's bytes `seen`.
struct Opened {
    key: Key,
    secrets: BTreeMap<String, SecretString>,
    seen: Vec<u8>,
}

impl Vault {
    /// Opens nothing yet; there may be no file.
    pub fn at(file: PathBuf, cost: Cost) -> Self {
        Vault { file, cost, open: Mutex::default() }
    }

    pub fn state(&self) -> VaultState {
        match self.read() {
            Ok(None) => VaultState::None,
            Ok(Some((bytes, _))) => match &*self.opened() {
                Some(opened) if opened.seen == bytes => VaultState::Open,
                Some(opened)
                    if Sealed::read(&bytes).is_ok_and(|file| matches!(opened.key.open(&file), Ok(Some(_)))) =>
                {
                    VaultState::Open
                }
                _ => VaultState::Locked,
            },
            Err(_) => VaultState::Damaged,
        }
    }

    /// Makes a vault that is empty and open. Refused where there is one.
    pub fn create(&self, passphrase: &SecretString) -> Result<()> {
        let _turn = self.turn()?;
        if self.file.exists() {
            return Err(Problem::refused("There is a vault already.")
                .kept("Nothing was changed.")
                .todo("Unlock it with its passphrase."));
        }
        long_enough(passphrase)?;
        let key = Key::new(passphrase, self.cost)?;
        self.write(key, BTreeMap::new())
    }

    /// Opens the vault until the program ends or [`Vault::lock`].
    pub fn unlock(&self, passphrase: &SecretString) -> Result<()> {
        let Some((seen, file)) = self.read()? else { return Err(absent()) };
        let key = Key::of(passphrase, &file)?;
        let Some(plain) = key.open(&file)? else { return Err(wrong_passphrase()) };
        *self.opened() = Some(Opened { key, secrets: parse(&plain)?, seen });
        Ok(())
    }

    /// Forgets the key and everything it opened.
    pub fn lock(&self) {
        *self.opened() = None;
    }

    /// Seals everything anew; the old passphrase is asked for even while the vault is open.
    pub fn change_passphrase(&self, old: &SecretString, new: &SecretString) -> Result<()> {
        long_enough(new)?;
        let _turn = self.turn()?;
        self.unlock(old)?;
        let key = Key::new(new, self.cost)?;
        let secrets = self.opened().take().map(|opened| opened.secrets).unwrap_or_default();
        self.write(key, secrets)
    }

    /// Moves the file out of the way under the name `aside`, for one that is damaged or whose passphrase is gone.
    pub fn set_aside(&self, aside: &str) -> Result<PathBuf> {
        let _turn = self.turn()?;
        let kept = self.file.with_file_name(aside);
        if kept.exists() {
            return Err(Problem::refused(format!("{} is there already.", kept.display())).kept("Nothing was changed."));
        }
        fs::rename(&self.file, &kept)?;
        self.lock();
        Ok(kept)
    }

    /// The names of everything in an open vault.
    pub fn names(&self) -> Result<Vec<String>> {
        self.with(|secrets| Ok(secrets.keys().cloned().collect()))
    }

    /// Deletes the file of a vault that holds nothing any more.
    pub fn remove_empty(&self) -> Result<()> {
        let _turn = self.turn()?;
        if self.names()?.is_empty() {
            fs::remove_file(&self.file)?;
            self.lock();
        }
        Ok(())
    }

    /// What the open vault holds now: another program may have written since.
    fn with<T>(&self, look: impl FnOnce(&BTreeMap<String, SecretString>) -> Result<T>) -> Result<T> {
        let Some((bytes, file)) = self.read()? else {
            self.lock();
            return Err(absent());
        };
        let mut open = self.opened();
        let Some(opened) = open.as_mut() else { return Err(locked()) };
        if opened.seen != bytes {
            match opened.key.open(&file)? {
                Some(plain) => {
                    opened.secrets = parse(&plain)?;
                    opened.seen = bytes;
                }
                // Another program has changed the passphrase.
                None => {
                    *open = None;
                    return Err(locked());
                }
            }
        }
        look(&opened.secrets)
    }

    /// Changes what the vault holds, one program at a time.
    fn change(&self, change: impl FnOnce(&mut BTreeMap<String, SecretString>)) -> Result<()> {
        let _turn = self.turn()?;
        let mut secrets = self.with(|secrets| Ok(secrets.clone()))?;
        change(&mut secrets);
        let Some(opened) = self.opened().take() else { return Err(locked()) };
        let result = self.write_sealed(&opened.key, &secrets);
        let (secrets, seen) = match &result {
            Ok(seen) => (secrets, seen.clone()),
            Err(_) => (opened.secrets, opened.seen),
        };
        *self.opened() = Some(Opened { key: opened.key, secrets, seen });
        result.map(|_| ())
    }

    fn write(&self, key: Key, secrets: BTreeMap<String, SecretString>) -> Result<()> {
        let seen = self.write_sealed(&key, &secrets)?;
        *self.opened() = Some(Opened { key, secrets, seen });
        Ok(())
    }

    /// The new file takes the place of the old one only when it is on the disk whole.
    fn write_sealed(&self, key: &Key, secrets: &BTreeMap<String, SecretString>) -> Result<Vec<u8>> {
        let bytes = key.seal(&plain(secrets)?)?.write()?;
        let new = self.file.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&new, &self.file)?;
        #[cfg(unix)]
        File::open(self.folder())?.sync_all()?;
        Ok(bytes)
    }

    /// None: there is no file.
    fn read(&self) -> Result<Option<(Vec<u8>, Sealed)>> {
        match fs::read(&self.file) {
            Ok(bytes) => {
                let file = Sealed::read(&bytes)?;
                Ok(Some((bytes, file)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Held while the file is changed; the system lets go of it when the program ends, however it ends.
    fn turn(&self) -> Result<File> {
        fs::create_dir_all(self.folder())?;
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).open(self.file.with_extension("lock"))?;
        file.lock()?;
        Ok(file)
    }

    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    fn opened(&self) -> MutexGuard<'_, Option<Opened>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretKeeper for Vault {
    fn get(&self, name: &str) -> Result<Option<SecretString>> {
        self.with(|secrets| Ok(secrets.get(name).cloned()))
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<()> {
        self.change(|secrets| {
            secrets.insert(name.to_owned(), secret.clone());
        })
    }

    fn delete(&self, name: &str) -> Result<()> {
        if self.with(|secrets| Ok(secrets.contains_key(name)))? {
            self.change(|secrets| {
                secrets.remove(name);
            })?;
        }
        Ok(())
    }

    fn shortcoming(&self) -> Option<Problem> {
        None
    }
}

fn plain(secrets: &BTreeMap<String, SecretString>) -> Result<Zeroizing<Vec<u8>>> {
    let exposed: BTreeMap<&str, &str> =
        secrets.iter().map(|(name, secret)| (name.as_str(), secret.expose_secret())).collect();
    // Room enough from the start: a buffer that grows would leave copies behind.
    let room = exposed.iter().map(|(name, secret)| 6 * (name.len() + secret.len()) + 8).sum::<usize>() + 2;
    let mut plain = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer(&mut *plain, &exposed).map_err(|_| Problem::system("The vault can't be written."))?;
    Ok(plain)
}

fn parse(plain: &[u8]) -> Result<BTreeMap<String, SecretString>> {
    let texts: BTreeMap<String, String> = serde_json::from_slice(plain).map_err(|_| damaged())?;
    Ok(texts.into_iter().map(|(name, text)| (name, SecretString::from(text))).collect())
}

fn long_enough(passphrase: &SecretString) -> Result<()> {
    if passphrase.expose_secret().chars().count() >= SHORTEST {
        return Ok(());
    }
    Err(Problem::bad_input(format!("A passphrase needs at least {SHORTEST} characters."))
        .kept("Nothing was changed.")
        .todo("Take a few words that nobody would put together."))
}

fn wrong_passphrase() -> Problem {
    Problem::new(ProblemKind::Credential, "This passphrase doesn't open the vault.")
        .kept("Nothing was changed.")
        .todo("Type it again.")
}

pub(super) fn locked() -> Problem {
    Problem::new(ProblemKind::Locked, "The vault with your passwords and keys is locked.")
        .kept("Nothing was changed.")
        .todo("Unlock it with its passphrase.")
}

fn absent() -> Problem {
    Problem::new(ProblemKind::Credential, "The vault with your passwords and keys isn't there.")
        .kept("Everything else works.")
        .todo("Put its file back, or choose anew where passwords are kept.")
}

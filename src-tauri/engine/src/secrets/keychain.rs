//! The system's own keychain.

use secrecy::{ExposeSecret, SecretString};

use super::SecretKeeper;
use crate::error::{Problem, Result};

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
                .todo("Keep them in a vault with a passphrase, or install a keychain such as GNOME Keyring.")
        })
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

pub(super) fn failed(why: &str) -> Problem {
    Problem::system(format!("The keychain can't be used: {why}."))
        .kept("Nothing was changed.")
        .todo("Unlock the keychain, or enter the secret again, then try once more.")
}

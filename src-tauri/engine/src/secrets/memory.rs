//! This program's memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

use super::{PROXY, SecretKeeper};
use crate::error::{Problem, Result};

/// For as long as the program runs.
#[derive(Default)]
pub struct Memory {
    held: Mutex<HashMap<String, SecretString>>,
    /// For connections that nothing is held for.
    otherwise: Option<SecretString>,
}

impl Memory {
    /// Gives `secret` for every connection that has none of its own: for a command that was handed one. A proxy isn't
    /// a connection, and gets nothing.
    pub fn holding(secret: SecretString) -> Self {
        Memory { held: Mutex::default(), otherwise: Some(secret) }
    }

    /// Of everything that was set.
    pub(super) fn names(&self) -> Vec<String> {
        self.held().keys().cloned().collect()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretKeeper for Memory {
    fn get(&self, name: &str) -> Result<Option<SecretString>> {
        let otherwise = self.otherwise.as_ref().filter(|_| !name.starts_with(PROXY));
        Ok(self.held().get(name).or(otherwise).cloned())
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

//! The vault's file: what lies in it is sealed with a key made from the passphrase, and neither of the two is
//! written anywhere. Argon2id makes the key costly to guess; XChaCha20-Poly1305 seals, and shows a change.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::{Problem, ProblemKind, Result};

const FORMAT: &str = "Throughline vault 1";

/// What trying one passphrase takes. Written into the file, so that it can grow later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Default for Cost {
    /// RFC 9106's second recommendation for memory and passes: about a fifth of a second on a laptop.
    fn default() -> Self {
        Cost { memory_kib: 64 * 1024, passes: 3 }
    }
}

impl Cost {
    /// A file that asks for more was not written by Throughline.
    const MOST: Cost = Cost { memory_kib: 1024 * 1024, passes: 64 };

    fn params(self) -> Option<Params> {
        let sane = self.memory_kib <= Self::MOST.memory_kib && self.passes <= Self::MOST.passes;
        Params::new(self.memory_kib, self.passes, 1, Some(32)).ok().filter(|_| sane)
    }
}

/// The file as JSON; bytes are base64.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sealed {
    format: String,
    cost: Cost,
    salt: String,
    nonce: String,
    sealed: String,
    /// SHA-256 over the rest, so that a damaged file isn't taken for a wrong passphrase.
    sum: String,
}

/// What a passphrase becomes together with the salt it was mixed with.
pub struct Key {
    bytes: Zeroizing<[u8; 32]>,
    salt: [u8; 16],
    cost: Cost,
}

impl Key {
    /// With a new salt.
    pub fn new(passphrase: &SecretString, cost: Cost) -> Result<Key> {
        let mut salt = [0; 16];
        rand::fill(&mut salt);
        Key::derive(passphrase, salt, cost)
    }

    /// The key that sealed `file`, if the passphrase is right.
    pub fn of(passphrase: &SecretString, file: &Sealed) -> Result<Key> {
        let salt = bytes(&file.salt).and_then(|salt| salt.try_into().ok()).ok_or_else(damaged)?;
        Key::derive(passphrase, salt, file.cost)
    }

    fn derive(passphrase: &SecretString, salt: [u8; 16], cost: Cost) -> Result<Key> {
        let params = cost.params().ok_or_else(damaged)?;
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose_secret().as_bytes(), &salt, &mut *bytes)
            .map_err(|_| {
                Problem::system("There isn't enough memory to open the vault.").kept("Nothing was changed.")
            })?;
        Ok(Key { bytes, salt, cost })
    }

    /// Seals with a nonce of its own each time.
    pub fn seal(&self, plain: &[u8]) -> Result<Sealed> {
        let mut nonce = [0; 24];
        rand::fill(&mut nonce);
        let payload = Payload { msg: plain, aad: FORMAT.as_bytes() };
        let sealed = self.cipher()?.encrypt(&XNonce::from(nonce), payload).map_err(|_| damaged())?;
        let mut file = Sealed {
            format: FORMAT.to_owned(),
            cost: self.cost,
            salt: STANDARD.encode(self.salt),
            nonce: STANDARD.encode(nonce),
            sealed: STANDARD.encode(sealed),
            sum: String::new(),
        };
        file.sum = file.summed();
        Ok(file)
    }

    /// None when this key didn't seal the file.
    pub fn open(&self, file: &Sealed) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let nonce: [u8; 24] = bytes(&file.nonce).and_then(|nonce| nonce.try_into().ok()).ok_or_else(damaged)?;
        let sealed = bytes(&file.sealed).ok_or_else(damaged)?;
        let payload = Payload { msg: &sealed, aad: FORMAT.as_bytes() };
        Ok(self.cipher()?.decrypt(&XNonce::from(nonce), payload).ok().map(Zeroizing::new))
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(&*self.bytes).map_err(|_| damaged())
    }
}

impl Sealed {
    /// Reads a file, or says that it is damaged.
    pub fn read(content: &[u8]) -> Result<Sealed> {
        let file: Sealed = serde_json::from_slice(content).map_err(|_| damaged())?;
        if file.format != FORMAT || file.sum != file.summed() {
            return Err(damaged());
        }
        Ok(file)
    }

    pub fn write(&self) -> Result<Vec<u8>> {
        serde_json::to_vec_pretty(self).map_err(|_| Problem::system("The vault can't be written."))
    }

    fn summed(&self) -> String {
        let cost = format!("{} {}", self.cost.memory_kib, self.cost.passes);
        let rest = [self.format.as_str(), &cost, &self.salt, &self.nonce, &self.sealed].join("\n");
        STANDARD.encode(Sha256::digest(rest))
    }
}

pub fn damaged() -> Problem {
    Problem::new(ProblemKind::Damaged, "The vault with your passwords and keys is damaged.")
        .kept("Its file is left as it is, and everything else works.")
        .todo("Put a copy of the file back, or start a new vault and enter the passwords again.")
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

//! Passwords and keys: from the environment, from standard input, or typed; never from the command line, where
//! every other program could read them. The vault's passphrase comes from a file or is typed.

use std::io::{BufRead, IsTerminal};
use std::sync::Arc;

use engine::error::{Problem, Result};
use engine::secrets::Ask;
use secrecy::{ExposeSecret, SecretString};

const VARIABLE: &str = "THROUGHLINE_SECRET";

/// Names a file whose first line is the vault's passphrase.
const PASSPHRASE_FILE: &str = "THROUGHLINE_PASSPHRASE_FILE";
/// The same for the passphrase that comes in its place.
const NEW_PASSPHRASE_FILE: &str = "THROUGHLINE_NEW_PASSPHRASE_FILE";

/// What the environment holds for this one command.
pub fn from_environment() -> Option<SecretString> {
    std::env::var(VARIABLE).ok().filter(|secret| !secret.is_empty()).map(SecretString::from)
}

/// The environment's secret, else one line of standard input, typed unseen on a terminal. Empty means none.
pub fn ask(label: &str) -> Result<Option<String>> {
    if let Ok(secret) = std::env::var(VARIABLE) {
        return Ok(Some(secret).filter(|secret| !secret.is_empty()));
    }
    let mut secret = String::new();
    if std::io::stdin().is_terminal() {
        secret = typed(label)?;
    } else {
        std::io::stdin().lock().read_line(&mut secret)?;
    }
    Ok(Some(secret.trim_end_matches(['\r', '\n']).to_owned()).filter(|secret| !secret.is_empty()))
}

/// The environment's secret goes to whatever connection has none of its own, so only one may be asked.
pub fn refuse_for_many(connections: usize) -> Result<()> {
    if connections > 1 && from_environment().is_some() {
        return Err(Problem::bad_input(format!(
            "{VARIABLE} is the secret of one connection, and {connections} would be asked."
        ))
        .kept("Nothing was sent.")
        .todo("Name one connection, or keep the secrets in the keychain."));
    }
    Ok(())
}

/// How the vault gets its passphrase when it is first needed. Without a file and a terminal nobody answers.
pub fn asker() -> Ask {
    Arc::new(|| match from_file(PASSPHRASE_FILE)? {
        Some(passphrase) => Ok(Some(passphrase)),
        None if std::io::stdin().is_terminal() => Ok(Some(typed("Passphrase of the vault")?.into())),
        None => Ok(None),
    })
}

/// The passphrase that a vault has.
pub fn passphrase() -> Result<SecretString> {
    asker()()?.ok_or_else(|| nowhere(PASSPHRASE_FILE))
}

/// The passphrase that a new vault gets; typed twice.
pub fn first_passphrase() -> Result<SecretString> {
    fresh(PASSPHRASE_FILE)
}

/// The passphrase that takes the place of the present one; typed twice.
pub fn next_passphrase() -> Result<SecretString> {
    fresh(NEW_PASSPHRASE_FILE)
}

fn fresh(variable: &str) -> Result<SecretString> {
    if let Some(passphrase) = from_file(variable)? {
        return Ok(passphrase);
    }
    if !std::io::stdin().is_terminal() {
        return Err(nowhere(variable));
    }
    let passphrase = SecretString::from(typed("New passphrase")?);
    let again = SecretString::from(typed("The same again")?);
    if passphrase.expose_secret() != again.expose_secret() {
        return Err(Problem::bad_input("The two passphrases differ.").kept("Nothing was changed."));
    }
    Ok(passphrase)
}

/// None when `variable` names no file.
fn from_file(variable: &str) -> Result<Option<SecretString>> {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) else { return Ok(None) };
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Problem::bad_input(format!("The file that {variable} names can't be read: {error}."))
            .kept("Nothing was changed.")
    })?;
    Ok(Some(text.lines().next().unwrap_or_default().to_owned().into()))
}

fn typed(label: &str) -> Result<String> {
    let term = console::Term::stderr();
    term.write_str(&format!("{label}: "))?;
    Ok(term.read_secure_line()?)
}

fn nowhere(variable: &str) -> Problem {
    Problem::bad_input("There is no terminal to type the passphrase on.")
        .kept("Nothing was changed.")
        .todo(format!("Name a file that holds it in {variable}."))
}

//! Passwords and keys: from the environment, from standard input, or typed; never from the command line, where
//! every other program could read them.

use std::io::{BufRead, IsTerminal};

use engine::error::{Problem, Result};
use secrecy::SecretString;

const VARIABLE: &str = "THROUGHLINE_SECRET";

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
        let term = console::Term::stderr();
        term.write_str(&format!("{label}: "))?;
        secret = term.read_secure_line()?;
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

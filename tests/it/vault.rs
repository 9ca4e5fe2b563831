//! The vault for computers without a keychain, the choice between keepers, and moving secrets from one to another.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use engine::error::{Problem, ProblemKind, Result};
use engine::secrets::{Cost, KeeperName, Laptop, Memory, SecretKeeper, Secrets, Vault, VaultState};
use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;

const PASSPHRASE: &str = "six quiet otters read";

/// As little work as the algorithm allows: how costly a passphrase is to guess isn't what is tested.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn text(found: Result<Option<SecretString>>) -> Option<String> {
    found.unwrap().map(|secret| secret.expose_secret().to_owned())
}

fn vault(folder: &Path) -> Vault {
    Vault::at(folder.join("vault.json"), CHEAP)
}

fn filled(folder: &Path) -> Vault {
    let vault = vault(folder);
    vault.create(&secret(PASSPHRASE)).unwrap();
    vault.set("one", &secret("first “key”")).unwrap();
    vault.set("two", &secret("second\nkey")).unwrap();
    vault
}

#[test]
fn a_vault_opens_with_its_passphrase_in_the_next_program_too() {
    let folder = TempDir::new().unwrap();
    filled(folder.path());
    let again = vault(folder.path());
    assert_eq!(again.state(), VaultState::Locked);
    assert_eq!(again.get("one").unwrap_err().kind, ProblemKind::Locked);
    assert_eq!(again.set("one", &secret("x")).unwrap_err().kind, ProblemKind::Locked);
    again.unlock(&secret(PASSPHRASE)).unwrap();
    assert_eq!(again.state(), VaultState::Open);
    assert_eq!(text(again.get("one")).as_deref(), Some("first “key”"));
    assert_eq!(text(again.get("two")).as_deref(), Some("second\nkey"));
    assert_eq!(text(again.get("three")), None);
    again.delete("one").unwrap();
    again.delete("one").unwrap();
    again.lock();
    assert_eq!(again.get("two").unwrap_err().kind, ProblemKind::Locked);
    again.unlock(&secret(PASSPHRASE)).unwrap();
    assert_eq!(again.names().unwrap(), ["two"]);
}

#[test]
fn the_file_shows_nothing_and_only_its_owner_may_read_it() {
    let folder = TempDir::new().unwrap();
    filled(folder.path());
    for entry in std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
        let content = std::fs::read_to_string(&entry).unwrap();
        for word in ["one", "first", "second", PASSPHRASE] {
            assert!(!content.contains(word), "{} holds {word}", entry.display());
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path().join("vault.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let open = filled(folder.path());
    let before = std::fs::read(folder.path().join("vault.json")).unwrap();
    let again = vault(folder.path());
    let problem = again.unlock(&secret("six quiet otters write")).unwrap_err();
    insta::assert_snapshot!(problem, @"This passphrase doesn't open the vault. Nothing was changed. Type it again.");
    assert_eq!(problem.kind, ProblemKind::Credential);
    let changed = open.change_passphrase(&secret("not the old one"), &secret("something longer"));
    assert_eq!(changed.unwrap_err().kind, ProblemKind::Credential);
    assert_eq!(open.create(&secret(PASSPHRASE)).unwrap_err().kind, ProblemKind::Refused);
    assert_eq!(open.change_passphrase(&secret(PASSPHRASE), &secret("short")).unwrap_err().kind, ProblemKind::BadInput);
    assert_eq!(std::fs::read(folder.path().join("vault.json")).unwrap(), before);
    assert_eq!(text(open.get("one")).as_deref(), Some("first “key”"));
}

#[test]
fn damage_anywhere_is_told_from_a_wrong_passphrase_and_the_file_is_kept() {
    let folder = TempDir::new().unwrap();
    filled(folder.path());
    let file = folder.path().join("vault.json");
    let whole = std::fs::read(&file).unwrap();
    let mut broken: Vec<Vec<u8>> = (0..whole.len()).step_by(3).map(|at| flipped(&whole, at)).collect();
    broken.extend([vec![], b"{}".to_vec(), whole[..whole.len() / 2].to_vec()]);
    let mut damaged = 0;
    for bytes in broken {
        std::fs::write(&file, &bytes).unwrap();
        let vault = vault(folder.path());
        match vault.unlock(&secret(PASSPHRASE)) {
            // A changed line break between two fields says the same.
            Ok(()) => assert_eq!(text(vault.get("one")).as_deref(), Some("first “key”")),
            Err(problem) => {
                assert_eq!(problem.kind, ProblemKind::Damaged, "{problem}");
                assert_eq!(vault.state(), VaultState::Damaged);
                damaged += 1;
            }
        }
        assert_eq!(std::fs::read(&file).unwrap(), bytes);
    }
    assert!(damaged > whole.len() / 5, "{damaged} of {}", whole.len());
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 0x01;
    bytes
}

#[test]
fn a_file_that_asks_for_absurd_work_is_damaged() {
    let folder = TempDir::new().unwrap();
    filled(folder.path());
    let file = folder.path().join("vault.json");
    let mut content: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    content["cost"]["memory_kib"] = u32::MAX.into();
    std::fs::write(&file, content.to_string()).unwrap();
    assert_eq!(vault(folder.path()).unlock(&secret(PASSPHRASE)).unwrap_err().kind, ProblemKind::Damaged);
}

#[test]
fn after_a_change_only_the_new_passphrase_opens_it() {
    let folder = TempDir::new().unwrap();
    let (window, terminal) = (filled(folder.path()), vault(folder.path()));
    terminal.unlock(&secret(PASSPHRASE)).unwrap();
    terminal.change_passphrase(&secret(PASSPHRASE), &secret("nine loud geese sing")).unwrap();
    assert_eq!(text(terminal.get("two")).as_deref(), Some("second\nkey"));
    assert_eq!(window.get("two").unwrap_err().kind, ProblemKind::Locked);
    assert_eq!(window.unlock(&secret(PASSPHRASE)).unwrap_err().kind, ProblemKind::Credential);
    window.unlock(&secret("nine loud geese sing")).unwrap();
    assert_eq!(text(window.get("two")).as_deref(), Some("second\nkey"));
}

#[test]
fn two_programs_that_write_lose_nothing_of_each_other() {
    let folder = TempDir::new().unwrap();
    let (window, terminal) = (filled(folder.path()), vault(folder.path()));
    terminal.unlock(&secret(PASSPHRASE)).unwrap();
    std::thread::scope(|scope| {
        for (vault, who) in [(&window, "window"), (&terminal, "terminal")] {
            scope.spawn(move || {
                for number in 0..20 {
                    vault.set(&format!("{who} {number}"), &secret(who)).unwrap();
                }
            });
        }
    });
    assert_eq!(window.names().unwrap().len(), 42);
    assert_eq!(terminal.names().unwrap(), window.names().unwrap());
}

/// A keychain that works until it has been asked `left` times.
struct Breaking {
    held: Memory,
    left: AtomicI32,
}

impl Breaking {
    fn asked(&self) -> Result<()> {
        match self.left.fetch_sub(1, Ordering::SeqCst) {
            0 => Err(Problem::system("The keychain broke.")),
            _ => Ok(()),
        }
    }
}

/// Shared between two programs, as a keychain is.
#[derive(Clone)]
struct Shared(Arc<Breaking>);

impl Shared {
    fn breaking_after(asked: i32) -> Self {
        Shared(Arc::new(Breaking { held: Memory::default(), left: AtomicI32::new(asked) }))
    }

    fn lasting() -> Self {
        Shared::breaking_after(-1)
    }

    fn last(&self) {
        self.0.left.store(-1, Ordering::SeqCst);
    }
}

impl SecretKeeper for Shared {
    fn get(&self, name: &str) -> Result<Option<SecretString>> {
        self.0.asked()?;
        self.0.held.get(name)
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<()> {
        self.0.asked()?;
        self.0.held.set(name, secret)
    }

    fn delete(&self, name: &str) -> Result<()> {
        self.0.asked()?;
        self.0.held.delete(name)
    }

    fn shortcoming(&self) -> Option<Problem> {
        None
    }
}

fn laptop(folder: &Path, keychain: &Shared) -> Secrets {
    Secrets::of(Laptop::with(folder, None, Box::new(keychain.clone()), CHEAP))
}

const NAMES: [&str; 3] = ["one", "two", "three"];

fn names() -> Vec<String> {
    NAMES.map(str::to_owned).to_vec()
}

async fn all_there(secrets: &Secrets) {
    for name in NAMES {
        assert_eq!(text(secrets.get(name).await).as_deref(), Some(name));
    }
}

#[tokio::test]
async fn secrets_move_into_a_vault_and_back_and_leave_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let keychain = Shared::lasting();
    let secrets = laptop(folder.path(), &keychain);
    for name in NAMES {
        secrets.set(name, secret(name)).await.unwrap();
    }
    assert_eq!(secrets.state().await.keeper, KeeperName::Keychain);
    secrets.keep_in(KeeperName::Vault, Some(secret(PASSPHRASE)), names()).await.unwrap();
    all_there(&secrets).await;
    let state = secrets.state().await;
    assert_eq!((state.keeper, state.chosen, state.vault), (KeeperName::Vault, true, VaultState::Open));
    assert!(NAMES.iter().all(|name| text(keychain.get(name)).is_none()));

    let again = laptop(folder.path(), &keychain);
    assert_eq!(again.ready().await.unwrap_err().kind, ProblemKind::Locked);
    assert!(again.has("one").await && again.is_locked().await);
    assert_eq!(again.keep_in(KeeperName::Keychain, None, names()).await.unwrap_err().kind, ProblemKind::Locked);
    again.unlock(secret(PASSPHRASE)).await.unwrap();
    again.keep_in(KeeperName::Keychain, None, names()).await.unwrap();
    all_there(&again).await;
    assert!(!folder.path().join("vault.json").exists());
}

#[tokio::test]
async fn a_keychain_that_breaks_at_any_moment_of_a_move_loses_nothing() {
    let mut finished = 0;
    for asked in 0..40 {
        let folder = TempDir::new().unwrap();
        let keychain = Shared::lasting();
        let secrets = laptop(folder.path(), &keychain);
        for name in NAMES {
            secrets.set(name, secret(name)).await.unwrap();
        }
        keychain.0.left.store(asked, Ordering::SeqCst);
        let there = secrets.keep_in(KeeperName::Vault, Some(secret(PASSPHRASE)), names()).await;
        let back = match &there {
            Ok(()) => secrets.keep_in(KeeperName::Keychain, None, names()).await,
            Err(_) => Ok(()),
        };
        finished += usize::from(there.is_ok() && back.is_ok());
        keychain.last();
        let next = laptop(folder.path(), &keychain);
        if next.is_locked().await {
            next.unlock(secret(PASSPHRASE)).await.unwrap();
        }
        all_there(&next).await;
    }
    assert!(finished > 0 && finished < 40, "{finished}");
}

#[tokio::test]
async fn what_another_workspace_had_in_the_keychain_follows_when_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let keychain = Shared::lasting();
    let secrets = laptop(folder.path(), &keychain);
    secrets.set("elsewhere", secret("value")).await.unwrap();
    secrets.keep_in(KeeperName::Vault, Some(secret(PASSPHRASE)), names()).await.unwrap();
    assert_eq!(text(secrets.get("elsewhere").await).as_deref(), Some("value"));
    assert_eq!(text(keychain.get("elsewhere")), None);
    assert_eq!(text(secrets.get("elsewhere").await).as_deref(), Some("value"));
}

#[tokio::test]
async fn kept_for_the_session_nothing_outlives_it() {
    let folder = TempDir::new().unwrap();
    let keychain = Shared::lasting();
    let secrets = laptop(folder.path(), &keychain);
    for name in NAMES {
        secrets.set(name, secret(name)).await.unwrap();
    }
    secrets.keep_in(KeeperName::Session, None, names()).await.unwrap();
    all_there(&secrets).await;
    let next = laptop(folder.path(), &keychain);
    assert_eq!(next.state().await.keeper, KeeperName::Session);
    assert_eq!(text(next.get("one").await), None);
    next.set("one", secret("again")).await.unwrap();
    next.keep_in(KeeperName::Vault, Some(secret(PASSPHRASE)), names()).await.unwrap();
    assert_eq!(text(next.get("one").await).as_deref(), Some("again"));
}

#[rstest]
#[case::forgotten(false)]
#[case::damaged(true)]
#[tokio::test]
async fn a_vault_can_be_started_anew_and_the_old_file_stays(#[case] damaged: bool) {
    let folder = TempDir::new().unwrap();
    let keychain = Shared::lasting();
    let secrets = laptop(folder.path(), &keychain);
    secrets.keep_in(KeeperName::Vault, Some(secret(PASSPHRASE)), vec![]).await.unwrap();
    secrets.set("one", secret("first")).await.unwrap();
    let file = folder.path().join("vault.json");
    let mut old = std::fs::read(&file).unwrap();
    if damaged {
        old.truncate(40);
        std::fs::write(&file, &old).unwrap();
        assert_eq!(secrets.get("one").await.unwrap_err().kind, ProblemKind::Damaged);
    }
    let short = secrets.new_vault(secret("short"), "old.json".into()).await.unwrap_err();
    assert_eq!(short.kind, ProblemKind::BadInput);
    assert_eq!(std::fs::read(&file).unwrap(), old);
    secrets.new_vault(secret("nine loud geese sing"), "old.json".into()).await.unwrap();
    assert_eq!(std::fs::read(folder.path().join("old.json")).unwrap(), old);
    assert_eq!(text(secrets.get("one").await), None);
    secrets.set("one", secret("second")).await.unwrap();
    assert_eq!(text(secrets.get("one").await).as_deref(), Some("second"));
}

#[tokio::test]
async fn the_passphrase_is_asked_for_once_and_only_when_it_is_needed() {
    let folder = TempDir::new().unwrap();
    filled(folder.path());
    let asked = Arc::new(AtomicI32::new(0));
    let count = asked.clone();
    let ask = move || {
        count.fetch_add(1, Ordering::SeqCst);
        Ok(Some(secret(PASSPHRASE)))
    };
    let keychain = Box::new(Shared::lasting());
    let secrets = Secrets::of(Laptop::with(folder.path(), Some(Arc::new(ask)), keychain, CHEAP));
    assert!(secrets.has("one").await);
    assert_eq!((secrets.state().await.vault, asked.load(Ordering::SeqCst)), (VaultState::Locked, 0));
    assert_eq!(text(secrets.get("one").await).as_deref(), Some("first “key”"));
    assert_eq!(text(secrets.get("two").await).as_deref(), Some("second\nkey"));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

//! Where secrets lie, and where they don't.

use engine::error::ProblemKind;
use engine::secrets::{Keychain, Laptop, Memory, SecretKeeper, Secrets};
use secrecy::{ExposeSecret, SecretString};

async fn text(secrets: &Secrets, uid: &str) -> Option<String> {
    secrets.get(uid).await.unwrap().map(|secret| secret.expose_secret().to_owned())
}

#[tokio::test]
async fn memory_keeps_one_secret_a_connection_until_it_is_deleted() {
    let secrets = Secrets::new(Memory::default());
    secrets.set("one", SecretString::from("first")).await.unwrap();
    secrets.set("two", SecretString::from("second")).await.unwrap();
    secrets.set("one", SecretString::from("third")).await.unwrap();
    assert_eq!(text(&secrets, "one").await.as_deref(), Some("third"));
    secrets.delete("one").await.unwrap();
    secrets.delete("one").await.unwrap();
    assert_eq!(text(&secrets, "one").await, None);
    assert_eq!(text(&secrets, "two").await.as_deref(), Some("second"));
}

#[tokio::test]
async fn a_secret_handed_over_serves_every_connection_without_its_own() {
    let secrets = Secrets::new(Memory::holding(SecretString::from("handed over")));
    secrets.set("one", SecretString::from("own")).await.unwrap();
    assert_eq!(text(&secrets, "one").await.as_deref(), Some("own"));
    assert_eq!(text(&secrets, "two").await.as_deref(), Some("handed over"));
}

#[cfg(target_os = "linux")]
mod keychain {
    use std::process::Command;

    use super::*;

    const ALONE: &str = "THROUGHLINE_TEST_ALONE";

    /// Runs `body` in a process of its own, under `wrapper` if there is one, because a process looks for its
    /// keychain only once. The process is this very test again, which then knows that it is alone.
    fn alone(test: &str, wrapper: &[&str], body: impl Future<Output = ()>) {
        if std::env::var_os(ALONE).is_some() {
            tokio::runtime::Runtime::new().unwrap().block_on(body);
            return;
        }
        let home = tempfile::TempDir::new().unwrap();
        let program = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
        let line: Vec<&str> = wrapper.iter().copied().chain([program.as_str()]).collect();
        let done = Command::new(line[0])
            .args(&line[1..])
            .args(["--exact", &format!("secrets::keychain::{test}")])
            .env(ALONE, "1")
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env_remove("XDG_DATA_HOME")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() && said.contains("1 passed"), "{said}");
    }

    #[test]
    fn without_one_secrets_stay_in_memory_and_that_is_said() {
        alone("without_one_secrets_stay_in_memory_and_that_is_said", &[], async {
            let problem = Keychain.get("uid-1").unwrap_err();
            assert_eq!(problem.kind, ProblemKind::System);
            insta::assert_snapshot!(problem, @"The keychain can't be used: there is none on this computer. Nothing was changed. Unlock the keychain, or enter the secret again, then try once more.");
            insta::assert_snapshot!(Keychain.shortcoming().unwrap(), @"This computer has no keychain that Throughline can use. Passwords and keys are kept until Throughline closes, and are never written to disk. Keep them in a vault with a passphrase, or install a keychain such as GNOME Keyring.");
            let folder = tempfile::TempDir::new().unwrap();
            let secrets = Secrets::of(Laptop::new(folder.path(), None));
            secrets.set("uid-1", SecretString::from("kept in memory")).await.unwrap();
            assert_eq!(text(&secrets, "uid-1").await.as_deref(), Some("kept in memory"));
        });
    }

    #[test]
    fn one_that_is_there_keeps_and_forgets() {
        let with_keyring =
            "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" \"$@\"";
        let wrapper = ["dbus-run-session", "--", "sh", "-c", with_keyring];
        alone("one_that_is_there_keeps_and_forgets", &wrapper, async {
            let folder = tempfile::TempDir::new().unwrap();
            let secrets = Secrets::of(Laptop::new(folder.path(), None));
            assert_eq!(secrets.state().await.keychain, None);
            assert_eq!(text(&secrets, "uid-1").await, None);
            secrets.set("uid-1", SecretString::from("ä secret")).await.unwrap();
            assert_eq!(text(&Secrets::new(Keychain), "uid-1").await.as_deref(), Some("ä secret"));
            secrets.delete("uid-1").await.unwrap();
            secrets.delete("uid-1").await.unwrap();
            assert_eq!(text(&secrets, "uid-1").await, None);
        });
    }
}

//! Where secrets are kept: choosing, and the vault's passphrase. It concerns this laptop, so nothing of it is a
//! decision in the journal.

use secrecy::SecretString;

use super::Engine;
use super::reach::secret_name;
use super::types::{KeeperName, SecretsState};
use crate::error::Result;
use crate::store::connections;

impl Engine {
    pub async fn keep_secrets(&self, keeper: KeeperName, passphrase: Option<String>) -> Result<SecretsState> {
        let all = connections::all(self.store.reader()).await?;
        let connections = all.iter().filter_map(|one| secret_name(&one.uid, &one.account()).ok());
        let names = connections.chain(self.proxy_secret().await?).chain(self.digest_secrets().await?).collect();
        self.secrets().keep_in(keeper, passphrase.map(SecretString::from), names).await?;
        Ok(self.kept_elsewhere().await)
    }

    pub async fn unlock_vault(&self, passphrase: String) -> Result<SecretsState> {
        self.secrets().unlock(passphrase.into()).await?;
        Ok(self.kept_elsewhere().await)
    }

    /// Has a locked vault opened by whoever is there to do it; fails when nobody is.
    pub async fn unlocked(&self) -> Result<()> {
        self.secrets().ready().await
    }

    pub async fn lock_vault(&self) -> Result<SecretsState> {
        self.secrets().lock().await?;
        Ok(self.kept_elsewhere().await)
    }

    pub async fn change_passphrase(&self, old: String, new: String) -> Result<SecretsState> {
        self.secrets().change_passphrase(old.into(), new.into()).await?;
        Ok(self.kept_elsewhere().await)
    }

    pub async fn new_vault(&self, passphrase: String) -> Result<SecretsState> {
        let day = self.now().rfc3339().replace([':', '-'], "");
        self.secrets().new_vault(passphrase.into(), format!("vault-before-{day}.json")).await?;
        Ok(self.kept_elsewhere().await)
    }

    async fn kept_elsewhere(&self) -> SecretsState {
        self.tell_changed();
        self.secrets().state().await
    }
}

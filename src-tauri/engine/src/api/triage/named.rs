//! Finding a signal by what people call it.

use crate::api::Engine;
use crate::error::{Problem, Result};
use crate::model::SignalId;
use crate::store::triage;

impl Engine {
    /// The signal with this number, or the one whose tool gave it this key.
    pub async fn named_signal(&self, text: &str) -> Result<SignalId> {
        if let Ok(number) = text.trim().parse() {
            return Ok(SignalId(number));
        }
        let mut read = self.store.reader().acquire().await?;
        match triage::by_external_id(&mut read, text.trim()).await?.as_slice() {
            [only] => Ok(*only),
            [] => Err(Problem::not_found(format!("No signal here has the key {text}."))),
            _ => {
                Err(Problem::bad_input(format!("Several signals have the key {text}."))
                    .todo("Give the number instead."))
            }
        }
    }
}

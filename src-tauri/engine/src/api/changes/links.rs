//! Which change caused which incident, as far as that is certain.

use std::collections::HashMap;

use crate::error::Result;
use crate::model::{SignalId, Time};
use crate::store::change_advice::{self, Record, Told};

/// An incident and what caused it: a change or a deployment among the records that were asked about.
pub(in crate::api) struct Link {
    pub incident: Told,
    pub cause: SignalId,
}

/// The confirmed links of the incidents since `from` to some changes and deployments: what a tool says of an incident's
/// cause in so many words. This is the one place where confirmed links come from.
pub(in crate::api) async fn confirmed(
    read: &mut sqlx::SqliteConnection,
    records: &[Record],
    from: Time,
) -> Result<Vec<Link>> {
    let mut by_name: HashMap<&str, SignalId> = HashMap::new();
    for record in records {
        by_name.entry(&record.external_id).or_insert(record.id);
    }
    let mut links = Vec::new();
    for incident in change_advice::told_causes(read, from).await? {
        let causes: Vec<SignalId> = named(&incident.caused_by).filter_map(|name| by_name.get(name).copied()).collect();
        links.extend(causes.into_iter().map(|cause| Link { incident: incident.clone(), cause }));
    }
    Ok(links)
}

/// The names in a fact that lists some.
pub(super) fn named(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';']).map(str::trim).filter(|name| !name.is_empty())
}

/// The changes that each deployment brought, by the deployment's id: it names them, they name it, or they end in the same
/// commit.
pub(super) fn changes_of_deployments(changes: &[&Record], deployments: &[&Record]) -> HashMap<SignalId, Vec<SignalId>> {
    let mut by_name: HashMap<&str, SignalId> = HashMap::new();
    let mut by_sha: HashMap<&str, Vec<SignalId>> = HashMap::new();
    let mut by_deployment: HashMap<&str, Vec<SignalId>> = HashMap::new();
    for change in changes {
        by_name.insert(&change.external_id, change.id);
        if let Some(sha) = change.sha.as_deref().filter(|sha| !sha.is_empty()) {
            by_sha.entry(sha).or_default().push(change.id);
        }
        if let Some(deployment) = &change.deployment {
            by_deployment.entry(deployment).or_default().push(change.id);
        }
    }
    let mut found = HashMap::new();
    for deployment in deployments {
        let named = deployment.changes.as_deref().map(named).into_iter().flatten();
        let mut ids: Vec<SignalId> = named.filter_map(|name| by_name.get(name).copied()).collect();
        ids.extend(by_deployment.get(deployment.external_id.as_str()).into_iter().flatten());
        ids.extend(deployment.sha.as_deref().and_then(|sha| by_sha.get(sha)).into_iter().flatten());
        ids.sort_unstable();
        ids.dedup();
        if !ids.is_empty() {
            found.insert(deployment.id, ids);
        }
    }
    found
}

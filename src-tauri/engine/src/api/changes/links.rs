//! Which change caused which incident, and which changes a deployment brought.

use std::collections::HashMap;

use insight::links::State;

use crate::api::pulse::Known;
use crate::api::types::PulseRecord;
use crate::model::{SignalId, Time};
use crate::store::change_advice::Record;

/// An incident and what caused it: a deployment, or a change that none is known to carry.
pub(in crate::api) struct Link {
    pub incident: PulseRecord,
    pub severity: Option<u8>,
    pub cause: PulseRecord,
    /// When it began, which is before it reached people.
    pub begun: Time,
}

/// What is confirmed of all incidents, by their records or by a person, as the Pulse has it.
pub(in crate::api) fn confirmed(known: &Known) -> Vec<Link> {
    let operation = &known.operation;
    let of_one = |position: usize| {
        let links = operation.links.of_incident(position).iter().filter(|link| link.state == State::Confirmed);
        links.filter_map(move |link| {
            let cause = operation.change_of(link.delivery)?;
            Some(Link {
                incident: known.incident(position)?,
                severity: operation.incidents.get(position)?.class,
                cause: known.change(cause),
                begun: Time(cause.began),
            })
        })
    };
    (0..operation.incidents.len()).flat_map(of_one).collect()
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

//! Services and products: what leads to which service, and what leads nowhere yet.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::Engine;
use super::types::*;
use super::words::counted;
use super::workspace::done;
use crate::error::{Problem, Result};
use crate::journal::{self, Change, Entity};
use crate::mapping::{Rule, literal, resembling};
use crate::model::{ConnectionId, RuleField};
use crate::store::connections;
use crate::store::services::{self, MOST_SHOWN, Overview, StoredRule};

/// Characters of a name or pattern.
const LONGEST: usize = 200;

impl Engine {
    pub async fn services(&self) -> Result<ServicesView> {
        let all = services::overview(&self.store).await?;
        let connections = connections::ever(self.store.reader()).await?;
        let names = connections.into_iter().map(|one| (one.id, one.name)).collect();
        Ok(view(all, &names))
    }

    /// Gives everything that says `place` a service, from now on and in what is stored. An empty service leaves it
    /// out: it belongs to none, and isn't asked about again.
    pub async fn assign_service(&self, place: PlaceValue, service: String) -> Result<StepDone> {
        let form = RuleForm {
            connection: place.connection,
            field: place.field,
            pattern: literal(place.value.trim()),
            service: service.clone(),
        };
        let all = services::overview(&self.store).await?;
        let rule = self.checked(form).await?;
        // The same pattern takes its new meaning where it stands; another one stands first, so that it takes effect.
        let same = all.rules.iter().find(|known| {
            known.connection == place.connection
                && known.field == rule.field
                && known.pattern.to_lowercase() == rule.pattern.to_lowercase()
        });
        let first = all.rules.iter().map(|rule| rule.position).min().map_or(0, |first| first.saturating_sub(1));
        let (uid, position) = same.map_or_else(|| (self.new_uid(), first), |rule| (rule.uid.clone(), rule.position));
        let what = match place.value.trim() {
            "" => "everything else".to_owned(),
            value => format!("“{value}”"),
        };
        let message = match rule.service.as_str() {
            "" => format!("Left out {what}"),
            service => format!("Assigned {what} to {service}"),
        };
        self.decide_meaning(message, &[change(&uid, &StoredRule { position, ..rule })?]).await
    }

    /// Puts a rule behind the others.
    pub async fn add_rule(&self, rule: RuleForm) -> Result<StepDone> {
        let all = services::overview(&self.store).await?;
        let rule = self.checked(rule).await?;
        let last = all.rules.iter().map(|rule| rule.position).max();
        let position = last.map_or(0, |last| last.saturating_add(1));
        let message = match rule.service.as_str() {
            "" => format!("Added a rule that leaves out {}", said(&rule)),
            service => format!("Added a rule: {} is {service}", said(&rule)),
        };
        self.decide_meaning(message, &[change(&self.new_uid(), &StoredRule { position, ..rule })?]).await
    }

    /// One place up or down.
    pub async fn move_rule(&self, uid: String, up: bool) -> Result<StepDone> {
        let all = services::overview(&self.store).await?;
        let at = all.rules.iter().position(|rule| rule.uid == uid).ok_or_else(no_rule)?;
        let other = if up { at.checked_sub(1) } else { Some(at + 1) };
        // Rules for everything else stay behind all others.
        let is_last = |at: usize| all.rules.get(at).map(|rule| rule.field == RuleField::Anything);
        let Some(other) = other.filter(|other| is_last(*other).is_some() && is_last(*other) == is_last(at)) else {
            return Ok(done(None, "It stands there already".to_owned(), 0));
        };
        let mut order: Vec<&Rule> = all.rules.iter().collect();
        order.swap(at, other);
        let names = Names::read(self, &all).await?;
        let mut changes = Vec::new();
        for (position, rule) in (0..).zip(order) {
            if rule.position != position {
                changes.push(change(&rule.uid, &StoredRule { position, ..names.stored(rule) })?);
            }
        }
        self.decide_meaning(format!("Moved a rule {}", if up { "up" } else { "down" }), &changes).await
    }

    pub async fn remove_rule(&self, uid: String) -> Result<StepDone> {
        let all = services::overview(&self.store).await?;
        let rule = all.rules.iter().find(|rule| rule.uid == uid).ok_or_else(no_rule)?;
        let names = Names::read(self, &all).await?;
        let message = format!("Removed the rule for {}", said(&names.stored(rule)));
        self.decide_meaning(message, &[Change::cleared(Entity::Rule, &uid, "rule")]).await
    }

    /// Puts a service into a product; an empty name takes it out.
    pub async fn set_product(&self, service: String, product: String) -> Result<StepDone> {
        let mut read = self.store.reader().acquire().await?;
        let service = services::stored_name(&mut read, service.trim()).await?;
        drop(read);
        let service =
            service.ok_or_else(|| Problem::not_found("This service isn't here.").kept("Nothing was changed."))?;
        let product = name(&product)?;
        let message = match product.as_str() {
            "" => format!("Took {service} out of its product"),
            product => format!("Put {service} into {product}"),
        };
        self.decide(message, &[Change::new(Entity::Service, service, "product", product)]).await
    }

    /// Decides what something means, here and in what is stored. The step counts the signals that it moved.
    pub(super) async fn decide_meaning(&self, message: String, changes: &[Change]) -> Result<StepDone> {
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let step = journal::decide(&mut write, &by, &message, changes).await?;
        let moved = write.settle().await?;
        write.commit().await?;
        if step.is_none() {
            return Ok(done(None, "Nothing changed".to_owned(), 0));
        }
        self.tell_changed();
        let message = if moved > 0 { format!("{message}: {}", counted(moved, "signals")) } else { message };
        Ok(done(step, message, moved))
    }

    /// The rule with its connection's uid and the service's stored name; at position 0.
    async fn checked(&self, form: RuleForm) -> Result<StoredRule> {
        let pattern = match form.field {
            RuleField::Anything => String::new(),
            _ => name(&form.pattern)?,
        };
        if pattern.is_empty() && form.field != RuleField::Anything {
            return Err(Problem::bad_input("The rule says nothing it looks for.")
                .kept("Nothing was changed.")
                .todo("Give it a value; * stands for any characters."));
        }
        if form.field == RuleField::Anything && form.connection.is_none() {
            return Err(
                Problem::bad_input("A rule for everything else needs a connection.").kept("Nothing was changed.")
            );
        }
        let connection = match form.connection {
            None => None,
            Some(id) => Some(connections::one(self.store.reader(), id).await?.uid),
        };
        let wanted = name(&form.service)?;
        let mut read = self.store.reader().acquire().await?;
        let service = stored_or_new(&mut read, wanted).await?;
        Ok(StoredRule { connection, field: form.field, pattern, service, position: 0 })
    }
}

/// A name differs from a stored one by more than upper and lower case, or it is that one.
async fn stored_or_new(read: &mut SqliteConnection, name: String) -> Result<String> {
    Ok(services::stored_name(read, &name).await?.unwrap_or(name))
}

/// One line that isn't too long.
pub(super) fn name(text: &str) -> Result<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > LONGEST || line.chars().any(char::is_control) {
        return Err(Problem::bad_input(format!("A name has at most {LONGEST} characters, all on one line."))
            .kept("Nothing was changed."));
    }
    Ok(line)
}

fn change(uid: &str, rule: &StoredRule) -> Result<Change> {
    let value = serde_json::to_value(rule).map_err(|e| Problem::system(format!("The rule can't be kept: {e}.")))?;
    Ok(Change::new(Entity::Rule, uid, "rule", value))
}

fn said(rule: &StoredRule) -> String {
    match rule.field {
        RuleField::Anything => "everything else".to_owned(),
        field => format!("{} “{}”", field.word(), rule.pattern),
    }
}

fn no_rule() -> Problem {
    Problem::not_found("This rule isn't here any more.").kept("Nothing was changed.")
}

/// What the journal calls connections and services.
struct Names {
    connections: HashMap<ConnectionId, String>,
    services: HashMap<crate::model::ServiceId, String>,
}

impl Names {
    async fn read(engine: &Engine, all: &Overview) -> Result<Names> {
        let connections = connections::ever(engine.store.reader()).await?;
        Ok(Names {
            connections: connections.into_iter().map(|one| (one.id, one.uid)).collect(),
            services: all.services.iter().map(|service| (service.id, service.name.clone())).collect(),
        })
    }

    fn stored(&self, rule: &Rule) -> StoredRule {
        let connection = rule.connection.and_then(|id| self.connections.get(&id)).cloned();
        let service = rule.service.and_then(|id| self.services.get(&id)).cloned().unwrap_or_default();
        StoredRule { connection, field: rule.field, pattern: rule.pattern.clone(), service, position: rule.position }
    }
}

fn view(all: Overview, connections: &HashMap<ConnectionId, String>) -> ServicesView {
    let connection = |id: ConnectionId| connections.get(&id).cloned().unwrap_or_default();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let unmapped = all.unmapped.iter().take(MOST_SHOWN).map(|one| UnmappedValue {
        place: PlaceValue { connection: Some(one.connection), field: one.field, value: one.value.clone() },
        connection: connection(one.connection),
        signals: one.signals,
        newest: one.newest,
        newest_title: one.newest_title.clone(),
        newest_at: one.newest_at,
        suggestion: resembling(&one.value, all.services.iter().map(|service| service.name.as_str())).map(str::to_owned),
    });
    let named = |rule: &Rule| all.services.iter().find(|service| Some(service.id) == rule.service);
    let rules = all.rules.iter().map(|rule| RuleView {
        uid: rule.uid.clone(),
        form: RuleForm {
            connection: rule.connection,
            field: rule.field,
            pattern: rule.pattern.clone(),
            service: named(rule).map_or(String::new(), |service| service.name.clone()),
        },
        connection: rule.connection.map(connection),
    });
    let mut products: Vec<String> = all.services.iter().filter_map(|service| service.product.clone()).collect();
    products.sort();
    products.dedup();
    ServicesView {
        unmapped: unmapped.collect(),
        unmapped_values: count(all.unmapped.len()),
        unmapped_signals: all.unmapped_signals,
        rules: rules.collect(),
        products,
        services: all
            .services
            .into_iter()
            .map(|service| ServiceRow {
                id: service.id,
                name: service.name,
                product: service.product,
                signals: service.signals,
                open: service.open,
                told: service.told,
            })
            .collect(),
    }
}

//! Puts one journal op into the tables it concerns. The tables are what the journal adds up to.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Write, andon, annotations, audit, causes, change_advice, comments, customers, detours, digests, drafts, estimates,
    evidence, features, forum, highlights, improvements, loop_replies, outcomes, problems, proposals, pulse, risks,
    scores, services, settings, status_notes, theme_said, tree, triage, unlike, upcoming, views,
};
use crate::error::{Problem, Result};
use crate::journal::{By, Change, Entity};
use crate::model::{OpportunityId, Stage};

/// Applies `change`. A key that nothing here carries (a signal never pulled on this laptop) changes nothing.
pub async fn apply(write: &mut Write<'_>, change: &Change, by: &By) -> Result<()> {
    let value = change.value.as_ref();
    match change.entity {
        Entity::Signal => signal(write, &change.key, &change.field, value, by).await,
        Entity::Opportunity => opportunity(write, &change.key, &change.field, value, by).await,
        Entity::Evidence => link(write, change, by).await,
        Entity::Highlight => highlights::apply(write, &change.key, &change.field, value, by).await,
        Entity::Connection => connection(write, &change.key, &change.field, value, by).await,
        Entity::Item => item(write, &change.key, read(value)?).await,
        Entity::Comment => comments::apply(write, &change.key, &change.field, value, by.now).await,
        Entity::Setting => {
            if change.key == "currency" {
                write.companies_changed();
            }
            settings::set(write, &change.key, read::<String>(value)?.as_deref()).await
        }
        Entity::Rule => services::apply_rule(write, &change.key, read(value)?).await,
        Entity::Service => services::apply_product(write, &change.key, read::<String>(value)?.as_deref()).await,
        Entity::Sign => customers::apply_choice(write, &change.key, read::<String>(value)?.as_deref()).await,
        Entity::Theme => theme_said::apply(write, &change.key, &change.field, value, by.now).await,
        Entity::Pair if change.field == "alike" => {
            unlike::apply(write, &change.key, read::<bool>(value)? == Some(false)).await
        }
        Entity::Pair => theme_said::apply_pair(write, &change.key, read(value)?).await,
        Entity::Proposal => proposals::apply(write, &change.key, read(value)?.unwrap_or(false)).await,
        Entity::Image => annotations::apply_image(write, &change.key, &change.field, value, by).await,
        Entity::Annotation => annotations::apply_note(write, &change.key, &change.field, value, by).await,
        Entity::Reply => annotations::apply_reply(write, &change.key, value, by).await,
        Entity::Link => pulse::apply(write, &change.key, read(value)?.as_ref(), by).await,
        Entity::View => views::apply(write, &change.key, &change.field, value).await,
        Entity::Problem => problems::apply(write, &change.key, &change.field, value).await,
        Entity::Cause => causes::apply(write, &change.key, &change.field, value).await,
        Entity::StandardChange => change_advice::apply_proposed(write, &change.key, value).await,
        Entity::TriedLevel => change_advice::apply_tried(write, &change.key, value).await,
        Entity::ChangeRecord => change_advice::apply_record(write, &change.key, value).await,
        Entity::Feature => features::apply(write, &change.key, &change.field, value).await,
        Entity::Detour => detours::apply(write, &change.key, &change.field, value).await,
        Entity::Formula => scores::apply_formula(write, &change.key, &change.field, value, by).await,
        Entity::Scenario => scores::apply_scenario(write, &change.key, &change.field, value, by).await,
        Entity::StatusNote => status_notes::apply(write, &change.key, &change.field, value, by.now).await,
        Entity::LoopReply => loop_replies::apply(write, &change.key, &change.field, value, by.now).await,
        Entity::OutcomeCheck => outcomes::apply(write, &change.key, &change.field, value).await,
        Entity::Estimate => estimates::apply(write, &change.key, &change.field, value, by.now).await,
        Entity::AuditItem => audit::apply(write, &change.key, &change.field, value, by.now).await,
        Entity::Issued => upcoming::apply(write, &change.key, value, by).await,
        Entity::ForumMeeting => forum::apply_meeting(write, &change.key, &change.field, value).await,
        Entity::ForumItem => forum::apply_item(write, &change.key, &change.field, value).await,
        Entity::ForumAction => forum::apply_action(write, &change.key, &change.field, value).await,
        Entity::Improvement => improvements::apply(write, &change.key, &change.field, value, by).await,
        Entity::AssessmentRound => improvements::apply_round(write, &change.key, &change.field, value).await,
        Entity::AssessmentAnswer => improvements::apply_answer(write, &change.key, value).await,
        Entity::Andon => andon::apply(write, &change.key, &change.field, value).await,
        Entity::Digest => digests::apply(write, &change.key, value, by).await,
        Entity::Draft => drafts::apply(write, &change.key, read(value)?.as_ref()).await,
        Entity::DraftTemplate => drafts::apply_template(write, &change.key, read::<String>(value)?.as_deref()).await,
        Entity::Outcome | Entity::Solution | Entity::Assumption | Entity::AssumptionTest => {
            tree::apply(write, change.entity, &change.key, &change.field, value).await
        }
    }
}

/// A value as the journal keeps it.
pub(super) fn read<T: DeserializeOwned>(value: Option<&Value>) -> Result<Option<T>> {
    value
        .map(|value| serde_json::from_value(value.clone()))
        .transpose()
        .map_err(|e| Problem::system(format!("The journal holds a value that can't be read: {e}.")))
}

async fn signal(write: &mut Write<'_>, key: &str, field: &str, value: Option<&Value>, by: &By) -> Result<()> {
    if field == "theme" {
        return theme_said::apply_choice(write, key, read::<String>(value)?.as_deref()).await;
    }
    if let Some(theme) = field.strip_prefix("not in ") {
        return theme_said::apply_refusal(write, key, theme, read(value)?.unwrap_or(false)).await;
    }
    let verdict: Option<triage::Verdict> = read(value)?;
    triage::apply(write, key, verdict.as_ref(), by.now).await
}

async fn opportunity(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>, by: &By) -> Result<()> {
    if let Some(kind) = field.strip_prefix("risk.") {
        return risks::apply(write, uid, kind, read(value)?, by.now).await;
    }
    if let Some(name) = field.strip_prefix("score.") {
        return scores::apply_input(write, uid, name, read(value)?, by.now).await;
    }
    let sql = match field {
        "created" => return created(write, uid, read(value)?, by).await,
        "tree" => return tree::apply(write, Entity::Opportunity, uid, "place", value).await,
        "title" => "UPDATE opportunity SET title = ?, updated_at = ? WHERE uid = ?",
        "statement" => "UPDATE opportunity SET statement = ?, updated_at = ? WHERE uid = ?",
        "hypothesis" => "UPDATE opportunity SET hypothesis = ?, updated_at = ? WHERE uid = ?",
        "expected" => "UPDATE opportunity SET expected = ?, updated_at = ? WHERE uid = ?",
        "owner" => "UPDATE opportunity SET owner = ?, updated_at = ? WHERE uid = ?",
        "service" => "UPDATE opportunity SET service = ?, updated_at = ? WHERE uid = ?",
        "reject_reason" => "UPDATE opportunity SET reject_reason = ?, updated_at = ? WHERE uid = ?",
        "stage" => {
            let stage: Option<Stage> = read(value)?;
            sqlx::query("UPDATE opportunity SET stage = ?, updated_at = ? WHERE uid = ?")
                .bind(stage.unwrap_or(Stage::Captured).code())
                .bind(by.now)
                .bind(uid)
                .execute(&mut **write)
                .await?;
            return Ok(());
        }
        "rice" => {
            sqlx::query("UPDATE opportunity SET rice = ?, updated_at = ? WHERE uid = ?")
                .bind(value.map_or_else(|| "{}".to_owned(), Value::to_string))
                .bind(by.now)
                .bind(uid)
                .execute(&mut **write)
                .await?;
            return Ok(());
        }
        "export_anyway" => {
            let reason = value.and_then(|value| value.get("reason")).and_then(Value::as_str);
            sqlx::query("UPDATE opportunity SET export_anyway = ? WHERE uid = ?")
                .bind(reason.unwrap_or_default())
                .bind(uid)
                .execute(&mut **write)
                .await?;
            return Ok(());
        }
        "deleted" => {
            sqlx::query("UPDATE opportunity SET deleted = ?, updated_at = ? WHERE uid = ?")
                .bind(read::<bool>(value)?.unwrap_or(false))
                .bind(by.now)
                .bind(uid)
                .execute(&mut **write)
                .await?;
            return Ok(());
        }
        _ => return Err(Problem::system(format!("An opportunity has no field {field}."))),
    };
    let text: String = read(value)?.unwrap_or_default();
    sqlx::query(sql).bind(text).bind(by.now).bind(uid).execute(&mut **write).await?;
    Ok(())
}

/// `number` is the 31 of OPP-31. Taking a creation back marks the opportunity deleted: its number stays taken.
async fn created(write: &mut Write<'_>, uid: &str, number: Option<u32>, by: &By) -> Result<()> {
    match number {
        Some(number) => {
            sqlx::query(
                "INSERT INTO opportunity (id, uid, created_at, updated_at) VALUES (?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET deleted = 0, updated_at = excluded.updated_at",
            )
            .bind(number)
            .bind(uid)
            .bind(by.now)
            .bind(by.now)
            .execute(&mut **write)
            .await?
        }
        None => {
            sqlx::query("UPDATE opportunity SET deleted = 1, updated_at = ? WHERE uid = ?")
                .bind(by.now)
                .bind(uid)
                .execute(&mut **write)
                .await?
        }
    };
    Ok(())
}

/// Key: `<opportunity uid> <signal key>`. None leaves what the signal's highlights say, if it has any.
async fn link(write: &mut Write<'_>, change: &Change, by: &By) -> Result<()> {
    let Some((uid, signal_key)) = change.key.split_once(' ') else { return Ok(()) };
    let Some(signal) = triage::find(write, signal_key).await? else { return Ok(()) };
    let opportunity: Option<OpportunityId> =
        sqlx::query_scalar("SELECT id FROM opportunity WHERE uid = ?").bind(uid).fetch_optional(&mut **write).await?;
    let Some(opportunity) = opportunity else { return Ok(()) };
    if change.field == "against" {
        return evidence::turn(write, opportunity, signal, read(change.value.as_ref())?.unwrap_or(false)).await;
    }
    match read::<u8>(change.value.as_ref())? {
        Some(importance) => {
            sqlx::query(
                "INSERT INTO evidence (opportunity_id, signal_id, importance, own, linked_at, linked_by)
                 VALUES (?1, ?2, ?3, ?3, ?4, ?5)
                 ON CONFLICT (opportunity_id, signal_id) DO UPDATE SET importance = ?3, own = ?3",
            )
            .bind(opportunity)
            .bind(signal)
            .bind(importance)
            .bind(by.now)
            .bind(&by.actor)
            .execute(&mut **write)
            .await?
        }
        None => {
            sqlx::query("UPDATE evidence SET own = NULL WHERE opportunity_id = ? AND signal_id = ?")
                .bind(opportunity)
                .bind(signal)
                .execute(&mut **write)
                .await?
        }
    };
    highlights::settle_link(write, opportunity, signal, by).await
}

/// `created` holds the vendor. Taking a creation back marks the connection deleted: its signals stay.
async fn connection(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>, by: &By) -> Result<()> {
    let sql = match field {
        "created" => {
            let Some(vendor) = read::<String>(value)? else {
                sqlx::query("UPDATE connection SET deleted = 1 WHERE uid = ?").bind(uid).execute(&mut **write).await?;
                return Ok(());
            };
            sqlx::query(
                "INSERT INTO connection (uid, name, vendor, base_url, user, project, created_at)
                 VALUES (?, '', ?, '', '', '', ?) ON CONFLICT DO UPDATE SET deleted = 0",
            )
            .bind(uid)
            .bind(vendor)
            .bind(by.now)
            .execute(&mut **write)
            .await?;
            return Ok(());
        }
        "paused" | "deleted" => {
            let sql = if field == "paused" {
                "UPDATE connection SET paused = ? WHERE uid = ?"
            } else {
                "UPDATE connection SET deleted = ? WHERE uid = ?"
            };
            let on = read::<bool>(value)?.unwrap_or(false);
            sqlx::query(sql).bind(on).bind(uid).execute(&mut **write).await?;
            return Ok(());
        }
        "name" => "UPDATE connection SET name = ? WHERE uid = ?",
        "base_url" => "UPDATE connection SET base_url = ? WHERE uid = ?",
        "user" => "UPDATE connection SET user = ? WHERE uid = ?",
        "fields" => "UPDATE connection SET fields = ? WHERE uid = ?",
        "settings" => "UPDATE connection SET settings = ? WHERE uid = ?",
        "project" => "UPDATE connection SET project = ? WHERE uid = ?",
        "status_notes" => {
            let rule = value.map(Value::to_string).unwrap_or_default();
            sqlx::query("UPDATE connection SET status_notes = ? WHERE uid = ?")
                .bind(rule)
                .bind(uid)
                .execute(&mut **write)
                .await?;
            return Ok(());
        }
        "schedule" => {
            let cadence = read::<String>(value)?.unwrap_or_else(|| "off".to_owned());
            sqlx::query("UPDATE connection SET schedule = ? WHERE uid = ?")
                .bind(cadence)
                .bind(uid)
                .execute(&mut **write)
                .await?;
            return Ok(());
        }
        _ => return Err(Problem::system(format!("A connection has no field {field}."))),
    };
    sqlx::query(sql).bind(read::<String>(value)?.unwrap_or_default()).bind(uid).execute(&mut **write).await?;
    Ok(())
}

/// Key: `<opportunity uid> <connection uid> <external id>`. The item row itself is what the tracker told;
/// the decision is only that it belongs to the opportunity.
async fn item(write: &mut Write<'_>, key: &str, linked: Option<bool>) -> Result<()> {
    let mut parts = key.splitn(3, ' ');
    let (Some(opportunity), Some(connection), Some(external_id)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(());
    };
    sqlx::query(
        "UPDATE item SET linked = ? WHERE external_id = ?
           AND opportunity_id = (SELECT id FROM opportunity WHERE uid = ?)
           AND connection_id = (SELECT id FROM connection WHERE uid = ?)",
    )
    .bind(linked.unwrap_or(false))
    .bind(external_id)
    .bind(opportunity)
    .bind(connection)
    .execute(&mut **write)
    .await?;
    Ok(())
}

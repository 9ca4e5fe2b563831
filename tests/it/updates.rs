//! What goes where in a tracker, and bringing an item up to date after the opportunity has changed.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{After, ConnectionForm, FieldRule, OpportunityField, Told};
use engine::connectors::{Account, FieldValue, ItemChange};
use engine::model::{ConnectionId, ItemId, OpportunityId, Range, RiceInputs};
use serde_json::json;
use support::fake_redmine::{Issues, serve};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::MockServer;

struct Desk {
    engine: Engine,
    issues: Issues,
    connection: ConnectionId,
    opportunity: OpportunityId,
    clock: Clock,
    _server: MockServer,
    _folder: TempDir,
}

async fn desk() -> Desk {
    let (folder, clock, issues) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"), Issues::default());
    let server = serve(&issues, Duration::ZERO).await;
    let engine = open(folder.path(), &clock).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: "shop".into(), ..Account::default() };
    let form = ConnectionForm { name: "Redmine".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    let made = engine.create_opportunity("One charge per order".into()).await.unwrap();
    let opportunity = made.opportunity.unwrap().id;
    Desk { engine, issues, connection, opportunity, clock, _server: server, _folder: folder }
}

impl Desk {
    /// The usual rules, and the effort in custom field 7.
    async fn keep_effort_in_step(&self) {
        let mut rules = self.engine.connection_fields(self.connection).await.unwrap().rules;
        rules.push(FieldRule { from: Told::Effort, to: "7".into(), after: After::KeepInStep });
        let done = self.engine.set_connection_fields(self.connection, rules).await.unwrap();
        assert_eq!(done.message, "Changed what goes where in “Redmine”");
    }

    async fn score(&self, effort: f64) {
        let effort = Some(Range::exactly(effort));
        self.engine.set_score(self.opportunity, RiceInputs { effort, ..RiceInputs::default() }).await.unwrap();
    }

    async fn send(&self) -> ItemId {
        let draft = self.engine.preview_export(self.opportunity, self.connection).await.unwrap().draft;
        self.engine
            .send_export(self.opportunity, self.connection, draft, Some("A test".to_owned()))
            .await
            .unwrap()
            .item
            .unwrap()
            .id
    }

    async fn rename(&self, title: &str) {
        self.clock.forward_minutes(1);
        self.engine.edit_opportunity(self.opportunity, OpportunityField::Title, title.into()).await.unwrap();
    }

    async fn changed_since(&self) -> bool {
        self.engine.items().await.unwrap()[0].changed_since
    }
}

#[tokio::test]
async fn rules_are_a_decision_that_can_be_taken_back() {
    let desk = desk().await;
    let usual = desk.engine.connection_fields(desk.connection).await.unwrap();
    assert!(usual.follows && usual.rules.len() == 3);
    desk.keep_effort_in_step().await;
    desk.score(1.5).await;
    let preview = desk.engine.preview_export(desk.opportunity, desk.connection).await.unwrap();
    assert_eq!(preview.draft.fields.get("7"), Some(&FieldValue::Number(1.5)));
    desk.engine.undo().await.unwrap();
    desk.engine.undo().await.unwrap();
    assert_eq!(desk.engine.connection_fields(desk.connection).await.unwrap(), usual);

    let twice = vec![FieldRule { from: Told::Reach, to: String::new(), after: After::SetOnce }];
    let refused = desk.engine.set_connection_fields(desk.connection, twice).await.unwrap_err();
    assert_eq!(refused.what, "Say which field takes the reach.");
}

#[tokio::test]
async fn a_change_is_shown_and_then_sent_exactly() {
    let desk = desk().await;
    desk.keep_effort_in_step().await;
    desk.score(1.5).await;
    let item = desk.send().await;
    assert_eq!(desk.issues.field(1, "custom_fields"), json!([{ "id": 7, "value": 1.5 }]));
    assert!(!desk.changed_since().await);
    assert_eq!(desk.engine.preview_update(item).await.unwrap().changes, []);

    desk.rename("One charge for each order").await;
    desk.score(2.0).await;
    assert!(desk.changed_since().await);
    let preview = desk.engine.preview_update(item).await.unwrap();
    let told: Vec<_> = preview.changes.iter().map(|c| (c.label.as_str(), c.was.as_str(), c.now.as_str())).collect();
    assert_eq!(told, [("Title", "One charge per order", "One charge for each order"), ("7", "1.5", "2")]);
    assert_eq!(desk.issues.field(1, "subject"), "One charge per order", "looking writes nothing");

    let now = desk.engine.send_update(item, preview.change).await.unwrap();
    assert_eq!((now.title.as_str(), now.changed_since), ("One charge for each order", false));
    assert_eq!(desk.issues.field(1, "custom_fields"), json!([{ "id": 7, "value": 2 }]));
    assert_eq!(desk.engine.preview_update(item).await.unwrap().changes, []);
}

#[tokio::test]
async fn what_somebody_changed_there_is_shown_beside_it() {
    let desk = desk().await;
    let item = desk.send().await;
    desk.issues.set_field(1, "subject", "Charge once");
    desk.rename("One charge for each order").await;
    let preview = desk.engine.preview_update(item).await.unwrap();
    assert_eq!(preview.changes[0].there.as_deref(), Some("Charge once"));
}

#[tokio::test]
async fn a_field_that_is_set_once_is_the_trackers_from_then_on() {
    let desk = desk().await;
    let item = desk.send().await;
    let change = ItemChange { description: Some("Mine again".into()), ..ItemChange::default() };
    let refused = desk.engine.send_update(item, change).await.unwrap_err();
    assert_eq!(refused.what, "The field “description” isn't kept in step.");
    assert_eq!(desk.issues.holding("Mine again"), 0);
}

#[tokio::test]
async fn a_linked_item_is_never_written() {
    let desk = desk().await;
    desk.issues.add_issue("Charge once", "");
    desk.engine.link_item(desk.opportunity, desk.connection, "1".into()).await.unwrap();
    let item = desk.engine.items().await.unwrap().remove(0);
    assert!(!item.sent_here);
    let refused = desk.engine.preview_update(item.id).await.unwrap_err();
    assert_eq!(refused.what, "#1 wasn't made from here, so its fields are its team's own.");
}

//! The checklist before an export: what it looks at, and the reason it asks for.

use std::time::Duration;

use engine::api::types::{ConnectionForm, OpportunityField, OutboxState, Requirement, RiskAssessment, RiskLevel};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::{ConnectionId, RiskKind, Stage};
use support::fake_redmine::{Issues, serve};

use crate::workbench::{Bench, OPP_1, exact, ids};

fn risk(likelihood: u8, impact: u8, note: &str) -> RiskAssessment {
    RiskAssessment { likelihood, impact, note: note.to_owned() }
}

impl Bench {
    async fn missing(&self) -> Vec<String> {
        self.row(OPP_1).await.readiness.missing().map(str::to_owned).collect()
    }

    async fn export(&self, connection: ConnectionId, anyway: Option<&str>) -> engine::error::Result<OutboxState> {
        let draft = self.engine.preview_export(OPP_1, connection).await.unwrap().draft;
        let sent = self.engine.send_export(OPP_1, connection, draft, anyway.map(str::to_owned)).await;
        sent.map(|entry| entry.state)
    }
}

#[tokio::test]
async fn each_line_of_the_checklist_holds_once_it_is_filled_in_and_not_before() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    insta::assert_snapshot!(bench.missing().await.join("\n"), @r"
    No value without reach and impact and effort
    No risk was judged
    No evidence is linked
    No hypothesis says what should get better
    No metric says how we would notice
    ");

    engine.set_evidence(OPP_1, ids(&[1, 3]), Some(0)).await.unwrap();
    assert_eq!(bench.missing().await[2], "No evidence matters: all of it has importance 0");
    engine.set_evidence(OPP_1, ids(&[3]), Some(1)).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Hypothesis, "Then nobody pays twice".into()).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Expected, "From 6 a week to 0".into()).await.unwrap();
    assert_eq!(bench.missing().await, ["No risk was judged"]);
    assert!(!bench.row(OPP_1).await.readiness.ready);

    engine.set_risk(OPP_1, RiskKind::Usability, Some(risk(2, 3, ""))).await.unwrap();
    let readiness = bench.row(OPP_1).await.readiness;
    assert!(readiness.ready);
    let says: Vec<&str> = readiness.checks.iter().map(|check| check.says.as_str()).collect();
    insta::assert_snapshot!(says.join("\n"), @r"
    Value, 675 RICE points
    1 risk judged, the worst medium
    Evidence, 1 signal
    A hypothesis
    An expected metric
    ");
    assert_eq!(readiness.checks[1].requirement, Requirement::Risk);

    engine.set_evidence(OPP_1, ids(&[3]), None).await.unwrap();
    assert_eq!(bench.missing().await, ["No evidence matters: all of it has importance 0"]);
}

#[tokio::test]
async fn a_risk_is_judged_by_kind_and_the_worst_one_stands_in_the_list() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    let judged = engine.set_risk(OPP_1, RiskKind::Operational, Some(risk(3, 5, " A retry storm "))).await.unwrap();
    assert_eq!(judged.message, "Judged the operational risk of OPP-1 as very high");
    engine.set_risk(OPP_1, RiskKind::Value, Some(risk(1, 3, ""))).await.unwrap();

    let detail = engine.opportunity(OPP_1).await.unwrap();
    let seen: Vec<_> =
        detail.risks.iter().map(|risk| (risk.kind, risk.score, risk.level, risk.assessment.note.as_str())).collect();
    assert_eq!(
        seen,
        [(RiskKind::Value, 3, RiskLevel::Low, ""), (RiskKind::Operational, 15, RiskLevel::VeryHigh, "A retry storm")]
    );
    assert_eq!(detail.row.risk.map(|risk| risk.score), Some(15));

    let refused = engine.set_risk(OPP_1, RiskKind::Value, Some(risk(0, 3, ""))).await.unwrap_err();
    assert_eq!(refused.sentence(), "Likelihood and impact go from 1 to 5. Nothing was changed.");

    engine.set_risk(OPP_1, RiskKind::Operational, None).await.unwrap();
    assert_eq!(bench.row(OPP_1).await.risk.map(|risk| risk.score), Some(3));
    engine.undo().await.unwrap();
    assert_eq!(bench.row(OPP_1).await.risk.map(|risk| risk.score), Some(15));
    let told: Vec<String> = engine.opportunity_history(OPP_1).await.unwrap().into_iter().map(|e| e.what).collect();
    assert!(told.contains(&"Judged the operational risk".to_owned()), "{told:?}");
}

#[tokio::test]
async fn what_is_not_ready_goes_out_with_a_reason_only_and_the_reason_is_kept() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    let issues = Issues::default();
    let server = serve(&issues, Duration::ZERO).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: "shop".into(), ..Account::default() };
    let form = ConnectionForm { name: "Redmine".into(), account };
    let to = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();

    for reason in [None, Some("  ")] {
        let refused = bench.export(to, reason).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Refused);
        assert!(refused.what.starts_with("OPP-1 isn't ready: No value without"), "{}", refused.what);
    }
    assert_eq!((issues.len(), engine.outbox().await.unwrap().len()), (0, 0));
    // Moving a card is never refused.
    engine.set_stage(OPP_1, Stage::Ready, String::new()).await.unwrap();

    assert_eq!(bench.export(to, Some("It burns")).await.unwrap(), OutboxState::Sent);
    assert_eq!(issues.len(), 1);
    assert_eq!(engine.opportunity(OPP_1).await.unwrap().export_anyway, "It burns");
    // Each export keeps its own, also when the words are the same.
    bench.export(to, Some("It burns")).await.unwrap();
    let history = engine.opportunity_history(OPP_1).await.unwrap();
    let kept: Vec<_> = history.iter().filter(|entry| entry.now.as_deref() == Some("It burns")).collect();
    assert_eq!(kept.len(), 2);
    assert!(kept[0].what.contains("No risk was judged"), "{}", kept[0].what);

    engine.set_evidence(OPP_1, ids(&[1]), Some(2)).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    engine.set_risk(OPP_1, RiskKind::Value, Some(risk(1, 1, ""))).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Hypothesis, "Then nobody pays twice".into()).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Expected, "From 6 a week to 0".into()).await.unwrap();
    assert_eq!(bench.export(to, None).await.unwrap(), OutboxState::Sent);
}

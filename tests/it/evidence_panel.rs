//! What the linked signals measure, with receipts that say the same, what speaks against an opportunity, and what formulas
//! make of both.

use engine::api::types::{
    Against, EvidencePanel, Framework, NumberOf, RateTrend, ScoredBy, Segment, SeverityCount, SuggestedInput,
    TargetMisses, WhatIf, WorkspaceName,
};
use engine::api::workspace_file;
use engine::model::{OpportunityId, Range, Severity};

use crate::workbench::{Bench, OPP_1, OPP_2, exact, ids};

/// The signals of the bench with more about them: two incidents of a service whose use is counted, 47 minutes and in
/// time (2 h), and 6 hours open and too late (4 h); a customer that renews in 19 days.
async fn bench() -> Bench {
    let bench = Bench::with_signals().await;
    let database = rusqlite::Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own)).unwrap();
    database
        .execute_batch(
            "INSERT INTO service (id, name) VALUES (1, 'checkout');
             INSERT INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
               VALUES (2, 'pager', 'Pager', 'pagerduty', 'https://pager.example.com', '', '', 0);
             UPDATE customer SET renews_on = '2026-12-10' WHERE id = 1;
             UPDATE signal SET severity = 0, service_id = 1, resolved_at = happened_at + 47 * 60000 WHERE id = 4;
             INSERT INTO signal (id, connection_id, external_id, kind, severity, status, service_id, happened_at,
               updated_at, title, content_hash)
               VALUES (5, 2, 'P-5', 0, 1, 0, 1, 1795230000000, 0, 'Payment queue stuck again', 5);
             INSERT INTO signal_text (signal_id, body, facts, raw) VALUES (5, '', '{}', '');
             INSERT INTO usage (connection_id, feature, day, segment, service_id, users, events) VALUES
               (1, 'pay', '2026-11-19', '', 1, 400, 900), (1, 'pay', '2026-11-20', '', 1, 480, 900),
               (1, 'refund', '2026-11-20', '', 1, 30, 90), (1, 'search', '2026-11-20', '', NULL, 9000, 9000);",
        )
        .unwrap();
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    bench.engine.set_evidence(OPP_1, ids(&[1, 2, 3, 4, 5]), Some(2)).await.unwrap();
    bench
}

#[tokio::test]
async fn everything_that_signals_tell_is_measured_and_its_receipt_says_the_same() {
    let bench = bench().await;
    let panel = bench.engine.evidence_panel(OPP_1).await.unwrap();
    let renewals = panel.renewals.clone().unwrap();
    assert_eq!((renewals.customers, renewals.revenue, renewals.known), (1, 184_000, 1));
    assert_eq!(renewals.soonest.as_deref(), Some("2026-12-10"));
    let share = panel.share.clone().unwrap();
    assert_eq!((share.people, share.users, share.feature.as_str(), share.day.as_str()), (2, 480, "pay", "2026-11-20"));
    assert_eq!(share.at_most, Some(2.0 / 480.0));
    let incidents = panel.incidents.unwrap();
    assert_eq!((incidents.minutes, incidents.incidents, incidents.open, incidents.without_end), (47 + 360, 2, 1, 0));
    assert_eq!(panel.targets, Some(TargetMisses { missed: 1, judged: 2 }));
    let severity = |severity, signals| SeverityCount { severity, signals };
    assert_eq!(
        panel.severities,
        [severity(Some(Severity::Critical), 1), severity(Some(Severity::High), 1), severity(None, 3)]
    );
    let sources: Vec<_> = panel.sources.iter().map(|source| (source.name.as_str(), source.signals)).collect();
    assert_eq!(sources, [("Desk", 4), ("Pager", 1)]);
    let recency = panel.recency.unwrap();
    assert_eq!((recency.newest, recency.median, recency.last_30, recency.signals), (0, 1, 4, 5));
    assert_eq!((panel.rate.weeks.len(), panel.rate.weeks.iter().sum::<u32>(), panel.rate.now), (14, 5, 1.0));
    assert_eq!((panel.rate.before, panel.rate.trend, panel.rate.turn), (Some(0.0), RateTrend::Growing, None));
    assert_eq!(panel.against, Against::default());

    let mut said = String::new();
    for of in [
        NumberOf::Renewals,
        NumberOf::ActiveShare,
        NumberOf::SignalRate,
        NumberOf::IncidentMinutes,
        NumberOf::TargetMisses,
        NumberOf::Severities,
        NumberOf::Sources,
        NumberOf::Recency,
        NumberOf::Against,
    ] {
        let receipt = bench.engine.receipt(OPP_1, of).await.unwrap();
        said.push_str(&format!("{}: {} ({})\n", receipt.result.label, receipt.result.shown, receipt.result.source));
        for line in receipt.lines {
            said.push_str(&format!("  {}{}: {} [{}]\n", line.operator, line.label, line.shown, line.source));
        }
    }
    insta::assert_snapshot!(said, @"
    Renewals a year: €184,000 (of 1 customer in the next 90 days)
      Acme: €184,000 [renews on 2026-12-10]
    Share of users: At most 0.417 % ()
      People: 2 []
      ÷Users of “pay”: 480 [2026-11-20]
    A week: 1 (growing)
      A week, in the four before: 0 []
      Signals of the last four weeks: 4 []
    Minutes: 407 (2 incidents)
      Payment queue stuck again: 360 [still open]
      +Payment queue stuck: 47 []
    Past the target: 1 (of 2 incidents)
      Too late, or open past the target: 1 []
      In time: 1 []
    With a severity: 2 ()
      Critical: 1 []
      +High: 1 []
      +Not known: 3 []
    Sources: 2 ()
      Desk: 4 []
      +Pager: 1 []
    The newest: Today (half are older than 1 day)
      The last 30 days: 4 []
      +90 days to a year ago: 1 []
    Speak against it: 0 (from 0 people)
    ");
}

#[tokio::test]
async fn nothing_that_is_not_known_is_shown_as_zero() {
    let bench = Bench::with_signals().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    let nothing = bench.engine.evidence_panel(OPP_1).await.unwrap();
    let EvidencePanel { renewals, share, incidents, targets, recency, rate, .. } = nothing;
    assert_eq!((renewals, share, incidents, targets, recency), (None, None, None, None, None));
    assert_eq!((rate.weeks.len(), rate.since, rate.before), (0, None, None));

    // Closed without a time of resolution, and without a class.
    let database = rusqlite::Connection::open(workspace_file(bench.folder.path(), WorkspaceName::Own)).unwrap();
    database.execute_batch("UPDATE signal SET status = 2 WHERE id = 4").unwrap();
    bench.engine.set_evidence(OPP_1, ids(&[4]), Some(2)).await.unwrap();
    let panel = bench.engine.evidence_panel(OPP_1).await.unwrap();
    let incidents = panel.incidents.unwrap();
    assert_eq!((incidents.minutes, incidents.incidents, incidents.without_end), (0, 1, 1));
    assert_eq!(panel.targets, None);
    let receipt = bench.engine.receipt(OPP_1, NumberOf::IncidentMinutes).await.unwrap();
    assert_eq!(receipt.lines[0].shown, "Not known");
}

#[tokio::test]
async fn what_speaks_against_it_is_counted_apart_until_it_is_taken_back() {
    let bench = bench().await;
    let engine = &bench.engine;
    engine.set_score(OPP_1, exact(100.0, 1.0, 1.0)).await.unwrap();
    let before = (bench.row(OPP_1).await.evidence, engine.evidence_panel(OPP_1).await.unwrap());

    let step = engine.set_against(OPP_1, ids(&[3, 99]), true).await.unwrap();
    assert_eq!(step.message, "Marked “Two invoices, one order” as speaking against OPP-1");
    assert_eq!((step.changed, step.left_out.len(), step.left_out[0].reason.as_str()), (1, 1, "It isn't here"));
    let evidence = bench.row(OPP_1).await.evidence;
    assert_eq!((evidence.signals(), evidence.reporters, evidence.customers), (4, 1, 2));
    let panel = engine.evidence_panel(OPP_1).await.unwrap();
    assert_eq!(panel.against, Against { signals: 1, people: 1 });
    assert_eq!((panel.share.unwrap().people, panel.recency.unwrap().signals), (1, 4));
    let detail = engine.opportunity(OPP_1).await.unwrap();
    let against: Vec<_> = detail.evidence.iter().filter(|line| line.against).map(|line| line.signal.id.0).collect();
    assert_eq!(against, [3]);
    let receipt = engine.receipt(OPP_1, NumberOf::Reporters).await.unwrap();
    assert_eq!(receipt.result.shown, "1");
    let receipt = engine.receipt(OPP_1, NumberOf::Against).await.unwrap();
    assert_eq!(receipt.lines[0].signals[0].title, "Two invoices, one order");

    let again = engine.set_against(OPP_1, ids(&[3]), true).await.unwrap();
    assert_eq!((again.step, again.left_out[0].reason.as_str()), (None, "It speaks against it already"));
    // Linked anew, it speaks as it did.
    engine.set_evidence(OPP_1, ids(&[3]), None).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[3]), Some(2)).await.unwrap();
    assert_eq!(engine.evidence_panel(OPP_1).await.unwrap().against.signals, 1);

    let back = engine.set_against(OPP_1, ids(&[3]), false).await.unwrap();
    assert_eq!(back.message, "Took back that “Two invoices, one order” speaks against OPP-1");
    assert_eq!((bench.row(OPP_1).await.evidence, engine.evidence_panel(OPP_1).await.unwrap()), before);
    let history = engine.opportunity_history(OPP_1).await.unwrap();
    let turned: Vec<_> =
        history.iter().map(|entry| entry.what.as_str()).filter(|what| what.contains("speak")).collect();
    assert_eq!(
        turned,
        ["“Two invoices, one order” speaks for it again", "Marked “Two invoices, one order” as speaking against it"]
    );
}

#[tokio::test]
async fn a_past_day_counts_what_spoke_for_it_then() {
    let bench = bench().await;
    let engine = &bench.engine;
    engine.set_score(OPP_1, exact(100.0, 1.0, 1.0)).await.unwrap();
    bench.clock.forward_minutes(2 * 24 * 60);
    engine.set_against(OPP_1, ids(&[1, 2]), true).await.unwrap();
    let past = engine.value_at(OPP_1, "2026-11-21".to_owned(), String::new()).await.unwrap();
    assert_eq!((past.then.signals, past.now.signals), (5, 3));
}

async fn suggested_confidence(bench: &Bench) -> SuggestedInput {
    let view = bench.engine.score_in(OPP_1, Framework::Rice, None).await.unwrap();
    view.inputs.into_iter().find(|input| input.name == "confidence").unwrap().suggested.unwrap()
}

#[tokio::test]
async fn what_speaks_against_it_lowers_the_suggested_confidence_and_its_receipt_says_so() {
    let bench = bench().await;
    let engine = &bench.engine;
    let before = suggested_confidence(&bench).await;
    assert_eq!((before.range, before.n), (Range::exactly(0.8), 5));
    assert_eq!(before.because, "2 people told us and 2 operational signals show it");

    engine.set_against(OPP_1, ids(&[5]), true).await.unwrap();
    let after = suggested_confidence(&bench).await;
    assert_eq!((after.range, after.n), (Range::exactly(0.5), 5));
    let because = "2 people told us and 1 operational signal show it; 1 signal speaks against it (0 people, 1 operational \
                   signal): one step lower";
    assert_eq!(after.because, because);
    let receipt = engine.receipt(OPP_1, NumberOf::Confidence).await.unwrap();
    let lines: Vec<_> =
        receipt.lines.iter().map(|line| (line.label.as_str(), line.shown.as_str(), line.source.as_str())).collect();
    let wanted = [
        ("Confidence", "Not set", "4 signals linked, 1 against it"),
        ("Suggested by the evidence", "50 %", because),
        ("Speak against it", "1", ""),
    ];
    assert_eq!(lines, wanted);
    assert_eq!(receipt.lines[2].signals[0].title, "Payment queue stuck again");

    engine.set_against(OPP_1, ids(&[5]), false).await.unwrap();
    assert_eq!(suggested_confidence(&bench).await, before);
}

/// What a formula that is only this name is worth for an opportunity; None where it lacks it.
async fn worth(bench: &Bench, id: OpportunityId, name: &str) -> Option<f64> {
    let check = bench.engine.check_formula(format!("value = {name}")).await.unwrap();
    assert_eq!(check.problem, None, "{name}");
    let row = check.rows.into_iter().find(|row| row.opportunity.id == id).unwrap();
    assert_eq!(row.value.is_none(), row.missing == [name], "{name}");
    row.value.map(|value| value.p50)
}

#[tokio::test]
async fn formulas_count_what_the_panel_measures_and_what_is_not_known_is_not_zero() {
    let bench = bench().await;
    let engine = &bench.engine;
    engine.create_opportunity("Invoices that say it".to_owned()).await.unwrap();
    engine.set_evidence(OPP_2, ids(&[3]), Some(2)).await.unwrap();
    engine.create_opportunity("Nobody asked".to_owned()).await.unwrap();
    // OPP-2 has a ticket of a customer whose contract and use nobody knows; OPP-3 has nothing.
    let wanted: [(&str, [Option<f64>; 3]); 12] = [
        ("signals_per_week", [Some(1.0), Some(0.25), Some(0.0)]),
        ("median_age", [Some(1.0), Some(0.0), None]),
        ("against", [Some(0.0); 3]),
        ("people_against", [Some(0.0); 3]),
        ("renewals_90d", [Some(1.0), None, Some(0.0)]),
        ("renewing_revenue_90d", [Some(184_000.0), None, Some(0.0)]),
        ("active_share", [Some(2.0 / 480.0), None, None]),
        ("incident_minutes", [Some(407.0), Some(0.0), Some(0.0)]),
        ("missed_targets", [Some(1.0), Some(0.0), Some(0.0)]),
        ("critical", [Some(1.0), None, Some(0.0)]),
        ("severe", [Some(2.0), None, Some(0.0)]),
        ("sources", [Some(2.0), Some(1.0), Some(0.0)]),
    ];
    let names = engine.formula_names().await.unwrap();
    for (name, numbers) in wanted {
        assert!(names.iter().any(|known| known.name == name && !known.meaning.is_empty()), "{name} is in the list");
        for (id, number) in (1..).map(OpportunityId).zip(numbers) {
            assert_eq!(worth(&bench, id, name).await, number, "{name} of {}", id.label());
        }
    }

    engine.set_against(OPP_1, ids(&[3, 5]), true).await.unwrap();
    for (name, number) in [
        ("against", 2.0),
        ("people_against", 1.0),
        ("sources", 1.0),
        ("incident_minutes", 47.0),
        ("missed_targets", 0.0),
        ("severe", 1.0),
    ] {
        assert_eq!(worth(&bench, OPP_1, name).await, Some(number), "{name}");
    }
    let check = engine.check_formula("value = reach * incident_minutes / against".into()).await.unwrap();
    assert_eq!(check.unit, "customers × minutes ÷ signals");
    let check = engine.check_formula("value = sources + incident_minutes".into()).await.unwrap();
    assert_eq!(check.problem.unwrap().says, "sources and minutes can't be added.");
}

#[tokio::test]
async fn a_formula_that_measures_ranks_follows_the_minutes_and_hears_only_who_is_asked_for() {
    let bench = bench().await;
    let engine = &bench.engine;
    engine.save_formula(None, "Pain".into(), "value = 1 + incident_minutes".into()).await.unwrap();
    let formula = Some(engine.formulas().await.unwrap()[0].uid.clone());
    let by = ScoredBy { framework: Framework::Custom, formula: formula.clone(), weights: Vec::new() };
    engine.use_framework(by).await.unwrap();
    let value = async || bench.row(OPP_1).await.value.unwrap().p50;
    assert_eq!(value().await, 408.0);
    let receipt = engine.receipt(OPP_1, NumberOf::Value).await.unwrap();
    assert_eq!(
        (receipt.lines[0].label.as_str(), receipt.lines[0].shown.as_str()),
        ("incident_minutes, minutes", "407")
    );
    // One incident is still open.
    bench.clock.forward_minutes(10);
    assert_eq!(value().await, 418.0);
    engine.set_against(OPP_1, ids(&[5]), true).await.unwrap();
    assert_eq!(value().await, 48.0);

    // The incident is Bolt's, whose revenue isn't known; without one there are no minutes.
    let segment = Segment::RevenueFrom { amount: 100_000 };
    let asked = WhatIf { framework: Framework::Custom, formula, segment, ..WhatIf::default() };
    let result = engine.what_if(asked).await.unwrap();
    assert_eq!((result.rows[0].value.unwrap().p50, bench.row(OPP_1).await.value.unwrap().p50), (1.0, 48.0));
}

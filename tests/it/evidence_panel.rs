//! What the linked signals measure, with receipts that say the same, and what speaks against an opportunity.

use engine::api::types::{Against, EvidencePanel, NumberOf, RateTrend, SeverityCount, TargetMisses, WorkspaceName};
use engine::api::workspace_file;
use engine::model::Severity;

use crate::workbench::{Bench, OPP_1, exact, ids};

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

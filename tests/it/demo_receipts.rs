//! Every number of the list has a receipt that agrees with it, on the demo's year of data.

use engine::api::Engine;
use engine::api::types::{NumberOf, OpportunityQuery, OpportunityRow, WorkspaceName};
use engine::score::numbers;
use support::{Clock, context};
use tempfile::TempDir;

/// What the list shows for a number, as its receipt would write it.
fn shown(row: &OpportunityRow, of: NumberOf, ranked: u32) -> String {
    let evidence = row.evidence;
    match of {
        NumberOf::Value => row.value.map_or("Not set".to_owned(), |value| numbers::number(value.p50)),
        NumberOf::Rank => {
            row.rank.map_or("Not ranked".to_owned(), |rank| format!("{} of {ranked}", numbers::count(rank)))
        }
        NumberOf::TopChance => row.top.map_or("Not ranked".to_owned(), |top| numbers::share(top.chance)),
        NumberOf::Evidence => numbers::count(evidence.signals()),
        NumberOf::Reporters => numbers::count(evidence.reporters),
        NumberOf::Customers => numbers::count(evidence.customers),
        NumberOf::Revenue if evidence.customers == 0 => "No customers".to_owned(),
        NumberOf::Revenue if evidence.customers == evidence.revenue_unknown => "Not known".to_owned(),
        NumberOf::Revenue => numbers::money(evidence.revenue, "EUR"),
        input => panic!("the list doesn't show {input:?} as one number"),
    }
}

#[tokio::test]
async fn the_receipts_agree_with_the_list() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:30:00Z");
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    let list = engine.opportunities(OpportunityQuery::default()).await.unwrap();
    let ranked = list.rows.iter().filter(|row| row.rank.is_some()).count() as u32;
    assert!(ranked >= 5, "the demo has scored opportunities");
    let of_each = [
        NumberOf::Value,
        NumberOf::Rank,
        NumberOf::TopChance,
        NumberOf::Reporters,
        NumberOf::Customers,
        NumberOf::Revenue,
    ];
    for row in list.rows.iter().take(6).chain(list.rows.last()) {
        for of in of_each {
            let receipt = engine.receipt(row.id, of).await.unwrap();
            assert_eq!(receipt.result.shown, shown(row, of, ranked), "{of:?} of {}", row.label);
            assert!(receipt.text.contains(&receipt.result.shown));
        }
        let evidence = engine.receipt(row.id, NumberOf::Evidence).await.unwrap();
        assert_eq!(evidence.result.shown, shown(row, NumberOf::Evidence, ranked));
        let added: u32 = evidence.lines.iter().filter_map(|line| line.n).sum();
        assert_eq!(added, row.evidence.signals(), "the lines add up to the evidence of {}", row.label);
    }
}

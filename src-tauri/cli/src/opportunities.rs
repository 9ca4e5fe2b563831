//! Opportunities: the ranked list, edits, scores and receipts.

use engine::api::Engine;
use engine::api::types::{
    NumberOf, OpportunityDetail, OpportunityQuery, OpportunityRow, Receipt, RiskAssessment, ViewShows,
};
use engine::error::{Problem, Result};
use engine::model::{OpportunityId, SignalId, Stage};

use crate::args::{Opportunities, OpportunityFilter, Score};
use crate::done::Done;
use crate::show::{self, Table, number};
use crate::{export, ideas, measures, scoring, views, workspace};

pub async fn perform(engine: &Engine, what: Opportunities) -> Result<Done> {
    let done = match what {
        Opportunities::List { view: Some(name), .. } => return list(engine, viewed(engine, &name).await?).await,
        Opportunities::List { view: None, filter } => return list(engine, query(filter)).await,
        Opportunities::Save { format } => return export::save(engine, format).await,
        Opportunities::Import(wanted) => return ideas::import(engine, wanted).await,
        Opportunities::Show { id } => {
            let detail = engine.opportunity(id).await?;
            return Ok(Done::new(&detail, describe(&detail)));
        }
        Opportunities::New { title } => engine.create_opportunity(title).await?,
        Opportunities::Edit { id, field, value } => engine.edit_opportunity(id, field, value).await?,
        Opportunities::Stage { id, stage, reason } => return move_to(engine, id, stage, reason).await,
        Opportunities::Risk(risk) => {
            let numbers = risk.likelihood.zip(risk.impact).filter(|_| !risk.none);
            let judged = numbers.map(|(likelihood, impact)| RiskAssessment { likelihood, impact, note: risk.note });
            engine.set_risk(risk.id, risk.kind, judged).await?
        }
        Opportunities::Measures { id } => return measures::show(engine, id).await,
        Opportunities::Evidence { id, signals, importance, unlink, against, not_against } => {
            let signals = signals.into_iter().map(SignalId).collect();
            if against || not_against {
                engine.set_against(id, signals, against).await?
            } else {
                engine.set_evidence(id, signals, (!unlink).then_some(importance)).await?
            }
        }
        Opportunities::Delete { id } => engine.delete_opportunity(id, true).await?,
    };
    Ok(workspace::step(&done))
}

/// The filters as a query.
pub fn query(filter: OpportunityFilter) -> OpportunityQuery {
    OpportunityQuery {
        text: filter.search,
        stages: filter.stage,
        services: filter.service,
        owners: filter.owner,
        min_evidence: filter.min_evidence,
        include_deleted: false,
        sort: filter.sort,
    }
}

async fn viewed(engine: &Engine, name: &str) -> Result<OpportunityQuery> {
    match views::named(engine, name, |shows| matches!(shows, ViewShows::Opportunities { .. })).await?.shows {
        ViewShows::Opportunities { query, .. } => Ok(query),
        _ => Err(Problem::not_found(format!("“{name}” shows no opportunities."))),
    }
}

/// Says what is missing behind the gate, and moves it all the same.
async fn move_to(engine: &Engine, id: OpportunityId, stage: Stage, reason: String) -> Result<Done> {
    let step = engine.set_stage(id, stage, reason).await?;
    let mut text = format!("{}\n", show::line(&step.message));
    if stage >= Stage::Ready && stage != Stage::Rejected {
        for missing in engine.opportunity(id).await?.row.readiness.missing() {
            text.push_str(&format!("Missing: {}\n", show::line(missing)));
        }
    }
    Ok(Done::new(&step, text))
}

async fn list(engine: &Engine, query: OpportunityQuery) -> Result<Done> {
    let list = engine.opportunities(query).await?;
    let mut table =
        Table::new(&[">#", "ID", "*Title", "Stage", ">P10", ">P50", ">P90", ">In the top", ">Evidence", "Delivery"]);
    for row in &list.rows {
        let spread = |pick: fn(&engine::api::types::ValueSpread) -> f64| {
            row.value.as_ref().map_or_else(|| "-".to_owned(), |value| number(pick(value).round()))
        };
        table.row([
            row.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
            row.label.clone(),
            row.title.clone(),
            show::word(row.stage),
            spread(|value| value.p10),
            spread(|value| value.p50),
            spread(|value| value.p90),
            row.top.map_or_else(|| "-".to_owned(), |top| format!("{}: {:.0} %", top.k, top.chance * 100.0)),
            evidence(row),
            row.delivery.as_ref().map_or_else(String::new, |item| format!("{} {}", item.label, item.status)),
        ]);
    }
    let mut text = table.text("There is no opportunity yet. Accept a signal, or make one with `opportunities new`.");
    if list.hidden > 0 {
        text.push_str(&format!("{} hidden by the filters.\n", show::count(list.hidden)));
    }
    Ok(Done::new(&list, text))
}

fn evidence(row: &OpportunityRow) -> String {
    show::count(row.evidence.operations + row.evidence.changes + row.evidence.voices)
}

fn describe(detail: &OpportunityDetail) -> String {
    let row = &detail.row;
    let mut facts = Table::new(&["", ""]);
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            facts.row([name.to_owned(), value]);
        }
    };
    fact("Stage", show::word(row.stage));
    fact("Rank", row.rank.map(|rank| rank.to_string()).unwrap_or_default());
    let value = row.value.map(|v| format!("{} to {} to {}", number(v.p10), number(v.p50), number(v.p90)));
    fact("Value", value.unwrap_or_else(|| "not complete".to_owned()));
    fact("Reach", show::range(row.inputs.reach));
    fact("Impact", show::range(row.inputs.impact));
    fact("Confidence", show::range(row.inputs.confidence));
    fact("Effort", show::range(row.inputs.effort));
    fact("Service", row.service.clone().unwrap_or_default());
    fact("Owner", row.owner.clone());
    fact("Statement", detail.statement.clone());
    fact("Hypothesis", detail.hypothesis.clone());
    fact("Expected", detail.expected.clone());
    fact("Rejected", detail.reject_reason.clone());
    for risk in &detail.risks {
        let level = show::word(risk.level);
        fact("Risk", format!("{}, {level}: {}", show::word(risk.kind), risk.assessment.in_words()));
    }
    for check in &row.readiness.checks {
        fact(if check.holds { "Ready" } else { "Missing" }, check.says.clone());
    }
    fact("Sent anyway", detail.export_anyway.clone());
    if let Some(suggested) = &detail.suggested_reach {
        fact("Suggested", format!("reach {}, because {}", show::range(Some(suggested.range)), suggested.because));
    }
    for item in &detail.items {
        fact("Item", format!("{} {}: {} ({})", item.connection, item.label, item.status, item.url));
    }
    let mut text = format!("{} {}\n{}", row.label, show::line(&row.title), facts.text("").trim_start_matches('\n'));
    let mut table = Table::new(&[">Signal", "Kind", "*Title", "Who", ">Importance", "When"]);
    for one in &detail.evidence {
        table.row([
            one.signal.id.to_string(),
            show::word(one.signal.kind),
            one.signal.title.clone(),
            one.reporter.clone().unwrap_or_default(),
            if one.against { "against".to_owned() } else { one.importance.to_string() },
            show::time(one.signal.happened_at),
        ]);
    }
    text.push_str(&format!("\n{}", table.text("No evidence yet.")));
    text
}

pub async fn score(engine: &Engine, wanted: Score) -> Result<Done> {
    if let Some(what) = wanted.what {
        return scoring::perform(engine, what).await;
    }
    let id = wanted.opportunity.ok_or_else(|| {
        Problem::bad_input("No opportunity is named.")
            .kept("Nothing was changed.")
            .todo("Write `throughline score OPP-31 --reach 400`, or see `throughline score --help`.")
    })?;
    let mut inputs = engine.opportunity(id).await?.row.inputs;
    let before = inputs;
    inputs.reach = wanted.reach.map_or(inputs.reach, |given| given.0);
    inputs.impact = wanted.impact.map_or(inputs.impact, |given| given.0);
    inputs.confidence = wanted.confidence.map_or(inputs.confidence, |given| given.0);
    inputs.effort = wanted.effort.map_or(inputs.effort, |given| given.0);
    if inputs == before && !wanted.dry_run {
        return Err(Problem::bad_input("No input differs from what is set.")
            .kept("Nothing was changed.")
            .todo("Give --reach, --impact, --confidence or --effort."));
    }
    if wanted.dry_run {
        return Ok(printed(&engine.try_score(id, inputs).await?));
    }
    let step = engine.set_score(id, inputs).await?;
    let receipt = engine.receipt(id, NumberOf::Value).await?;
    Ok(Done::new(&step, format!("{}\n\n{}", show::line(&step.message), show::lines(&receipt.text))))
}

pub async fn receipt(engine: &Engine, id: OpportunityId, of: NumberOf) -> Result<Done> {
    Ok(printed(&engine.receipt(id, of).await?))
}

fn printed(receipt: &Receipt) -> Done {
    Done::new(receipt, show::lines(&receipt.text))
}

//! Scores from a terminal: the frameworks, one opportunity in any of them, formulas, what-ifs and capacity.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueHint};
use engine::api::Engine;
use engine::api::types::{
    Capacity, FormulaCheck, Framework, InputEntry, InputWeight, ScoreView, ScoredBy, Segment, WhatIf, WhatIfResult,
};
use engine::error::{Problem, Result};
use engine::model::OpportunityId;

use crate::done::Done;
use crate::read::{self, Input};
use crate::show::{self, Table, number};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Scoring {
    /// The frameworks and formulas there are, their inputs, and which one ranks.
    Frameworks,
    /// Rank by a framework or by a formula of that name.
    Use {
        /// rice, ice_mean, ice_product, wsjf, opportunity, kano, value_effort, weighted, moscow, or a formula's name.
        by: String,
        /// 0 leaves an input out, 1 counts it as scored, 2 counts it twice; several times for several.
        #[arg(long = "weight", value_name = "INPUT=WEIGHT", value_parser = weight)]
        weights: Vec<InputWeight>,
    },
    /// Set inputs of an opportunity by their names, whatever framework they belong to.
    Set {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        /// One number, or low..likely..high; `none` takes it away.
        #[arg(required = true, value_name = "INPUT=VALUE", value_parser = entry)]
        inputs: Vec<InputEntry>,
    },
    /// Show an opportunity in a framework: value, rank, what makes it wide and what to learn next.
    Show {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        /// A framework or a formula's name; what ranks when left out.
        #[arg(long = "in", value_name = "FRAMEWORK")]
        by: Option<String>,
    },
    /// Formulas of your own.
    #[command(subcommand)]
    Formula(Formulas),
    /// What the order would be if other things counted. Nothing changes unless --keep or --use is given.
    Whatif(Question),
    /// The best set for a number of person-weeks, as things rank now.
    Capacity {
        weeks: f64,
        /// Cut where it fits in 9 draws of 10.
        #[arg(long)]
        sure: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Formulas {
    List,
    /// The names a formula can use.
    Names,
    /// Say what a file would give, or what is wrong with it.
    Check {
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Save a file as a formula of that name, or as its next version.
    Save {
        name: String,
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    Delete {
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct Question {
    /// A framework or a formula's name; what ranks when left out.
    #[arg(long = "in", value_name = "FRAMEWORK")]
    pub by: Option<String>,
    #[arg(long = "weight", value_name = "INPUT=WEIGHT", value_parser = weight)]
    pub weights: Vec<InputWeight>,
    /// Only customers with this plan count.
    #[arg(long, conflicts_with = "revenue_from")]
    pub plan: Option<String>,
    /// Only customers of at least this revenue a year count.
    #[arg(long)]
    pub revenue_from: Option<i64>,
    /// Person-weeks there are.
    #[arg(long)]
    pub capacity: Option<f64>,
    /// Cut where it fits in 9 draws of 10.
    #[arg(long, requires = "capacity")]
    pub sure: bool,
    /// Keep the question as a scenario of that name.
    #[arg(long)]
    pub keep: Option<String>,
    /// Rank by its framework and weights from now on.
    #[arg(long = "use", conflicts_with = "keep")]
    pub take: bool,
}

pub async fn perform(engine: &Engine, what: Scoring) -> Result<Done> {
    match what {
        Scoring::Frameworks => frameworks(engine).await,
        Scoring::Use { by, weights } => {
            let by = named(engine, &by).await?;
            Ok(workspace::step(&engine.use_framework(ScoredBy { weights, ..by }).await?))
        }
        Scoring::Set { opportunity, inputs } => Ok(workspace::step(&engine.set_inputs(opportunity, inputs).await?)),
        Scoring::Show { opportunity, by } => {
            let by = chosen(engine, by).await?;
            let view = engine.score_in(opportunity, by.framework, by.formula).await?;
            Ok(Done::new(&view, describe(&view)))
        }
        Scoring::Formula(what) => formulas(engine, what).await,
        Scoring::Whatif(question) => whatif(engine, question).await,
        Scoring::Capacity { weeks, sure } => {
            let by = engine.frameworks().await?.chosen;
            let capacity = Some(Capacity { weeks, nine_in_ten: sure });
            let asked = WhatIf { framework: by.framework, formula: by.formula, capacity, ..WhatIf::default() };
            let result = engine.what_if(asked).await?;
            Ok(Done::new(&result, fitting(&result)))
        }
    }
}

async fn frameworks(engine: &Engine) -> Result<Done> {
    let list = engine.frameworks().await?;
    let mut table = Table::new(&["Framework", "*Formula", ">Scored", "Inputs"]);
    for framework in &list.frameworks {
        let inputs: Vec<&str> = framework.inputs.iter().map(|input| input.name.as_str()).collect();
        table.row([
            show::word(framework.framework),
            framework.method.clone(),
            format!("{} of {}", framework.complete, framework.of),
            inputs.join(" "),
        ]);
    }
    let mut text = table.text("There is none.");
    for formula in &list.formulas {
        text.push_str(&format!("Formula “{}”, version {}\n", show::line(&formula.name), formula.version));
    }
    for warning in list.frameworks.iter().filter_map(|framework| framework.warning.as_ref()) {
        text.push_str(&format!("{warning}\n"));
    }
    text.push_str(&format!("Ranked by {}.\n", show::line(&list.chosen_name)));
    Ok(Done::new(&list, text))
}

/// A framework by its word, or a formula by its name.
async fn named(engine: &Engine, by: &str) -> Result<ScoredBy> {
    if let Ok(framework) = read::json_word::<Framework>(by)
        && framework != Framework::Custom
    {
        return Ok(ScoredBy { framework, ..ScoredBy::default() });
    }
    let uid = formula_uid(engine, by).await?;
    Ok(ScoredBy { framework: Framework::Custom, formula: Some(uid), ..ScoredBy::default() })
}

async fn chosen(engine: &Engine, by: Option<String>) -> Result<ScoredBy> {
    match by {
        Some(by) => named(engine, &by).await,
        None => Ok(engine.frameworks().await?.chosen),
    }
}

async fn formula_uid(engine: &Engine, name: &str) -> Result<String> {
    let found = engine.formulas().await?.into_iter().find(|formula| formula.name.to_lowercase() == name.to_lowercase());
    found.map(|formula| formula.uid).ok_or_else(|| {
        Problem::not_found(format!("There is no framework or formula “{name}” here."))
            .todo("See them with `throughline score frameworks`.")
    })
}

async fn formulas(engine: &Engine, what: Formulas) -> Result<Done> {
    match what {
        Formulas::List => {
            let formulas = engine.formulas().await?;
            let mut table = Table::new(&["*Formula", ">Version", "Ranks"]);
            for formula in &formulas {
                let ranks = if formula.chosen { "yes" } else { "" };
                table.row([formula.name.clone(), formula.version.to_string(), ranks.to_owned()]);
            }
            Ok(Done::new(
                &formulas,
                table.text("No formula is saved yet. Save one with `throughline score formula save`."),
            ))
        }
        Formulas::Names => {
            let names = engine.formula_names().await?;
            let mut table = Table::new(&["*Name", "Unit", "*Meaning"]);
            for name in &names {
                table.row([name.example.clone(), name.unit.clone(), name.meaning.clone()]);
            }
            Ok(Done::new(&names, table.text("There is none.")))
        }
        Formulas::Check { file } => {
            let check = engine.check_formula(text_of(&file)?).await?;
            let mut done = Done::new(&check, checked(&check));
            done.code = u8::from(check.problem.is_some());
            Ok(done)
        }
        Formulas::Save { name, file } => {
            let uid = formula_uid(engine, &name).await.ok();
            Ok(workspace::step(&engine.save_formula(uid, name, text_of(&file)?).await?))
        }
        Formulas::Delete { name } => {
            let uid = formula_uid(engine, &name).await?;
            Ok(workspace::step(&engine.delete_formula(uid).await?))
        }
    }
}

fn text_of(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| {
        Problem::bad_input(format!("{} can't be read: {error}.", file.display())).kept("Nothing was changed.")
    })
}

fn checked(check: &FormulaCheck) -> String {
    let mut text = String::new();
    if let Some(problem) = &check.problem {
        let place = format!("Line {}, character {}", problem.line, problem.character);
        text.push_str(&format!("{place}: {} {}\n", show::line(&problem.says), show::line(&problem.todo)));
        if check.repaired {
            text.push_str("With that done:\n");
        }
    }
    let mut table = Table::new(&[">#", "ID", "*Title", ">P10", ">P50", ">P90", ">Today"]);
    for row in &check.rows {
        let spread = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number);
        table.row([
            row.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
            row.opportunity.label.clone(),
            row.opportunity.title.clone(),
            spread(row.value.map(|value| value.p10)),
            spread(row.value.map(|value| value.p50)),
            spread(row.value.map(|value| value.p90)),
            row.today.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
        ]);
    }
    if !check.rows.is_empty() {
        text.push_str(&table.text(""));
        text.push_str(&format!("{} get a value, {} lack an input.\n", check.with_value, check.lacking));
    }
    text
}

fn describe(view: &ScoreView) -> String {
    let mut facts = Table::new(&["", ""]);
    for input in &view.inputs {
        let mut said = show::range(input.range);
        if let Some(by) = &input.set_by {
            said.push_str(&format!(", set by {by}"));
        }
        if let Some(suggested) = input.suggested.as_ref().filter(|_| !input.accepted) {
            said.push_str(&format!("; suggested {} ({})", show::range(Some(suggested.range)), suggested.because));
        }
        facts.row([input.name.clone(), said]);
    }
    let value = view.value.map(|v| format!("{} to {} to {}", number(v.p10), number(v.p50), number(v.p90)));
    facts.row(["value".to_owned(), value.unwrap_or_else(|| "not complete".to_owned())]);
    if let Some(rank) = view.rank {
        facts.row(["rank".to_owned(), format!("{rank} of {}", view.of)]);
    }
    if let Some(class) = &view.class {
        facts.row(["class".to_owned(), class.clone()]);
    }
    for wide in &view.widens {
        facts.row([format!("widened by {}", wide.name), format!("{:.0} %", wide.share * 100.0)]);
    }
    let learn = view.learn.as_ref().map_or_else(String::new, |learn| format!("{}\n", show::line(&learn.says)));
    format!("{} {}\n{}{learn}", view.opportunity.label, show::line(&view.opportunity.title), facts.text(""))
}

async fn whatif(engine: &Engine, question: Question) -> Result<Done> {
    let by = chosen(engine, question.by).await?;
    let segment = match (question.plan, question.revenue_from) {
        (Some(plan), _) => Segment::Plan { plan },
        (None, Some(amount)) => Segment::RevenueFrom { amount },
        (None, None) => Segment::Everybody,
    };
    let capacity = question.capacity.map(|weeks| Capacity { weeks, nine_in_ten: question.sure });
    let asked = WhatIf { framework: by.framework, formula: by.formula, weights: question.weights, segment, capacity };
    if let Some(name) = question.keep {
        return Ok(workspace::step(&engine.keep_scenario(name, asked).await?));
    }
    if question.take {
        return Ok(workspace::step(&engine.use_what_if(asked).await?));
    }
    let result = engine.what_if(asked).await?;
    Ok(Done::new(&result, order(&result)))
}

fn order(result: &WhatIfResult) -> String {
    let mut table = Table::new(&[">#", ">Today", "ID", "*Title", ">P50", ">Weeks so far", "Why"]);
    for row in &result.rows {
        let rank = |rank: Option<u32>| rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        table.row([
            rank(row.rank),
            rank(row.today),
            row.opportunity.label.clone(),
            row.opportunity.title.clone(),
            row.value.map_or_else(|| "-".to_owned(), |value| number(value.p50)),
            row.weeks_so_far.map_or_else(|| "-".to_owned(), |weeks| format!("{weeks:.1}")),
            row.why.clone(),
        ]);
    }
    let mut text = table.text("There is no opportunity yet.");
    for change in &result.changes {
        text.push_str(&format!("{} {}\n", change.opportunity.label, show::line(&change.says)));
    }
    text.push_str(&cut(result));
    text
}

fn fitting(result: &WhatIfResult) -> String {
    let mut table = Table::new(&["ID", "*Title", ">P50", ">Weeks"]);
    for row in result.rows.iter().filter(|row| row.in_best) {
        table.row([
            row.opportunity.label.clone(),
            row.opportunity.title.clone(),
            row.value.map_or_else(|| "-".to_owned(), |value| number(value.p50)),
            row.effort.map_or_else(|| "-".to_owned(), |effort| format!("{:.1}", effort.likely)),
        ]);
    }
    table.text("Nothing fits.") + &cut(result)
}

fn cut(result: &WhatIfResult) -> String {
    let mut text = String::new();
    if let Some(cut) = &result.cut {
        text.push_str(&format!("{}.\n", cut.says.trim_end_matches('.')));
    }
    if let Some(best) = &result.best {
        text.push_str(&format!(
            "The best set takes {:.1} weeks and is worth {}. {}\n",
            best.weeks,
            number(best.value),
            best.says
        ));
    }
    text
}

fn weight(text: &str) -> std::result::Result<InputWeight, String> {
    let (name, weight) = text.split_once('=').ok_or("write it as impact=1.4")?;
    let weight = weight.trim().parse().map_err(|_| "write it as impact=1.4".to_owned())?;
    Ok(InputWeight { name: name.trim().to_owned(), weight })
}

fn entry(text: &str) -> std::result::Result<InputEntry, String> {
    let (name, value) = text.split_once('=').ok_or("write it as job_size=5 or effort=1..2..4")?;
    let Input(range) = read::range(value)?;
    Ok(InputEntry { name: name.trim().to_owned(), range })
}

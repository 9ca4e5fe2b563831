//! The register of improvements, the habits that hurt, and how people see their work.

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{
    AntiPattern, Assessment, ImprovementForm, ImprovementRegister, ImprovementSource, ImprovementStep,
    ImprovementVerdict,
};
use engine::error::{Problem, Result};
use engine::model::Time;

use crate::done::Done;
use crate::read;
use crate::show::{self, Table};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Improvements {
    List,
    /// Write a card down.
    New {
        title: String,
        #[command(flatten)]
        card: Box<Card>,
        /// Made from a recurring problem, by its key.
        #[arg(long, conflicts_with = "pattern")]
        problem: Option<String>,
        /// Made from an anti-pattern, by its id.
        #[arg(long)]
        pattern: Option<String>,
    },
    /// Change a card; what isn't given stays.
    Edit {
        /// Its number in the list, or its uid.
        improvement: String,
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        card: Box<Card>,
    },
    /// Move a card to plan, do, check or act.
    Move {
        improvement: String,
        #[arg(value_parser = read::json_word::<ImprovementStep>)]
        step: ImprovementStep,
        /// In act: kept, changed or dropped.
        #[arg(long, value_parser = read::json_word::<ImprovementVerdict>)]
        verdict: Option<ImprovementVerdict>,
    },
    Remove {
        improvement: String,
    },
    /// Habits that hurt: found, not found or no data.
    Patterns {
        /// Show how the number of one came about, by its id: the records that count and those that don't.
        #[arg(long, value_name = "ID")]
        receipt: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct Card {
    #[arg(long)]
    hypothesis: Option<String>,
    /// What should move, from what to what.
    #[arg(long)]
    goal: Option<String>,
    /// What was seen so far.
    #[arg(long)]
    seen: Option<String>,
    /// A role or a name.
    #[arg(long)]
    owner: Option<String>,
    /// When somebody looks at it next.
    #[arg(long, value_parser = read::time)]
    check: Option<Time>,
}

impl Card {
    /// What isn't given stays.
    fn over(self, card: ImprovementForm) -> ImprovementForm {
        ImprovementForm {
            hypothesis: self.hypothesis.unwrap_or(card.hypothesis),
            goal: self.goal.unwrap_or(card.goal),
            seen: self.seen.unwrap_or(card.seen),
            owner: self.owner.unwrap_or(card.owner),
            check_at: self.check.or(card.check_at),
            ..card
        }
    }
}

/// How people see their work.
#[derive(Debug, Subcommand)]
pub enum Assess {
    /// The questions, and the results of closed rounds.
    Show,
    Open,
    /// One person's answers, 1 (never) to 5 (always) for each question. Nothing tells whose they are.
    Answer {
        #[arg(required = true, value_parser = clap::value_parser!(u8).range(1..=5))]
        answers: Vec<u8>,
    },
    Close,
}

pub async fn perform(engine: &Engine, what: Improvements) -> Result<Done> {
    let register = engine.improvements().await?;
    let done = match what {
        Improvements::List => {
            let text = listed(&register);
            return Ok(Done::new(&register, text));
        }
        Improvements::New { title, card, problem, pattern } => {
            let source = source(engine, problem, pattern).await?;
            engine.add_improvement(card.over(ImprovementForm { title, source, ..ImprovementForm::default() })).await?
        }
        Improvements::Edit { improvement, title, card } => {
            let uid = uid(&register, improvement);
            let kept = register.cards.into_iter().find(|one| one.uid == uid).map(|one| one.card).unwrap_or_default();
            let title = title.unwrap_or_else(|| kept.title.clone());
            engine.edit_improvement(uid, card.over(ImprovementForm { title, ..kept })).await?
        }
        Improvements::Move { improvement, step, verdict } => {
            engine.move_improvement(uid(&register, improvement), step, verdict).await?
        }
        Improvements::Remove { improvement } => engine.remove_improvement(uid(&register, improvement)).await?,
        Improvements::Patterns { receipt: Some(id) } => {
            let receipt = engine.anti_pattern_receipt(id).await?;
            return Ok(Done::new(&receipt, show::lines(&receipt.text)));
        }
        Improvements::Patterns { receipt: None } => {
            let patterns = engine.anti_patterns().await?;
            return Ok(Done::new(&patterns, told(&patterns)));
        }
    };
    Ok(workspace::step(&done))
}

pub async fn assess(engine: &Engine, what: Assess) -> Result<Done> {
    let done = match what {
        Assess::Show => {
            let assessment = engine.assessment().await?;
            return Ok(Done::new(&assessment, results(&assessment)));
        }
        Assess::Open => engine.open_assessment().await?,
        Assess::Answer { answers } => engine.answer_assessment(answers).await?,
        Assess::Close => engine.close_assessment().await?,
    };
    Ok(workspace::step(&done))
}

async fn source(engine: &Engine, problem: Option<String>, pattern: Option<String>) -> Result<ImprovementSource> {
    if let Some(key) = problem {
        let title = engine.problem(key.clone(), Default::default()).await?.row.title;
        return Ok(ImprovementSource::Problem { key, title });
    }
    let Some(id) = pattern else { return Ok(ImprovementSource::None) };
    let found = engine.anti_patterns().await?.into_iter().find(|one| one.id == id);
    let found = found.ok_or_else(|| {
        Problem::not_found(format!("No anti-pattern is called {id:?}."))
            .todo("`throughline improvements patterns` lists them.")
    })?;
    Ok(ImprovementSource::AntiPattern { id, title: found.title })
}

/// By the number in the list; anything else is a uid.
fn uid(register: &ImprovementRegister, improvement: String) -> String {
    let number = improvement.parse::<usize>().ok().and_then(|n| register.cards.get(n.wrapping_sub(1)));
    number.map_or(improvement, |card| card.uid.clone())
}

fn listed(register: &ImprovementRegister) -> String {
    let mut table = Table::new(&[">#", "Step", "*Improvement", "Goal", "Owner", "Check"]);
    for (at, card) in register.cards.iter().enumerate() {
        let step = card.verdict.map_or_else(|| card.step.word().to_owned(), |verdict| verdict.word().to_owned());
        let late = if card.overdue { " (late)" } else { "" };
        table.row([
            (at + 1).to_string(),
            step,
            card.card.title.clone(),
            card.card.goal.clone(),
            card.card.owner.clone(),
            format!("{}{late}", show::maybe_time(card.card.check_at)),
        ]);
    }
    table.text("No improvement was written down.")
}

fn told(patterns: &[AntiPattern]) -> String {
    let mut table = Table::new(&["Id", "State", "*Anti-pattern", "Seen"]);
    for one in patterns {
        table.row([one.id.clone(), show::word(one.state), one.title.clone(), one.says.clone()]);
    }
    table.text("Nothing is looked for.")
}

fn results(assessment: &Assessment) -> String {
    let mut table = Table::new(&["*Question", ">Now", ">Before", ">n"]);
    let mut shown = assessment.rounds.iter().rev().filter(|round| !round.results.is_empty());
    let (last, before) = (shown.next(), shown.next());
    for (at, question) in assessment.questions.iter().enumerate() {
        let of = |round: Option<&engine::api::types::AssessmentRound>| {
            round.and_then(|round| round.results.get(at)).map_or_else(String::new, |one| show::number(one.mean))
        };
        let n = last.map_or_else(String::new, |round| round.n.to_string());
        table.row([format!("{}: {}", question.title, question.asks), of(last), of(before), n]);
    }
    let mut text = table.text("");
    for round in assessment.rounds.iter().filter(|round| round.results.is_empty()) {
        let state = if round.closed_at.is_some() { "closed" } else { "open" };
        let answers = show::counted(round.n, "answer", "answers");
        text.push_str(&format!("Round of {}, {state}: {answers}\n", show::time(round.opened_at)));
    }
    text.extend(assessment.warning.iter().map(|warning| format!("{}\n", warning.says)));
    text
}

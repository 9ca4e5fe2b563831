//! How people see working, tooling and culture: a short questionnaire in rounds. Anonymous by design: what is stored and
//! what the journal keeps of an answer bears no name, no laptop and no hour; a round's results show only when it is
//! closed and at least five answered, so that nobody can be told from the others.

use insight::spread::quantile;

use super::Engine;
use super::types::{Assessment, AssessmentQuestion, AssessmentResult, AssessmentRound, AssessmentWarning, StepDone};
use super::workspace::done;
use crate::error::{Problem, Result};
use crate::journal::{self, By, Change, Entity};
use crate::model::Time;
use crate::store::improvements::{self as stored, Round};

/// Fewer answers than this show nothing but their number.
const LEAST: usize = 5;
/// A mean that falls by so much since the round before is worth a talk.
const FALLS: f64 = 0.3;
/// The middle half of the answers spans so much: opinions are apart.
const APART: f64 = 2.0;

/// Id, dimension, title, and how it is asked. Each is answered from 1, never, to 5, always.
const QUESTIONS: [(&str, &str, &str, &str); 9] = [
    ("small", "working", "Changes are small and safe", "Our changes are small enough to be taken back at any hour."),
    ("plan", "working", "Operations shape the plan", "What operations and support see changes what we plan next."),
    ("outcome", "working", "We check outcomes", "After a delivery we look whether it did what we said it would."),
    ("see", "tooling", "We see what breaks first", "We know that something broke before people write to us."),
    ("flow", "tooling", "Changes don’t wait", "A finished change is live within a day, without waiting for anybody."),
    (
        "trace",
        "tooling",
        "We can tell what changed",
        "When something breaks, we can tell in minutes what was changed before.",
    ),
    ("learn", "culture", "We learn from incidents", "After an incident we change how we work, and nobody is blamed."),
    ("news", "culture", "Bad news travels early", "Whoever sees a problem says so at once, and is thanked for it."),
    ("back", "culture", "People hear back", "Those who reported something hear what became of it."),
];

impl Engine {
    pub async fn assessment(&self) -> Result<Assessment> {
        let rounds = stored::rounds(&mut *self.store.reader().acquire().await?).await?;
        let rounds: Vec<AssessmentRound> = rounds.into_iter().map(shown).collect();
        Ok(Assessment { questions: questions(), warning: warning(&rounds), least: LEAST as u32, rounds })
    }

    pub async fn open_assessment(&self) -> Result<StepDone> {
        if self.open_round().await?.is_some() {
            return Err(Problem::refused("A round is open already.").kept("Nothing was changed."));
        }
        let change = Change::new(Entity::AssessmentRound, self.new_uid(), "opened", self.now().0);
        self.decide("Opened a round of questions".to_owned(), &[change]).await
    }

    /// Adds one person's answers, 1 to 5 for each question, to the open round. Nobody is asked who it is.
    pub async fn answer_assessment(&self, answers: Vec<u8>) -> Result<StepDone> {
        let round = self.open_round().await?.ok_or_else(no_round)?;
        if answers.len() != QUESTIONS.len() || answers.iter().any(|answer| !(1..=5).contains(answer)) {
            return Err(Problem::bad_input(format!(
                "There are {} questions, each answered with 1 to 5.",
                QUESTIONS.len()
            ))
            .kept("Nothing was changed."));
        }
        // A laptop of its own for each answer, at the beginning of the day: nothing leads back to who gave it.
        let midnight = Time(self.now().0.div_euclid(Time::DAY) * Time::DAY);
        let by = By { actor: "Somebody".to_owned(), device: self.new_uid(), now: midnight };
        let key = format!("{} {}", round.uid, self.new_uid());
        let message = "Answered the questions".to_owned();
        let mut write = self.store.write().await?;
        let change = Change::new(Entity::AssessmentAnswer, key, "given", serde_json::json!(answers));
        let step = journal::decide(&mut write, &by, &message, &[change]).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(done(step, message, 1))
    }

    pub async fn close_assessment(&self) -> Result<StepDone> {
        let round = self.open_round().await?.ok_or_else(no_round)?;
        let change = Change::new(Entity::AssessmentRound, round.uid, "closed", self.now().0);
        self.decide("Closed the round of questions".to_owned(), &[change]).await
    }

    async fn open_round(&self) -> Result<Option<Round>> {
        let rounds = stored::rounds(&mut *self.store.reader().acquire().await?).await?;
        Ok(rounds.into_iter().find(|round| round.closed_at.is_none()))
    }
}

fn no_round() -> Problem {
    Problem::refused("No round is open.").kept("Nothing was changed.").todo("Open one first.")
}

fn questions() -> Vec<AssessmentQuestion> {
    QUESTIONS
        .iter()
        .map(|(id, dimension, title, asks)| AssessmentQuestion {
            id: (*id).to_owned(),
            dimension: (*dimension).to_owned(),
            title: (*title).to_owned(),
            asks: (*asks).to_owned(),
        })
        .collect()
}

fn shown(round: Round) -> AssessmentRound {
    let n = round.answers.len();
    let results = if round.closed_at.is_none() || n < LEAST { Vec::new() } else { results(&round.answers) };
    AssessmentRound { uid: round.uid, opened_at: round.opened_at, closed_at: round.closed_at, n: n as u32, results }
}

fn results(answers: &[Vec<u8>]) -> Vec<AssessmentResult> {
    let of = |(place, (id, ..)): (usize, &(&str, &str, &str, &str))| {
        let mut given: Vec<f64> = answers.iter().filter_map(|one| one.get(place)).map(|one| f64::from(*one)).collect();
        given.sort_by(f64::total_cmp);
        let mean = given.iter().sum::<f64>() / given.len().max(1) as f64;
        let at = |share: f64| quantile(&given, share).unwrap_or(mean);
        AssessmentResult { question: (*id).to_owned(), mean, low: at(0.25), high: at(0.75) }
    };
    QUESTIONS.iter().enumerate().map(of).collect()
}

/// The question that fell most since the round before, or whose opinions drift apart.
fn warning(rounds: &[AssessmentRound]) -> Option<AssessmentWarning> {
    let mut shown = rounds.iter().rev().filter(|round| !round.results.is_empty());
    let (last, before) = (shown.next()?, shown.next()?);
    let worst = last
        .results
        .iter()
        .zip(&before.results)
        .map(|(now, was)| {
            (now, now.mean - was.mean, now.high - now.low >= APART && now.high - now.low > was.high - was.low)
        })
        .filter(|(_, change, apart)| *change <= -FALLS || *apart)
        .min_by(|(_, one, _), (_, other, _)| one.total_cmp(other))?;
    let (now, change, apart) = worst;
    let title = QUESTIONS.iter().find(|(id, ..)| *id == now.question).map_or("", |(_, _, title, _)| *title);
    let falls = format!("falls by {:.1} to {:.1}", -change, now.mean);
    let drifts = format!("opinions are apart, from {:.0} to {:.0}", now.low, now.high);
    let says = match (change <= -FALLS, apart) {
        (true, true) => format!("“{title}” {falls}, and {drifts}. n = {}.", last.n),
        (true, false) => format!("“{title}” {falls}. n = {}.", last.n),
        _ => format!("“{title}”: {drifts}. n = {}.", last.n),
    };
    Some(AssessmentWarning { question: now.question.clone(), says })
}

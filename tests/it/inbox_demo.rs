//! What the reading pane suggests, held against what was planted in the demo.

use std::collections::HashMap;

use engine::api::Engine;
use engine::api::types::{SignalDetail, SignalQuery, WorkspaceName};
use engine::demo::truths::{Sameness, Truths};
use engine::demo::{SEED, generate};
use engine::model::{SignalId, TriageState};
use support::{Clock, context};
use tempfile::TempDir;

async fn demo() -> (TempDir, Engine, Truths) {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:30:00Z"));
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    (folder, engine, generate(SEED, clock.now()).truths)
}

/// The story a signal was written from, and whether an opportunity answers it.
struct Stories<'t> {
    of_signal: HashMap<&'t str, &'t str>,
    truths: &'t Truths,
}

impl<'t> Stories<'t> {
    fn new(truths: &'t Truths) -> Self {
        let told = truths.themes.iter();
        let of_signal = told.flat_map(|(story, theme)| theme.signals.iter().map(|s| (s.as_str(), story.as_str())));
        Stories { of_signal: of_signal.collect(), truths }
    }

    /// Titles of the opportunities that answer what the signal tells.
    fn answers(&self, signal: &str) -> Vec<&str> {
        let Some(story) = self.of_signal.get(signal) else { return Vec::new() };
        let justified = self.truths.opportunities.iter().filter(|o| o.stories.iter().any(|s| s == story));
        justified.map(|o| o.title.as_str()).collect()
    }
}

#[tokio::test]
async fn suggestions_lead_to_the_opportunity_of_the_same_story() {
    let (_folder, engine, truths) = demo().await;
    let stories = Stories::new(&truths);
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for id in engine.signal_ids(SignalQuery::default()).await.unwrap().into_iter().step_by(3) {
        let SignalDetail { external_id, suggestion, .. } = engine.signal(SignalId(id)).await.unwrap();
        let answers = stories.answers(&external_id);
        match suggestion {
            Some(suggestion) if answers.contains(&suggestion.opportunity.title.as_str()) => {
                assert!(!suggestion.reasons.is_empty() && suggestion.score <= 1.0);
                right += 1;
            }
            Some(_) => wrong += 1,
            None if answers.is_empty() => {}
            None => missed += 1,
        }
    }
    assert!(right >= 9 * wrong, "{right} right, {wrong} wrong");
    assert!(right >= 3 * missed, "{right} right, {missed} missed");
}

#[tokio::test]
async fn a_form_sent_twice_shows_its_twin_first() {
    let (_folder, engine, truths) = demo().await;
    let twins = truths.duplicates.iter().filter(|twins| twins.how == Sameness::SentTwice);
    let (mut tried, mut found) = (0, 0);
    for twins in twins.take(12) {
        let mut details = Vec::new();
        for external_id in &twins.tickets {
            for found in engine.find(external_id.clone()).await.unwrap() {
                if let engine::api::types::FoundTarget::Signal(id) = found.target {
                    details.push(engine.signal(id).await.unwrap());
                }
            }
        }
        details.retain(|detail| twins.tickets.contains(&detail.external_id));
        let listed = details.iter().all(|detail| detail.row.state != TriageState::Merged);
        let [first, second] = &details[..] else { continue };
        if listed {
            tried += 1;
            found += u32::from(first.similar.first().is_some_and(|similar| similar.row.id == second.row.id));
        }
    }
    assert!(tried >= 3, "{tried} pairs are unmerged");
    assert!(found * 10 >= tried * 9, "{found} of {tried}");
}

//! Declining, with a reason and, if a person likes, a draft of what the reporters should be told.

use std::collections::HashMap;

use super::Rule;
use crate::api::Engine;
use crate::api::types::{ReplyDraft, StepDone, TriageVerb};
use crate::api::verbs::{Plan, what};
use crate::error::{Problem, Result};
use crate::model::{DeclineReason, SignalId, TriageState};
use crate::store::settings;
use crate::store::triage::{self, Verdict};
use crate::triage::reply;

/// Letters of a reply at most.
const LONGEST_REPLY: usize = 4_000;

impl Engine {
    /// Says no, with a reason. An incident that is still open can't be declined. A reply is kept with the decision of
    /// each signal that has a reporter, {name} and {title} filled in; it isn't sent.
    pub async fn decline(
        &self,
        ids: Vec<SignalId>,
        reason: DeclineReason,
        note: String,
        reply: Option<String>,
    ) -> Result<StepDone> {
        let reply = reply.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if reply.as_ref().is_some_and(|text| text.chars().count() > LONGEST_REPLY) {
            return Err(Problem::bad_input(format!("A reply has at most {LONGEST_REPLY} letters."))
                .kept("Nothing was changed.")
                .todo("Say it in fewer words."));
        }
        let mut verdict = Verdict::of(TriageState::Declined);
        verdict.reason = Some(reason);
        verdict.note = note.trim().to_owned();
        let Some(template) = reply else {
            return self.settle(ids, TriageVerb::Decline, &verdict, "Declined").await;
        };
        let mut write = self.store.write().await?;
        let names: HashMap<SignalId, String> = triage::reporters(&mut write, &ids).await?.into_iter().collect();
        let (taken, left_out) = Rule::of(self, TriageVerb::Decline).part(triage::candidates(&mut write, &ids).await?);
        let mut plan = Plan { left_out, ..Plan::default() };
        let mut drafts = 0_u32;
        for candidate in taken {
            let name = names.get(&candidate.id);
            let text = name.map_or(String::new(), |name| reply::filled(&template, name, &candidate.title));
            drafts += u32::from(name.is_some());
            plan.take(candidate, &Verdict { reply: text, ..verdict.clone() })?;
        }
        let kept = match drafts {
            0 => ", nobody to reply to".to_owned(),
            1 => ", 1 draft kept".to_owned(),
            many => format!(", {many} drafts kept"),
        };
        let message = format!("Declined {}{kept}", what(&plan.taken));
        self.finish(write, plan, message).await
    }

    /// A first text for the reporters of those that a decline would take. Nothing is written.
    pub async fn draft_reply(&self, ids: Vec<SignalId>, reason: DeclineReason) -> Result<ReplyDraft> {
        let mut read = self.store.reader().acquire().await?;
        let (taken, _) = Rule::of(self, TriageVerb::Decline).part(triage::candidates(&mut read, &ids).await?);
        let asked: Vec<SignalId> = taken.iter().map(|signal| signal.id).collect();
        let reporters = triage::reporters(&mut read, &asked).await?;
        drop(read);
        let actor = settings::read(self.store.reader()).await?.actor;
        let mut text = reply::suggested(reason, if actor == settings::NOBODY_YET { "" } else { &actor });
        if let ([only], [signal]) = (reporters.as_slice(), taken.as_slice()) {
            text = reply::filled(&text, &only.1, &signal.title);
        }
        Ok(ReplyDraft {
            text,
            people: u32::try_from(reporters.len()).unwrap_or(u32::MAX),
            first: reporters.into_iter().next().map(|(_, name)| name),
        })
    }
}

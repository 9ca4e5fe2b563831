//! Outcome checks for the agenda. The key names the verdict: one that turns is a new item, whatever was decided about it
//! or taken off before.

use insight::weeks::Zone;

use super::{MOST, Suggestion, item};
use crate::api::Engine;
use crate::api::forum::Look;
use crate::api::types::{ForumKind, ForumPlace, ForumVerb};
use crate::error::Result;

impl Engine {
    /// Checks that ended and nobody answered, and those whose signals came back; apart, those that end by the coming
    /// meeting. Days are those of the meeting's zone.
    pub(super) async fn outcome_checks(&self, look: &Look) -> Result<Vec<Suggestion>> {
        let zone = look.cadence.as_ref().map_or("", |cadence| cadence.zone.as_str());
        let zone = Zone::parse(zone).unwrap_or(Zone::UTC);
        let by = look.next().unwrap_or(look.now).max(look.now);
        let due = self.outcomes_due(zone, by).await?;
        let suggested = due.into_iter().take(MOST).map(|due| {
            let (label, title) = (&due.opportunity.label, &due.opportunity.title);
            let know = if due.word == "runs" { "No verdict yet".to_owned() } else { due.headline };
            let mut one = item(
                ForumKind::OutcomeDue,
                format!("outcome {} {}", due.uid, due.word),
                format!("{label} {title}: {}", due.word),
            )
            .know(know)
            .asks("Did it work?")
            .leads(ForumPlace::Outcome { id: due.opportunity.id });
            for said in [due.sentence, due.goal].into_iter().filter(|said| !said.is_empty()) {
                one = one.fact(said, None);
            }
            if due.word == "runs" {
                let ends = zone.date(due.at.0);
                return one.way(ForumVerb::Note, "Write something down").not_ripe(format!("its check ends on {ends}"));
            }
            one.way(ForumVerb::VerifyOutcome, "It worked")
                .way(ForumVerb::AssessAgain, "Assess it again")
                .way(ForumVerb::FollowUp, "Follow it up with a new opportunity")
                .way(ForumVerb::Note, "Look again next time")
                .ripe(due.at)
        });
        Ok(suggested.collect())
    }
}

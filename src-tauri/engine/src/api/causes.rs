//! Root causes in four dimensions, of problems and of opportunities.

use insight::causes::{DIMENSIONS, warning};

use super::Engine;
use super::opportunity_edits::{checked_text, editable};
use super::types::{CauseDimension, CauseForm, CauseState, CauseView, CausesOf, CausesView, DimensionView, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::store::causes::{self as stored, Cause, Kept};

const MOST_WHYS: usize = 5;

impl Engine {
    pub async fn causes(&self, of: CausesOf) -> Result<CausesView> {
        let (key, _) = self.what_has_causes(&of).await?;
        self.causes_of(&key).await
    }

    /// `of` is the key of a problem or the uid of an opportunity.
    pub(super) async fn causes_of(&self, of: &str) -> Result<CausesView> {
        let mut read = self.store.reader().begin().await?;
        let kept = stored::all(&mut read, Some(of)).await?;
        let nothing = stored::nothing_found(&mut read, Some(of)).await?;
        Ok(view(kept, |dimension| nothing.iter().any(|(_, one)| *one == dimension)))
    }

    pub async fn add_cause(&self, of: CausesOf, cause: CauseForm) -> Result<StepDone> {
        let (key, name) = self.what_has_causes(&of).await?;
        let cause = checked(cause)?;
        let by = self.by().await?;
        let message = format!("Noted a cause of {name}: {}", cause.text);
        let value = as_json(&written(cause, by.now, by.actor))?;
        let key = format!("{key} {}", self.new_uid());
        self.decide(message, &[Change::new(Entity::Cause, key, "cause", value)]).await
    }

    /// When it was written, and by whom, stays.
    pub async fn edit_cause(&self, uid: String, cause: CauseForm) -> Result<StepDone> {
        let kept = self.cause(&uid).await?;
        let cause = checked(cause)?;
        let confirmed = cause.state == CauseState::Confirmed && kept.cause.state == CauseState::Suggested;
        let verb = if confirmed { "Confirmed" } else { "Changed" };
        let message = format!("{verb} the cause “{}”", cause.text);
        let value = as_json(&written(cause, kept.cause.written_at, kept.cause.written_by))?;
        self.decide(message, &[Change::new(Entity::Cause, format!("{} {uid}", kept.of), "cause", value)]).await
    }

    pub async fn remove_cause(&self, uid: String) -> Result<StepDone> {
        let kept = self.cause(&uid).await?;
        let message = format!("Removed the cause “{}”", kept.cause.text);
        self.decide(message, &[Change::cleared(Entity::Cause, format!("{} {uid}", kept.of), "cause")]).await
    }

    /// A person looked in this dimension and found nothing, or takes that back.
    pub async fn mark_nothing_found(&self, of: CausesOf, dimension: CauseDimension, nothing: bool) -> Result<StepDone> {
        let (key, name) = self.what_has_causes(&of).await?;
        let place = DIMENSIONS[usize::from(stored::code(dimension))].0;
        let found = self.causes_of(&key).await?;
        let box_ = found.dimensions.iter().find(|one| one.dimension == dimension);
        if nothing && box_.is_some_and(|one| !one.causes.is_empty()) {
            return Err(Problem::refused(format!("{place} has a cause already."))
                .kept("Nothing was changed.")
                .todo("Remove the cause first."));
        }
        let change = match box_.is_some_and(|one| one.nothing_found) == nothing {
            true => Vec::new(),
            false => vec![Change::new(Entity::Cause, key, &stored::nothing_field(dimension), nothing)],
        };
        let verb = if nothing { "Nothing found in" } else { "To be looked at again:" };
        self.decide(format!("{verb} {place}, {name}"), &change).await
    }

    /// The key of what has causes, and its name in a sentence. It must be there.
    async fn what_has_causes(&self, of: &CausesOf) -> Result<(String, String)> {
        match of {
            CausesOf::Problem { key } => Ok((key.clone(), format!("“{}”", self.problem_title(key).await?))),
            CausesOf::Opportunity { id } => {
                let mut write = self.store.write().await?;
                Ok((editable(&mut write, *id).await?.uid, id.label()))
            }
        }
    }

    async fn cause(&self, uid: &str) -> Result<Kept> {
        let mut read = self.store.reader().acquire().await?;
        stored::one(&mut read, uid)
            .await?
            .ok_or_else(|| Problem::not_found("This cause isn’t here any more.").kept("Nothing was changed."))
    }
}

pub(super) fn view(kept: Vec<Kept>, nothing_found: impl Fn(CauseDimension) -> bool) -> CausesView {
    let mut dimensions: Vec<DimensionView> = stored::DIMENSIONS
        .into_iter()
        .zip(DIMENSIONS)
        .map(|(dimension, (name, question))| DimensionView {
            dimension,
            name: name.to_owned(),
            question: question.to_owned(),
            causes: Vec::new(),
            nothing_found: nothing_found(dimension),
        })
        .collect();
    let causes = kept.len() as u32;
    let confirmed = kept.iter().filter(|one| one.cause.state == CauseState::Confirmed).count() as u32;
    for Kept { uid, cause, .. } in kept {
        let Some(place) = dimensions.get_mut(usize::from(stored::code(cause.dimension))) else { continue };
        // A cause that was found since counts more than the look before it.
        place.nothing_found = false;
        place.causes.push(CauseView {
            uid,
            dimension: cause.dimension,
            text: cause.text,
            state: cause.state,
            whys: cause.whys,
            process_change: cause.process_change,
            written_at: cause.written_at,
            written_by: cause.written_by,
        });
    }
    let of =
        |place: usize| dimensions.get(place).map_or((0, false), |one| (one.causes.len() as u32, one.nothing_found));
    let boxes = [of(0), of(1), of(2), of(3)];
    CausesView {
        causes,
        confirmed,
        filled: boxes.iter().filter(|(causes, _)| *causes > 0).count() as u32,
        looked_at: boxes.iter().filter(|(causes, nothing)| *causes > 0 || *nothing).count() as u32,
        warning: warning(boxes.map(|(causes, _)| causes), boxes.map(|(_, nothing)| nothing)),
        dimensions,
    }
}

fn written(form: CauseForm, written_at: crate::model::Time, written_by: String) -> Cause {
    let CauseForm { dimension, text, state, whys, process_change } = form;
    Cause { dimension, text, state, whys, process_change, written_at, written_by }
}

/// Without white space around anything, and without empty whys.
fn checked(form: CauseForm) -> Result<CauseForm> {
    let text = checked_text("cause", &form.text)?;
    if text.is_empty() {
        return Err(Problem::bad_input("A cause needs words.").kept("Nothing was changed."));
    }
    let mut whys = Vec::new();
    for why in &form.whys {
        let why = checked_text("answer", why)?;
        if !why.is_empty() {
            whys.push(why);
        }
    }
    if whys.len() > MOST_WHYS {
        return Err(Problem::bad_input(format!("At most {MOST_WHYS} whys fit.")).kept("Nothing was changed."));
    }
    let process_change = checked_text("process change", &form.process_change)?;
    Ok(CauseForm { text, whys, process_change, ..form })
}

fn as_json(cause: &Cause) -> Result<serde_json::Value> {
    serde_json::to_value(cause).map_err(|e| Problem::system(format!("The cause can't be written down: {e}.")))
}

//! Decisions about the opportunity tree. Each is one undoable step.

use serde_json::{Value, json};

use super::nodes::{Node, Nodes, entity, level, may_hang, title, with_article, word};
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::opportunity_edits::{checked_text, plan_new};
use crate::api::types::{OpportunityField, StepDone, TestVerdict, TreeForm, TreeLevel, TreeMade, TreeRef};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::Stage;
use crate::score::assumption::check_weights;
use crate::store::Write;
use crate::store::tree::Place;

/// Most person-weeks a solution may take.
const MOST_WEEKS: f64 = 10_000.0;

impl Engine {
    pub async fn add_to_tree(&self, under: Option<TreeRef>, form: TreeForm) -> Result<TreeMade> {
        let form = checked(form)?;
        let mut write = self.store.write().await?;
        let nodes = Nodes::read(&mut write).await?;
        let parent = parent(&nodes, level(&form), under.as_ref())?;
        let at = TreeRef { level: level(&form), uid: self.new_uid() };
        let (mut changes, mut made) = (Vec::new(), None);
        if let TreeForm::Opportunity { title } = &form {
            let (created, opportunity) = plan_new(&mut write, at.uid.clone(), title).await?;
            changes.extend(created);
            made = Some(opportunity);
        }
        let above = parent.as_ref().map(|node| node.at.uid.as_str()).unwrap_or_default();
        if at.level != TreeLevel::Opportunity || parent.is_some() {
            let position = nodes.children(at.level, above).len();
            changes.push(placed(&at, above, position)?);
        }
        changes.extend(written(&at, &form));
        let message = match (&made, &parent) {
            (Some(opportunity), _) => format!("Made {}: {}", opportunity.label, opportunity.title),
            (None, Some(above)) => {
                format!("Added the {} “{}” to “{}”", word(at.level), title(&form), above.title())
            }
            (None, None) => format!("Added the {} “{}”", word(at.level), title(&form)),
        };
        let about = made.or_else(|| nodes.opportunity_of(parent.as_ref()?).map(reference));
        let step = self.decide_in(write, message, &changes).await?;
        Ok(TreeMade { node: at, step: StepDone { opportunity: about, ..step } })
    }

    pub async fn edit_in_tree(&self, uid: String, form: TreeForm) -> Result<StepDone> {
        let form = checked(form)?;
        let mut write = self.store.write().await?;
        let nodes = Nodes::read(&mut write).await?;
        let node = nodes.by_uid(&uid)?;
        if level(&node.form) != level(&form) {
            return Err(Problem::refused(format!(
                "“{}” is {}, not {}.",
                node.title(),
                with_article(node.at.level),
                with_article(level(&form))
            ))
            .kept("Nothing was changed."));
        }
        if let (TreeForm::Opportunity { title }, Some(record)) = (&form, nodes.record(&uid)) {
            let id = record.id;
            drop(write);
            return self.edit_opportunity(id, OpportunityField::Title, title.clone()).await;
        }
        let changes: Vec<Change> = match form == node.form {
            true => Vec::new(),
            false => written(&node.at, &form),
        };
        self.about(&nodes, &node, write, edited(&node, &form), &changes).await
    }

    pub async fn move_in_tree(&self, node: TreeRef, under: Option<TreeRef>, at: u32) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let nodes = Nodes::read(&mut write).await?;
        let moved = nodes.get(&node)?;
        let parent = parent(&nodes, node.level, under.as_ref())?;
        let above = parent.as_ref().map(|node| node.at.uid.as_str()).unwrap_or_default();
        let (entity, field) = entity(node.level);
        let mut changes = Vec::new();
        if node.level == TreeLevel::Opportunity && parent.is_none() {
            changes.push(Change::cleared(entity, &node.uid, field));
        } else {
            let mut order: Vec<&str> =
                nodes.children(node.level, above).into_iter().filter(|uid| *uid != node.uid).collect();
            order.insert(usize::try_from(at).unwrap_or(usize::MAX).min(order.len()), &node.uid);
            for (position, uid) in order.into_iter().enumerate() {
                let at = TreeRef { level: node.level, uid: uid.to_owned() };
                changes.push(placed(&at, above, position)?);
            }
        }
        let message = match &parent {
            _ if moved.parent == above => format!("Moved “{}” among its neighbours", moved.title()),
            Some(parent) => format!("Moved “{}” to “{}”", moved.title(), parent.title()),
            None => format!("Took “{}” out of its outcome", moved.title()),
        };
        self.about(&nodes, &moved, write, message, &changes).await
    }

    pub async fn drop_in_tree(&self, node: TreeRef, reason: String) -> Result<StepDone> {
        let reason = checked_text("reason", &reason)?;
        if reason.is_empty() {
            return Err(Problem::bad_input("Dropping needs a reason: people will ask.")
                .kept("Nothing was changed.")
                .todo("Say in a few words why not."));
        }
        let mut write = self.store.write().await?;
        let nodes = Nodes::read(&mut write).await?;
        let found = nodes.get(&node)?;
        if let Some(record) = (node.level == TreeLevel::Opportunity).then(|| nodes.record(&node.uid)).flatten() {
            let id = record.id;
            drop(write);
            return self.set_stage(id, Stage::Rejected, reason).await;
        }
        let message = format!("Dropped “{}”: {reason}", found.title());
        let change = Change::new(entity(node.level).0, &node.uid, "dropped", reason);
        self.about(&nodes, &found, write, message, &[change]).await
    }

    pub async fn restore_in_tree(&self, node: TreeRef) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let nodes = Nodes::read(&mut write).await?;
        let found = nodes.get(&node)?;
        if node.level == TreeLevel::Opportunity {
            return Err(Problem::refused("An opportunity is brought back by moving it to a stage.")
                .kept("Nothing was changed."));
        }
        let message = format!("Brought “{}” back", found.title());
        let change = Change::cleared(entity(node.level).0, &node.uid, "dropped");
        self.about(&nodes, &found, write, message, &[change]).await
    }

    pub async fn refuse_risk_hint(&self, assumption: String, refused: bool) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let nodes = Nodes::read(&mut write).await?;
        let found = nodes.get(&TreeRef { level: TreeLevel::Assumption, uid: assumption })?;
        let change = match refused {
            true => Change::new(Entity::Assumption, &found.at.uid, "no_risk", true),
            false => Change::cleared(Entity::Assumption, &found.at.uid, "no_risk"),
        };
        let message = match refused {
            true => format!("“{}” is no risk to register", found.title()),
            false => format!("“{}” is suggested as a risk again", found.title()),
        };
        self.about(&nodes, &found, write, message, &[change]).await
    }

    async fn about(
        &self,
        nodes: &Nodes,
        node: &Node,
        write: Write<'_>,
        message: String,
        changes: &[Change],
    ) -> Result<StepDone> {
        let opportunity = nodes.opportunity_of(node).map(reference);
        let step = self.decide_in(write, message, changes).await?;
        Ok(StepDone { opportunity, ..step })
    }
}

/// What a node of a level is to hang under: it must be there, in force, and of a level that fits.
fn parent(nodes: &Nodes, of: TreeLevel, under: Option<&TreeRef>) -> Result<Option<Node>> {
    if !may_hang(of, under.map(|at| at.level)) {
        let above = under.map_or("nothing", |at| with_article(at.level));
        return Err(Problem::refused(format!("{} can’t hang under {above}.", with_article(of).replacen('a', "A", 1)))
            .kept("Nothing was changed."));
    }
    let Some(under) = under else { return Ok(None) };
    let parent = nodes.get(under)?;
    if parent.dropped.is_some() {
        return Err(Problem::refused(format!("“{}” is dropped.", parent.title()))
            .kept("Nothing was changed.")
            .todo("Bring it back first."));
    }
    Ok(Some(parent))
}

fn placed(at: &TreeRef, parent: &str, position: usize) -> Result<Change> {
    let (entity, field) = entity(at.level);
    let place = Place { parent: parent.to_owned(), position: u32::try_from(position).unwrap_or(u32::MAX) };
    let value = serde_json::to_value(place)
        .map_err(|e| Problem::system(format!("The place in the tree can't be written down: {e}.")))?;
    Ok(Change::new(entity, &at.uid, field, value))
}

/// The form as the journal's fields; what is empty is taken back to "never set". An opportunity's title stands in its own
/// fields, which `plan_new` and `edit_opportunity` write.
fn written(at: &TreeRef, form: &TreeForm) -> Vec<Change> {
    let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
    let fields: Vec<(&str, Option<Value>)> = match form {
        TreeForm::Outcome { title, measure, target } => {
            vec![("title", text(title)), ("measure", text(measure)), ("target", text(target))]
        }
        TreeForm::Opportunity { .. } => Vec::new(),
        TreeForm::Solution { title, chosen, effort } => {
            vec![("title", text(title)), ("chosen", chosen.then(|| json!(true))), ("effort", effort.map(Value::from))]
        }
        TreeForm::Assumption { title, kind, importance, sureness } => vec![
            ("title", text(title)),
            ("kind", text(kind.word())),
            ("importance", importance.map(Value::from)),
            ("sureness", sureness.map(Value::from)),
        ],
        TreeForm::Test { method, expected, result, verdict, started_on, due_on, ended_on } => vec![
            ("method", text(method)),
            ("expected", text(expected)),
            ("result", text(result)),
            ("verdict", verdict.map(|verdict| json!(verdict))),
            ("started_on", started_on.map(|day| json!(day))),
            ("due_on", due_on.map(|day| json!(day))),
            ("ended_on", ended_on.map(|day| json!(day))),
        ],
    };
    let entity = entity(at.level).0;
    let change = |(field, value): (&str, Option<Value>)| match value {
        Some(value) => Change::new(entity, &at.uid, field, value),
        None => Change::cleared(entity, &at.uid, field),
    };
    fields.into_iter().map(change).collect()
}

/// What the toast says of an edit.
fn edited(was: &Node, now: &TreeForm) -> String {
    if let (TreeForm::Test { verdict: before, .. }, TreeForm::Test { verdict: Some(verdict), .. }) = (&was.form, now)
        && before.as_ref() != Some(verdict)
    {
        let says = match verdict {
            TestVerdict::Held => "It held",
            TestVerdict::Failed => "It didn’t hold",
            TestVerdict::Unclear => "Unclear",
        };
        return format!("{says}: {}", title(now));
    }
    if was.title() != title(now) {
        return format!("Renamed “{}” to “{}”", was.title(), title(now));
    }
    format!("Changed the {} “{}”", word(was.at.level), title(now))
}

/// Without white space around anything; a title is one line and not empty.
fn checked(form: TreeForm) -> Result<TreeForm> {
    Ok(match form {
        TreeForm::Outcome { title, measure, target } => TreeForm::Outcome {
            title: one_line("outcome", "title", &title)?,
            measure: checked_text("measure", &measure)?,
            target: checked_text("target", &target)?,
        },
        TreeForm::Opportunity { title } => TreeForm::Opportunity { title: one_line("opportunity", "title", &title)? },
        TreeForm::Solution { title, chosen, effort } => {
            if effort.is_some_and(|weeks| !(weeks.is_finite() && (0.0..=MOST_WEEKS).contains(&weeks))) {
                return Err(
                    Problem::bad_input("The effort goes from 0 to 10,000 person-weeks.").kept("Nothing was changed.")
                );
            }
            TreeForm::Solution { title: one_line("solution", "title", &title)?, chosen, effort }
        }
        TreeForm::Assumption { title, kind, importance, sureness } => {
            check_weights(importance, sureness)?;
            TreeForm::Assumption { title: one_line("assumption", "title", &title)?, kind, importance, sureness }
        }
        TreeForm::Test { method, expected, result, verdict, started_on, due_on, ended_on } => TreeForm::Test {
            method: one_line("test", "method", &method)?,
            expected: checked_text("expected result", &expected)?,
            result: checked_text("result", &result)?,
            verdict,
            started_on,
            due_on,
            ended_on,
        },
    })
}

fn one_line(what: &str, field: &str, text: &str) -> Result<String> {
    let text = checked_text(field, text)?.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Problem::bad_input(format!("The {what} needs a {field}.")).kept("Nothing was changed."));
    }
    Ok(text)
}

//! Roadmap items and ideas from other tools, read from their exports: what becomes an opportunity, and at which stage.
//!
//! The names of columns are those of Jira's CSV export (Issue key, Summary, Description, Status, Assignee, Labels,
//! Components, Votes), of Canny's posts (title, details, board, status, votes, owner, tags, URL) and of Productboard's
//! fields (feature name, description, status, owner, component, tags, user impact score), with the spellings that
//! exports are likely to use. They are a first guess: the person sees the match and can change it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::columns::ColumnSeen;
use super::headers;
use crate::model::Stage;

/// Where the file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IdeaSource {
    Productboard,
    /// Jira Product Discovery.
    Jira,
    Canny,
    /// Any other list.
    Csv,
}

impl IdeaSource {
    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Productboard => "Productboard",
            Self::Jira => "Jira Product Discovery",
            Self::Canny => "Canny",
            Self::Csv => "a list",
        }
    }

    /// Column names that only this tool's export has, one of which suffices.
    fn signature(self) -> &'static [&'static str] {
        match self {
            Self::Productboard => &["feature name", "productboard url", "user impact score", "feature description"],
            Self::Jira => &["issue key", "issue id", "issue type"],
            Self::Canny => &["post id", "board", "post title", "canny url"],
            Self::Csv => &[],
        }
    }
}

/// What a column becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IdeaTarget {
    /// The source's own id: importing again adds nothing for one that is known.
    Id,
    Title,
    Statement,
    Status,
    Owner,
    Service,
    /// Written under the statement, like the next two.
    Tags,
    Votes,
    Link,
    LeaveOut,
}

/// In the order of preference within each target, in the form [`headers::plain`] gives.
#[rustfmt::skip]
const NAMES: [(IdeaTarget, &[&str]); 9] = [
    (IdeaTarget::Id, &["issue key", "key", "post id", "feature id", "idea id", "uuid", "external id", "issue id", "id"]),
    (IdeaTarget::Title, &[
        "feature name", "summary", "post title", "title", "name", "idea", "idea name", "feature", "entity name",
        "opportunity", "headline",
    ]),
    (IdeaTarget::Statement, &[
        "feature description", "description", "details", "post details", "statement", "problem", "body", "text", "notes",
    ]),
    (IdeaTarget::Status, &["status", "feature status", "status name", "post status", "stage", "state"]),
    (IdeaTarget::Owner, &[
        "owner", "feature owner", "assignee", "owner email", "owner name", "post owner", "product manager", "responsible",
    ]),
    (IdeaTarget::Service, &[
        "service", "component", "component s", "components", "product", "product name", "board", "parent component",
    ]),
    (IdeaTarget::Tags, &["tags", "labels", "category", "feature tags"]),
    (IdeaTarget::Votes, &["votes", "vote count", "total votes", "user impact score", "insights"]),
    (IdeaTarget::Link, &["productboard url", "canny url", "post url", "url", "link"]),
];

/// The words tools use for where an idea stands, and what that is here.
#[rustfmt::skip]
const STAGES: [(Stage, &[&str]); 7] = [
    (Stage::Captured, &[
        "", "new", "new idea", "idea", "ideas", "open", "candidate", "parking lot", "backlog", "to do", "captured",
        "inbox", "wont forget", "later",
    ]),
    (Stage::Assessing, &[
        "under review", "under consideration", "considering", "discovery", "in discovery", "exploring", "assessing",
        "research", "researching", "investigating", "evaluating", "validation", "next",
    ]),
    (Stage::Ready, &["planned", "ready", "ready for delivery", "ready for development", "committed", "scheduled", "now",
        "roadmap", "prioritised", "prioritized", "selected for development", "delivery planned"]),
    (Stage::InProgress, &[
        "in progress", "in delivery", "delivery", "in development", "building", "started", "doing", "in design", "beta",
        "in review", "testing",
    ]),
    (Stage::Delivered, &[
        "complete", "completed", "done", "released", "launched", "shipped", "delivered", "live", "impact", "closed done",
    ]),
    (Stage::Verified, &["verified", "validated", "impact measured"]),
    (Stage::Rejected, &[
        "closed", "declined", "rejected", "won t do", "wont do", "archived", "archive", "cancelled", "canceled",
        "not planned", "won t fix", "duplicate", "dropped",
    ]),
];

/// How a list of ideas is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IdeaMapping {
    pub source: IdeaSource,
    /// One per column, in the file's order.
    pub columns: Vec<IdeaTarget>,
    /// Words of the status column whose stage a person chose.
    pub stages: Vec<(String, Stage)>,
}

impl IdeaMapping {
    /// The stage of an idea whose status is `word`; a word that nobody knows is captured.
    pub fn stage(&self, word: &str) -> Stage {
        let chosen = self.stages.iter().find(|(known, _)| known.trim().eq_ignore_ascii_case(word.trim()));
        chosen.map(|(_, stage)| *stage).or_else(|| known_stage(word)).unwrap_or(Stage::Captured)
    }

    pub(super) fn place(&self, target: IdeaTarget) -> Option<usize> {
        self.columns.iter().position(|one| *one == target)
    }

    /// Why nothing can be read, if so.
    pub(super) fn blocked(&self, names: &[String]) -> Option<String> {
        for (place, target) in self.columns.iter().enumerate() {
            let first = self.place(*target).unwrap_or(place);
            if *target != IdeaTarget::LeaveOut && first < place {
                let name = |place: usize| names.get(place).map_or("", String::as_str);
                return Some(format!("{} and {} both become the same. Choose one of them.", name(first), name(place)));
            }
        }
        self.place(IdeaTarget::Title).is_none().then(|| "No column becomes the title.".to_owned())
    }
}

/// None for a word that no tool's usual states have.
pub(super) fn known_stage(word: &str) -> Option<Stage> {
    let plain = headers::plain(word);
    STAGES.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(stage, _)| *stage)
}

/// By the columns' names; the best-fitting name wins a target. A person may have said where the file comes from.
pub(super) fn propose(columns: &[ColumnSeen], source: Option<IdeaSource>) -> IdeaMapping {
    let plain: Vec<String> = columns.iter().map(|column| headers::plain(&column.name)).collect();
    let mut targets = vec![IdeaTarget::LeaveOut; columns.len()];
    for (target, known) in NAMES {
        let rank = |name: &String| known.iter().position(|one| one == name);
        let ranked = plain.iter().enumerate().filter_map(|(place, name)| Some((rank(name)?, place)));
        let free = ranked.filter(|(_, place)| targets.get(*place) == Some(&IdeaTarget::LeaveOut));
        if let Some(slot) = free.min().and_then(|(_, place)| targets.get_mut(place)) {
            *slot = target;
        }
    }
    IdeaMapping { source: source.unwrap_or_else(|| recognised(&plain)), columns: targets, stages: Vec::new() }
}

fn recognised(names: &[String]) -> IdeaSource {
    let marked = |source: &IdeaSource| names.iter().any(|name| source.signature().contains(&name.as_str()));
    [IdeaSource::Productboard, IdeaSource::Jira, IdeaSource::Canny].into_iter().find(marked).unwrap_or(IdeaSource::Csv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Under consideration", Some(Stage::Assessing))]
    #[case("In Progress", Some(Stage::InProgress))]
    #[case("Won't do", Some(Stage::Rejected))]
    #[case("", Some(Stage::Captured))]
    #[case("Maybe one day", None)]
    fn states_of_tools_are_stages_here(#[case] word: &str, #[case] stage: Option<Stage>) {
        assert_eq!(known_stage(word), stage);
    }

    #[test]
    fn no_word_means_two_stages_and_no_name_two_targets() {
        let mut words: Vec<&str> = STAGES.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let mut names: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for list in [&mut words, &mut names] {
            let before = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), before);
        }
    }
}

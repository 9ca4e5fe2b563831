use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

use super::{
    Check, OpportunityQuery, OpportunitySort, Readiness, Requirement, RiskAssessment, RiskLevel, RiskView, SignalQuery,
    ThemeQuery,
};
use crate::model::RiskKind;

/// Filters with a name.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SavedView {
    pub uid: String,
    pub name: String,
    pub shows: ViewShows,
    /// How many it finds now.
    pub count: u32,
}

/// What a view shows, and on which screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "screen")]
pub enum ViewShows {
    Inbox { query: SignalQuery },
    Opportunities { query: OpportunityQuery, look: TableLook },
    Themes { query: ThemeQuery },
}

/// How a view lays its opportunities out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TableLook {
    pub layout: Layout,
    pub group: Option<TableGroup>,
    /// Columns beside rank and title, in the table's order; none chosen shows the usual ones.
    pub columns: Option<Vec<TableColumn>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    #[default]
    Table,
    Board,
    Matrix,
    Tree,
    Timeline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TableGroup {
    Stage,
    Service,
    Owner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TableColumn {
    Value,
    P50,
    Holds,
    Risk,
    Effort,
    Reach,
    Evidence,
    Owner,
    Service,
    Stage,
    Delivery,
    Updated,
}

/// The TypeScript of what views and the checklist bring to the page.
pub fn view_declarations(config: &Config) -> Vec<String> {
    vec![
        RiskKind::decl(config),
        RiskAssessment::decl(config),
        RiskLevel::decl(config),
        RiskView::decl(config),
        Requirement::decl(config),
        Check::decl(config),
        Readiness::decl(config),
        OpportunitySort::decl(config),
        SavedView::decl(config),
        ViewShows::decl(config),
        TableLook::decl(config),
        Layout::decl(config),
        TableGroup::decl(config),
        TableColumn::decl(config),
    ]
}

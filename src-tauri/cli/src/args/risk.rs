//! The grammar of a judged risk.

use clap::Args;
use engine::model::{OpportunityId, RiskKind};

use crate::read;

#[derive(Debug, Args)]
pub struct Risk {
    #[arg(value_parser = read::opportunity)]
    pub id: OpportunityId,
    #[arg(value_parser = read::risk_kind)]
    pub kind: RiskKind,
    /// 1 (hardly) to 5 (nearly certain).
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=5), required_unless_present = "none")]
    pub likelihood: Option<u8>,
    /// 1 (a nuisance) to 5 (it would be for nothing).
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=5), required_unless_present = "none")]
    pub impact: Option<u8>,
    /// What could go wrong.
    #[arg(long, default_value = "")]
    pub note: String,
    #[arg(long, conflicts_with_all = ["likelihood", "impact", "note"])]
    pub none: bool,
}

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ColumnPreview, FileFormat, RowProblem, StagedFile};
pub use crate::import::{Company, CompanyMapping, CompanyTarget};
use crate::model::{ConnectionId, Customer, CustomerId, RuleField, ServiceId, Sign, SignalId, Time};

/// The services, what leads to them, and what leads nowhere yet.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ServicesView {
    /// Those of the most signals first; at most 500.
    pub unmapped: Vec<UnmappedValue>,
    /// All values without a service, shown or not.
    pub unmapped_values: u32,
    pub unmapped_signals: u32,
    /// In the order of the alphabet.
    pub services: Vec<ServiceRow>,
    /// In the order in which they are tried.
    pub rules: Vec<RuleView>,
    pub products: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UnmappedValue {
    pub place: PlaceValue,
    pub connection: String,
    pub signals: u32,
    pub newest: SignalId,
    pub newest_title: String,
    pub newest_at: Time,
    /// A service whose name is alike.
    pub suggestion: Option<String>,
}

/// Something a tool says of a record's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceValue {
    /// None: whichever connection says it.
    pub connection: Option<ConnectionId>,
    pub field: RuleField,
    /// Empty for "anything".
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ServiceRow {
    pub id: ServiceId,
    pub name: String,
    pub product: Option<String>,
    pub signals: u32,
    pub open: u32,
    /// Other names by which tools call it.
    pub told: Vec<String>,
}

/// A rule as a person writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleForm {
    /// None: of every connection.
    pub connection: Option<ConnectionId>,
    pub field: RuleField,
    /// `*` stands for any characters; ignored for "anything", which is everything else.
    pub pattern: String,
    /// Empty: left out.
    pub service: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RuleView {
    /// Names it for moving and removing.
    pub uid: String,
    pub form: RuleForm,
    /// Name of the connection, if it is about one.
    pub connection: Option<String>,
}

/// The customers, and those whom nobody could match.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CustomersView {
    /// Those that fit several customers first, then those of the most signals; at most 500.
    pub unmatched: Vec<UnmatchedValue>,
    pub unmatched_values: u32,
    pub unmatched_signals: u32,
    /// Those worth most first; at most 500 that fit the text.
    pub customers: Vec<CustomerRow>,
    /// All that fit the text.
    pub total: u32,
    /// How many of all customers came from a list.
    pub imported: u32,
    /// What people decided, in force now.
    pub choices: Vec<ChoiceView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UnmatchedValue {
    pub told: ToldValue,
    pub signals: u32,
    pub newest: SignalId,
    pub newest_title: String,
    /// Names of the customers it fits, when there are several.
    pub fits: Vec<String>,
}

/// An organisation as a tool names it, or a mail domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ToldValue {
    pub sign: Sign,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CustomerRow {
    pub id: CustomerId,
    pub customer: Customer,
    pub imported: bool,
    /// A list's revenue in another currency, which isn't added up: amount and currency.
    #[ts(type = "[number, string] | null")]
    pub amount: Option<(i64, String)>,
    pub domains: Vec<String>,
    pub signals: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChoiceView {
    pub told: ToldValue,
    /// None: no customer.
    pub customer: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CompanyPreview {
    pub file: StagedFile,
    pub format: FileFormat,
    pub mapping: CompanyMapping,
    pub columns: Vec<ColumnPreview>,
    pub rows: u32,
    /// Rows that would be stored without a remark.
    pub clean: u32,
    /// Rows that would be stored with a remark.
    pub noted: u32,
    /// Rows that would be set aside.
    pub left_out: u32,
    /// The first 100 remarks.
    pub problems: Vec<RowProblem>,
    /// The first 7 customers as they will look.
    pub first: Vec<Company>,
    /// Customers of an earlier list; they are updated and never doubled.
    pub already_here: u32,
    /// Why it can't be imported yet, if it can't.
    pub blocked: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CompanyReport {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub left_out: u32,
    /// The first 100 remarks.
    pub problems: Vec<RowProblem>,
    /// Signals that belong to another customer than before, or to one at last.
    pub moved: u32,
    pub message: String,
}

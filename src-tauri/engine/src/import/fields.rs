//! A mapping by the names of the fields, for sources whose columns may come in any order and not all every time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::mapping::{DateOrder, Mapping, Target};
use crate::error::{Problem, Result};
use crate::model::{Kind, Severity};

/// Which field of a record becomes what. It is kept as JSON among the settings of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct FieldMapping {
    /// A field inside another is told with a point between: `author.name`.
    pub fields: BTreeMap<Target, String>,
    /// What records become when no field says.
    pub kind: Kind,
    pub date_order: DateOrder,
    /// `1.234,56` when true, `1,234.56` when false.
    pub decimal_comma: bool,
    /// Values of the severity field that aren't words we know, e.g. ("P1", critical).
    pub severities: Vec<(String, Severity)>,
}

impl Default for FieldMapping {
    fn default() -> Self {
        FieldMapping {
            fields: BTreeMap::new(),
            kind: Kind::Ticket,
            date_order: DateOrder::YearFirst,
            decimal_comma: false,
            severities: Vec::new(),
        }
    }
}

impl FieldMapping {
    /// Reads the setting of a connection; None when it is empty.
    pub fn parse(text: &str) -> Result<Option<FieldMapping>> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        serde_json::from_str(text).map(Some).map_err(|why| {
            Problem::bad_input(format!("The mapping can't be read: {why}.")).kept("Nothing was changed.").todo(
                "Match the fields again, or write it like {\"fields\": {\"title\": \"subject\"}, \"kind\": \"ticket\"}.",
            )
        })
    }

    /// What `mapping` says about columns of these names.
    pub fn of(mapping: &Mapping, names: &[String]) -> FieldMapping {
        let chosen = mapping.columns.iter().zip(names).filter(|(target, _)| **target != Target::LeaveOut);
        FieldMapping {
            fields: chosen.map(|(target, name)| (*target, name.clone())).collect(),
            kind: mapping.kind,
            date_order: mapping.date_order,
            decimal_comma: mapping.decimal_comma,
            severities: mapping.severities.clone(),
        }
    }

    /// The mapping of columns that are called `names`. What isn't among them stays empty.
    pub fn onto(&self, names: &[String]) -> Mapping {
        let target = |name: &String| {
            let found = self.fields.iter().find(|(_, field)| *field == name);
            found.map_or(Target::LeaveOut, |(target, _)| *target)
        };
        Mapping {
            columns: names.iter().map(target).collect(),
            kind: self.kind,
            date_order: self.date_order,
            decimal_comma: self.decimal_comma,
            severities: self.severities.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_by_names_survives_other_columns_in_another_order() {
        let given =
            r#"{"fields": {"title": "subject", "external_id": "id", "updated_at": "gone"}, "kind": "incident"}"#;
        let mapping = FieldMapping::parse(given).unwrap().unwrap();
        let onto = mapping.onto(&["extra".into(), "subject".into(), "id".into()]);
        assert_eq!(onto.columns, [Target::LeaveOut, Target::Title, Target::ExternalId]);
        assert_eq!(onto.kind, Kind::Incident);
        let back = FieldMapping::of(&onto, &["extra".into(), "subject".into(), "id".into()]);
        assert_eq!(back.fields.len(), 2);
    }

    #[test]
    fn a_slip_in_a_mapping_is_told() {
        assert_eq!(FieldMapping::parse("  ").unwrap(), None);
        let slip = FieldMapping::parse(r#"{"fields": {"titel": "subject"}}"#).unwrap_err();
        assert!(slip.what.contains("titel"), "{slip}");
        assert!(FieldMapping::parse(r#"{"feilds": {}}"#).is_err());
        assert!(FieldMapping::parse("[1, 2").is_err());
    }
}

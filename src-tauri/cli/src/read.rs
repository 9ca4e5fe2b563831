//! Words of the command line, read as the engine's values.

use engine::api::types::{Cadence, ExportFormat};
use engine::model::{
    DeclineReason, Kind, OpportunityId, Range, RiskKind, RuleField, Severity, Stage, Status, Time, TriageState,
};
use serde::de::DeserializeOwned;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident -> $ty:ident;)*) => {$(
        pub fn $name(text: &str) -> Result<$ty, String> {
            $ty::from_word(&text.replace('-', "_"))
                .ok_or_else(|| format!("one of {}", $ty::ALL.iter().map(|word| word.word()).collect::<Vec<_>>().join(", ")))
        }
    )*};
}

words! {
    kind -> Kind;
    severity -> Severity;
    status -> Status;
    state -> TriageState;
    reason -> DeclineReason;
    stage -> Stage;
    risk_kind -> RiskKind;
    rule_field -> RuleField;
}

/// Reads a word the way JSON writes it.
pub fn json_word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let word = text.trim().to_lowercase().replace('-', "_");
    serde_json::from_value(word.into()).map_err(|error| error.to_string())
}

/// A format of files, by its name or its usual ending.
pub fn format(text: &str) -> Result<ExportFormat, String> {
    json_word(if text.eq_ignore_ascii_case("md") { "markdown" } else { text })
}

/// `name=word`; the name may hold further equals signs.
pub fn pair<T: DeserializeOwned>(text: &str) -> Result<(String, T), String> {
    let (name, word) = text.rsplit_once('=').ok_or("write it as name=value")?;
    Ok((name.trim().to_owned(), json_word(word)?))
}

pub fn opportunity(text: &str) -> Result<OpportunityId, String> {
    OpportunityId::parse(text).ok_or_else(|| "write it as OPP-31 or 31".to_owned())
}

/// A day, which begins at midnight UTC, or an RFC 3339 instant.
pub fn time(text: &str) -> Result<Time, String> {
    Time::parse_rfc3339(text)
        .or_else(|| Time::parse_rfc3339(&format!("{}T00:00:00Z", text.trim())))
        .ok_or_else(|| "write it as 2026-12-01 or 2026-12-01T08:00:00Z".to_owned())
}

/// `15m`, `6h`
pub fn every(text: &str) -> Result<Cadence, String> {
    match text.parse()? {
        cadence @ Cadence::Every(_) => Ok(cadence),
        _ => Err("write it as 15m or 6h".to_owned()),
    }
}

/// `06:30`
pub fn daily(text: &str) -> Result<Cadence, String> {
    format!("daily {text}").parse()
}

/// A score's input as given; None takes it back to "not set".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input(pub Option<Range>);

/// `400`, `400..600..900`, `80%`, or `none` for "not set".
pub fn range(text: &str) -> Result<Input, String> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(Input(None));
    }
    let number = |part: &str| -> Result<f64, String> {
        let part = part.trim();
        let (digits, factor) = part.strip_suffix('%').map_or((part, 1.0), |digits| (digits, 0.01));
        let number: f64 = digits.trim().parse().map_err(|_| format!("{part:?} is not a number"))?;
        Ok(number * factor)
    };
    match text.split("..").collect::<Vec<_>>().as_slice() {
        [one] => Ok(Input(Some(Range::exactly(number(one)?)))),
        [low, likely, high] => {
            Ok(Input(Some(Range { low: number(low)?, likely: number(likely)?, high: number(high)? })))
        }
        _ => Err("write one number, or low..likely..high".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::import::Target;

    #[test]
    fn ranges_are_one_number_or_three() {
        assert_eq!(range("400"), Ok(Input(Some(Range::exactly(400.0)))));
        assert_eq!(range("1..1.5..3"), Ok(Input(Some(Range { low: 1.0, likely: 1.5, high: 3.0 }))));
        assert_eq!(range("80%"), Ok(Input(Some(Range::exactly(0.8)))));
        assert_eq!(range("none"), Ok(Input(None)));
        assert!(range("1..2").is_err());
        assert!(range("many").is_err());
    }

    #[test]
    fn a_column_name_may_hold_an_equals_sign() {
        assert_eq!(pair("a=b=title"), Ok(("a=b".to_owned(), Target::Title)));
        assert!(pair::<Target>("title").is_err());
        assert!(pair::<Target>("a=nonsense").is_err());
    }

    #[test]
    fn a_day_is_its_midnight() {
        assert_eq!(time("2026-12-01").map(Time::rfc3339), Ok("2026-12-01T00:00:00Z".to_owned()));
        assert!(time("tomorrow").is_err());
    }
}

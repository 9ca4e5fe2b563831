//! How an interface hands out what doesn't fit into one answer, and where a pull stands in it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::{Account, BadReply, Cursor};
use super::shape;
use crate::error::{Problem, Result};
use crate::http::HttpReply;
use crate::import::FieldMapping;
use crate::model::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    OnePage,
    /// From this number on.
    Number(u64),
    Offset,
    Field,
    Link,
}

/// The ways to page, as the person set them.
#[derive(Clone, Debug)]
pub(super) struct Paging {
    way: Way,
    parameter: String,
    /// Keys to the field that tells the next page.
    field: Vec<String>,
}

/// Where a pull stands; kept as the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Pages read in this pull.
    pub pages: u64,
    /// Records read in this pull.
    pub records: u64,
    /// The token or address of the next page.
    pub next: Option<String>,
    /// Only what changed since then is asked for.
    pub since: Option<Time>,
    /// The newest change seen in this pull.
    pub newest: Option<Time>,
    /// Keys to the list, as found in the first answer.
    pub list: Option<Vec<String>>,
    /// The mapping, as guessed from the first page that held a record.
    pub mapping: Option<FieldMapping>,
}

impl Place {
    /// An unreadable cursor starts from the beginning: reading again is harmless.
    pub fn of(cursor: &Cursor) -> Place {
        cursor.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub fn cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).ok())
    }
}

impl Paging {
    pub fn of(account: &Account) -> Result<Paging> {
        let way = match account.setting("paging") {
            "" | "none" => Way::OnePage,
            "page" => Way::Number(1),
            "page_zero" => Way::Number(0),
            "offset" => Way::Offset,
            "cursor" => Way::Field,
            "link" => Way::Link,
            other => return Err(Problem::bad_input(format!("“{other}” is no way to page.")).kept("Nothing was read.")),
        };
        let field = shape::path(account.setting("next"));
        if way == Way::Field && field.is_empty() {
            return Err(Problem::bad_input("Nothing says where the next page is told.")
                .kept("Nothing was read.")
                .todo("Name the field of the answer that holds the token or address of the next page."));
        }
        let usual = match way {
            Way::Number(_) => "page",
            Way::Offset => "offset",
            _ => "cursor",
        };
        let parameter = match account.setting("page_parameter") {
            "" => usual.to_owned(),
            given => given.to_owned(),
        };
        Ok(Paging { way, parameter, field })
    }

    /// What to add to the question for the page at `place`. None: the first page needs nothing.
    pub fn question(&self, place: &Place) -> Option<(&str, String)> {
        match self.way {
            Way::Number(first) => Some((&self.parameter, first.saturating_add(place.pages).to_string())),
            Way::Offset if place.records > 0 => Some((&self.parameter, place.records.to_string())),
            Way::Field => Some((&self.parameter, place.next.clone()?)),
            Way::OnePage | Way::Offset | Way::Link => None,
        }
    }

    /// The address of the page at `place`, where the last answer told it whole. `asked` is the address without it.
    pub fn address(&self, place: &Place, asked: &str) -> Option<String> {
        let next = place.next.as_deref()?;
        let whole = self.way == Way::Link || next.starts_with("http://") || next.starts_with("https://");
        if !whole && !next.starts_with('/') && !next.starts_with('?') {
            return None;
        }
        let base = url::Url::parse(asked).ok()?;
        base.join(next).ok().map(String::from)
    }

    /// What leads on after an answer with `count` records. None: there is no more.
    pub fn onwards(&self, place: &Place, reply: &HttpReply, value: &Value, count: u64) -> Option<Place> {
        let further = Place {
            pages: place.pages.saturating_add(1),
            records: place.records.saturating_add(count),
            next: None,
            ..place.clone()
        };
        match self.way {
            Way::OnePage => None,
            // How many an interface gives at most is its own affair, so only an empty page is the end.
            Way::Number(_) | Way::Offset => (count > 0).then_some(further),
            Way::Field => Self::led(further, token(shape::at(value, &self.field)?)?, place, count),
            Way::Link => Self::led(further, linked(reply)?, place, count),
        }
    }

    /// An empty page that leads to itself is how some interfaces say that nothing is new.
    fn led(further: Place, next: String, place: &Place, count: u64) -> Option<Place> {
        let stays = count == 0 && place.next.as_ref() == Some(&next);
        (!stays).then_some(Place { next: Some(next), ..further })
    }
}

/// The parameter for the size of a page and the size, from `per_page=100`.
pub(super) fn size(text: &str) -> Result<Option<(String, u32)>> {
    if text.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (name, size) = text.split_once('=')?;
        let size = size.trim().parse().ok().filter(|size| (1..=10_000).contains(size))?;
        Some((name.trim().to_owned(), size))
    };
    read().map(Some).ok_or_else(|| {
        Problem::bad_input(format!("“{text}” is no size of a page."))
            .kept("Nothing was read.")
            .todo("Write the parameter and the size, for example per_page=100.")
    })
}

fn token(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The address under `rel="next"` of the Link headers.
fn linked(reply: &HttpReply) -> Option<String> {
    let headers = reply.headers.iter().filter(|(name, _)| name == "link").map(|(_, value)| value.as_str());
    headers.flat_map(|value| value.split('<').skip(1)).find_map(|link| {
        let (address, rest) = link.split_once('>')?;
        let says_next = rest.split(';').any(|part| {
            let part = part.trim().trim_end_matches(',').trim().to_ascii_lowercase();
            part.strip_prefix("rel=").is_some_and(|rel| rel.trim_matches('"').split(' ').any(|word| word == "next"))
        });
        says_next.then(|| address.trim().to_owned())
    })
}

/// For the sentence about an answer without the list that was named.
pub(super) fn no_list(path: &[String]) -> BadReply {
    BadReply(match path {
        [] => "it is no list of records".to_owned(),
        path => format!("it holds no list of records at {}", path.join(".")),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        r#"<https://a.example/x?page=2>; rel="next", <https://a.example/x?page=9>; rel="last""#,
        Some("https://a.example/x?page=2")
    )]
    #[case(r#"<https://a.example/x?page=1>; rel="prev", </x?page=3>; rel=next"#, Some("/x?page=3"))]
    #[case(r#"<https://a.example/x?page=1>; rel="prev next-ish""#, None)]
    #[case("nonsense", None)]
    fn the_next_page_stands_in_the_link_header(#[case] link: &str, #[case] wanted: Option<&str>) {
        let reply = HttpReply { status: 200, headers: vec![("link".into(), link.into())], body: Vec::new() };
        assert_eq!(linked(&reply).as_deref(), wanted);
    }

    #[rstest]
    #[case("", Some(None))]
    #[case("per_page=100", Some(Some(("per_page", 100))))]
    #[case(" limit = 5 ", Some(Some(("limit", 5))))]
    #[case("100", None)]
    #[case("limit=0", None)]
    fn a_page_has_a_size(#[case] text: &str, #[case] wanted: Option<Option<(&str, u32)>>) {
        let wanted = wanted.map(|size| size.map(|(name, size)| (name.to_owned(), size)));
        assert_eq!(size(text).ok(), wanted);
    }
}

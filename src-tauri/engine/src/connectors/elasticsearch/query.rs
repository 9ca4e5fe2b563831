//! The search that an account asks for, and the fields it wants to see in what is found.

use serde_json::{Value, json};

use super::super::{Account, fields};
use crate::error::{Problem, Result};
use crate::model::Time;

/// A person's query, and the names their entries use.
pub struct Query {
    wanted: Value,
    pub time: String,
    pub title: String,
    pub service: String,
    tiebreaker: String,
}

impl Query {
    /// Fails with a plain sentence when there is no query, or one that is no JSON.
    pub fn of(account: &Account) -> Result<Query> {
        let text = account.setting("query");
        let bad = |what: &str| Problem::bad_input(what).kept("Nothing was changed.");
        if text.is_empty() {
            return Err(bad("Elasticsearch wants to know what to look for.").todo("Enter a query."));
        }
        let wanted = if text.starts_with('{') {
            let query: Value = serde_json::from_str(text).map_err(|error| {
                bad(&format!("The query is not JSON ({error}).")).todo("Correct it, or write it without braces.")
            })?;
            // What is copied from a request has the query inside.
            query.get("query").cloned().unwrap_or(query)
        } else {
            json!({ "query_string": { "query": text } })
        };
        let or = |name: &str, usual: &str| {
            let set = account.setting(name);
            if set.is_empty() { usual.to_owned() } else { set.to_owned() }
        };
        Ok(Query {
            wanted,
            time: or("time_field", "@timestamp"),
            title: or("title_field", "message"),
            service: or("service_field", "service.name"),
            tiebreaker: or("tiebreaker", "_seq_no"),
        })
    }

    /// In the order of time, entries of the same instant in the order of the tiebreaker.
    pub fn search(&self, since: Option<Time>, after: Option<&Value>, size: u32) -> Value {
        let filter: Vec<Value> = since
            .map(|since| json!({ "range": { &self.time: { "gte": since.0, "format": "epoch_millis" } } }))
            .into_iter()
            .collect();
        let mut search = json!({
            "size": size,
            "query": { "bool": { "must": [self.wanted], "filter": filter } },
            "sort": [{ &self.time: "asc" }, { &self.tiebreaker: "asc" }],
            "track_total_hits": true,
        });
        if let (Some(after), Some(search)) = (after, search.as_object_mut()) {
            search.insert("search_after".to_owned(), after.clone());
        }
        search
    }
}

/// What lies under `path`, whether its dots are steps or part of a name.
pub fn at<'a>(entry: &'a Value, path: &str) -> Option<&'a Value> {
    if let Some(found) = entry.get(path) {
        return Some(found);
    }
    let dots = path.char_indices().filter(|(_, c)| *c == '.').map(|(dot, _)| dot);
    dots.filter_map(|dot| Some((path.get(..dot)?, path.get(dot + 1..)?)))
        .find_map(|(step, rest)| at(entry.get(step)?, rest))
}

/// One line of what lies under `path`; of several values the first.
pub fn line(entry: &Value, path: &str) -> Option<String> {
    let found = match at(entry, path)? {
        Value::Array(many) => many.first()?,
        one => one,
    };
    fields::line(&serde_json::json!({ "found": found }), "found")
}

/// An instant under `path`, told as a date or as milliseconds.
pub fn time(entry: &Value, path: &str) -> Option<Time> {
    let found = at(entry, path)?;
    let millis = found.as_i64().or_else(|| found.as_str()?.parse().ok());
    millis.map(Time).or_else(|| Time::parse_rfc3339(found.as_str()?)).filter(|at| at.0 > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(query: &str) -> Account {
        Account { settings: [("query".to_owned(), query.to_owned())].into(), ..Account::default() }
    }

    #[test]
    fn a_query_is_words_or_json() {
        let search = |text: &str| Query::of(&account(text)).unwrap().search(None, None, 10)["query"]["bool"].clone();
        assert_eq!(search("level:error")["must"][0], json!({ "query_string": { "query": "level:error" } }));
        let term = json!({ "term": { "level": "error" } });
        assert_eq!(search(&term.to_string())["must"][0], term);
        assert_eq!(search(&json!({ "query": term, "size": 5 }).to_string())["must"][0], term);
        assert!(Query::of(&account("")).is_err());
        assert!(Query::of(&account("{level:error")).err().unwrap().what.starts_with("The query is not JSON"));
    }

    #[test]
    fn dots_are_steps_or_part_of_a_name() {
        let entry = json!({ "log.level": "error", "service": { "name": "checkout", "a.b": { "c": [7, 8] } } });
        assert_eq!(line(&entry, "log.level").as_deref(), Some("error"));
        assert_eq!(line(&entry, "service.name").as_deref(), Some("checkout"));
        assert_eq!(line(&entry, "service.a.b.c").as_deref(), Some("7"));
        assert_eq!(line(&entry, "service"), None);
    }

    #[test]
    fn instants_come_as_dates_or_milliseconds() {
        let wanted = Some(Time(1_700_000_000_500));
        for told in [json!(1_700_000_000_500_i64), json!("1700000000500"), json!("2023-11-14T22:13:20.500Z")] {
            assert_eq!(time(&json!({ "@timestamp": told }), "@timestamp"), wanted);
        }
    }
}

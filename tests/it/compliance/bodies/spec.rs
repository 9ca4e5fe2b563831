//! `requests.json`: the requests that a tool takes, in our own words after what its maker publishes.
//!
//! ```json
//! {
//!   "source": "whose description, which version, of when",
//!   "headers": { "accept": { "pattern": "json" } },
//!   "$defs": { "title": { "type": "string", "maxLength": 255 } },
//!   "graphql": "schema.graphql",
//!   "kinds": [{
//!     "name": "make an issue", "method": "POST", "path": "/projects/{project}/issues",
//!     "query": { "notify": { "enum": ["true", "false"] } }, "must": [],
//!     "headers": { "content-type": { "pattern": "^application/json" } },
//!     "body": { "type": "object", "properties": { "title": { "$ref": "#/$defs/title" } }, "required": ["title"] }
//!   }]
//! }
//! ```
//!
//! `headers`, `query` and `body` hold JSON Schemas (draft 2020-12). A header named must be there, others may be; a
//! parameter not named under `query` is refused, and those under `must` have to be there. Without `body` a request
//! has none. A form is looked at as an object of texts. `{…}` in a path stands for one step, decoded. Kinds may share
//! method and path; a request has to fit one. With `graphql`, the text under `query` in a body and its `variables` must
//! be valid by the schema in that file. `source` in a kind names where it differs from the file's.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use engine::http::HttpRequest;
use jsonschema::Validator;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use support::replay::Replay;
use url::Url;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    headers: BTreeMap<String, Value>,
    #[serde(default, rename = "$defs")]
    defs: Map<String, Value>,
    graphql: Option<String>,
    kinds: Vec<KindInFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindInFile {
    name: String,
    method: String,
    path: String,
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    body: Option<Value>,
    source: Option<String>,
}

/// A `requests.json`, ready to be held against requests.
pub struct Requests {
    kinds: Vec<Kind>,
    graphql: Option<Valid<Schema>>,
}

struct Kind {
    name: String,
    method: String,
    path: Vec<String>,
    query: Validator,
    headers: BTreeMap<String, Validator>,
    body: Option<Validator>,
}

/// A request as it went out, whoever tells it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub method: String,
    pub url: Url,
    pub headers: BTreeMap<String, String>,
    /// JSON, or a form as an object of texts.
    pub body: Option<Value>,
}

impl Requests {
    /// None when the vendor has no such file.
    pub fn of(replay: &Replay) -> Result<Option<Requests>> {
        let place = replay.beside("requests.json");
        if !place.exists() {
            return Ok(None);
        }
        let file: File = serde_json::from_str(&std::fs::read_to_string(&place)?)
            .with_context(|| format!("{} is malformed", place.display()))?;
        ensure!(file.source.len() > 20, "requests.json doesn't say where its facts come from");
        let graphql = match &file.graphql {
            None => None,
            Some(name) => {
                let text = std::fs::read_to_string(replay.beside(name))?;
                let schema = Schema::parse_and_validate(text, name);
                Some(schema.map_err(|wrong| anyhow::anyhow!("{name}: {}", wrong.errors))?)
            }
        };
        let kinds = file.kinds.iter().map(|kind| compiled(kind, &file)).collect::<Result<_>>()?;
        Ok(Some(Requests { kinds, graphql }))
    }

    /// The name of the kind that `sent` is of; else what is wrong with it.
    pub fn check(&self, sent: &Sent) -> Result<&str> {
        let steps: Vec<String> = sent.url.path().split('/').skip(1).map(decoded).collect();
        let alike: Vec<&Kind> = self.kinds.iter().filter(|kind| kind.is_at(&sent.method, &steps)).collect();
        let mut wrong = Vec::new();
        for kind in &alike {
            match kind.wrong(sent).or_else(|| self.misspelt(sent)) {
                None => return Ok(&kind.name),
                Some(reason) => wrong.push(format!("  not “{}”: {reason}", kind.name)),
            }
        }
        let told = sent.body.as_ref().map(|body| body.to_string().chars().take(600).collect::<String>());
        bail!(
            "{} {} {}\n{}",
            sent.method,
            sent.url,
            told.unwrap_or_default(),
            if alike.is_empty() { "  requests.json knows no such request".to_owned() } else { wrong.join("\n") }
        )
    }

    /// What GraphQL finds wrong, for tools that speak it.
    fn misspelt(&self, sent: &Sent) -> Option<String> {
        let (schema, body) = (self.graphql.as_ref()?, sent.body.as_ref()?);
        let text = body.get("query").and_then(Value::as_str).unwrap_or_default();
        let document = match ExecutableDocument::parse_and_validate(schema, text, "query") {
            Ok(document) => document,
            Err(wrong) => return Some(wrong.errors.to_string()),
        };
        let operation = match document.operations.get(None) {
            Ok(operation) => operation,
            Err(_) => return Some("it holds several operations".to_owned()),
        };
        let variables = serde_json::from_value(body.get("variables").cloned().unwrap_or_else(|| json!({})));
        let Ok(variables) = variables else { return Some("its variables are no object".to_owned()) };
        let coerced = apollo_compiler::request::coerce_variable_values(schema, operation, &variables);
        coerced.err().map(|wrong| format!("{wrong:?}"))
    }
}

impl Kind {
    fn is_at(&self, method: &str, steps: &[String]) -> bool {
        let fits = |(wanted, step): (&String, &String)| {
            if wanted.starts_with('{') { !step.is_empty() } else { wanted == step }
        };
        self.method == method && self.path.len() == steps.len() && self.path.iter().zip(steps).all(fits)
    }

    fn wrong(&self, sent: &Sent) -> Option<String> {
        let query: Map<String, Value> =
            sent.url.query_pairs().map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect();
        if let Some(wrong) = said(&self.query, &Value::Object(query)) {
            return Some(format!("its parameters: {wrong}"));
        }
        for (name, wanted) in &self.headers {
            let value = sent.headers.get(name).map_or(Value::Null, |value| Value::from(value.as_str()));
            if let Some(wrong) = said(wanted, &value) {
                return Some(format!("its header {name}: {wrong}"));
            }
        }
        match (&self.body, &sent.body) {
            (None, None) => None,
            (None, Some(_)) => Some("it should have no body".to_owned()),
            (Some(_), None) => Some("it has no body".to_owned()),
            (Some(wanted), Some(body)) => said(wanted, body),
        }
    }
}

impl From<&wiremock::Request> for Sent {
    fn from(request: &wiremock::Request) -> Sent {
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let headers: BTreeMap<String, String> = headers.collect();
        let body = read(&String::from_utf8_lossy(&request.body), &headers);
        Sent { method: request.method.to_string(), url: request.url.clone(), headers, body }
    }
}

impl From<&HttpRequest> for Sent {
    /// As the HTTP layer would send it, without the credential.
    fn from(request: &HttpRequest) -> Sent {
        let mut headers: BTreeMap<String, String> =
            request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        if request.body.is_some() {
            headers.entry("content-type".to_owned()).or_insert_with(|| "application/json".to_owned());
        }
        let body = read(request.body.as_deref().unwrap_or_default(), &headers);
        let method = format!("{:?}", request.method).to_uppercase();
        Sent { method, url: Url::parse(&request.url).expect("a connector writes whole addresses"), headers, body }
    }
}

fn read(body: &str, headers: &BTreeMap<String, String>) -> Option<Value> {
    let kind = headers.get("content-type").map_or("", String::as_str);
    match kind {
        _ if body.is_empty() => None,
        _ if kind.contains("form-urlencoded") => {
            let fields = url::form_urlencoded::parse(body.as_bytes());
            Some(fields.map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect())
        }
        _ => Some(serde_json::from_str(body).unwrap_or_else(|_| Value::from(body))),
    }
}

fn compiled(kind: &KindInFile, file: &File) -> Result<Kind> {
    let at = |part: &str| format!("{} of “{}” is no schema", part, kind.name);
    ensure!(kind.source.as_ref().is_none_or(|source| source.len() > 20), "“{}” names half a source", kind.name);
    let validator = |part: &str, schema: &Value| -> Result<Validator> {
        let whole = json!({ "$defs": file.defs, "allOf": [schema] });
        jsonschema::draft202012::new(&whole).map_err(|error| anyhow::anyhow!("{}: {error}", at(part)))
    };
    let query = json!({
        "type": "object", "properties": kind.query, "required": kind.must, "additionalProperties": false
    });
    let text = |schema: &Value| json!({ "type": "string", "allOf": [schema] });
    let headers = file.headers.iter().chain(&kind.headers);
    Ok(Kind {
        name: kind.name.clone(),
        method: kind.method.clone(),
        path: kind.path.split('/').skip(1).map(str::to_owned).collect(),
        query: validator("query", &query)?,
        headers: headers
            .map(|(name, schema)| Ok((name.clone(), validator(name, &text(schema))?)))
            .collect::<Result<_>>()?,
        body: kind.body.as_ref().map(|body| validator("body", body)).transpose()?,
    })
}

/// What is wrong with `value`, and where.
fn said(wanted: &Validator, value: &Value) -> Option<String> {
    let short = |text: String| -> String { text.chars().take(300).collect() };
    let wrong: Vec<String> = wanted
        .iter_errors(value)
        .take(3)
        .map(|error| format!("{}: {}", error.instance_path(), short(error.to_string())))
        .collect();
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

fn decoded(step: &str) -> String {
    let pair = format!("x={}", step.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

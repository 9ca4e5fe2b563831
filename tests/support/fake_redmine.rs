//! A small tool that speaks Redmine's API, for runs that need hundreds of restarts or a line that breaks at
//! will. What a real Redmine does is proved against a real one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use engine::model::Time;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// The issues it holds; shared with the test.
#[derive(Clone, Default)]
pub struct Issues {
    all: Arc<Mutex<Vec<Value>>>,
    loses_next_answer: Arc<AtomicBool>,
}

impl Issues {
    /// `count` tickets, one a minute from 2026-01-01 on.
    pub fn generated(count: u32) -> Self {
        let issues = Self::default();
        for number in 1..=count {
            issues.add(&format!("Ticket {number}"), &format!("Text of ticket {number}"), minute(number));
        }
        issues
    }

    pub fn len(&self) -> usize {
        self.lock().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many descriptions hold `text`.
    pub fn holding(&self, text: &str) -> usize {
        self.lock().iter().filter(|issue| issue["description"].as_str().is_some_and(|d| d.contains(text))).count()
    }

    /// The next issue is made or changed, but whoever did so gets an answer nobody can read.
    pub fn lose_next_answer(&self) {
        self.loses_next_answer.store(true, Ordering::SeqCst);
    }

    pub fn set_status(&self, number: usize, name: &str, closed: bool) {
        if let Some(issue) = self.lock().get_mut(number - 1) {
            issue["status"] = json!({ "id": 2, "name": name, "is_closed": closed });
        }
    }

    /// The notes of an issue, oldest first.
    pub fn notes(&self, number: usize) -> Vec<String> {
        let journal = self.field(number, "journals");
        journal
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|entry| entry["notes"].as_str().map(str::to_owned))
            .collect()
    }

    /// One field of an issue.
    pub fn field(&self, number: usize, name: &str) -> Value {
        self.lock().get(number - 1).map(|issue| issue[name].clone()).unwrap_or_default()
    }

    pub fn set_field(&self, number: usize, name: &str, value: &str) {
        if let Some(issue) = self.lock().get_mut(number - 1) {
            issue[name] = value.into();
        }
    }

    /// Who wrote an issue; Rosa Heikkinen unless somebody else is named.
    pub fn set_author(&self, number: usize, name: &str) {
        if let Some(issue) = self.lock().get_mut(number - 1) {
            issue["author"] = json!({ "id": 100 + number, "name": name });
        }
    }

    pub fn add_issue(&self, subject: &str, description: &str) {
        self.add(subject, description, minute(1));
    }

    fn add(&self, subject: &str, description: &str, at: Time) -> Value {
        let mut issues = self.lock();
        let issue = json!({
            "id": issues.len() + 1,
            "project": { "id": 1, "name": "Shop" },
            "tracker": { "id": 3, "name": "Support" },
            "status": { "id": 1, "name": "New", "is_closed": false },
            "priority": { "id": 2, "name": "Normal" },
            "author": { "id": 5, "name": "Rosa Heikkinen" },
            "subject": subject,
            "description": description,
            "created_on": at.rfc3339(),
            "updated_on": at.rfc3339(),
            "closed_on": null,
            "journals": [],
        });
        issues.push(issue.clone());
        issue
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Value>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves `issues` on a free loopback port, each answer after `delay`.
pub async fn serve(issues: &Issues, delay: Duration) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Answers { issues: issues.clone(), delay }).mount(&server).await;
    server
}

struct Answers {
    issues: Issues,
    delay: Duration,
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let path = request.url.path();
        let answer = match (request.method.as_str(), path) {
            ("GET", "/users/current.json") => {
                json!({ "user": { "id": 1, "login": "admin", "firstname": "Ada", "lastname": "Admin" } })
            }
            ("GET", "/projects.json") => {
                json!({ "projects": [{ "id": 1, "identifier": "shop", "name": "Shop" }], "total_count": 1, "offset": 0, "limit": 100 })
            }
            ("GET", "/issue_statuses.json") => {
                json!({ "issue_statuses": [{ "id": 1, "name": "New", "is_closed": false }] })
            }
            ("GET", "/issues.json") => self.list(request),
            ("POST", "/issues.json") => {
                let sent: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                let text = |field: &str| sent["issue"][field].as_str().unwrap_or_default().to_owned();
                let count = u32::try_from(self.issues.len()).unwrap_or(u32::MAX);
                let issue = self.issues.add(&text("subject"), &text("description"), minute(count + 1));
                if let Some(made) = self.issues.lock().last_mut() {
                    made["custom_fields"] = sent["issue"]["custom_fields"].clone();
                }
                if self.issues.loses_next_answer.swap(false, Ordering::SeqCst) {
                    return ResponseTemplate::new(502);
                }
                return ResponseTemplate::new(201).set_body_json(json!({ "issue": issue })).set_delay(self.delay);
            }
            ("PUT", one) => {
                let lost = self.issues.loses_next_answer.swap(false, Ordering::SeqCst);
                let sent: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                let id = one.trim_start_matches("/issues/").trim_end_matches(".json").parse::<usize>().unwrap_or(0);
                let mut issues = self.issues.lock();
                let Some(issue) = id.checked_sub(1).and_then(|index| issues.get_mut(index)) else {
                    return ResponseTemplate::new(404);
                };
                for (name, value) in sent["issue"].as_object().into_iter().flatten() {
                    match (name.as_str(), issue["journals"].as_array_mut()) {
                        ("notes", Some(journal)) => journal.push(json!({ "id": journal.len() + 1, "notes": value })),
                        _ => issue[name] = value.clone(),
                    }
                }
                return ResponseTemplate::new(if lost { 502 } else { 204 }).set_delay(self.delay);
            }
            ("GET", one) => {
                let id = one.trim_start_matches("/issues/").trim_end_matches(".json").parse::<usize>().unwrap_or(0);
                match id.checked_sub(1).and_then(|index| self.issues.lock().get(index).cloned()) {
                    Some(issue) => json!({ "issue": issue }),
                    None => return ResponseTemplate::new(404),
                }
            }
            _ => return ResponseTemplate::new(404),
        };
        ResponseTemplate::new(200).set_body_json(answer).set_delay(self.delay)
    }
}

impl Answers {
    /// Understands `updated_on=>=…`, `description=~…`, `subject=~…`, offset and limit.
    fn list(&self, request: &Request) -> Value {
        let asked: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        let parameter = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let number = |name: &str, otherwise: usize| parameter(name).and_then(|v| v.parse().ok()).unwrap_or(otherwise);
        let since = parameter("updated_on").map(|v| v.trim_start_matches(">=").to_owned()).unwrap_or_default();
        let holds = |issue: &Value, field: &str| {
            let wanted = parameter(field).map(|v| v.trim_start_matches('~').to_lowercase()).unwrap_or_default();
            let text = issue[field].as_str().unwrap_or_default().to_lowercase();
            wanted.split_whitespace().all(|word| text.contains(word))
        };
        let mut found: Vec<Value> = self
            .issues
            .lock()
            .iter()
            .filter(|issue| issue["updated_on"].as_str().unwrap_or_default() >= since.as_str())
            .filter(|issue| holds(issue, "description") && holds(issue, "subject"))
            .cloned()
            .collect();
        // As asked: by the last change, then by number.
        found.sort_by_key(|issue| (issue["updated_on"].as_str().map(str::to_owned), issue["id"].as_u64()));
        let (offset, limit) = (number("offset", 0), number("limit", 25).min(100));
        let page: Vec<&Value> = found.iter().skip(offset).take(limit).collect();
        json!({ "issues": page, "total_count": found.len(), "offset": offset, "limit": limit })
    }
}

fn minute(number: u32) -> Time {
    Time(1_767_225_600_000).plus(i64::from(number) * Time::MINUTE)
}

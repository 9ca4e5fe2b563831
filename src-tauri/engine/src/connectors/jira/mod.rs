//! Jira with Jira Service Management, in the cloud and on a server of one's own (Data Center): issues are read as
//! signals, and opportunities become issues. The two differ in how one signs in, in how a search is paged and in
//! how text is written.

mod adf;
mod issue;
mod read;
mod wiki;
mod write;

use read::IssueReader;
use serde_json::Value;
use write::IssueTracker;

use super::base::Base;
use super::{Account, Auth, Connector, Setting, Vendor, VendorGroup, fields};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, Verdict};
use crate::model::Time;

/// What Jira gives at most when it is asked for more than ids.
const PAGE: u32 = 100;

/// The cloud's usual number of the field in which Service Management keeps the reporter's organisation.
const ORGANISATIONS: &str = "customfield_10002";

const SETTINGS: &[Setting] = &[
    Setting {
        name: "jql",
        label: "Only issues that fit",
        help: "A search as you write it in Jira, without ORDER BY. Empty reads everything in the project.",
        placeholder: "issuetype in (Incident, Bug)",
        required: false,
        choices: &[],
        long: true,
    },
    Setting {
        name: "organisations",
        label: "Field of the organisation",
        help: "Where Service Management keeps whom a request comes from. It is used only if it is called Organisations there.",
        placeholder: ORGANISATIONS,
        required: false,
        choices: &[],
        long: false,
    },
    Setting {
        name: "issue_type",
        label: "Issue type of exports",
        help: "Which type an opportunity becomes. It must exist in the project.",
        placeholder: "Task",
        required: false,
        choices: &[],
        long: false,
    },
];

/// What the registry knows of Jira in the cloud.
pub(super) const CLOUD: Connector = Connector {
    vendor: Vendor {
        id: "jira",
        name: "Jira Cloud",
        initials: "JC",
        group: VendorGroup::Work,
        reads: true,
        writes: true,
        address: "",
        user_label: "E-mail address",
        secret_label: "API token",
        secret_help: "Make one at id.atlassian.com → Security → API tokens. The address is that of your site, e.g. https://your-team.atlassian.net.",
        project_label: "Project key",
        secret_required: true,
        settings: SETTINGS,
        brings: "issues and service requests: incidents, bugs, changes, wishes and tickets",
        proof: "Proved against Atlassian's published API description and recorded replies, not against Jira Cloud itself.",
    },
    reader: Some(|account| Ok(Box::new(IssueReader::new(account, Edition::Cloud)?))),
    tracker: Some(|account| Ok(Box::new(IssueTracker::new(account, Edition::Cloud)?))),
};

/// What the registry knows of Jira on a server of one's own.
pub(super) const DATA_CENTER: Connector = Connector {
    vendor: Vendor {
        id: "jira_data_center",
        name: "Jira Data Center",
        initials: "JD",
        user_label: "",
        secret_label: "Personal access token",
        secret_help: "Profile → Personal Access Tokens.",
        proof: "Proved against recorded replies in the shape of Atlassian's documentation, not against a Data Center server.",
        ..CLOUD.vendor
    },
    reader: Some(|account| Ok(Box::new(IssueReader::new(account, Edition::DataCenter)?))),
    tracker: Some(|account| Ok(Box::new(IssueTracker::new(account, Edition::DataCenter)?))),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edition {
    Cloud,
    DataCenter,
}

/// One account of either edition.
#[derive(Clone, Debug)]
struct Site {
    base: Base,
    edition: Edition,
    user: String,
    /// Keys of the projects; empty means all.
    projects: Vec<String>,
}

impl Site {
    fn of(account: &Account, edition: Edition) -> Result<Site> {
        let user = account.user.trim().to_owned();
        if edition == Edition::Cloud && user.is_empty() {
            return Err(Problem::bad_input("Jira Cloud needs the e-mail address of the account.")
                .kept("Nothing was changed.")
                .todo("Enter the address you sign in with beside the API token."));
        }
        let keys = account.project.split([',', ' ']).filter(|key| !key.is_empty());
        Ok(Site { base: Base::of(account)?, edition, user, projects: keys.map(str::to_owned).collect() })
    }

    fn auth(&self) -> Auth {
        match self.edition {
            Edition::Cloud => Auth::Basic { user: self.user.clone() },
            Edition::DataCenter => Auth::authorization("Bearer"),
        }
    }

    /// Steps below the REST interface: its version 3 speaks the cloud's document format, 2 the server's markup.
    fn api<'a>(&self, steps: &[&'a str]) -> Vec<&'a str> {
        let version = match self.edition {
            Edition::Cloud => "3",
            Edition::DataCenter => "2",
        };
        ["rest", "api", version].into_iter().chain(steps.iter().copied()).collect()
    }

    fn search(&self) -> Vec<&'static str> {
        match self.edition {
            Edition::Cloud => self.api(&["search", "jql"]),
            Edition::DataCenter => self.api(&["search"]),
        }
    }

    /// `project in ("A", "B")`, or None for all.
    fn in_projects(&self) -> Option<String> {
        let keys: Vec<String> = self.projects.iter().map(|key| quoted(key)).collect();
        (!keys.is_empty()).then(|| format!("project in ({})", keys.join(", ")))
    }

    fn page(&self, key: &str) -> String {
        self.base.url(&["browse", key], &[])
    }
}

/// A text inside JQL.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `2026-11-18T09:30:00.000+0000`: Jira leaves the colon out of the offset.
fn time(value: &Value, name: &str) -> Option<Time> {
    let text = value.get(name)?.as_str()?;
    let offset = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (before, minutes) = text.split_at(offset);
    let bare = before.len() >= 3 && before.as_bytes().iter().rev().nth(2).is_some_and(|sign| b"+-".contains(sign));
    let parsed = if bare { Time::parse_rfc3339(&format!("{before}:{minutes}")) } else { Time::parse_rfc3339(text) };
    parsed.filter(|at| at.0 > 0)
}

/// Jira names the field behind each refusal: `{"errors": {"issuetype": "Specify a valid issue type"}}`.
fn verdict(reply: &HttpReply, now: Time) -> Verdict {
    let verdict = Verdict::from_status(reply, now);
    let Verdict::Refused(_) = verdict else { return verdict };
    let Ok(value) = fields::json(reply) else { return verdict };
    let named = value.get("errors").and_then(Value::as_object).into_iter().flatten();
    let mut reasons: Vec<String> =
        named.filter_map(|(field, reason)| Some(format!("{field}: {}", reason.as_str()?))).collect();
    let plain = value.get("errorMessages").and_then(Value::as_array).into_iter().flatten();
    reasons.extend(plain.filter_map(Value::as_str).map(str::to_owned));
    if reasons.is_empty() { verdict } else { Verdict::Refused(reasons.join("; ").chars().take(300).collect()) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("1970-01-01T02:00:05.000+0200", Some(5_000))]
    #[case("1970-01-01T00:00:05.250+0000", Some(5_250))]
    #[case("1970-01-01T00:00:05Z", Some(5_000))]
    #[case("1970-01-01T01:00:05+01:00", Some(5_000))]
    #[case("é", None)]
    #[case("", None)]
    fn times_are_read_with_and_without_a_colon(#[case] text: &str, #[case] wanted: Option<i64>) {
        assert_eq!(time(&json!({ "at": text }), "at"), wanted.map(Time));
    }

    #[test]
    fn a_refusal_names_the_field() {
        let body = json!({"errorMessages": [], "errors": {"issuetype": "Specify a valid issue type"}}).to_string();
        let reply = HttpReply { status: 400, headers: Vec::new(), body: body.into_bytes() };
        assert_eq!(verdict(&reply, Time(0)), Verdict::Refused("issuetype: Specify a valid issue type".into()));
    }

    #[test]
    fn a_text_cant_leave_its_quotes() {
        assert_eq!(quoted("A\" OR \\"), "\"A\\\" OR \\\\\"");
    }
}

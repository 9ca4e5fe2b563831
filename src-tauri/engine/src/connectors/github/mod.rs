//! GitHub, in the cloud or on a server of one's own: issues, merged pull requests, releases, deployments and
//! failed workflow runs of one repository are read as signals, and opportunities become issues.

mod delivery;
mod issues;
mod newest_first;
mod read;
mod runs;
mod write;

use read::RepositoryReader;
use write::IssueTracker;

use super::base::Base;
use super::{Account, Auth, Connector, Setting, Vendor, VendorGroup};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest, Method, Verdict};
use crate::model::Time;
use serde_json::Value;

/// What GitHub gives at most, whatever is asked for.
const PAGE: u32 = 100;

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "github",
        name: "GitHub",
        initials: "GH",
        group: VendorGroup::Work,
        reads: true,
        writes: true,
        address: "https://api.github.com",
        user_label: "",
        secret_label: "Personal access token",
        secret_help: "Settings → Developer settings → Personal access tokens. A fine-grained token needs to read Issues, Pull requests, Contents, Deployments and Actions of the repository, and to write Issues for exports.",
        project_label: "Repository (owner/name)",
        secret_required: true,
        settings: &[Setting {
            name: "releases",
            label: "A release counts as",
            help: "Choose a deployment where publishing a release is what brings it to your users.",
            placeholder: "",
            required: false,
            choices: &[("change", "A change"), ("deployment", "A deployment")],
            long: false,
        }],
        brings: "issues, merged pull requests, releases, deployments and failed workflow runs",
        proof: "Proved against GitHub's published API description and recorded replies, not against GitHub itself.",
    },
    reader: Some(|account| Ok(Box::new(RepositoryReader::new(account)?))),
    tracker: Some(|account| Ok(Box::new(IssueTracker::new(account)?))),
};

fn auth() -> Auth {
    Auth::authorization("Bearer")
}

/// One repository and the addresses below it.
#[derive(Clone, Debug)]
struct Repository {
    base: Base,
    owner: String,
    name: String,
}

impl Repository {
    fn of(account: &Account) -> Result<Repository> {
        let base = Base::of(account)?;
        let project = account.project.trim().trim_matches('/');
        match project.split_once('/') {
            Some((owner, name)) if !owner.is_empty() && !name.is_empty() && !name.contains('/') => {
                Ok(Repository { base, owner: owner.to_owned(), name: name.to_owned() })
            }
            _ => Err(Problem::bad_input("GitHub needs to know which repository.")
                .kept("Nothing was changed.")
                .todo("Write it as owner/name, as in the address of its page.")),
        }
    }

    fn full_name(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }

    /// Asks for something of the repository.
    fn get(&self, steps: &[&str], query: &[(&str, &str)]) -> HttpRequest {
        dressed(self.base.get(&self.path(steps), query))
    }

    fn send(&self, method: Method, steps: &[&str], body: &Value) -> HttpRequest {
        dressed(self.base.send(method, &self.path(steps), &[], body))
    }

    fn path<'a>(&'a self, steps: &[&'a str]) -> Vec<&'a str> {
        ["repos", &self.owner, &self.name].into_iter().chain(steps.iter().copied()).collect()
    }

    /// The address of a page about the repository: the API lives at `api.` before the site or below `/api/v3`.
    fn page(&self, below: &str) -> String {
        let api = self.base.url(&[], &[]);
        let origin = api.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        format!("{}/{}/{}/{below}", origin.replacen("//api.", "//", 1), self.owner, self.name)
    }
}

/// Names the version of the API whose replies are read here.
fn dressed(mut request: HttpRequest) -> HttpRequest {
    request.headers.retain(|(name, _)| *name != "accept");
    request.headers.push(("accept", "application/vnd.github+json".to_owned()));
    request.headers.push(("x-github-api-version", "2022-11-28".to_owned()));
    request
}

/// GitHub answers 403 both for a limit and for a right that a token lacks; the latter is no reason to leave the
/// rest of the repository unread.
fn verdict(reply: &HttpReply, now: Time) -> Verdict {
    if !matches!(reply.status, 403 | 429) {
        return Verdict::from_status(reply, now);
    }
    let number = |name: &str| reply.header(name).and_then(|value| value.trim().parse::<i64>().ok());
    if reply.header("retry-after").is_some() {
        return Verdict::from_status(&HttpReply { status: 429, ..reply.clone() }, now);
    }
    if number("x-ratelimit-remaining") == Some(0) {
        let reset = number("x-ratelimit-reset").map(|seconds| Time(seconds.saturating_mul(Time::SECOND)));
        return Verdict::RetryAt(reset.unwrap_or(now.plus(Time::MINUTE)).max(now));
    }
    let message = String::from_utf8_lossy(&reply.body).to_lowercase();
    if message.contains("rate limit") {
        return Verdict::RetryAt(now.plus(Time::MINUTE));
    }
    if message.contains("resource not accessible") {
        let rights = reply.header("x-accepted-github-permissions").unwrap_or("a further right");
        return Verdict::Refused(format!("the token may not do this, it needs {rights}"));
    }
    Verdict::from_status(reply, now)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const NOW: Time = Time(1_000_000);

    #[rstest]
    #[case(&[("retry-after", "30")], "", Verdict::RetryAt(Time(1_030_000)))]
    #[case(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1500")], "", Verdict::RetryAt(Time(1_500_000)))]
    #[case(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "5")], "", Verdict::RetryAt(NOW))]
    #[case(&[], "You have exceeded a secondary rate limit.", Verdict::RetryAt(Time(1_060_000)))]
    #[case(&[("x-accepted-github-permissions", "actions=read")], "Resource not accessible by personal access token",
        Verdict::Refused("the token may not do this, it needs actions=read".into()))]
    #[case(&[("x-ratelimit-remaining", "41")], "Forbidden", Verdict::NotAllowed)]
    fn a_403_is_a_limit_a_missing_right_or_a_stranger(
        #[case] headers: &[(&str, &str)],
        #[case] body: &str,
        #[case] wanted: Verdict,
    ) {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(verdict(&HttpReply { status: 403, headers, body: body.into() }, NOW), wanted);
    }

    #[rstest]
    #[case("https://api.github.com", "https://github.com/a/b/deployments")]
    #[case("https://git.example/api/v3/", "https://git.example/a/b/deployments")]
    fn pages_lie_beside_the_api(#[case] base_url: &str, #[case] wanted: &str) {
        let account = Account { base_url: base_url.into(), project: "a/b".into(), ..Account::default() };
        assert_eq!(Repository::of(&account).unwrap().page("deployments"), wanted);
    }

    #[rstest]
    #[case("")]
    #[case("payments")]
    #[case("a/b/c")]
    fn a_repository_has_an_owner_and_a_name(#[case] project: &str) {
        let account =
            Account { base_url: "https://api.github.com".into(), project: project.into(), ..Account::default() };
        assert!(Repository::of(&account).is_err());
    }
}

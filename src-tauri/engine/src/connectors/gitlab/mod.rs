//! GitLab, in the cloud or on a server of one's own: issues and incidents, merged merge requests and deployments of
//! one project are read as signals, and opportunities become issues.

mod delivery;
mod issues;
mod read;
mod write;

use read::ProjectReader;
use write::IssueTracker;

use super::base::Base;
use super::{Account, Auth, Connector, Vendor, VendorGroup};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, Verdict};
use crate::model::Time;

/// What GitLab gives at most, whatever is asked for.
const PAGE: u32 = 100;

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "gitlab",
        name: "GitLab",
        initials: "GL",
        group: VendorGroup::Work,
        reads: true,
        writes: true,
        address: "https://gitlab.com",
        user_label: "",
        secret_label: "Access token",
        secret_help: "A personal, group or project access token: with the scope read_api to read, with api to export too.",
        project_label: "Project (group/name or number)",
        secret_required: true,
        settings: &[],
        brings: "issues, incidents, merged merge requests and deployments",
        proof: "Proved against recorded replies in the shape of GitLab's documentation, not against GitLab itself.",
    },
    reader: Some(|account| Ok(Box::new(ProjectReader::new(account)?))),
    tracker: Some(|account| Ok(Box::new(IssueTracker::new(account)?))),
};

fn auth() -> Auth {
    Auth::header("private-token")
}

/// One project and the addresses below it.
#[derive(Clone, Debug)]
struct Project {
    base: Base,
    /// `group/name` or a number; one step of an address, its slashes escaped.
    id: String,
}

impl Project {
    fn of(account: &Account) -> Result<Project> {
        let base = Base::of(account)?;
        let id = account.project.trim().trim_matches('/').to_owned();
        if id.is_empty() {
            return Err(Problem::bad_input("GitLab needs to know which project.")
                .kept("Nothing was changed.")
                .todo("Write it as group/name, as in the address of its page, or as its number."));
        }
        Ok(Project { base, id })
    }

    fn path<'a>(&'a self, steps: &[&'a str]) -> Vec<&'a str> {
        ["api", "v4", "projects", &self.id].into_iter().chain(steps.iter().copied()).collect()
    }

    /// The last step of the path; None where the project was given by its number.
    fn name(&self) -> Option<String> {
        let name = self.id.rsplit('/').next().unwrap_or_default();
        name.contains(|c: char| !c.is_ascii_digit()).then(|| name.to_owned())
    }
}

/// A right that the token lacks in one list is no reason to leave the others unread.
fn verdict(reply: &HttpReply, now: Time) -> Verdict {
    let says = String::from_utf8_lossy(&reply.body).to_lowercase();
    if reply.status == 403 && (says.contains("forbidden") || says.contains("insufficient_scope")) {
        return Verdict::Refused("the token's role or scope doesn't allow this in the project".to_owned());
    }
    Verdict::from_status(reply, now)
}

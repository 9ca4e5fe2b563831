//! Reads one project, list by list, each in the order of its last change.

use super::super::place::Place;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, links};
use super::{PAGE, Project, auth, delivery, issues, verdict};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Kind, Time};

type Read<T> = std::result::Result<T, BadReply>;

const ISSUES: &str = "issues";
const MERGE_REQUESTS: &str = "merge_requests";
const DEPLOYMENTS: &str = "deployments";

const STREAMS: [Stream; 3] = [
    Stream { name: ISSUES, kind: Kind::Ticket, label: "issues and incidents", page_size: PAGE },
    Stream { name: MERGE_REQUESTS, kind: Kind::Change, label: "merged merge requests", page_size: PAGE },
    Stream { name: DEPLOYMENTS, kind: Kind::Deployment, label: "deployments", page_size: PAGE },
];

/// A later pull starts this much before the newest change that the last one saw.
const OVERLAP: i64 = Time::MINUTE;

pub(in super::super) struct ProjectReader {
    project: Project,
}

impl ProjectReader {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(ProjectReader { project: Project::of(account)? })
    }
}

impl Reader for ProjectReader {
    fn auth(&self) -> Auth {
        auth()
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    /// Not the project: a public one is shown to strangers too.
    fn check(&self) -> HttpRequest {
        self.project.base.get(&["api", "v4", "user"], &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let login = fields::line(&fields::json(reply)?, "username");
        login.map(|login| format!("Signed in as {login}")).ok_or_else(|| BadReply("it names no user".to_owned()))
    }

    fn request(&self, stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place: Place = at.place();
        let size = page_size.clamp(1, PAGE);
        let (per_page, page) = (size.to_string(), (place.skip / u64::from(size) + 1).to_string());
        let since = place.since.map(|since| since.rfc3339());
        // Deployments can be asked for since an instant only in this order.
        let mut query = vec![("order_by", "updated_at"), ("sort", "asc"), ("per_page", &per_page), ("page", &page)];
        if stream.name == MERGE_REQUESTS {
            query.push(("state", "merged"));
        }
        if stream.name != DEPLOYMENTS {
            query.push(("scope", "all"));
        }
        if let Some(since) = &since {
            query.push(("updated_after", since));
        }
        self.project.base.get(&self.project.path(&[stream.name]), &query)
    }

    /// The number of records is no guide: GitLab stops counting at 10,000. Its links say whether there is more.
    fn parse(&self, stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let found = value.as_array().ok_or_else(|| BadReply(format!("it is not a list of {}", stream.label)))?;
        let more = links::has_next(reply);
        if more && found.is_empty() {
            return Err(BadReply("it speaks of a further page and holds nothing".to_owned()));
        }
        let count = found.len() as u64;
        let newest = found.iter().filter_map(|one| fields::time(one, "updated_at")).max();
        // The address holds whole seconds, so only those move it on.
        let newest = newest.map(|at| Time(at.0.div_euclid(Time::SECOND) * Time::SECOND));
        let next = if more { place.onwards(count, newest) } else { place.finished(newest, OVERLAP) };
        let left = reply.header("x-total").and_then(|total| total.parse::<u64>().ok());
        let total = left.map(|left| left.saturating_sub(place.skip).saturating_add(place.seen));
        let page = fields::page(found, |position, one| match stream.name {
            ISSUES => issues::record(&self.project, position, one),
            MERGE_REQUESTS => delivery::merge_request(&self.project, position, one),
            _ => delivery::deployment(&self.project, position, one),
        });
        Ok(Page { next: Cursor::at(&next), more, total, ..page })
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        verdict(reply, now)
    }
}

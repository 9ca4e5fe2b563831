//! Reads one repository, list by list.

use serde_json::Value;

use super::super::place::Place;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, links};
use super::newest_first::Walk;
use super::{PAGE, Repository, auth, delivery, dressed, issues, runs, verdict};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Kind, Record, SetAside, Time};

type Read<T> = std::result::Result<T, BadReply>;

const ISSUES: &str = "issues";
const PULLS: &str = "pulls";
const RELEASES: &str = "releases";
const DEPLOYMENTS: &str = "deployments";
const RUNS: &str = "runs";

const STREAMS: [Stream; 5] = [
    Stream { name: ISSUES, kind: Kind::Ticket, label: "issues", page_size: PAGE },
    Stream { name: PULLS, kind: Kind::Change, label: "merged pull requests", page_size: PAGE },
    Stream { name: RELEASES, kind: Kind::Change, label: "releases", page_size: PAGE },
    // Each takes a request of its own, and a page should not take a minute.
    Stream { name: DEPLOYMENTS, kind: Kind::Deployment, label: "deployments", page_size: 30 },
    Stream { name: RUNS, kind: Kind::Alert, label: "failed workflow runs", page_size: PAGE },
];

/// How far a first walk goes back, and how much a later one reads again.
struct Reach {
    back: i64,
    overlap: i64,
    /// By which date the list is ordered.
    date: &'static str,
}

fn reach(stream: &str) -> Reach {
    match stream {
        PULLS => Reach { back: 366 * Time::DAY, overlap: Time::MINUTE, date: "updated_at" },
        // Listed by the date of their commit, which may be old when they are published.
        RELEASES => Reach { back: 3_660 * Time::DAY, overlap: 90 * Time::DAY, date: "created_at" },
        // A deployment may take its time to end.
        DEPLOYMENTS => Reach { back: 183 * Time::DAY, overlap: Time::DAY, date: "created_at" },
        // A failed run is over when a later one succeeds.
        _ => Reach { back: 30 * Time::DAY, overlap: 2 * Time::DAY, date: "created_at" },
    }
}

pub(in super::super) struct RepositoryReader {
    repository: Repository,
    /// What a release counts as.
    release: Kind,
}

impl RepositoryReader {
    pub fn new(account: &Account) -> Result<Self> {
        let release = if account.setting("releases") == "deployment" { Kind::Deployment } else { Kind::Change };
        Ok(RepositoryReader { repository: Repository::of(account)?, release })
    }

    /// In the order of their last change: GitHub can be asked for issues since an instant.
    fn issues(&self, at: &Cursor, reply: &HttpReply, found: &[Value]) -> Read<Page> {
        let place: Place = at.place();
        let more = links::has_next(reply);
        if more && found.is_empty() {
            return Err(BadReply("it speaks of more issues and holds none".to_owned()));
        }
        let newest = found.iter().filter_map(|issue| fields::time(issue, "updated_at")).max();
        let count = found.len() as u64;
        let next = if more { place.onwards(count, newest) } else { place.finished(newest, Time::MINUTE) };
        Ok(Page { next: Cursor::at(&next), more, ..Page::default() })
    }

    fn records(&self, stream: &str, found: &[Value]) -> Vec<std::result::Result<Record, SetAside>> {
        if stream == RUNS {
            return runs::records(&self.repository, found);
        }
        let one = |(position, value)| match stream {
            ISSUES => issues::record(&self.repository, position, value),
            PULLS => delivery::pull(&self.repository, position, value),
            RELEASES => delivery::release(&self.repository, self.release, position, value),
            _ => Some(delivery::deployment(&self.repository, position, value)),
        };
        found.iter().enumerate().filter_map(one).collect()
    }
}

impl Reader for RepositoryReader {
    fn auth(&self) -> Auth {
        auth()
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    /// Not the repository: a public one is shown to strangers too.
    fn check(&self) -> HttpRequest {
        dressed(self.repository.base.get(&["user"], &[]))
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let login = fields::line(&fields::json(reply)?, "login");
        login.map(|login| format!("Signed in as {login}")).ok_or_else(|| BadReply("it names no user".to_owned()))
    }

    fn request(&self, stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let size = page_size.clamp(1, stream.page_size);
        let per_page = size.to_string();
        let mut query = vec![("per_page", per_page.as_str())];
        if stream.name == ISSUES {
            let place: Place = at.place();
            let since = place.since.map(|since| since.rfc3339()).unwrap_or_default();
            let page = (place.skip / u64::from(size) + 1).to_string();
            query.extend([("state", "all"), ("sort", "updated"), ("direction", "asc"), ("page", page.as_str())]);
            if !since.is_empty() {
                query.push(("since", since.as_str()));
            }
            return self.repository.get(&["issues"], &query);
        }
        let page = at.place::<Walk>().page.to_string();
        query.push(("page", &page));
        match stream.name {
            PULLS => {
                query.extend([("state", "closed"), ("sort", "updated"), ("direction", "desc")]);
                self.repository.get(&["pulls"], &query)
            }
            RUNS => {
                query.push(("exclude_pull_requests", "true"));
                self.repository.get(&["actions", "runs"], &query)
            }
            list => self.repository.get(&[list], &query),
        }
    }

    fn parse(&self, stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let value = fields::json(reply)?;
        let found = if stream.name == RUNS { fields::list(&value, "workflow_runs").ok() } else { value.as_array() };
        let found = found.ok_or_else(|| BadReply(format!("it is not a list of {}", stream.label)))?;
        let mut page = if stream.name == ISSUES {
            self.issues(at, reply, found)?
        } else {
            let Reach { back, overlap, date } = reach(stream.name);
            let times: Vec<Time> = found.iter().filter_map(|one| fields::time(one, date)).collect();
            let (next, more) = at.place::<Walk>().after(&times, links::has_next(reply), now.plus(-back), overlap)?;
            Page { next, more, ..Page::default() }
        };
        for read in self.records(stream.name, found) {
            match read {
                Ok(record) => page.records.push(record),
                Err(set_aside) => page.set_aside.push(set_aside),
            }
        }
        Ok(page)
    }

    /// How a deployment went stands in a list of its own.
    fn complete(&self, page: &mut Page, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        if let (Some(reply), Some(asked)) = (replies.last(), replies.len().checked_sub(1)) {
            page.records.get_mut(asked).map_or(Ok(()), |record| delivery::outcome(record, reply))?;
        }
        let next = page.records.get(replies.len());
        Ok(next.and_then(|record| delivery::outcome_request(&self.repository, record)))
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        verdict(reply, now)
    }
}

//! Events and pages, day by day, up to yesterday. A report comes whole, without pages of its own. Its last day is
//! read again by the next pull, because Matomo may still have been counting.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Kind, Time, UsageDay};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 2] = [
    Stream { name: "events", kind: Kind::Feedback, label: "days of use of events", page_size: 1 },
    Stream { name: "pages", kind: Kind::Feedback, label: "days of use of pages", page_size: 1 },
];

/// Reads one site's reports.
pub(in super::super) struct ReportReader {
    base: Base,
    site: String,
}

impl ReportReader {
    pub fn new(account: &Account) -> Result<Self> {
        let site = account.project.trim().to_owned();
        if site.is_empty() {
            return Err(Problem::bad_input("Matomo wants to know which site to read.")
                .kept("Nothing was changed.")
                .todo("Enter the site's number; it stands in the list of websites."));
        }
        Ok(ReportReader { base: Base::of(account)?, site })
    }

    fn ask(&self, method: &str, more: &[(&str, &str)]) -> HttpRequest {
        let mut form = vec![("module", "API"), ("format", "JSON"), ("method", method), ("idSite", &self.site)];
        form.extend(more);
        self.base.form(&["index.php"], &form)
    }
}

impl Reader for ReportReader {
    /// Matomo takes its token as a field of the form only.
    fn auth(&self) -> Auth {
        Auth::Form { field: "token_auth" }
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.ask("SitesManager.getSiteFromId", &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let site = value.get(0).unwrap_or(&value);
        let name = fields::line(site, "name").ok_or_else(|| BadReply("it names no site".to_owned()))?;
        Ok(format!("The site {name} answers"))
    }

    fn request(&self, stream: &Stream, at: &Cursor, _page_size: u32) -> HttpRequest {
        let method = if stream.name == "pages" { "Actions.getPageTitles" } else { "Events.getAction" };
        let newest: Option<NaiveDate> = at.place();
        let days = newest.map_or("previous90".to_owned(), |day| format!("{day},yesterday"));
        self.ask(method, &[("period", "day"), ("date", &days), ("flat", "1"), ("filter_limit", "-1")])
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let value = fields::json(reply)?;
        let days = value.as_object().ok_or_else(|| BadReply("it holds no days".to_owned()))?;
        let mut page = Page::default();
        for (date, lines) in days {
            let day: NaiveDate = date.parse().map_err(|_| BadReply("it holds no days".to_owned()))?;
            for (position, line) in lines.as_array().into_iter().flatten().enumerate() {
                match usage(day, line) {
                    Some(usage) => page.usage.push(usage),
                    None => page.set_aside.push(fields::set_aside(
                        position,
                        line,
                        None,
                        format!("The line of {date} has no name or no counts."),
                    )),
                }
            }
        }
        let yesterday = now.utc().and_then(|now| now.date_naive().checked_sub_days(Days::new(1)));
        let newest = page.usage.iter().map(|usage| usage.day).max().or(at.place());
        page.next = Cursor::at(&newest.min(yesterday));
        Ok(page)
    }

    /// Matomo says no with status 200.
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        let value = fields::json(reply).unwrap_or_default();
        if fields::text(&value, "result") != "error" {
            return Verdict::from_status(reply, now);
        }
        let reason = fields::line(&value, "message").unwrap_or_default();
        let of_token = ["token", "authenticate"].iter().any(|word| reason.to_lowercase().contains(word));
        if of_token { Verdict::CredentialRejected } else { Verdict::Refused(reason) }
    }
}

fn usage(day: NaiveDate, line: &Value) -> Option<UsageDay> {
    let count = |names: &[&str]| {
        let found = names.iter().find_map(|name| line.get(*name)?.as_u64());
        found.and_then(|count| u32::try_from(count).ok())
    };
    Some(UsageDay {
        feature: fields::line(line, "label")?,
        service: None,
        day,
        segment: None,
        users: count(&["nb_uniq_visitors", "sum_daily_nb_uniq_visitors", "nb_visits"])?,
        events: count(&["nb_events", "nb_hits"])?,
    })
}

//! How long people waited for the first word, and the cases behind that number.

use std::cmp::Reverse;

use super::circle::Circle;
use super::small;
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::types::{FirstReply, FirstReplyCase, FirstReplyReceipt};
use crate::error::Result;
use crate::loopback::first_replies;
use crate::model::OpportunityId;
use insight::measure::LEAST;
use insight::spread::{median, p90};

impl Engine {
    /// The number with the waits behind it, of one opportunity or of all.
    pub async fn first_reply_receipt(&self, opportunity: Option<OpportunityId>) -> Result<FirstReplyReceipt> {
        let circle = self.circle(opportunity).await?;
        let mut cases: Vec<FirstReplyCase> = circle
            .everybody()
            .filter_map(|(record, member)| {
                let (first, told) = (member.asks.first()?, member.asked().told.first()?);
                Some(FirstReplyCase {
                    opportunity: reference(record),
                    name: first.name.clone(),
                    signal: first.signal,
                    ticket: first.ticket.clone(),
                    asked_at: first.at,
                    told_at: told.at,
                    way: told.way,
                    took: first_replies([member.asked()]).first().copied().unwrap_or_default(),
                })
            })
            .collect();
        cases.sort_by_key(|case| Reverse(case.took));
        Ok(FirstReplyReceipt {
            number: circle.first_reply(),
            method: format!(
                "From a person's first ticket or feedback about an opportunity to the first time they were told anything \
                 about it, in whatever way; each person once an opportunity. Median, and the wait that nine in ten don't \
                 exceed; with fewer than {LEAST} there is no number. Who was never told isn't in it."
            ),
            cases,
        })
    }
}

impl Circle {
    pub fn first_reply(&self) -> FirstReply {
        let took = first_replies(self.everybody().map(|(_, member)| member.asked()));
        let values: Vec<f64> = took.iter().map(|took| *took as f64).collect();
        let enough = values.len() >= LEAST;
        let millis = |value: Option<f64>| value.filter(|_| enough).map(|value| value.round() as i64);
        FirstReply {
            n: small(values.len()),
            median: millis(median(&values)),
            p90: millis(p90(&values)),
            not_yet: small(self.everybody().count() - values.len()),
        }
    }
}

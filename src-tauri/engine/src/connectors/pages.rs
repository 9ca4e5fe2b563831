//! Comments that come in numbered pages.

use serde_json::Value;

use super::{BadReply, Comments, fields};
use crate::http::HttpReply;

/// A bare list of comments with a `body`. A page of `size` may not be the last; `from` is the number of this one.
pub(super) fn comments(from: Option<&str>, reply: &HttpReply, size: usize) -> Result<Comments, BadReply> {
    let value = fields::json(reply)?;
    let found = value.as_array().ok_or_else(|| BadReply("it is not a list of comments".to_owned()))?;
    let page = from.and_then(|from| from.parse().ok()).unwrap_or(1u32);
    Ok(Comments {
        texts: found.iter().map(|comment: &Value| fields::text(comment, "body").to_owned()).collect(),
        next: (found.len() >= size).then(|| page.saturating_add(1).to_string()),
        cut: false,
    })
}

//! The `Link` header of a reply (RFC 8288), by which some tools say whether there is another page.

use crate::http::HttpReply;

/// The address under `rel`. It may lie anywhere: only the HTTP layer decides whether it is asked.
pub(super) fn link<'a>(reply: &'a HttpReply, rel: &str) -> Option<&'a str> {
    reply.headers.iter().filter(|(name, _)| name == "link").find_map(|(_, value)| {
        value.split('<').skip(1).find_map(|part| {
            let (address, rest) = part.split_once('>')?;
            rest.split(';').any(|parameter| is_rel(parameter, rel)).then_some(address)
        })
    })
}

pub(super) fn has_next(reply: &HttpReply) -> bool {
    link(reply, "next").is_some()
}

fn is_rel(parameter: &str, rel: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel") && value.split_whitespace().any(|one| one.eq_ignore_ascii_case(rel))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        r#"<https://a.example/x?page=2>; rel="next", <https://a.example/x?page=9>; rel="last""#,
        Some("https://a.example/x?page=2")
    )]
    #[case(r#"<https://a.example/1>;rel="prev",<https://a.example/3>;rel=next"#, Some("https://a.example/3"))]
    #[case(r#"<https://a.example/1>; rel="last""#, None)]
    #[case(r#"<https://a.example/1>; title="next""#, None)]
    #[case("<<>>;;=,", None)]
    fn the_next_page_is_named(#[case] header: &str, #[case] wanted: Option<&str>) {
        let headers = vec![("link".to_owned(), header.to_owned())];
        assert_eq!(link(&HttpReply { status: 200, headers, body: Vec::new() }, "next"), wanted);
    }
}

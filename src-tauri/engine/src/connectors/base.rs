//! A tool's own address and the addresses below it.

use serde_json::Value;
use url::Url;

use super::Account;
use crate::error::{Problem, Result};
use crate::http::{HttpRequest, Method};

/// Where a tool lives. Everything a connector asks for lies below it.
#[derive(Clone, Debug)]
pub(super) struct Base(Url);

impl Base {
    /// Fails with a plain sentence unless the account's address is http or https with a host.
    pub fn of(account: &Account) -> Result<Base> {
        let text = account.base_url.trim();
        let no_address = || {
            Problem::bad_input(format!("“{text}” is not a web address."))
                .kept("Nothing was changed.")
                .todo("Write it as in a browser, for example https://desk.example.com.")
        };
        let mut url = Url::parse(text).map_err(|_| no_address())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(no_address());
        }
        url.set_query(None);
        url.set_fragment(None);
        Ok(Base(url))
    }

    /// `steps` are escaped one by one, so an id from outside can't lead anywhere else.
    pub fn url(&self, steps: &[&str], query: &[(&str, &str)]) -> String {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(steps);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url.into()
    }

    /// The steps, still escaped, by which `address` lies below `steps` of this one; None when it lies elsewhere.
    pub fn below(&self, steps: &[&str], address: &str) -> Option<Vec<String>> {
        let here = Url::parse(&self.url(steps, &[])).ok()?;
        let there = Url::parse(address.trim()).ok().filter(|there| there.origin() == here.origin())?;
        let parts = |url: &Url| -> Vec<String> {
            url.path_segments().into_iter().flatten().filter(|step| !step.is_empty()).map(str::to_owned).collect()
        };
        parts(&there).strip_prefix(parts(&here).as_slice()).map(<[String]>::to_vec)
    }

    /// Where people see what the interface tells: the same host, without `api.` before it and any path behind.
    pub fn site(&self) -> Base {
        let mut url = self.0.clone();
        let host = url.host_str().and_then(|host| host.strip_prefix("api.")).map(str::to_owned);
        // A host that can't be set stays as it is.
        let _ = host.map(|host| url.set_host(Some(&host)));
        url.set_path("");
        Base(url)
    }

    pub fn get(&self, steps: &[&str], query: &[(&str, &str)]) -> HttpRequest {
        self.request(Method::Get, steps, query, None)
    }

    /// A question that is asked with a body, as searches often are.
    pub fn ask(&self, steps: &[&str], query: &[(&str, &str)], body: &Value) -> HttpRequest {
        HttpRequest { harmless: true, ..self.send(Method::Post, steps, query, body) }
    }

    /// Changes something there, and is never sent twice by itself.
    pub fn send(&self, method: Method, steps: &[&str], query: &[(&str, &str)], body: &Value) -> HttpRequest {
        self.request(method, steps, query, Some(body.to_string()))
    }

    /// A question that is asked with a form.
    pub fn form(&self, steps: &[&str], form: &[(&str, &str)]) -> HttpRequest {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = self.request(Method::Post, steps, &[], Some(body));
        request.headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
        HttpRequest { harmless: true, ..request }
    }

    fn request(&self, method: Method, steps: &[&str], query: &[(&str, &str)], body: Option<String>) -> HttpRequest {
        let headers = vec![("accept", "application/json".to_owned())];
        HttpRequest { method, url: self.url(steps, query), headers, body, harmless: method == Method::Get }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn account(base_url: &str) -> Account {
        Account { vendor: "redmine".into(), base_url: base_url.into(), ..Account::default() }
    }

    #[rstest]
    #[case("https://desk.example.com", "https://desk.example.com/issues/7%2F..%2F8?q=a+b%26c")]
    #[case("https://desk.example.com/", "https://desk.example.com/issues/7%2F..%2F8?q=a+b%26c")]
    #[case(" http://127.0.0.1:3000/desk/?x=1#y ", "http://127.0.0.1:3000/desk/issues/7%2F..%2F8?q=a+b%26c")]
    fn addresses_lie_below_the_base(#[case] base: &str, #[case] wanted: &str) {
        let base = Base::of(&account(base)).unwrap();
        assert_eq!(base.url(&["issues", "7/../8"], &[("q", "a b&c")]), wanted);
    }

    #[rstest]
    #[case("https://desk.example.com/a%20b/issues/7?x=1#y", Some("issues/7"))]
    #[case(" https://desk.example.com:443/a%20b/", Some(""))]
    #[case("https://desk.example.com/a/issues/7", None)]
    #[case("http://desk.example.com/a%20b/issues/7", None)]
    #[case("https://desk.example.com.evil.example/a%20b/issues/7", None)]
    #[case("https://me@desk.example.com:8443/a%20b/issues/7", None)]
    #[case("a%20b/issues/7", None)]
    fn an_address_lies_below_or_elsewhere(#[case] address: &str, #[case] wanted: Option<&str>) {
        let found = Base::of(&account("https://desk.example.com")).unwrap().below(&["a b"], address);
        assert_eq!(found.map(|steps| steps.join("/")).as_deref(), wanted);
    }

    #[rstest]
    #[case("https://api.linear.app", "https://linear.app/")]
    #[case("https://app.asana.com/api/1.0", "https://app.asana.com/")]
    #[case("http://127.0.0.1:3000/x", "http://127.0.0.1:3000/")]
    fn people_look_beside_the_interface(#[case] base: &str, #[case] wanted: &str) {
        assert_eq!(Base::of(&account(base)).unwrap().site().url(&[], &[]), wanted);
    }

    #[rstest]
    #[case("")]
    #[case("desk")]
    #[case("ftp://desk.example.com")]
    #[case("file:///etc/passwd")]
    #[case("https://")]
    fn anything_else_is_no_address(#[case] base: &str) {
        assert!(Base::of(&account(base)).unwrap_err().what.ends_with("is not a web address."));
    }
}

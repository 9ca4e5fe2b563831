//! Addresses of pages at the tools, which may stand in a link.

use url::Url;

/// The address in a form that no markup reads anything into. None unless it is a page of the web, and with an @ in it: that
/// is somebody's name, password or mail address.
pub fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let personal = url.as_str().contains('@') || url.as_str().contains("%40");
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) || personal {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in url.as_str().chars() {
        if c.is_ascii_alphanumeric() || "-./:?#=&+,;%".contains(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://desk.example/t/1?a=b#c", Some("https://desk.example/t/1?a=b#c"))]
    #[case(" HTTP://Desk.example/a_(b)*|x>y ", Some("http://desk.example/a%5F%28b%29%2A%7Cx%3Ey"))]
    #[case("javascript:alert(1)", None)]
    #[case("https://good.example@evil.example/", None)]
    #[case("https://desk.example/t?of=rosa@hartwell.example", None)]
    #[case("file:///etc/passwd", None)]
    #[case("/t/1", None)]
    fn only_pages_of_the_web_become_links(#[case] text: &str, #[case] wanted: Option<&str>) {
        assert_eq!(web_address(text).as_deref(), wanted);
    }
}

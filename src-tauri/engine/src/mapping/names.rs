//! Names of companies and their mail domains, in the form in which they can be compared.

/// Endings that say only how a company is owned.
const FORMS: [&str; 40] = [
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "plc",
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "ohg",
    "ug",
    "se",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "bv",
    "nv",
    "ab",
    "as",
    "asa",
    "oy",
    "oyj",
    "aps",
    "kft",
    "zrt",
    "sro",
    "doo",
    "pty",
    "pte",
    "kk",
    "kgaa",
];

/// Mail domains where anybody can have an address; none of them says whom somebody works for.
const PUBLIC: [&str; 58] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "hotmail.de",
    "hotmail.it",
    "live.com",
    "live.co.uk",
    "live.nl",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.it",
    "yahoo.es",
    "yahoo.co.jp",
    "yahoo.com.br",
    "ymail.com",
    "rocketmail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "web.de",
    "t-online.de",
    "freenet.de",
    "mail.com",
    "mail.ru",
    "yandex.ru",
    "yandex.com",
    "bk.ru",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "tutanota.com",
    "fastmail.com",
    "hey.com",
    "zoho.com",
    "qq.com",
    "163.com",
    "126.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "laposte.net",
    "libero.it",
    "bluewin.ch",
    "comcast.net",
    "btinternet.com",
    "posteo.de",
];

/// `ACME Ltd.`, `Acme GmbH & Co. KG` and `acme` are one name; empty for a text without letters and digits.
pub fn plain_company(name: &str) -> String {
    let lower = name.to_lowercase();
    // Abbreviations such as `S.A.` and `B.V.` are one word.
    let joined = lower.replace('.', "");
    let words: Vec<&str> = joined.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kept = words.iter().rposition(|word| !FORMS.contains(word) && *word != "and" && *word != "und");
    // A company that is called Limited keeps its name.
    words.get(..=kept.unwrap_or(words.len().saturating_sub(1))).unwrap_or_default().join(" ")
}

/// `https://www.Example.com/about` → `example.com`. None when that is no domain.
pub fn bare_domain(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    let part =
        |part: &str| !part.is_empty() && part.len() <= 63 && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    (host.contains('.') && host.len() <= 253 && host.split('.').all(part)).then(|| host.to_owned())
}

/// Of an e-mail address.
pub fn domain_of(email: &str) -> Option<String> {
    bare_domain(email.rsplit_once('@')?.1)
}

/// True for a mail domain that says nothing of whom somebody works for.
pub fn is_public(domain: &str) -> bool {
    PUBLIC.contains(&domain)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ACME Ltd.", "acme")]
    #[case("Acme GmbH & Co. KG", "acme")]
    #[case("  Hartwell—Freight, Inc ", "hartwell freight")]
    #[case("Nordvik S.A.", "nordvik")]
    #[case("Company of Heroes AB", "company of heroes")]
    #[case("Limited", "limited")]
    #[case("H&M", "h m")]
    #[case("株式会社 山田", "株式会社 山田")]
    #[case("—", "")]
    fn names_in_one_form(#[case] name: &str, #[case] wanted: &str) {
        assert_eq!(plain_company(name), wanted);
    }

    #[rstest]
    #[case("https://www.Example.com/about?x", Some("example.com"))]
    #[case("ana@mail.acme.example", Some("mail.acme.example"))]
    #[case("acme.example.", Some("acme.example"))]
    #[case("localhost", None)]
    #[case("a b.example", None)]
    #[case("<script>.example", None)]
    #[case("", None)]
    fn domains(#[case] text: &str, #[case] wanted: Option<&str>) {
        assert_eq!(bare_domain(text).as_deref(), wanted);
    }
}

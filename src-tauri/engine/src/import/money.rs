//! Amounts of money as spreadsheets and tools write them.

/// Amounts beyond this are slips.
const LARGEST: f64 = 1e15;

const CURRENCIES: [&str; 32] = [
    "€", "$", "£", "¥", "₹", "zł", "kr", "fr", "us$", "ca$", "a$", "r$", "eur", "usd", "gbp", "chf", "sek", "nok",
    "dkk", "pln", "czk", "huf", "jpy", "cad", "aud", "nzd", "inr", "brl", "cny", "zar", "mxn", "ron",
];

/// Whole units: `€96.000,00` with a decimal comma, `$96,000.00` without, `96k`, `1.2M EUR` → 96000, 1200000.
pub fn parse(text: &str, decimal_comma: bool) -> Option<i64> {
    let (before, core, after) = split(text)?;
    let negative = negative(&before)?;
    let factor = factor(&after)?;
    let (decimal, group) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = core.split_once(decimal).unwrap_or((&core, ""));
    if !fraction.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = whole.split(|c| c == group || is_space(c)).collect();
    let well_grouped = groups.iter().enumerate().all(|(index, digits)| {
        let length_fits = match index {
            0 => groups.len() == 1 || (1..=3).contains(&digits.len()),
            last if last + 1 == groups.len() => digits.len() == 3,
            // 12,34,567 is how India groups.
            _ => matches!(digits.len(), 2 | 3),
        };
        length_fits && digits.chars().all(|c| c.is_ascii_digit())
    });
    if !well_grouped {
        return None;
    }
    let amount: f64 = format!("0{}.{fraction}0", groups.concat()).parse().ok()?;
    let amount = (amount * factor).round();
    (amount <= LARGEST).then_some(if negative { -amount as i64 } else { amount as i64 })
}

/// True if the text names a currency and holds a number: the column is money.
pub fn names_currency(text: &str) -> bool {
    split(text).is_some_and(|(before, _, after)| {
        [before.trim_start_matches(['-', '+']), after.as_str()]
            .iter()
            .any(|part| CURRENCIES.contains(&part.trim_matches(['.', ' '])))
    })
}

/// Signs and words that name one currency alone.
#[rustfmt::skip]
const CODES: [(&str, &str); 10] = [
    ("€", "EUR"), ("$", "USD"), ("us$", "USD"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"), ("zł", "PLN"),
    ("ca$", "CAD"), ("a$", "AUD"), ("r$", "BRL"),
];

/// The code of the currency that a text names, beside an amount or alone: `€96k` is in EUR. None for `kr`, which
/// several countries have.
pub fn currency(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    let parts = split(text).map_or((lower.clone(), String::new()), |(before, _, after)| (before, after));
    [parts.0.trim_start_matches(['-', '+']), parts.1.trim_start_matches(['k', 'm'])]
        .iter()
        .map(|part| part.trim_matches(['.', ' ']))
        .find_map(|part| {
            let sign = CODES.iter().find(|(sign, _)| *sign == part).map(|(_, code)| *code);
            sign.or_else(|| ISO.iter().copied().find(|code| code.eq_ignore_ascii_case(part)))
        })
}

const ISO: [&str; 20] = [
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "JPY", "CAD", "AUD", "NZD", "INR", "BRL",
    "CNY", "ZAR", "MXN", "RON",
];

/// What one amount proves about the column: true for a decimal comma, false for a decimal point.
pub fn decimal_comma(text: &str) -> Option<bool> {
    let (_, core, _) = split(text)?;
    let last = core.rfind([',', '.'])?;
    let separator = core.get(last..)?.chars().next()?;
    let digits_after = core.len() - last - 1;
    let others = core.get(..last)?.chars().filter(|c| matches!(c, ',' | '.')).collect::<Vec<_>>();
    let is_decimal = match others.first() {
        // Both separators occur: the last one is the decimal one.
        Some(other) if *other != separator => true,
        // The same one twice only groups.
        Some(_) => false,
        // 1.234 is a thousand; an amount with three decimals is rare.
        None => digits_after != 3,
    };
    Some(is_decimal == (separator == ','))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')
}

/// What stands before, in and after the number, in lower case.
fn split(text: &str) -> Option<(String, String, String)> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    let text = text.to_lowercase();
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let part = |range: std::ops::Range<usize>| text.get(range).map(|part| part.trim().to_string());
    Some((part(0..first)?, part(first..last)?, part(last..text.len())?))
}

/// None when something else than a sign and a currency stands there.
fn negative(before: &str) -> Option<bool> {
    let unsigned = before.replace(['-', '−', '+'], "");
    let unsigned = unsigned.trim_matches(['.', ' ']);
    (unsigned.is_empty() || CURRENCIES.contains(&unsigned)).then_some(before.contains(['-', '−']))
}

fn factor(after: &str) -> Option<f64> {
    let after = after.trim_end_matches(['.', '-', '–']).trim();
    let (factor, rest) = match after.chars().next() {
        Some('k') if !after.starts_with("kr") => (1e3, after.get(1..)?),
        Some('m') if !after.starts_with("mxn") => (1e6, after.get(1..)?),
        _ => (1.0, after),
    };
    let rest = rest.trim_matches(['.', ',', ' ']);
    (rest.is_empty() || CURRENCIES.contains(&rest)).then_some(factor)
}

#[cfg(test)]
mod tests {
    #[rstest::rstest]
    #[case("€96.000,00", true, Some(96_000))]
    #[case("$96,000.00", false, Some(96_000))]
    #[case("96000", false, Some(96_000))]
    #[case("1 234 567,89 EUR", true, Some(1_234_568))]
    #[case("12'500.50 CHF", false, Some(12_501))]
    #[case("₹12,34,567", false, Some(1_234_567))]
    #[case("-5", false, Some(-5))]
    #[case("184 k", false, Some(184_000))]
    #[case("€1,2M", true, Some(1_200_000))]
    #[case("n/a", false, None)]
    #[case("12 apples", false, None)]
    #[case("1.2.3", false, None)]
    #[case("96,00,00", false, None)]
    #[case("99999999999999999999", false, None)]
    #[case("1e5", false, None)]
    fn amounts_are_read(#[case] text: &str, #[case] comma: bool, #[case] amount: Option<i64>) {
        assert_eq!(super::parse(text, comma), amount);
    }

    #[rstest::rstest]
    #[case("1.234,56", Some(true))]
    #[case("1,234.56", Some(false))]
    #[case("1.234", Some(true))]
    #[case("1,234", Some(false))]
    #[case("12,5", Some(true))]
    #[case("1.234.567", Some(true))]
    #[case("1200", None)]
    fn an_amount_tells_its_format(#[case] text: &str, #[case] comma: Option<bool>) {
        assert_eq!(super::decimal_comma(text), comma);
    }
}

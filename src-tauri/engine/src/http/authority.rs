//! Certificate authorities that a person trusts beside the system's own, such as that of a company.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::parse_x509_certificate;
use x509_parser::pem::Pem;
use x509_parser::x509::X509Name;

use crate::error::{Problem, Result};
use crate::model::Time;

/// A bundle of all authorities of the world is smaller than this, in bytes.
const LARGEST: usize = 1024 * 1024;

/// How many bytes of a certificate stand in a line of its text form (RFC 7468 §2: 64 characters).
const LINE: usize = 48;

/// One certificate authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The certificate as it is signed.
    pub der: Vec<u8>,
    /// Whom it names: the common name, or all of the name when it has none.
    pub name: String,
    pub issuer: String,
    pub until: Time,
}

impl Authority {
    /// All certificates of a file, in text (PEM) or binary (DER) form. Refuses a file with a private key in it, and
    /// certificates that could not vouch for a server at `now`.
    pub fn read(file: &[u8], now: Time) -> Result<Vec<Authority>> {
        if file.len() > LARGEST {
            return Err(unusable("The file is larger than 1 MB"));
        }
        let mut found: Vec<Authority> = Vec::new();
        for der in certificates(file)? {
            let authority = Authority::of(der)?;
            if authority.until < now {
                let day = authority.until.rfc3339().chars().take(10).collect::<String>();
                return Err(unusable(&format!("The certificate of “{}” expired on {day}", authority.name)));
            }
            if !found.contains(&authority) {
                found.push(authority);
            }
        }
        if found.is_empty() {
            return Err(unusable("There is no certificate in the file"));
        }
        Ok(found)
    }

    /// A certificate that was kept earlier, in its text form; None when it can't be read.
    pub fn kept(text: &str) -> Option<Authority> {
        Authority::of(certificates(text.as_bytes()).ok()?.into_iter().next()?).ok()
    }

    fn of(der: Vec<u8>) -> Result<Authority> {
        let (rest, certificate) =
            parse_x509_certificate(&der).map_err(|_| unusable("The file holds a certificate that can't be read"))?;
        let name = named(certificate.subject());
        if !rest.is_empty() {
            return Err(unusable(&format!("The certificate of “{name}” is followed by something else")));
        }
        if !vouches(&certificate) {
            return Err(unusable(&format!("“{name}” is the certificate of a server, not of an authority")));
        }
        Ok(Authority {
            issuer: named(certificate.issuer()),
            until: Time(certificate.validity().not_after.timestamp().saturating_mul(Time::SECOND)),
            name,
            der,
        })
    }

    /// SHA-256 of the certificate, in lower-case hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        Sha256::digest(&self.der).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The text form (RFC 7468).
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.der.chunks(LINE).map(|line| STANDARD.encode(line)).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }
}

/// The certificates in a file, each in binary form.
fn certificates(file: &[u8]) -> Result<Vec<Vec<u8>>> {
    // Binary certificates begin with the tag of a sequence (X.690 §8.9).
    if file.first() == Some(&0x30) {
        return Ok(vec![file.to_vec()]);
    }
    let mut found = Vec::new();
    for block in Pem::iter_from_buffer(file) {
        let block = block.map_err(|_| unusable("The file isn't complete, or isn't a certificate file"))?;
        match block.label.as_str() {
            "CERTIFICATE" => found.push(block.contents),
            label if label.contains("PRIVATE KEY") => {
                return Err(Problem::bad_input(
                    "The file holds a private key, which belongs to nobody but its server.",
                )
                .kept("Nothing of it was kept.")
                .todo("Choose the file with the authority's certificate alone."));
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Whether it may sign others' certificates (basic constraints, RFC 5280 §4.2.1.9).
fn vouches(certificate: &X509Certificate<'_>) -> bool {
    certificate.basic_constraints().ok().flatten().is_some_and(|constraints| constraints.value.ca)
}

fn named(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().next().and_then(|common| common.as_str().ok()).map(str::trim);
    match common {
        Some(common) if !common.is_empty() => common.to_owned(),
        _ => name.to_string(),
    }
}

fn unusable(what: &str) -> Problem {
    Problem::bad_input(format!("{what}."))
        .kept("Nothing was changed.")
        .todo("Ask your administrator for the certificate of your company's authority, a .pem or .crt file.")
}

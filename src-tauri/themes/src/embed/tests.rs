//! The model against the reference implementation. `cargo xtask test` puts the model into target/model; without it
//! these tests fail.

use std::path::PathBuf;

use serde_json::Value;

use super::*;

/// Texts with their pieces and vectors as the authors' implementation (PyTorch) gives them, rounded to 5 digits.
const REFERENCE: &str = include_str!("../../fixtures/reference.jsonl");

fn model() -> Model {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/model");
    Model::load(&folder).expect("the model; `cargo xtask model` fetches it")
}

fn reference() -> Vec<(String, Vec<u32>, Vec<f32>)> {
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let pieces = value["pieces"].as_array().unwrap().iter().map(|piece| piece.as_u64().unwrap() as u32).collect();
        let vector = value["vector"].as_array().unwrap().iter().map(|part| part.as_f64().unwrap() as f32).collect();
        (value["text"].as_str().unwrap().to_owned(), pieces, vector)
    };
    REFERENCE.lines().map(line).collect()
}

#[test]
fn pieces_and_vectors_are_those_of_the_reference() {
    let model = model();
    let reference = reference();
    let texts: Vec<&str> = reference.iter().map(|(text, ..)| text.as_str()).collect();
    let vectors = model.embed(&texts, |_, _| true).unwrap();
    let mut farthest: f32 = 0.0;
    for ((text, pieces, expected), vector) in reference.iter().zip(vectors.chunks_exact(HIDDEN)) {
        assert_eq!(&model.pieces(text), pieces, "{text:?}");
        for (one, other) in vector.iter().zip(expected) {
            farthest = farthest.max((one - other).abs());
        }
        assert!(farthest < 1e-3, "{farthest} at {text:?}");
    }
    println!("at most {farthest} from the reference");
}

#[test]
fn a_vector_does_not_depend_on_the_texts_beside_it() {
    let model = model();
    let texts = ["charged twice", "cannot log in", "charged twice", "a much longer text about something else entirely"];
    let together = model.embed(&texts, |_, _| true).unwrap();
    for (text, vector) in texts.iter().zip(together.chunks_exact(HIDDEN)) {
        assert_eq!(model.embed(&[text], |_, _| true).unwrap(), vector);
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn a_vector_is_the_same_on_every_processor() {
    use crate::matrix::{avx2, avx512};
    let model = model();
    let texts = ["charged twice", "Reset email lands in spam", "checkout times out on large carts: why, since when?"];
    let pack: Vec<(Vec<u32>, usize)> = texts.iter().enumerate().map(|(at, text)| (model.pieces(text), at)).collect();
    let plain = model.encode_with(&pack, &mut Work::default());
    if avx2::is_here() {
        // SAFETY: the processor has what this needs.
        assert_eq!(unsafe { model.encode_avx2(&pack, &mut Work::default()) }, plain);
    }
    if avx512::is_here() {
        // SAFETY: the processor has what this needs.
        assert_eq!(unsafe { model.encode_avx512(&pack, &mut Work::default()) }, plain);
    }
}

#[test]
fn progress_counts_distinct_texts_and_can_stop() {
    let model = model();
    let mut heard = Vec::new();
    model
        .embed(&["one", "One", "two"], |done, all| {
            heard.push((done, all));
            true
        })
        .unwrap();
    assert_eq!(heard.last(), Some(&(2, 2)));
    assert!(model.embed(&["one"], |_, _| false).is_none());
    assert_eq!(model.embed(&[] as &[&str], |_, _| true), Some(Vec::new()));
}

#[test]
fn languages_it_did_not_learn_are_told() {
    let model = model();
    let known = [
        "Checkout times out on large carts",
        "TimeoutError in payment-gateway after 30 seconds",
        "SSO login fails for our admins since Monday",
        "invoice PDF shows wrong VAT",
        "Reset email lands in spam",
    ];
    let unknown = [
        "Die Rechnung zeigt seit gestern den falschen Steuersatz an",
        "Je ne peux plus me connecter depuis la mise à jour",
        "La factura muestra un impuesto equivocado desde ayer",
        "Не могу войти в систему",
        "请求超时，无法登录",
        "Faktura pokazuje nieprawidłową stawkę podatku",
    ];
    let wrong: Vec<&str> = known.into_iter().filter(|text| !model.knows(text)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let wrong: Vec<&str> = unknown.into_iter().filter(|text| model.knows(text)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

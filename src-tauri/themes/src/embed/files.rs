//! Reading the model's two files: named arrays of floats, and the words. Both are checked by hash first, so that
//! what follows may rely on their shape, and still nothing here panics on others.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::ModelError;

pub const WEIGHTS: (&str, &str) =
    ("model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db");
pub const WORDS: (&str, &str) = ("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037");

/// The bytes of one file, if they have the hash they should have.
pub fn read_checked(folder: &Path, (name, hash): (&'static str, &str)) -> Result<Vec<u8>, ModelError> {
    let bytes = std::fs::read(folder.join(name)).map_err(|error| ModelError::Missing { name, error })?;
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found != hash {
        return Err(ModelError::Different { name });
    }
    Ok(bytes)
}

/// Named arrays of 32-bit floats in the safetensors form: eight bytes of length, a JSON header, the numbers.
pub struct Arrays<'a> {
    header: HashMap<String, Value>,
    numbers: &'a [u8],
}

impl<'a> Arrays<'a> {
    pub fn parse(bytes: &'a [u8]) -> Option<Arrays<'a>> {
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let header = serde_json::from_slice(rest.get(..length)?).ok()?;
        Some(Arrays { header, numbers: rest.get(length..)? })
    }

    /// The array of that name, row after row, if it has `count` numbers.
    pub fn get(&self, name: &str, count: usize) -> Option<Vec<f32>> {
        let entry = self.header.get(name)?;
        let offsets = entry.get("data_offsets")?;
        let at = |which: usize| usize::try_from(offsets.get(which)?.as_u64()?).ok();
        let bytes = self.numbers.get(at(0)?..at(1)?)?;
        let is_float = entry.get("dtype")?.as_str()? == "F32";
        let floats: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        (is_float && floats.len() == count).then_some(floats)
    }
}

/// The words of tokenizer.json with their numbers.
pub fn words(bytes: &[u8]) -> Option<HashMap<String, u32>> {
    let file: Value = serde_json::from_slice(bytes).ok()?;
    let words = file.get("model")?.get("vocab")?.as_object()?;
    words.iter().map(|(word, number)| Some((word.clone(), u32::try_from(number.as_u64()?).ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_are_found_by_name_and_size() {
        let header =
            br#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"far":{"dtype":"F32","data_offsets":[0,99]}}"#;
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header);
        bytes.extend([1.5_f32, -2.0].iter().flat_map(|number| number.to_le_bytes()));
        let arrays = Arrays::parse(&bytes).unwrap();
        assert_eq!(arrays.get("w", 2), Some(vec![1.5, -2.0]));
        assert_eq!(arrays.get("w", 3), None);
        assert_eq!(arrays.get("far", 2), None);
        assert_eq!(arrays.get("other", 2), None);
        assert!(Arrays::parse(&bytes[..20]).is_none());
        assert!(Arrays::parse(&[255; 30]).is_none());
    }

    #[test]
    fn a_changed_file_is_refused_and_a_missing_one_named() {
        let folder = std::env::temp_dir().join(format!("throughline-themes-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("tokenizer.json"), "{}").unwrap();
        let changed = read_checked(&folder, WORDS).unwrap_err().to_string();
        let missing = read_checked(&folder, WEIGHTS).unwrap_err().to_string();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(changed.contains("tokenizer.json") && changed.contains("not the file"), "{changed}");
        assert!(missing.contains("model.safetensors"), "{missing}");
    }
}

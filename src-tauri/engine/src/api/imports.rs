//! Files handed over by the person: kept in the workspace's own folder until they are imported.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::Engine;
use super::types::*;
use crate::error::{Problem, Result};
use crate::import::{ColumnSeen, FileFormat, Plan, Table, workbook};
use crate::model::Record;
use crate::store::files;

/// Files kept in the staging folder; older ones go when a new one comes.
const KEPT_FILES: usize = 5;

impl Engine {
    /// Keeps `bytes` in the workspace's folder, readable by this person alone, until the import.
    pub async fn stage_file(&self, name: &str, bytes: &[u8]) -> Result<StagedFile> {
        let (token, mut file) = self.new_staged()?;
        file.write_all(bytes)?;
        Ok(staged(name, token, bytes.len() as u64))
    }

    /// The same for a file of this computer. For the command line only: the page never names a path.
    pub async fn stage_path(&self, path: &Path) -> Result<StagedFile> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unreadable = |why: std::io::Error| match why.kind() {
            ErrorKind::NotFound => Problem::not_found(format!("There is no file {}.", path.display()))
                .todo("Check the name and try again."),
            ErrorKind::PermissionDenied => Problem::system(format!("{} may not be read by you.", path.display()))
                .todo("Change its permissions, or choose a copy of it."),
            _ => Problem::from(why),
        };
        let mut from = File::open(path).map_err(unreadable)?;
        if from.metadata().map_err(unreadable)?.is_dir() {
            return Err(Problem::bad_input(format!("{name} is a folder.")).todo("Choose a file in it."));
        }
        let (token, mut to) = self.new_staged()?;
        let bytes = std::io::copy(&mut from, &mut to)?;
        Ok(staged(&name, token, bytes))
    }

    /// Reads the whole file and says what an import would do. Without a mapping, proposes one.
    pub async fn preview_import(&self, file: StagedFile, mapping: Option<Mapping>) -> Result<ImportPreview> {
        let path = self.staged_path(&file)?;
        let known = match files::connection_named(self.store.reader(), &file.name).await? {
            Some(found) => files::external_ids(self.store.reader(), found.id).await?,
            None => std::collections::HashSet::new(),
        };
        off_thread(move || {
            let (mut table, sheets) = table(&file, &path)?;
            let mapping = mapping.unwrap_or_else(|| table.proposal());
            let blocked = table.blocked(&mapping);
            let plan = table.plan(&mapping, &|id| known.contains(id), &|| false)?;
            Ok(ImportPreview { sheets, ..preview(file, &table, mapping, blocked, plan) }.of_a_workbook())
        })
        .await
    }

    /// Where the bytes of a staged file lie. The token is checked, so that it can never lead elsewhere.
    pub(super) fn staged_path(&self, file: &StagedFile) -> Result<PathBuf> {
        let is_token = file.token.len() == 32 && file.token.bytes().all(|byte| byte.is_ascii_hexdigit());
        let path = self.folder().join("staged").join(&file.token);
        if is_token && path.is_file() {
            return Ok(path);
        }
        Err(Problem::not_found(format!("{} isn't here any more.", file.name))
            .kept("Nothing was changed.")
            .todo("Choose the file again."))
    }

    /// An empty file in the staging folder, readable by this person alone, and its token.
    pub(super) fn new_staged(&self) -> Result<(String, File)> {
        let token = self.new_token();
        let file = create_private(&self.staging_folder()?.join(&token))?;
        Ok((token, file))
    }

    fn staging_folder(&self) -> Result<PathBuf> {
        let folder = self.folder().join("staged");
        fs::create_dir_all(&folder)?;
        let mut there: Vec<(std::time::SystemTime, PathBuf)> = fs::read_dir(&folder)?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter_map(|path| Some((path.metadata().and_then(|meta| meta.modified()).ok()?, path)))
            .collect();
        there.sort();
        for (_, path) in there.iter().rev().skip(KEPT_FILES - 1) {
            fs::remove_file(path)?;
        }
        Ok(folder)
    }

    /// 32 hexadecimal digits.
    fn new_token(&self) -> String {
        let token: String = self.new_uid().chars().filter(char::is_ascii_hexdigit).take(32).collect();
        format!("{token:0>32}")
    }
}

fn staged(name: &str, token: String, bytes: u64) -> StagedFile {
    // Some systems hand over the folder with the name.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
    StagedFile { token, name: if name.is_empty() { "file" } else { name }.to_string(), bytes, sheet: None }
}

/// Reading a file is work for a thread of its own.
pub(super) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => {
            Err(Problem::system("Reading the file ended unexpectedly.").kept("Everything stored before is kept."))
        }
    }
}

/// A staged file as a table, and its sheets if it is a workbook: the chosen sheet is written out beside it.
pub(super) fn table(file: &StagedFile, path: &Path) -> Result<(Table<BufReader<File>>, Vec<String>)> {
    let mut head = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut head)?;
    if !workbook::begins_like_one(&head) {
        return Ok((Table::open(&file.name, BufReader::new(File::open(path)?), &|| false)?, Vec::new()));
    }
    let beside = written_out(path);
    match fs::remove_file(&beside) {
        Err(why) if why.kind() != ErrorKind::NotFound => return Err(why.into()),
        _ => {}
    }
    let book = BufReader::new(File::open(path)?);
    let out = BufWriter::new(create_private(&beside)?);
    let sheets = workbook::write_csv(&file.name, book, file.sheet.as_deref(), out, &|| false)?;
    Ok((Table::open(&file.name, BufReader::new(File::open(&beside)?), &|| false)?, sheets))
}

/// The copy has served, and with it what was written out of it.
pub(super) fn forget(path: &Path) -> Result<()> {
    fs::remove_file(path)?;
    match fs::remove_file(written_out(path)) {
        Err(why) if why.kind() != ErrorKind::NotFound => Err(why.into()),
        _ => Ok(()),
    }
}

fn written_out(path: &Path) -> PathBuf {
    path.with_extension("csv")
}

pub(super) fn create_private(path: &Path) -> Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

fn preview<S: std::io::Read + std::io::Seek>(
    file: StagedFile,
    table: &Table<S>,
    mapping: Mapping,
    blocked: Option<String>,
    plan: Plan,
) -> ImportPreview {
    ImportPreview {
        file,
        format: table.format(),
        sheets: Vec::new(),
        encoding: table.encoding().to_string(),
        delimiter: table.delimiter().map(str::to_string),
        mapping,
        columns: table.columns().iter().map(|column| column_preview(column, table.rows())).collect(),
        rows: plan.rows,
        clean: plan.clean,
        noted: plan.noted,
        left_out: plan.left_out,
        problems: plan.problems,
        first_rows: plan.first.into_iter().map(preview_row).collect(),
        already_here: plan.already_here,
        blocked,
    }
}

impl ImportPreview {
    /// A sheet was never text, so nothing is to be said about its characters.
    fn of_a_workbook(self) -> Self {
        if self.sheets.is_empty() {
            return self;
        }
        ImportPreview { format: FileFormat::Xlsx, encoding: String::new(), delimiter: None, ..self }
    }
}

pub(super) fn column_preview(column: &ColumnSeen, rows: u32) -> ColumnPreview {
    ColumnPreview {
        name: column.name.clone(),
        first_values: column.first_values.clone(),
        filled: if rows == 0 { 0.0 } else { f64::from(column.filled) / f64::from(rows) },
    }
}

fn preview_row(record: Record) -> PreviewRow {
    PreviewRow {
        kind: record.kind,
        title: record.title,
        external_id: record.external_id,
        customer: record.customer,
        service: record.service,
        severity: record.severity,
        happened_at: record.happened_at,
        body_characters: record.body.chars().count().try_into().unwrap_or(u32::MAX),
    }
}

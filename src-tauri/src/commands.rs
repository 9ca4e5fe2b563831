//! The few doors from the page to the engine. Everything goes through `call`, whose list of commands is
//! declared once in the engine; the others exist because they carry bytes or concern the window itself.

use engine::api::types::{ListPage, SignalQuery, StagedFile, WorkspaceInfo, WorkspaceName};
use engine::error::{Problem, Result};
use engine::model::{ImageId, Time};
use serde_json::Value;
use tauri::ipc::{Invoke, InvokeBody, Request, Response};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_opener::OpenerExt;
use xxhash_rust::xxh3::xxh3_64;

use crate::tray::{self, TrayState};
use crate::workspace::Open;

pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        call,
        now,
        signal_list,
        image,
        stage_file,
        switch_workspace,
        restore_newest,
        reveal_exports,
        open_link,
        tray_state,
        keep_in_tray
    ]
}

/// Runs one of the engine's commands.
#[tauri::command]
async fn call(open: State<'_, Open>, name: String, args: Value) -> Result<Value> {
    let engine = open.engine().await?;
    engine::api::dispatch(&engine, &name, args).await
}

/// What time it is for the engine, in milliseconds since 1970; the page's own clock goes on from there.
#[tauri::command]
fn now(open: State<'_, Open>) -> Time {
    open.now()
}

/// What a query finds, and what of it is shown first: a mark of the ids (little-endian u64), their number and they
/// themselves in their order (u32), then a [`ListPage`] as JSON to the end. `held` is the mark of the ids that the page
/// has: the very same ones aren't sent again, and their number is [`HELD`].
#[tauri::command]
async fn signal_list(
    open: State<'_, Open>,
    query: SignalQuery,
    from: u32,
    count: u32,
    held: Option<String>,
) -> Result<Response> {
    let (ids, page) = open.engine().await?.signal_list(query, from, count).await?;
    Ok(Response::new(list_bytes(&ids, held.as_deref(), &page)?))
}

/// Stands for the number of ids that the page has already.
const HELD: u32 = u32::MAX;

/// An attached image's bytes, as they were attached.
#[tauri::command]
async fn image(open: State<'_, Open>, id: ImageId) -> Result<Response> {
    Ok(Response::new(open.engine().await?.image(id).await?))
}

/// Takes a file's bytes; its name comes percent-encoded in the header `x-name`.
#[tauri::command]
async fn stage_file(open: State<'_, Open>, request: Request<'_>) -> Result<StagedFile> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Problem::bad_input("The file's content did not arrive.").todo("Choose the file again."));
    };
    let name = request.headers().get("x-name").and_then(|name| name.to_str().ok()).unwrap_or("file");
    open.engine().await?.stage_file(&percent_decoded(name), bytes).await
}

#[tauri::command]
async fn switch_workspace(open: State<'_, Open>, which: WorkspaceName) -> Result<WorkspaceInfo> {
    open.switch(which).await?;
    open.engine().await?.workspace().await
}

#[tauri::command]
async fn restore_newest(open: State<'_, Open>) -> Result<()> {
    open.restore_newest().await
}

/// Shows the folder with the exported files in the system's file manager.
#[tauri::command]
async fn reveal_exports<R: Runtime>(app: AppHandle<R>, open: State<'_, Open>) -> Result<()> {
    let folder = open.engine().await?.exports_folder()?;
    app.opener().open_path(folder.display().to_string(), None::<&str>).map_err(|error| {
        Problem::system(format!("The folder can't be shown: {error}."))
            .kept(format!("Your files are in {}.", folder.display()))
    })
}

/// Opens a web address that a stored signal, backlog item, connection or note carries in the system's browser; any other
/// is refused.
#[tauri::command]
async fn open_link<R: Runtime>(app: AppHandle<R>, open: State<'_, Open>, url: String) -> Result<()> {
    if !open.engine().await?.knows_link(&url).await? {
        return Err(Problem::refused("This address isn't one of a stored signal, backlog item, connection or note."));
    }
    app.opener()
        .open_url(&url, None::<&str>)
        .map_err(|error| Problem::system(format!("The browser can't be opened: {error}.")).todo("Copy the address."))
}

/// Whether closing the window leaves Throughline in the tray, and whether it could.
#[tauri::command]
async fn tray_state<R: Runtime>(app: AppHandle<R>) -> Result<TrayState> {
    Ok(tray::state(&app).await)
}

#[tauri::command]
async fn keep_in_tray<R: Runtime>(app: AppHandle<R>, on: bool) -> Result<TrayState> {
    tray::keep(&app, on).await
}

fn list_bytes(ids: &[u32], held: Option<&str>, page: &ListPage) -> Result<Vec<u8>> {
    const HEAD: usize = 12;
    let mut bytes = vec![0; HEAD];
    bytes.reserve(4 * ids.len());
    bytes.extend(ids.iter().flat_map(|id| id.to_le_bytes()));
    let mark = xxh3_64(&bytes[HEAD..]);
    let mut count = u32::try_from(ids.len()).unwrap_or(HELD);
    if held == Some(mark.to_string().as_str()) {
        count = HELD;
        bytes.truncate(HEAD);
    }
    bytes[..8].copy_from_slice(&mark.to_le_bytes());
    bytes[8..HEAD].copy_from_slice(&count.to_le_bytes());
    serde_json::to_writer(&mut bytes, page)
        .map_err(|error| Problem::system(format!("The list can't be written: {error}.")))?;
    Ok(bytes)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| *first == b'%');
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use engine::api::types::ListPage;
    use engine::model::Kind;

    use super::{list_bytes, percent_decoded};

    #[test]
    fn a_list_is_its_ids_and_then_its_page() {
        let page = ListPage { rows: Vec::new(), kinds: vec![(Kind::Ticket, 2)], themes: Vec::new(), newest: None };
        let bytes = list_bytes(&[7, 258], None, &page).unwrap();
        let (mark, rest) = bytes.split_at(8);
        assert_eq!(rest[..12], [2, 0, 0, 0, 7, 0, 0, 0, 2, 1, 0, 0]);
        assert_eq!(String::from_utf8_lossy(&rest[12..]), r#"{"rows":[],"kinds":[["ticket",2]],"themes":[]}"#);
        // Who holds them doesn't get them again; others in their place do come.
        let mark = u64::from_le_bytes(mark.try_into().unwrap()).to_string();
        let again = list_bytes(&[7, 258], Some(&mark), &page).unwrap();
        assert_eq!((&again[..8], &again[8..12]), (&bytes[..8], &[255; 4][..]));
        assert_eq!(again[12..], bytes[20..]);
        assert_eq!(list_bytes(&[258, 7], Some(&mark), &page).unwrap()[8..12], [2, 0, 0, 0]);
    }

    #[test]
    fn names_arrive_as_they_were() {
        assert_eq!(percent_decoded("key%20accounts%20%E2%82%AC.csv"), "key accounts €.csv");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("a%zz%4"), "a%zz%4");
    }
}

//! The workspace and its settings, and where signals come from.

use super::commands;

commands! {
    // workspace
    /// What the nav and the first-run screen show.
    workspace() -> WorkspaceInfo;
    /// Stores the settings as one undoable decision.
    set_settings(settings: Settings) -> StepDone;
    /// Fills the demo workspace (only there).
    fill_demo() -> WorkspaceInfo;
    /// Takes back the newest decision that is not taken back yet.
    undo() -> StepDone;
    /// Brings back what the newest undo took.
    redo() -> StepDone;
    /// The newest decisions of the workspace.
    recent(limit: u32) -> Vec<HistoryEntry>;
    /// What changed since somebody on this laptop last looked, by opportunity.
    news() -> NewsView;
    /// What was there up to this step and time isn't new any more.
    mark_looked(step: StepId, as_of: Time) -> ();
    /// The palette's search over signals, opportunities and connections.
    find(text: String) -> Vec<FoundThing>;
    backups() -> Vec<Backup>;
    back_up() -> Backup;
    /// Puts a backup in the place of the workspace; the present file is kept beside it.
    restore(name: String) -> WorkspaceInfo;

    // sharing
    /// Writes everything as open JSON into the workspace's exports folder.
    save_workspace() -> SavedFile;
    /// What a file of open JSON holds, and whether it can be brought in here.
    look_at_workspace(file: StagedFile) -> WorkspaceFile;
    /// Fills this workspace, in which nothing is yet, with what a file of open JSON holds.
    bring_in_workspace(file: StagedFile) -> WorkspaceInfo;
    stop_sharing() -> ();

    // secrets
    /// Keeps passwords and keys elsewhere from now on and moves those there are. A vault is made or opened with the
    /// passphrase.
    keep_secrets(keeper: KeeperName, passphrase: Option<String>) -> SecretsState;
    unlock_vault(passphrase: String) -> SecretsState;
    lock_vault() -> SecretsState;
    change_passphrase(old: String, new: String) -> SecretsState;
    /// For a vault that is damaged or whose passphrase is gone; the old file is kept beside the new one.
    new_vault(passphrase: String) -> SecretsState;

    // network
    network() -> NetworkView;
    /// Trusts the authorities whose certificates are in a file, given as its bytes.
    add_authorities(file: Vec<u8>) -> StepDone;
    remove_authority(fingerprint: String) -> StepDone;
    /// Without a password the one there is stays; an empty one is forgotten.
    set_proxy(proxy: ProxySettings, password: Option<String>) -> StepDone;

    // sources
    vendors() -> Vec<Vendor>;
    connections() -> Vec<ConnectionView>;
    check_connection(form: ConnectionForm, secret: Option<String>, existing: Option<ConnectionId>) -> CheckReport;
    /// The first records of a tool whose fields a person matches; `preview_import` shows them.
    sample_connection(form: ConnectionForm, secret: Option<String>, existing: Option<ConnectionId>) -> StagedFile;
    /// What a tap or source on this laptop can read.
    offered_streams(form: ConnectionForm, secret: Option<String>, existing: Option<ConnectionId>) -> Vec<OfferedStream>;
    add_connection(form: ConnectionForm, secret: Option<String>) -> ConnectionView;
    edit_connection(id: ConnectionId, form: ConnectionForm, secret: Option<String>) -> ConnectionView;
    rename_connection(id: ConnectionId, name: String) -> StepDone;
    pause_connection(id: ConnectionId, paused: bool) -> StepDone;
    /// How often a tool is read unless a person says otherwise.
    usual_schedule(vendor: String) -> Cadence;
    schedule_connection(id: ConnectionId, cadence: Cadence) -> StepDone;
    /// Takes the connection and its secret away; its signals stay.
    delete_connection(id: ConnectionId) -> StepDone;
    /// Pulls until everything is read. Progress comes as events.
    pull(id: ConnectionId) -> PullReport;
    /// Stops the pull or import of a connection after its present page.
    cancel(id: Option<ConnectionId>) -> ();
    set_aside(id: ConnectionId) -> Vec<SetAsideView>;
    preview_import(file: StagedFile, mapping: Option<Mapping>) -> ImportPreview;
    run_import(file: StagedFile, mapping: Mapping) -> ImportReport;

    // services and customers
    services() -> ServicesView;
    assign_service(place: PlaceValue, service: String) -> StepDone;
    add_rule(rule: RuleForm) -> StepDone;
    move_rule(uid: String, up: bool) -> StepDone;
    remove_rule(uid: String) -> StepDone;
    set_product(service: String, product: String) -> StepDone;
    /// Those whose name or domain holds the text.
    customers(text: String) -> CustomersView;
    /// An empty name means nobody, null whom the signs say.
    assign_customer(told: ToldValue, customer: Option<String>) -> StepDone;
    match_customers() -> u32;
    preview_customers(file: StagedFile, mapping: Option<CompanyMapping>) -> CompanyPreview;
    import_customers(file: StagedFile, mapping: CompanyMapping) -> CompanyReport;
}

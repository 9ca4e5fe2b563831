//! The one list of commands. From it come the dispatcher (the window and the CLI's `call` go through it) and
//! the page's TypeScript types.

use serde::Deserialize;
use serde_json::Value;
use ts_rs::{Config, TS};

use super::Engine;
use super::types::*;
use crate::connectors::{Draft, ItemChange, TrackerItem, Vendor};
use crate::error::{Problem, Result};
use crate::model::*;

macro_rules! commands {
    ($($(#[doc = $doc:literal])* $name:ident ( $($arg:ident : $ty:ty),* ) -> $ret:ty;)*) => {
        /// Runs the command `name` with its arguments as a JSON object of the same names.
        pub async fn dispatch(engine: &Engine, name: &str, args: Value) -> Result<Value> {
            match name {
                $(stringify!($name) => {
                    #[derive(Deserialize)]
                    struct Args { $($arg: $ty),* }
                    #[allow(unused_variables)]
                    let Args { $($arg),* } = serde_json::from_value(args)
                        .map_err(|e| Problem::bad_input(format!("{} was called wrongly: {e}.", stringify!($name))))?;
                    let done: $ret = engine.$name($($arg),*).await?;
                    serde_json::to_value(done).map_err(|e| Problem::system(format!("The answer can't be written: {e}.")))
                })*
                _ => Err(Problem::not_found(format!("There is no command {name:?}."))),
            }
        }

        pub(super) fn signatures(config: &Config) -> String {
            let mut text = String::from("export interface Commands {\n");
            $(
                $(text.push_str(&format!("  /** {} */\n", $doc.trim()));)*
                #[allow(unused_mut)]
                let mut args: Vec<String> = Vec::new();
                $(args.push(format!("{}: {}", stringify!($arg), <$ty as TS>::name(config)));)*
                text.push_str(&format!(
                    "  {}: {{ args: {{ {} }}; ret: {} }};\n",
                    stringify!($name), args.join("; "), ts_ret::<$ret>(config),
                ));
            )*
            text.push_str("}\n");
            text
        }
    };
}

fn ts_ret<T: TS>(config: &Config) -> String {
    T::name(config)
}

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

    // inbox
    signal_rows(ids: Vec<SignalId>) -> Vec<SignalRow>;
    signal(id: SignalId) -> SignalDetail;
    facets(query: SignalQuery) -> Facets;
    mark_seen(ids: Vec<SignalId>, seen: bool) -> ();
    accept(ids: Vec<SignalId>, into: AcceptInto, importance: u8) -> StepDone;
    merge(ids: Vec<SignalId>, into: SignalId) -> StepDone;
    /// The reply is kept for each reporter, {name} and {title} filled in; it isn't sent.
    decline(ids: Vec<SignalId>, reason: DeclineReason, note: String, reply: Option<String>) -> StepDone;
    snooze(ids: Vec<SignalId>, until: SnoozeUntil) -> StepDone;
    /// Puts signals back into the inbox, whatever was decided; evidence links stay.
    reopen(ids: Vec<SignalId>) -> StepDone;

    // triage at speed; a preview writes nothing
    preview_verb(ids: Vec<SignalId>, verb: TriageVerb) -> VerbPreview;
    draft_reply(ids: Vec<SignalId>, reason: DeclineReason) -> ReplyDraft;
    /// Takes merged signals out again, back to what was decided before.
    unmerge(ids: Vec<SignalId>) -> StepDone;
    /// False: two signals aren't suggested to each other as the same again.
    suggest_pair(one: SignalId, other: SignalId, suggest: bool) -> StepDone;
    hidden() -> HiddenView;
    inbox_zero() -> InboxZero;

    // highlights
    /// Passages of a signal that are evidence, in the order of the text.
    highlights(signal: SignalId) -> Vec<HighlightView>;
    /// Makes a passage evidence of one or more opportunities; one of them may be new.
    highlight(signal: SignalId, passage: Passage, targets: Vec<HighlightTarget>) -> StepDone;
    /// Importance 0–3 for an opportunity; null takes the passage from it.
    set_highlight(uid: String, opportunity: OpportunityId, importance: Option<u8>) -> StepDone;
    remove_highlight(uid: String) -> StepDone;

    // themes
    themes(query: ThemeQuery) -> ThemeList;
    theme(id: ThemeId) -> ThemeDetail;
    /// Why a signal is where it is.
    theme_place(signal: SignalId) -> ThemePlace;
    /// Merges and splits that the program suggests.
    theme_proposals() -> Vec<ThemeProposal>;
    /// "Keep apart", "keep as one": not suggested again.
    decline_proposal(id: u32) -> StepDone;
    /// Makes all its signals evidence; an empty title of a new opportunity is the theme's.
    accept_theme(id: ThemeId, into: AcceptInto, importance: u8) -> StepDone;
    /// An empty title brings the program's own back.
    rename_theme(id: ThemeId, title: String) -> StepDone;
    compare_themes(stays: ThemeId, joins: ThemeId) -> ThemeComparison;
    merge_themes(into: ThemeId, themes: Vec<ThemeId>, title: Option<String>) -> StepDone;
    preview_split(id: ThemeId, by: SplitBy, parts: u32) -> SplitPreview;
    /// The first part stays the theme.
    split_theme(id: ThemeId, parts: Vec<PartForm>) -> StepDone;
    dismiss_theme(id: ThemeId, dismissed: bool) -> StepDone;
    snooze_theme(id: ThemeId, until: Option<SnoozeUntil>) -> StepDone;
    /// Moves or pins signals; null puts them into no theme.
    place_signals(ids: Vec<SignalId>, theme: Option<ThemeId>) -> StepDone;
    /// "Not this theme."
    keep_out(ids: Vec<SignalId>, theme: ThemeId) -> StepDone;
    keep_together(ids: Vec<SignalId>) -> StepDone;
    keep_apart(ids: Vec<SignalId>) -> StepDone;
    /// Signals like a text, by meaning and words.
    similar_to(text: String) -> Vec<SimilarSignal>;
    /// Reads and places what waits; anew looks at everything again for suggestions.
    group_signals(anew: bool) -> ThemesStanding;
    pause_grouping(paused: bool) -> ThemesStanding;
    save_themes(format: ExportFormat, query: ThemeQuery) -> SavedFile;

    // opportunities
    opportunities(query: OpportunityQuery) -> OpportunityList;
    opportunity(id: OpportunityId) -> OpportunityDetail;
    create_opportunity(title: String) -> StepDone;
    edit_opportunity(id: OpportunityId, field: OpportunityField, value: String) -> StepDone;
    /// `reason` is required when the stage is rejected.
    set_stage(id: OpportunityId, stage: Stage, reason: String) -> StepDone;
    /// Reads another tool's list of ideas and says what an import would do.
    preview_ideas(file: StagedFile, mapping: Option<IdeaMapping>) -> IdeaPreview;
    /// Makes the ideas opportunities, as one step.
    import_ideas(file: StagedFile, mapping: IdeaMapping) -> StepDone;
    delete_opportunity(id: OpportunityId, deleted: bool) -> StepDone;
    /// Links with importance 0–3, or unlinks when it is null.
    set_evidence(id: OpportunityId, signals: Vec<SignalId>, importance: Option<u8>) -> StepDone;
    set_score(id: OpportunityId, inputs: RiceInputs) -> StepDone;
    /// What the score would be, without storing anything.
    try_score(id: OpportunityId, inputs: RiceInputs) -> Receipt;
    receipt(id: OpportunityId, of: NumberOf) -> Receipt;
    opportunity_history(id: OpportunityId) -> Vec<HistoryEntry>;
    signal_history(id: SignalId) -> Vec<HistoryEntry>;

    // export
    preview_export(id: OpportunityId, connection: ConnectionId) -> ExportPreview;
    look_alikes(id: OpportunityId, connection: ConnectionId) -> Vec<LookAlike>;
    /// Writes the outbox entry, sends it, stores the answer.
    /// Where items can go; empty when the connection names its project.
    export_projects(connection: ConnectionId) -> Vec<Project>;
    /// While the checklist has gaps, `anyway` must say why it is sent all the same.
    send_export(id: OpportunityId, connection: ConnectionId, draft: Draft, anyway: Option<String>) -> OutboxEntry;
    /// Looks an entry up in its tracker; sends it only when it isn't there.
    settle_outbox(id: OutboxId) -> OutboxEntry;
    cancel_outbox(id: OutboxId) -> OutboxEntry;
    outbox() -> Vec<OutboxEntry>;
    items() -> Vec<ItemView>;
    /// Items of a tracker by key, address or words.
    find_items(connection: ConnectionId, project: String, text: String) -> Vec<TrackerItem>;
    link_item(id: OpportunityId, connection: ConnectionId, external_id: String) -> StepDone;
    unlink_item(item: ItemId) -> StepDone;
    /// What goes where in a tracker.
    connection_fields(id: ConnectionId) -> FieldsView;
    set_connection_fields(id: ConnectionId, rules: Vec<FieldRule>) -> StepDone;
    /// What changed here since an item was sent.
    preview_update(item: ItemId) -> UpdatePreview;
    /// Writes a change that was shown into the item.
    send_update(item: ItemId, change: ItemChange) -> ItemView;
    preview_comment(item: ItemId, text: String) -> CommentPreview;
    /// Writes the comment down, sends it, stores the answer. It can't be undone once the tracker has it.
    send_comment(item: ItemId, text: String, key: String) -> CommentView;
    /// Looks for the comment in its tracker; sends it only when it surely isn't there.
    settle_comment(id: CommentId) -> CommentView;
    /// For one that couldn't be looked for: a person says that it isn't there.
    send_comment_again(id: CommentId) -> CommentView;
    /// For one that couldn't be looked for: a person says that it is there.
    comment_is_there(id: CommentId) -> CommentView;
    cancel_comment(id: CommentId) -> CommentView;
    comments() -> Vec<CommentView>;
    read_statuses() -> StatusReport;
    /// Writes the ranked list into the workspace's exports folder.
    save_opportunities(format: ExportFormat, query: OpportunityQuery) -> SavedFile;

    // annotations
    annotations(id: OpportunityId) -> AnnotationBoard;
    /// Attaches a staged PNG, JPEG, GIF or WebP; without a caption its name is one.
    attach_image(id: OpportunityId, file: StagedFile, caption: String) -> StepDone;
    caption_image(image: ImageId, caption: String) -> StepDone;
    /// Takes the image and the notes on it out of sight.
    remove_image(image: ImageId) -> StepDone;
    annotate(id: OpportunityId, note: NoteForm) -> StepDone;
    edit_annotation(note: AnnotationId, text: String) -> StepDone;
    move_annotation(note: AnnotationId, shape: Shape) -> StepDone;
    resolve_annotation(note: AnnotationId, resolved: bool) -> StepDone;
    remove_annotation(note: AnnotationId) -> StepDone;
    reply(note: AnnotationId, text: String) -> StepDone;
    edit_reply(reply: ReplyId, text: String) -> StepDone;
    remove_reply(reply: ReplyId) -> StepDone;

    // readiness and views
    /// Judges one kind of risk; null takes the judgement away.
    set_risk(id: OpportunityId, kind: RiskKind, assessment: Option<RiskAssessment>) -> StepDone;
    /// How many a stage of the board should hold; null takes the limit away.
    set_stage_limit(stage: Stage, limit: Option<u32>) -> StepDone;
    /// With how many each finds now.
    views() -> Vec<SavedView>;
    /// A view of that name on the same screen is changed.
    save_view(name: String, shows: ViewShows) -> StepDone;
    rename_view(uid: String, name: String) -> StepDone;
    move_view(uid: String, up: bool) -> StepDone;
    delete_view(uid: String) -> StepDone;

    // pulse
    /// How the product behaves in operation: five numbers, the timeline, the restore targets.
    pulse(query: PulseQuery) -> PulseOverview;
    /// Incidents of the period with the changes that caused them or may have.
    pulse_links(query: PulseQuery, view: LinkView) -> LinkReview;
    /// Says that a change caused an incident, or didn't; null takes back what was said.
    judge_link(incident: SignalId, change: SignalId, verdict: Option<LinkVerdict>) -> StepDone;
    /// Refuses everything that is suggested for an incident.
    refuse_links(incident: SignalId) -> StepDone;
    /// How a number came about; of the whole period, or of one of its weeks ("2026-W48").
    pulse_receipt(query: PulseQuery, of: PulseNumber, week: Option<String>) -> PulseReceipt;
    /// Those of everything, then those of each product.
    restore_targets() -> Vec<RestoreTargets>;
    /// In minutes; null takes the usual target again.
    set_restore_target(product: Option<ProductId>, class: Severity, minutes: Option<u32>) -> StepDone;
    /// When the clock for restoring runs; null: around the clock.
    set_business_hours(product: Option<ProductId>, hours: Option<BusinessHours>) -> StepDone;
    // problems, changes, feature use, causes
    /// Incidents and alerts that come back, those with the most records first.
    problems(query: ProblemQuery) -> ProblemList;
    problem(key: String, query: ProblemQuery) -> ProblemDetail;
    /// An empty name brings the title of the records back.
    rename_problem(key: String, name: String) -> StepDone;
    /// An empty one says that there is none, whatever the records say.
    set_workaround(key: String, text: String) -> StepDone;
    set_known_error(key: String, known: bool) -> StepDone;
    /// A null key means all problems that have no rates of their own; rates without anything set are taken away.
    set_cost_rates(key: Option<String>, rates: CostRates) -> StepDone;
    /// Makes all its incidents and alerts evidence; `meanwhile` takes the tickets written while it lasted, too.
    accept_problem(key: String, into: AcceptInto, importance: u8, meanwhile: bool) -> StepDone;
    changes_page(query: ChangesQuery) -> ChangesPage;
    propose_standard_change(key: String, proposed: bool) -> StepDone;
    /// A null level ends it; "" stands for changes of no service.
    try_change_level(service: String, level: Option<u32>, sprints: u32) -> StepDone;
    /// True links, false is "not this one", null takes back what was said.
    set_change_records(pairs: Vec<RecordPair>, belongs: Option<bool>) -> StepDone;
    /// Ageing, waiting, batch size and rework, by service.
    flow(query: ChangesQuery) -> FlowList;
    feature_use(query: FeatureQuery) -> FeatureList;
    /// Makes an opportunity of a drop, or notes that one is about it.
    accept_drop(feature: String, into: AcceptInto) -> StepDone;
    dismiss_drop(feature: String, dismissed: bool) -> StepDone;
    causes(of: CausesOf) -> CausesView;
    /// Where the causes of all opportunities gather.
    cause_map() -> CauseMap;
    add_cause(of: CausesOf, cause: CauseForm) -> StepDone;
    edit_cause(uid: String, cause: CauseForm) -> StepDone;
    remove_cause(uid: String) -> StepDone;
    /// A person looked there and found nothing.
    mark_nothing_found(of: CausesOf, dimension: CauseDimension, nothing: bool) -> StepDone;
    // forum, improvements, self-assessment, andon
    forum() -> Forum;
    /// Null: nobody says how often.
    set_forum_cadence(cadence: Option<ForumCadence>) -> StepDone;
    start_forum() -> StepDone;
    /// Keeps the minutes of the meeting that runs.
    end_forum() -> StepDone;
    move_forum_item(key: String, later: bool) -> StepDone;
    edit_forum_item(key: String, edit: ItemEdit) -> StepDone;
    add_forum_item(item: OwnItemForm) -> StepDone;
    put_on_forum(key: String) -> StepDone;
    /// It isn't suggested again.
    take_off_forum(key: String, reason: String) -> StepDone;
    /// `way` is the title of one of the item's ways of that verb.
    decide_forum(key: String, verb: ForumVerb, way: String, text: String) -> StepDone;
    add_forum_action(action: ActionForm) -> StepDone;
    edit_forum_action(uid: String, action: ActionForm) -> StepDone;
    finish_forum_action(uid: String, done: bool) -> StepDone;
    remove_forum_action(uid: String) -> StepDone;
    /// Null: of the meeting that comes or runs.
    forum_minutes(meeting: Option<String>) -> MinutesView;
    save_forum_minutes(meeting: Option<String>, format: ExportFormat) -> SavedFile;
    improvements() -> ImprovementRegister;
    add_improvement(card: ImprovementForm) -> StepDone;
    edit_improvement(uid: String, card: ImprovementForm) -> StepDone;
    /// In Act, `verdict` says what became of it.
    move_improvement(uid: String, step: ImprovementStep, verdict: Option<ImprovementVerdict>) -> StepDone;
    remove_improvement(uid: String) -> StepDone;
    /// Habits that hurt, looked for in the records.
    anti_patterns() -> Vec<AntiPattern>;
    assessment() -> Assessment;
    open_assessment() -> StepDone;
    /// One person's answers, 1 to 5 for each question. Nothing tells whose they are.
    answer_assessment(answers: Vec<u8>) -> StepDone;
    close_assessment() -> StepDone;
    andon() -> AndonList;
    raise_andon(place: AndonPlace, reason: String) -> StepDone;
    /// Null takes the fix away, which stops exports again.
    fix_andon(place: AndonPlace, fix: Option<AndonFix>) -> StepDone;
    lift_andon(place: AndonPlace, reason: String) -> StepDone;
    // scores
    frameworks() -> FrameworkList;
    /// Ranks by another framework, formula or weights; no input is touched.
    use_framework(by: ScoredBy) -> StepDone;
    /// One opportunity in a framework, or in a formula.
    score_in(id: OpportunityId, framework: Framework, formula: Option<String>) -> ScoreView;
    /// The same with other inputs, as if they were saved; stores nothing.
    try_inputs(id: OpportunityId, framework: Framework, formula: Option<String>, inputs: Vec<InputEntry>) -> ScoreView;
    /// Sets inputs by their names, whatever framework they belong to.
    set_inputs(id: OpportunityId, inputs: Vec<InputEntry>) -> StepDone;
    formulas() -> Vec<FormulaView>;
    formula_names() -> Vec<FormulaName>;
    check_formula(text: String) -> FormulaCheck;
    /// As a new formula, or as the next version of one.
    save_formula(uid: Option<String>, name: String, text: String) -> StepDone;
    delete_formula(uid: String) -> StepDone;
    what_if_choices(framework: Framework, formula: Option<String>) -> WhatIfChoices;
    what_if(asked: WhatIf) -> WhatIfResult;
    /// A scenario of that name is changed.
    keep_scenario(name: String, asked: WhatIf) -> StepDone;
    drop_scenario(uid: String) -> StepDone;
    /// Ranks by its framework and weights from now on.
    use_what_if(asked: WhatIf) -> StepDone;
    /// Asks several people for an input; earlier answers go.
    ask_estimates(id: OpportunityId, framework: Framework, input: String, people: Vec<String>) -> StepDone;
    give_estimate(id: OpportunityId, estimate: EstimateForm) -> StepDone;
    reveal_estimates(id: OpportunityId, input: String) -> StepDone;
    /// Where people differ most first, then what waits for answers.
    disagreements() -> Vec<Disagreement>;

    // loop back
    /// Who asked, what they were told and who waits.
    loop_ledger(query: LoopQuery) -> LoopLedger;
    /// How long people waited for the first word, with the cases behind it.
    first_reply_receipt(opportunity: Option<OpportunityId>) -> FirstReplyReceipt;
    /// First texts for these people, or for everybody who should be told; nothing is sent.
    loop_drafts(id: OpportunityId, reporters: Vec<ReporterId>, form: LetterForm) -> Vec<LoopDraft>;
    /// Exactly what would be sent into a ticket.
    preview_reply(id: OpportunityId, signal: SignalId, text: String, key: String) -> String;
    /// Writes approved replies down as one decision, sends them, stores the answers.
    send_replies(id: OpportunityId, replies: Vec<ReplyForm>) -> Vec<LoopReplyView>;
    /// Looks for a reply on its ticket; sends it only when it surely isn't there.
    settle_reply(id: LoopReplyId) -> LoopReplyView;
    /// For one that couldn't be looked for: a person says that it isn't there.
    send_reply_again(id: LoopReplyId) -> LoopReplyView;
    /// For one that couldn't be looked for: a person says that it is there.
    reply_is_there(id: LoopReplyId) -> LoopReplyView;
    cancel_reply(id: LoopReplyId) -> LoopReplyView;
    /// Notes that people were told in another way; nothing is sent.
    mark_told(id: OpportunityId, told: ToldForm) -> StepDone;
    loop_templates() -> LoopTemplates;
    /// An empty text brings the usual one back.
    set_loop_template(form: LetterForm, outcome: Outcome, text: String) -> StepDone;
    /// After how many days without a word somebody counts as unanswered.
    set_loop_days(days: u32) -> StepDone;
    // outcome checks: whether what was delivered worked; a zone says where the reader's weeks begin
    outcome(id: OpportunityId, zone: String) -> OutcomeView;
    /// Of everything that was delivered or that has a goal, and how value estimates held.
    outcomes(zone: String) -> OutcomeList;
    outcome_receipt(id: OpportunityId, zone: String, of: OutcomeNumber) -> OutcomeReceipt;
    /// Null takes the goal away.
    set_outcome_goal(id: OpportunityId, goal: Option<OutcomeGoal>) -> StepDone;
    plan_outcome(id: OpportunityId, plan: OutcomePlan) -> StepDone;
    /// Null opens a check that was settled.
    settle_outcome(id: OpportunityId, answer: Option<OutcomeAnswer>, note: String) -> StepDone;
    // backlog audit, upcoming list, release notes
    /// The open items of the trackers, and what speaks for each.
    backlog_audit(class: AuditClass) -> AuditView;
    audit_item(id: AuditItemId) -> AuditDetail;
    /// Reads a tracker's items and compares them; writes nothing there.
    read_backlog(connection: ConnectionId, anew: bool) -> AuditReading;
    compare_backlog() -> ();
    /// Null takes back what was said.
    judge_match(id: AuditItemId, about: String, right: Option<bool>) -> StepDone;
    /// Without a reason they aren't kept any more.
    keep_items(ids: Vec<AuditItemId>, reason: Option<String>) -> StepDone;
    accept_item(id: AuditItemId, into: AcceptInto, importance: u8) -> StepDone;
    audit_report() -> AuditReport;
    save_audit(format: ExportFormat) -> SavedFile;
    upcoming() -> UpcomingList;
    /// Notes that the list is given out; the next one says what changed since.
    issue_upcoming() -> StepDone;
    save_upcoming(format: ExportFormat) -> SavedFile;
    /// Both days included, as 2026-11-30.
    release_notes(from: String, to: String) -> ReleaseNotes;
    save_release_notes(format: ExportFormat, from: String, to: String) -> SavedFile;
    // the opportunity tree
    /// Outcomes and what hangs under them, and the opportunities that hang under none.
    opportunity_tree() -> OpportunityTree;
    /// What hangs under one opportunity.
    opportunity_branch(id: OpportunityId) -> TreeOpportunity;
    /// When each opportunity was put into which stage.
    stage_times() -> Vec<StageTimes>;
    /// Hangs something new under a node; only an outcome hangs under none.
    add_to_tree(under: Option<TreeRef>, form: TreeForm) -> TreeMade;
    /// The form must be of the node's level.
    edit_in_tree(uid: String, form: TreeForm) -> StepDone;
    /// Puts a node at a place, from 0, under another parent or the same; null is for outcomes and takes an opportunity out
    /// of its outcome.
    move_in_tree(node: TreeRef, under: Option<TreeRef>, at: u32) -> StepDone;
    /// It stays where it is, struck through. An opportunity is rejected instead.
    drop_in_tree(node: TreeRef, reason: String) -> StepDone;
    restore_in_tree(node: TreeRef) -> StepDone;
    /// That an assumption failed is no risk to register, says a person; or it is one after all.
    refuse_risk_hint(assumption: String, refused: bool) -> StepDone;
}

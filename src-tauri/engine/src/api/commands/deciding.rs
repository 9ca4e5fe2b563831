//! From the inbox to the tracker: signals, themes, opportunities, their value and what is sent.

use super::commands;

commands! {
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
    /// Linked signals speak against it, or for it again.
    set_against(id: OpportunityId, signals: Vec<SignalId>, against: bool) -> StepDone;
    /// What the linked signals measure.
    evidence_panel(id: OpportunityId) -> EvidencePanel;
    set_score(id: OpportunityId, inputs: RiceInputs) -> StepDone;
    /// What the score would be, without storing anything.
    try_score(id: OpportunityId, inputs: RiceInputs) -> Receipt;
    receipt(id: OpportunityId, of: NumberOf) -> Receipt;
    /// The value at the end of a day, as 2026-10-01, beside today's; a zone says where the reader's days end.
    value_at(id: OpportunityId, date: String, zone: String) -> ValueAt;
    opportunity_history(id: OpportunityId) -> Vec<HistoryEntry>;
    signal_history(id: SignalId) -> Vec<HistoryEntry>;

    // export
    preview_export(id: OpportunityId, connection: ConnectionId) -> ExportPreview;
    // templates of drafts
    draft_template(connection: ConnectionId) -> TemplateView;
    /// What it would make of an opportunity; stores nothing.
    try_template(id: OpportunityId, connection: ConnectionId, text: String) -> TemplateTry;
    /// An empty text brings the usual one back.
    set_draft_template(connection: ConnectionId, text: String) -> StepDone;
    /// Keeps a person's text until it is sent; null throws it away.
    keep_draft(id: OpportunityId, connection: ConnectionId, text: Option<DraftText>) -> StepDone;
    look_alikes(id: OpportunityId, connection: ConnectionId) -> Vec<LookAlike>;
    /// Where items can go; empty when the connection names its project.
    export_projects(connection: ConnectionId) -> Vec<Project>;
    /// Writes the outbox entry, sends it, stores the answer. While the checklist has gaps, `anyway` must say why it is sent all the same.
    send_export(id: OpportunityId, connection: ConnectionId, draft: Draft, anyway: Option<String>) -> OutboxEntry;
    /// Looks an entry up in its tracker; sends it only when it isn't there.
    settle_outbox(id: OutboxId) -> OutboxEntry;
    preview_exports(ids: Vec<OpportunityId>, connection: ConnectionId) -> BulkPreview;
    /// Those that can go, into the outbox. Sends nothing.
    queue_exports(ids: Vec<OpportunityId>, connection: ConnectionId, project: String, anyway: Option<String>) -> BulkQueued;
    /// Sends what waits for a tracker; with `again`, what it refused before, too.
    send_waiting(connection: ConnectionId, again: bool) -> BulkSent;
    pause_sending(connection: ConnectionId) -> ();
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

//! How the product behaves in operation, and what people decide about it together.

use super::commands;

commands! {
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
    /// Writes the Pulse with its tables into the workspace's exports folder.
    save_pulse(format: ExportFormat, query: PulseQuery) -> SavedFile;
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
    /// Ageing, waiting, batch size and rework, by service and by product.
    flow(query: ChangesQuery) -> FlowList;
    /// How a number of it came about, down to the records.
    flow_receipt(query: ChangesQuery, place: FlowPlace, of: FlowNumber) -> FlowReceipt;
    feature_use(query: FeatureQuery) -> FeatureList;
    /// Features and possible detours in one answer; for detours a year is looked at, whatever days are asked for.
    features_page(query: FeatureQuery) -> FeaturesPage;
    /// Makes an opportunity of a drop, or notes that one is about it.
    accept_drop(feature: String, into: AcceptInto) -> StepDone;
    dismiss_drop(feature: String, dismissed: bool) -> StepDone;
    /// What a detour is told from, down to the days.
    detour_receipt(from: String, to: String) -> DetourReceipt;
    /// Makes an opportunity of a detour, or notes that one is about it.
    accept_detour(from: String, to: String, into: AcceptInto) -> StepDone;
    dismiss_detour(from: String, to: String, dismissed: bool) -> StepDone;
    causes(of: CausesOf) -> CausesView;
    /// Where the causes of all opportunities and problems gather.
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
    /// What is written down with a decision of this meeting.
    edit_forum_decision(key: String, text: String) -> StepDone;
    /// Puts a line right in the minutes of a meeting that ended.
    edit_forum_minutes(meeting: String, line: MinutesLine) -> StepDone;
    /// What a meeting that ended agreed on, too.
    add_minutes_action(meeting: String, action: ActionForm) -> StepDone;
    /// Every version, the newest first.
    forum_versions(of: ForumRecord) -> Vec<HistoryEntry>;
    improvements() -> ImprovementRegister;
    add_improvement(card: ImprovementForm) -> StepDone;
    edit_improvement(uid: String, card: ImprovementForm) -> StepDone;
    /// In Act, `verdict` says what became of it.
    move_improvement(uid: String, step: ImprovementStep, verdict: Option<ImprovementVerdict>) -> StepDone;
    remove_improvement(uid: String) -> StepDone;
    /// Habits that hurt, looked for in the records.
    anti_patterns() -> Vec<AntiPattern>;
    /// What was seen of one, down to the records that count and those that don't.
    anti_pattern_receipt(id: String) -> PatternReceipt;
    assessment() -> Assessment;
    open_assessment() -> StepDone;
    /// One person's answers, 1 to 5 for each question. Nothing tells whose they are.
    answer_assessment(answers: Vec<u8>) -> StepDone;
    close_assessment() -> StepDone;
    andon() -> AndonList;
    /// The flags that stop the export of an opportunity, the newest first.
    andon_of(opportunity: OpportunityId) -> Vec<AndonFlag>;
    /// What could be the fix: changes, deployments, items and opportunities that have all these words.
    andon_fixes(place: AndonPlace, text: String) -> Vec<FixChoice>;
    /// Who raised, fixed, unlinked and lifted when, the newest first.
    andon_history(place: AndonPlace) -> Vec<HistoryEntry>;
    raise_andon(place: AndonPlace, reason: String) -> StepDone;
    /// Null takes the fix away, which raises the flag again.
    fix_andon(place: AndonPlace, fix: Option<AndonFix>) -> StepDone;
    lift_andon(place: AndonPlace, reason: String) -> StepDone;
}

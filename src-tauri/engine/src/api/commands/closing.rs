//! What happened to it: who was told, whether it worked, what the backlog is worth.

use super::commands;

commands! {
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
    /// What was written by rule into the records behind opportunities, and by which rules.
    status_notes() -> StatusNotes;
    /// What the records of a connection are told from now on; nothing switches it off.
    set_status_notes(connection: ConnectionId, tells: Vec<Outcome>) -> StepDone;
    /// Writes the notes that are due.
    write_status_notes() -> Vec<StatusNoteView>;
    act_on_status_note(id: StatusNoteId, act: StatusNoteAct) -> StatusNoteView;
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
    // digests: weekly messages and alerts to chats and by mail
    digests() -> DigestPage;
    /// `secret`: a webhook's address, or the password for a mail server. It never comes back.
    add_digest(form: DigestForm, secret: Option<String>) -> StepDone;
    /// Without a secret the one that is kept stays.
    edit_digest(uid: String, form: DigestForm, secret: Option<String>) -> StepDone;
    remove_digest(uid: String) -> StepDone;
    /// What a digest would say now; nothing is sent.
    preview_digest(uid: String) -> DigestPreview;
    test_digest(uid: String) -> DigestSent;
    /// This week's digest, now; the schedule doesn't send it again.
    send_digest(uid: String) -> DigestSent;
    /// One that failed, or of which nobody knows whether it arrived.
    send_digest_again(id: u32) -> DigestSent;
}

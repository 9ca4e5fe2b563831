// Generated from src-tauri/engine/src/api by `cargo xtask types`. Don't edit.

export type SignalId = number;

export type ConnectionId = number;

export type ServiceId = number;

export type ProductId = number;

export type CustomerId = number;

export type ReporterId = number;

export type OpportunityId = number;

export type ThemeId = number;

export type OutboxId = number;

export type ItemId = number;

export type CommentId = number;

export type LoopReplyId = number;

export type Outcome = "planned" | "in_progress" | "shipped" | "declined";

export type Way = "ticket" | "by_hand" | "mail" | "phone" | "talk" | "other";

export type LetterForm = "letter" | "status_note";

export type LoopQuery = { 
/**
 * None: of all opportunities.
 */
opportunity: OpportunityId | null, who: LoopWho, 
/**
 * Only what there is to tell; None: anything.
 */
outcome: Outcome | null, };

export type LoopWho = "due" | "waiting" | "unanswered" | "told" | "to_check" | "everybody";

export type LoopLedger = { 
/**
 * At most 500.
 */
people: Array<LoopPerson>, 
/**
 * How many there are of those.
 */
found: number, 
/**
 * Of the opportunity or of all, whoever is listed.
 */
counts: LoopCounts, 
/**
 * How many should be told what.
 */
due: Array<[Outcome, number]>, 
/**
 * Every opportunity that somebody asked for; those with most to tell first.
 */
opportunities: Array<LoopOpportunity>, 
/**
 * After so many days without a word a person counts as unanswered.
 */
days: number, first_reply: FirstReply, 
/**
 * Notes by rule that need a person.
 */
notes_to_check: number, };

export type LoopCounts = { asked: number, told: number, 
/**
 * Should be told now.
 */
due: number, 
/**
 * Can be told later.
 */
later: number, unanswered: number, 
/**
 * Replies of which nobody knows whether they arrived, or that were refused.
 */
to_check: number, };

export type LoopOpportunity = { opportunity: OpportunityRef, stage: Stage, 
/**
 * What there is to tell, and since when; None: nothing is decided.
 */
outcome: Outcome | null, since: Time | null, item: ItemView | null, counts: LoopCounts, };

export type LoopPerson = { opportunity: OpportunityRef, reporter: ReporterId, name: string, customer: string | null, standing: LoopStanding, 
/**
 * What they should be told, or could be told again; None: nothing is decided.
 */
outcome: Outcome | null, 
/**
 * Since when they wait; None: they don't.
 */
since: Time | null, unanswered: boolean, 
/**
 * The oldest first.
 */
asks: Array<LoopAsk>, 
/**
 * What they were told or what is on its way, the oldest first.
 */
told: Array<LoopReplyView>, };

export type LoopStanding = "told" | "due" | "later" | "to_check";

export type LoopAsk = { signal: SignalId, title: string, 
/**
 * The ticket's id in its tool.
 */
ticket: string, connection: string, at: Time, url: string | null, 
/**
 * It can be answered from here.
 */
answers: boolean, };

export type LoopReplyView = { id: LoopReplyId, opportunity: OpportunityId, reporter: ReporterId, name: string, outcome: Outcome, way: Way, 
/**
 * The ticket and its connection, of a reply.
 */
ticket: string | null, connection: string | null, 
/**
 * As the person left it, or what was told.
 */
text: string, state: CommentState, problem: Problem | null, told_at: Time | null, changed_at: Time, attempts: number, };

export type FirstReply = { 
/**
 * People who were told at least once.
 */
n: number, 
/**
 * Milliseconds; None with fewer than five, which say nothing about the next one.
 */
median: number | null, p90: number | null, 
/**
 * People who were never told; their wait isn't over, so it isn't in the number.
 */
not_yet: number, };

export type FirstReplyCase = { opportunity: OpportunityRef, name: string, signal: SignalId, ticket: string, asked_at: Time, told_at: Time, way: Way, took: number, };

export type FirstReplyReceipt = { number: FirstReply, method: string, cases: Array<FirstReplyCase>, };

export type LoopDraft = { reporter: ReporterId, name: string, customer: string | null, outcome: Outcome, 
/**
 * The ticket it would go into: their newest that can be answered, else their newest.
 */
signal: SignalId, ticket: string, connection: string, 
/**
 * To be edited.
 */
text: string, 
/**
 * Exactly what would be sent if the text stays; empty when it can't be sent from here.
 */
body: string, 
/**
 * To be handed back when it is sent; a reply with the same key is sent only once.
 */
key: string, 
/**
 * Why it can't be sent from here; None: it can.
 */
not_from_here: string | null, };

export type ReplyForm = { reporter: ReporterId, signal: SignalId, 
/**
 * What it tells; refused when the opportunity went on since it was drafted.
 */
outcome: Outcome, text: string, 
/**
 * That of its draft.
 */
key: string, };

export type ToldForm = { reporters: Array<ReporterId>, outcome: Outcome, 
/**
 * Any but a reply from here.
 */
way: Way, note: string, 
/**
 * None: now.
 */
at: Time | null, };

export type StatusNoteId = number;

export type StatusNotes = { 
/**
 * At most 200: those that need a person first, then the newest.
 */
notes: Array<StatusNoteView>, found: number, 
/**
 * Records have them.
 */
written: number, 
/**
 * Refused, or nobody knows whether they arrived.
 */
to_check: number, 
/**
 * Every connection whose records can get notes.
 */
rules: Array<StatusNoteRuleView>, };

export type StatusNoteRuleView = { connection: ConnectionId, name: string, 
/**
 * Empty: nothing.
 */
tells: Array<Outcome>, };

export type StatusNoteView = { id: StatusNoteId, opportunity: OpportunityRef, signal: SignalId, 
/**
 * The record's id in its tool, its title and its connection.
 */
record: string, title: string, connection: string, outcome: Outcome, text: string, state: CommentState, problem: Problem | null, 
/**
 * When the tool took it.
 */
written_at: Time | null, changed_at: Time, 
/**
 * When it is tried again by itself; None: a person has to see to it, or there is nothing to do.
 */
retry_at: Time | null, attempts: number, };

export type StatusNoteAct = "settle" | "there" | "not_there" | "give_up";

export type LoopTemplates = { templates: Array<LoopTemplate>, 
/**
 * What can stand in them in braces, and what it stands for.
 */
places: Array<[string, string]>, days: number, };

export type LoopTemplate = { form: LetterForm, outcome: Outcome, text: string, 
/**
 * A person wrote it.
 */
own: boolean, };

export type StepId = number;

export type Time = number;

export type Kind = "incident" | "alert" | "error" | "change" | "deployment" | "ticket" | "feedback";

export type Severity = "critical" | "high" | "medium" | "low";

export type Status = "open" | "resolved" | "closed";

export type TriageState = "inbox" | "accepted" | "merged" | "declined" | "snoozed";

export type DeclineReason = "not_our_product" | "already_fixed" | "too_rare" | "not_real" | "other";

export type Stage = "captured" | "assessing" | "ready" | "exported" | "in_progress" | "delivered" | "verified" | "rejected";

export type StatusCategory = "to_do" | "in_progress" | "done" | "dropped";

export type RuleField = "service" | "project" | "component" | "label" | "anything";

export type Sign = "organisation" | "domain" | "number";

export type Person = { name: string, email: string | null, };

export type Customer = { name: string, domain: string | null, revenue: number | null, plan: string | null, renews_on: string | null, 
/**
 * The tool's own id of the organisation, where it gives one.
 */
number?: string, };

export type Range = { low: number, likely: number, high: number, };

export type RiceInputs = { reach: Range | null, impact: Range | null, 
/**
 * None when the ranges carry the doubt already; then it counts as 1.
 */
confidence: Range | null, effort: Range | null, };

export type ProblemKind = "not_found" | "bad_input" | "refused" | "credential" | "locked" | "unreachable" | "bad_reply" | "busy" | "damaged" | "newer" | "foreign" | "cancelled" | "system";

export type Problem = { kind: ProblemKind, 
/**
 * What happened.
 */
what: string, 
/**
 * What was kept.
 */
kept: string, 
/**
 * What to do now.
 */
todo: string, };

export type WorkspaceName = "own" | "demo";

export type KeeperName = "keychain" | "vault" | "session";

export type VaultState = "none" | "locked" | "open" | "damaged";

export type SecretsState = { keeper: KeeperName, 
/**
 * False: nobody has said; it is the keychain where there is one.
 */
chosen: boolean, 
/**
 * Why the keychain can't be used, if it can't.
 */
keychain: Problem | null, vault: VaultState, };

export type ProxyWay = "system" | "direct" | "own";

export type ProxySettings = { way: ProxyWay, 
/**
 * e.g. `http://proxy.example.com:3128`; empty unless the way is `own`.
 */
address: string, 
/**
 * Empty when the proxy asks for none.
 */
user: string, 
/**
 * Hosts that are asked directly, with commas between them.
 */
bypass: string, };

export type AuthorityView = { name: string, 
/**
 * Who signed its certificate; mostly itself.
 */
issuer: string, until: Time, expired: boolean, 
/**
 * SHA-256 in lower-case hexadecimal digits.
 */
fingerprint: string, };

export type NetworkView = { 
/**
 * Trusted beside the system's own, by name.
 */
authorities: Array<AuthorityView>, proxy: ProxySettings, 
/**
 * Whether a password is kept for the proxy.
 */
proxy_password: boolean, };

export type WorkspaceInfo = { which: WorkspaceName, name: string, 
/**
 * Folder of the workspace file, to tell the person where the data is.
 */
folder: string, 
/**
 * Size of the workspace file on disk, bytes.
 */
bytes: number, signals: number, inbox: number, snoozed: number, 
/**
 * Themes that nobody hid.
 */
themes: number, opportunities: number, items: number, connections: number, 
/**
 * What changed since somebody on this laptop last looked.
 */
news: number, 
/**
 * Outcome checks that nobody has settled.
 */
outcome_checks: number, 
/**
 * Triaged since local midnight UTC by anyone on this laptop.
 */
triaged_today: number, last_sync: Time | null, last_backup: Time | null, settings: Settings, version: string, 
/**
 * Where passwords and keys are kept.
 */
secrets: SecretsState, };

export type Settings = { workspace_name: string, 
/**
 * Who decides here; written into every op.
 */
actor: string, 
/**
 * ISO 4217, e.g. EUR.
 */
currency: string, 
/**
 * What RICE's reach counts, e.g. "customers a quarter".
 */
reach_unit: string, };

export type StepDone = { step: StepId | null, 
/**
 * e.g. `Declined "Old icon was nicer"`.
 */
message: string, changed: number, left_out: Array<LeftOut>, 
/**
 * The opportunity the step made or changed, if one.
 */
opportunity: OpportunityRef | null, };

export type LeftOut = { id: number, title: string, reason: string, };

export type HistoryEntry = { step: StepId, at: Time, actor: string, 
/**
 * e.g. `Changed the title`.
 */
what: string, 
/**
 * Which field of it changed, e.g. title, stage, rice; empty where it isn't one field.
 */
field: string, was: string | null, now: string | null, 
/**
 * True when a later step took this back.
 */
undone: boolean, };

export type NewsView = { 
/**
 * Null when nobody has ever said that they have looked: then it is everything.
 */
since: Time | null, 
/**
 * To be handed back with `as_of` when it is marked as seen, so that what comes meanwhile stays new.
 */
step: StepId, as_of: Time, count: number, 
/**
 * What changed last, first.
 */
things: Array<ChangedThing>, };

export type ChangedThing = { opportunity: OpportunityRef, 
/**
 * Newest first.
 */
changes: Array<NewsEntry>, };

export type NewsEntry = { at: Time, 
/**
 * Who decided it; the connection's name where a tracker told it.
 */
actor: string, 
/**
 * e.g. `Linked “Charged again” to OPP-31`, `#588 is In progress`.
 */
what: string, };

export type Backup = { name: string, at: Time, bytes: number, 
/**
 * e.g. "daily", "before migration 2", "by hand".
 */
reason: string, };

export type FoundThing = { target: FoundTarget, title: string, detail: string, };

export type FoundTarget = { "type": "signal", "id": SignalId } | { "type": "opportunity", "id": OpportunityId } | { "type": "connection", "id": ConnectionId } | { "type": "theme", "id": ThemeId };

export type Event = { "type": "changed", revision: number, } | { "type": "progress" } & Progress | { "type": "grouping", progress: GroupingProgress | null, } | { "type": "passphrase_needed" };

export type WorkspaceFile = { name: string, 
/**
 * RFC 3339, UTC.
 */
made_at: string, 
/**
 * The version of Throughline that wrote it.
 */
program: string, signals: number, opportunities: number, decisions: number, 
/**
 * Why it can't be brought in here, if it can't.
 */
blocked: string | null, };

export type IdeaSource = "productboard" | "jira" | "canny" | "csv";

export type IdeaTarget = "id" | "title" | "statement" | "status" | "owner" | "service" | "tags" | "votes" | "link" | "leave_out";

export type IdeaMapping = { source: IdeaSource, 
/**
 * One per column, in the file's order.
 */
columns: Array<IdeaTarget>, 
/**
 * Words of the status column whose stage a person chose.
 */
stages: Array<[string, Stage]>, };

export type Idea = { 
/**
 * 1 is the first data row.
 */
row: number, 
/**
 * The same for the same item of the same source, in every import on every laptop.
 */
uid: string, title: string, statement: string, owner: string, service: string, stage: Stage, 
/**
 * The source's word for it.
 */
status: string, 
/**
 * There is a remark about its row.
 */
noted: boolean, };

export type StatusSeen = { word: string, rows: number, stage: Stage, 
/**
 * False when no tool's usual states have it: then it is captured until a person says otherwise.
 */
known: boolean, };

export type IdeaPreview = { file: StagedFile, format: FileFormat, mapping: IdeaMapping, columns: Array<ColumnPreview>, rows: number, 
/**
 * Rows that would become opportunities without a remark.
 */
clean: number, 
/**
 * Rows that would become opportunities with a remark.
 */
noted: number, 
/**
 * Rows that would not.
 */
left_out: number, 
/**
 * The first 100 remarks.
 */
problems: Array<RowProblem>, 
/**
 * The first 7 opportunities as they will look.
 */
first: Array<Idea>, 
/**
 * Every status of the file, and the stage it becomes.
 */
statuses: Array<StatusSeen>, 
/**
 * Rows that were imported before; nothing is done about them.
 */
already_here: number, 
/**
 * Rows whose title an opportunity here has; they are left out.
 */
same_title: number, 
/**
 * Why it can't be imported yet, if it can't.
 */
blocked: string | null, };

export type Account = { 
/**
 * Vendor id in the registry, e.g. `redmine`.
 */
vendor: string, 
/**
 * e.g. `https://desk.example.com`, no trailing slash needed.
 */
base_url: string, 
/**
 * Login name where the tool wants one beside the secret.
 */
user: string, 
/**
 * Project, queue or team to read and write; empty means everything the account sees.
 */
project: string, 
/**
 * What else this tool needs to know, by the names of its [`Setting`]s. Nothing secret.
 */
settings: { [key in string]: string }, };

export type Vendor = { id: string, name: string, 
/**
 * Two letters for the tile.
 */
initials: string, group: VendorGroup, reads: boolean, writes: boolean, 
/**
 * Where the tool lives for everybody, e.g. `https://api.github.com`; empty where each team has its own.
 */
address: string, 
/**
 * Labels of the form's fields; empty hides the field.
 */
user_label: string, secret_label: string, secret_help: string, project_label: string, secret_required: boolean, 
/**
 * Further fields of the form.
 */
settings: Array<Setting>, 
/**
 * What the streams become, in words: "tickets and requests".
 */
brings: string, 
/**
 * How this connector was proved.
 */
proof: string, };

export type Setting = { name: string, label: string, help: string, placeholder: string, required: boolean, 
/**
 * Value and label of each choice, the first being the usual one; empty for free text.
 */
choices: Array<[string, string]>, 
/**
 * True for text of several lines, such as a query or a mapping.
 */
long: boolean, };

export type VendorGroup = "operations" | "support" | "work" | "usage" | "files";

export type Draft = { 
/**
 * Where it goes when the connection names no project: an id of [`Tracker::projects`].
 */
project: string, title: string, description: string, labels: Array<string>, 
/**
 * Further fields, by the names or numbers that the tracker has for them.
 */
fields: { [key in string]: FieldValue }, };

export type FieldValue = number | string;

export type ItemChange = { title: string | null, description: string | null, 
/**
 * Those that stand in the description where a tool has no labels of its own; elsewhere labels are set once.
 */
labels: Array<string>, fields: { [key in string]: FieldValue }, };

export type TrackerItem = { external_id: string, 
/**
 * What people call it, e.g. `#8841`.
 */
label: string, title: string, url: string, status: string, category: StatusCategory, updated_at: Time, };

export type Cadence = string;

export type ConnectionForm = { name: string, account: Account, };

export type ConnectionView = { id: ConnectionId, name: string, account: Account, vendor_name: string, initials: string, reads: boolean, writes: boolean, health: Health, paused: boolean, 
/**
 * Present while a pull runs.
 */
progress: Progress | null, 
/**
 * Why the last pull stopped, when it did.
 */
problem: Problem | null, last_sync: Time | null, 
/**
 * How often it is read by itself.
 */
schedule: Cadence, 
/**
 * When it is read by itself the next time; in the past: as soon as Throughline gets to it.
 */
next_read: Time | null, 
/**
 * e.g. "2,611 tickets".
 */
brought: string, signals: number, set_aside: number, has_secret: boolean, };

export type Health = "never_read" | "healthy" | "syncing" | "slowed" | "stopped" | "paused";

export type Progress = { connection: ConnectionId | null, 
/**
 * "tickets", "rows", "signals".
 */
what: string, done: number, total: number | null, rows_per_second: number, seconds_left: number | null, 
/**
 * Set while a tool makes us wait: until when.
 */
waiting_until: Time | null, finished: boolean, };

export type CheckReport = { steps: Array<CheckStep>, ok: boolean, 
/**
 * The newest record as it will look.
 */
first_row: PreviewRow | null, 
/**
 * Where new items could go, in a tool that is only written to: what the form's project field takes, and its name.
 */
projects: Array<[string, string]>, };

export type CheckStep = { title: string, ok: boolean, found: string, };

export type OfferedStream = { name: string, 
/**
 * The fields of its records, as far as the program tells them; one inside another as `author.name`.
 */
fields: Array<string>, 
/**
 * The fields that tell its records apart.
 */
keys: Array<string>, 
/**
 * Later reads bring only what changed.
 */
only_changes: boolean, 
/**
 * By the names of its fields it could hold signals.
 */
fits: boolean, };

export type PullReport = { connection: ConnectionId, 
/**
 * Records read.
 */
read: number, new: number, changed: number, resolved_by_absence: number, set_aside: number, 
/**
 * Why it stopped early, if it did. Everything read before is kept and the next pull goes on from there.
 */
problem: Problem | null, 
/**
 * One plain sentence.
 */
message: string, };

export type SetAsideView = { row: number, external_id: string | null, reason: string, raw: string, at: Time, };

export type StagedFile = { 
/**
 * Opaque; not a path.
 */
token: string, name: string, bytes: number, 
/**
 * Which sheet of a workbook; the first when it isn't said.
 */
sheet?: string, };

export type FileFormat = "csv" | "json" | "ndjson" | "xlsx";

export type Target = "external_id" | "title" | "body" | "happened_at" | "updated_at" | "resolved_at" | "kind" | "severity" | "status" | "service" | "customer" | "customer_domain" | "revenue" | "plan" | "reporter_name" | "reporter_email" | "url" | "hand_overs" | "on_hold" | "leave_out";

export type DateOrder = "day_first" | "month_first" | "year_first";

export type Mapping = { 
/**
 * One per column, in the file's order.
 */
columns: Array<Target>, 
/**
 * What rows become when no column says.
 */
kind: Kind, date_order: DateOrder, 
/**
 * `1.234,56` when true, `1,234.56` when false.
 */
decimal_comma: boolean, 
/**
 * Values of the severity column that aren't words we know, e.g. ("P1", critical).
 */
severities: Array<[string, Severity]>, };

export type FieldMapping = { 
/**
 * A field inside another is told with a point between: `author.name`.
 */
fields: { [key in Target]?: string }, 
/**
 * What records become when no field says.
 */
kind: Kind, date_order: DateOrder, 
/**
 * `1.234,56` when true, `1,234.56` when false.
 */
decimal_comma: boolean, 
/**
 * Values of the severity field that aren't words we know, e.g. ("P1", critical).
 */
severities: Array<[string, Severity]>, };

export type ImportPreview = { file: StagedFile, format: FileFormat, 
/**
 * The sheets of a workbook, the one that is shown first; empty for other files.
 */
sheets: Array<string>, 
/**
 * "UTF-8", "Windows-1252"
 */
encoding: string, 
/**
 * "comma", "semicolon", "tab", "pipe" for CSV.
 */
delimiter: string | null, mapping: Mapping, columns: Array<ColumnPreview>, rows: number, 
/**
 * Rows that would be stored without a remark.
 */
clean: number, 
/**
 * Rows that would be stored with a remark.
 */
noted: number, 
/**
 * Rows that would be set aside.
 */
left_out: number, 
/**
 * The first 100 remarks.
 */
problems: Array<RowProblem>, 
/**
 * The first 7 rows as they will look.
 */
first_rows: Array<PreviewRow>, 
/**
 * Rows whose id is here already; they update, they don't double.
 */
already_here: number, 
/**
 * Why it can't be imported yet ("No column becomes the title"), if it can't.
 */
blocked: string | null, };

export type ColumnPreview = { name: string, first_values: Array<string>, 
/**
 * Share of rows with a value, 0–1.
 */
filled: number, };

export type RowProblem = { 
/**
 * 1 is the first data row.
 */
row: number, column: string | null, 
/**
 * `“31/02/2026” is not a date`
 */
what: string, 
/**
 * True: the row is set aside. False: it is kept, see `kept`.
 */
left_out: boolean, 
/**
 * "Kept, revenue empty"
 */
kept: string, };

export type PreviewRow = { kind: Kind, title: string, external_id: string, customer: Customer | null, service: string | null, severity: Severity | null, happened_at: Time, body_characters: number, };

export type ImportReport = { connection: ConnectionId, new: number, changed: number, unchanged: number, set_aside: number, first: SignalRow | null, 
/**
 * Why it stopped early, if it did.
 */
problem: Problem | null, message: string, };

export type ServicesView = { 
/**
 * Those of the most signals first; at most 500.
 */
unmapped: Array<UnmappedValue>, 
/**
 * All values without a service, shown or not.
 */
unmapped_values: number, unmapped_signals: number, 
/**
 * In the order of the alphabet.
 */
services: Array<ServiceRow>, 
/**
 * In the order in which they are tried.
 */
rules: Array<RuleView>, products: Array<string>, };

export type UnmappedValue = { place: PlaceValue, connection: string, signals: number, newest: SignalId, newest_title: string, newest_at: Time, 
/**
 * A service whose name is alike.
 */
suggestion: string | null, };

export type PlaceValue = { 
/**
 * None: whichever connection says it.
 */
connection: ConnectionId | null, field: RuleField, 
/**
 * Empty for "anything".
 */
value: string, };

export type ServiceRow = { id: ServiceId, name: string, product: string | null, signals: number, open: number, 
/**
 * Other names by which tools call it.
 */
told: Array<string>, };

export type RuleForm = { 
/**
 * None: of every connection.
 */
connection: ConnectionId | null, field: RuleField, 
/**
 * `*` stands for any characters; ignored for "anything", which is everything else.
 */
pattern: string, 
/**
 * Empty: left out.
 */
service: string, };

export type RuleView = { 
/**
 * Names it for moving and removing.
 */
uid: string, form: RuleForm, 
/**
 * Name of the connection, if it is about one.
 */
connection: string | null, };

export type CustomersView = { 
/**
 * Those that fit several customers first, then those of the most signals; at most 500.
 */
unmatched: Array<UnmatchedValue>, unmatched_values: number, unmatched_signals: number, 
/**
 * Those worth most first; at most 500 that fit the text.
 */
customers: Array<CustomerRow>, 
/**
 * All that fit the text.
 */
total: number, 
/**
 * How many of all customers came from a list.
 */
imported: number, 
/**
 * What people decided, in force now.
 */
choices: Array<ChoiceView>, };

export type UnmatchedValue = { told: ToldValue, signals: number, newest: SignalId, newest_title: string, 
/**
 * Names of the customers it fits, when there are several.
 */
fits: Array<string>, };

export type ToldValue = { sign: Sign, value: string, };

export type CustomerRow = { id: CustomerId, customer: Customer, imported: boolean, 
/**
 * A list's revenue in another currency, which isn't added up: amount and currency.
 */
amount: [number, string] | null, domains: Array<string>, signals: number, };

export type ChoiceView = { told: ToldValue, 
/**
 * None: no customer.
 */
customer: string | null, };

export type CompanyTarget = "name" | "other_names" | "domains" | "number" | "revenue" | "currency" | "plan" | "renews_on" | "leave_out";

export type CompanyMapping = { 
/**
 * One per column, in the file's order.
 */
columns: Array<CompanyTarget>, date_order: DateOrder, 
/**
 * `1.234,56` when true, `1,234.56` when false.
 */
decimal_comma: boolean, };

export type Company = { name: string, other_names: Array<string>, 
/**
 * Bare and in lower case; none of them public.
 */
domains: Array<string>, numbers: Array<string>, 
/**
 * A year's, in whole units of `currency`.
 */
revenue: number | null, 
/**
 * Three letters; None: the workspace's.
 */
currency: string | null, plan: string | null, renews_on: string | null, };

export type CompanyPreview = { file: StagedFile, format: FileFormat, mapping: CompanyMapping, columns: Array<ColumnPreview>, rows: number, 
/**
 * Rows that would be stored without a remark.
 */
clean: number, 
/**
 * Rows that would be stored with a remark.
 */
noted: number, 
/**
 * Rows that would be set aside.
 */
left_out: number, 
/**
 * The first 100 remarks.
 */
problems: Array<RowProblem>, 
/**
 * The first 7 customers as they will look.
 */
first: Array<Company>, 
/**
 * Customers of an earlier list; they are updated and never doubled.
 */
already_here: number, 
/**
 * Why it can't be imported yet, if it can't.
 */
blocked: string | null, };

export type CompanyReport = { new: number, changed: number, unchanged: number, left_out: number, 
/**
 * The first 100 remarks.
 */
problems: Array<RowProblem>, 
/**
 * Signals that belong to another customer than before, or to one at last.
 */
moved: number, message: string, };

export type SignalQuery = { 
/**
 * Words that must all occur (prefix match) in title or body.
 */
text: string, kinds: Array<Kind>, severities: Array<Severity>, statuses: Array<Status>, 
/**
 * Empty means Inbox (snoozed ones whose time has come are in the inbox).
 */
states: Array<TriageState>, services: Array<ServiceId>, products: Array<ProductId>, customers: Array<CustomerId>, connections: Array<ConnectionId>, 
/**
 * 0 stands for "fits no theme", 4294967295 for "waits, or is of a kind that has none".
 */
themes: Array<ThemeId>, 
/**
 * Half-open: from ≤ happened_at < to.
 */
from: Time | null, to: Time | null, unread_only: boolean, 
/**
 * Only customers worth at least this a year.
 */
min_revenue: number | null, sort: SignalSort, 
/**
 * Signals of a theme come together, the theme with the most of them first, those without one last.
 */
by_theme: boolean, };

export type SignalSort = "newest" | "oldest" | "severity" | "revenue";

export type Facets = { total: number, kinds: Array<[Kind, number]>, severities: Array<[Severity, number]>, states: Array<[TriageState, number]>, services: Array<NamedCount>, products: Array<NamedCount>, customers: Array<NamedCount>, connections: Array<NamedCount>, 
/**
 * All there are; then id 0, "No theme", and 4294967295, "Not grouped".
 */
themes: Array<NamedCount>, 
/**
 * More signals hold the words than a search looks at: only among so many of the newest was the rest looked for.
 */
newest?: number, };

export type NamedCount = { id: number, name: string, count: number, };

export type ListPage = { 
/**
 * Those asked for, in the list's order.
 */
rows: Array<SignalRow>, 
/**
 * Of the signals the query finds with the filter by kind left open.
 */
kinds: Array<[Kind, number]>, 
/**
 * When the signals of one theme stand together: the themes in the list's order, with how many of it each has. 0 are
 * those that fit none, 4294967295 those that wait or are of a kind that has none. Empty otherwise.
 */
themes: Array<NamedCount>, 
/**
 * More signals hold the words than a search looks at: only among so many of the newest was the rest looked for.
 */
newest?: number, };

export type SignalRow = { id: SignalId, kind: Kind, title: string, service: string | null, customer: string | null, revenue: number | null, severity: Severity | null, status: Status, happened_at: Time, unread: boolean, state: TriageState, snoozed_until: Time | null, 
/**
 * What ends the snooze when no date does, to be read after "until".
 */
waits_for?: string, 
/**
 * Why it is in the inbox again after a snooze.
 */
back?: string, decline_reason: DeclineReason | null, 
/**
 * The opportunity it is evidence for, if any (the first, when several).
 */
opportunity: OpportunityRef | null, 
/**
 * The theme it is in.
 */
theme: ThemeRef | null, };

export type OpportunityRef = { id: OpportunityId, 
/**
 * OPP-31
 */
label: string, title: string, };

export type ThemeRef = { id: ThemeId, title: string, };

export type SignalDetail = { row: SignalRow, external_id: string, url: string | null, body: string, connection: string, vendor: string, updated_at: Time, resolved_at: Time | null, reporter: Person | null, customer: CustomerFacts | null, facts: Array<[string, string]>, timeline: Array<TimelineEntry>, suggestion: Suggestion | null, similar: Array<SimilarSignal>, evidence_for: Array<EvidenceLink>, 
/**
 * Signals merged into this one.
 */
merged: Array<SignalRow>, 
/**
 * The signal this one was merged into.
 */
merged_into: SignalRow | null, 
/**
 * What its reporter should be told of the decline. It wasn't sent.
 */
reply?: string, };

export type CustomerFacts = { id: CustomerId, customer: Customer, 
/**
 * Signals of this customer in the 30 days before now.
 */
signals_30_days: number, };

export type TimelineEntry = { at: Time, 
/**
 * Kind of the record behind the line; None for a decision of ours.
 */
kind: Kind | null, text: string, signal: SignalId | null, };

export type Suggestion = { opportunity: OpportunityRef, 
/**
 * 0–1.
 */
score: number, reasons: Array<string>, };

export type SimilarSignal = { row: SignalRow, 
/**
 * 0–1: the share of the words in common, rare words counting more, or the likeness of meaning, words and letters
 * together, whichever is more.
 */
score: number, shared: Array<string>, };

export type SnoozeUntil = { "type": "date", until: Time, } | { "type": "more_signals", count: number, } | { "type": "deployed", change: SignalId, };

export type TriageVerb = { "type": "accept" } | { "type": "merge", into: SignalId, } | { "type": "decline" } | { "type": "snooze", until: SnoozeUntil, } | { "type": "reopen" } | { "type": "unmerge" };

export type VerbPreview = { 
/**
 * How many it takes; everything below is about these.
 */
taken: number, 
/**
 * The most of a kind first.
 */
kinds: Array<[Kind, number]>, customers: number, 
/**
 * A year's revenue of the customers, each once. Null when none is known.
 */
revenue: number | null, 
/**
 * Distinct reporters.
 */
people: number, 
/**
 * Those that are evidence already; they stay linked.
 */
evidence: number, left_out: Array<LeftOut>, };

export type ReplyDraft = { 
/**
 * With {name} and {title} where they differ from signal to signal.
 */
text: string, 
/**
 * Reporters that would get one.
 */
people: number, 
/**
 * The first of them.
 */
first: string | null, };

export type HiddenView = { by_people: HiddenByPeople, by_system: HiddenBySystem, };

export type HiddenByPeople = { declined: number, snoozed: number, merged: number, 
/**
 * Themes that people said are none.
 */
not_a_theme: number, snoozed_themes: number, 
/**
 * Pairs that aren't suggested again.
 */
pairs: Array<HiddenPair>, };

export type HiddenPair = { one: SignalId, one_title: string, other: SignalId, other_title: string, };

export type HiddenBySystem = { 
/**
 * Records of tools and files that couldn't become signals, so that no list shows them.
 */
set_aside: number, 
/**
 * Signals that fit no theme: in the Inbox, not in the list of themes.
 */
unsorted: number, 
/**
 * Signals that wait to be read and placed: the same.
 */
waiting: number, };

export type InboxZero = { 
/**
 * Decisions in force that were made since midnight UTC.
 */
accepted: number, merged: number, declined: number, snoozed: number, 
/**
 * When the next snoozed signal comes back by date.
 */
next_back: Time | null, 
/**
 * Signals that wait for an event instead.
 */
waiting: number, 
/**
 * Open opportunities without a score.
 */
unscored: number, };

export type ThemeQuery = { view: ThemeView, trends: Array<ThemeTrend>, 
/**
 * Themes with a signal of one of these services.
 */
services: Array<ServiceId>, 
/**
 * Only the signals of customers worth at least this a year count; themes without one are left out.
 */
min_revenue: number | null, 
/**
 * Words that must all occur in the title or the theme's own words.
 */
text: string, sort: ThemeSort, 
/**
 * Themes that are about much the same come together, under a broader subject.
 */
by_subject: boolean, };

export type ThemeView = "all" | "growing" | "new" | "without_opportunity" | "mixed" | "not_a_theme" | "snoozed";

export type ThemeSort = "at_stake" | "signals" | "customers" | "change" | "title";

export type ThemeTrend = "new" | "growing" | "steady" | "fading";

export type ThemeList = { themes: Array<ThemeRow>, counts: ThemeCounts, standing: ThemesStanding, };

export type ThemeCounts = { all: number, growing: number, new: number, without_opportunity: number, mixed: number, not_a_theme: number, snoozed: number, 
/**
 * Merges and splits that the program suggests.
 */
proposals: number, };

export type ThemesStanding = { 
/**
 * Signals that belong to a theme nobody hid.
 */
in_themes: number, 
/**
 * Signals that fit no theme.
 */
unsorted: number, 
/**
 * Signals that wait to be read and placed.
 */
waiting: number, 
/**
 * When signals were last placed; null before the first time.
 */
placed_at: Time | null, 
/**
 * Why texts are compared by their words only; null when their meaning is.
 */
by_words: string | null, paused: boolean, progress: GroupingProgress | null, };

export type GroupingProgress = { 
/**
 * e.g. "Reading texts", "Grouping".
 */
what: string, done: number, 
/**
 * Null while it isn't known; then there is no bar.
 */
total: number | null, seconds_left: number | null, };

export type ThemeRow = { id: ThemeId, title: string, 
/**
 * A person gave the title.
 */
named: boolean, 
/**
 * What its signals say and others don't, the most telling first; at most five.
 */
words: Array<string>, trend: ThemeTrend, 
/**
 * Signals a week, the oldest of twelve weeks first; the last one ends now.
 */
weeks: Array<number>, 
/**
 * The last four weeks against the four before: 0.48 is 48 % more. Null when there were none before.
 */
change: number | null, age_weeks: number, signals: number, customers: number, 
/**
 * A year's revenue of the customers who reported it, each once. Null when no revenue is known.
 */
at_stake: number | null, families: FamilyCounts, 
/**
 * The opportunity most of its evidence is linked to, if any.
 */
opportunity: OpportunityRef | null, 
/**
 * How near its signals are to its centre, 0–1.
 */
cohesion: number, 
/**
 * It seems to be about several things.
 */
mixed: boolean, 
/**
 * Grouped by words alone, since the language model doesn't know the language.
 */
by_words: boolean, dismissed: boolean, snoozed_until: Time | null, 
/**
 * What ends the snooze when no date does, to be read after "until".
 */
waits_for?: string, 
/**
 * Why it is back after a snooze.
 */
back?: string, 
/**
 * The broader subject, when the query asks for them.
 */
subject: string | null, };

export type FamilyCounts = { 
/**
 * Incidents, alerts, errors.
 */
operations: number, 
/**
 * Changes, deployments.
 */
changes: number, 
/**
 * Tickets, feedback.
 */
voice: number, };

export type ThemeDetail = { row: ThemeRow, 
/**
 * The three signals that say best what it is about.
 */
representatives: Array<SignalRow>, services: Array<ThemeShare>, customers: Array<ThemeShare>, 
/**
 * By the customers' plan.
 */
segments: Array<ThemeShare>, turn: ThemeTurn | null, 
/**
 * A sentence when this month is unusual against the same month of earlier years.
 */
season: string | null, 
/**
 * What it falls into when cut finer; empty when it holds together.
 */
parts: Array<ThemePart>, near: Array<NearTheme>, 
/**
 * Signals that a person placed here.
 */
placed_by_people: number, };

export type ThemeShare = { name: string, signals: number, 
/**
 * Signals a week, the oldest of twelve weeks first.
 */
weeks: Array<number>, trend: ThemeTrend, };

export type ThemeTurn = { 
/**
 * Start of the week.
 */
at: Time, 
/**
 * Signals a week before and since.
 */
before: number, after: number, 
/**
 * The newest deployment in the week before, if one is known: a hint, not a cause.
 */
release: string | null, };

export type ThemePart = { title: string, words: Array<string>, signals: number, };

export type NearTheme = { id: ThemeId, title: string, 
/**
 * 0–1.
 */
similarity: number, };

export type ThemePlace = { 
/**
 * Null: it fits no theme, or waits to be placed.
 */
theme: ThemeRef | null, by_person: boolean, 
/**
 * How well it belongs, 0–1; null when a person placed it or nothing is known.
 */
belonging: number | null, nearest: Array<NearSignal>, 
/**
 * What it says that the theme's signals say too.
 */
shared: Array<string>, 
/**
 * One plain sentence.
 */
why: string, };

export type NearSignal = { row: SignalRow, 
/**
 * 0–1.
 */
similarity: number, };

export type SplitBy = "meaning" | "service" | "customer";

export type SplitPreview = { 
/**
 * At least one; the first keeps the theme's name and history.
 */
parts: Array<SplitPart>, 
/**
 * How clearly apart the parts are, 0–1; null unless divided by meaning.
 */
apart: number | null, 
/**
 * Signals that fit two parts about equally; they stay with the first.
 */
unsure: Array<SplitSignal>, };

export type SplitPart = { title: string, words: Array<string>, signals: Array<SplitSignal>, customers: number, at_stake: number | null, weeks: Array<number>, trend: ThemeTrend, };

export type SplitSignal = { id: SignalId, 
/**
 * How well it fits its part, and the best other part; 0–1.
 */
fit: number, other: number, };

export type PartForm = { title: string, signals: Array<SignalId>, };

export type ThemeComparison = { stays: ThemeRow, joins: ThemeRow, 
/**
 * Newest signals of each, at most eight.
 */
stays_signals: Array<SignalRow>, joins_signals: Array<SignalRow>, 
/**
 * 0–1.
 */
similarity: number, 
/**
 * For: words, customers, services in common. Each a title and a detail.
 */
reasons_for: Array<[string, string]>, reasons_against: Array<[string, string]>, signals_after: number, customers_after: number, customers_in_both: number, at_stake_after: number | null, at_stake_in_both: number | null, };

export type ThemeProposal = { id: number, kind: ProposalKind, theme: ThemeRef, 
/**
 * The theme it may be the same as.
 */
other: ThemeRef | null, 
/**
 * e.g. "18 of its 29 signals are nearer to “Rounding”".
 */
why: string, };

export type ProposalKind = "merge" | "split";

export type EvidenceLink = { opportunity: OpportunityRef, 
/**
 * 0–3.
 */
importance: number, };

export type AcceptInto = { "type": "new", title: string, } | { "type": "existing", opportunity: OpportunityId, };

export type Passage = { 
/**
 * Where it begins, in UTF-16 code units as JavaScript counts them.
 */
start: number, quote: string, };

export type HighlightTarget = { into: AcceptInto, 
/**
 * 0–3.
 */
importance: number, };

export type HighlightView = { uid: string, quote: string, 
/**
 * Where it begins in the body as it is now; null when the body changed and doesn't say it any more.
 */
start: number | null, evidence_for: Array<EvidenceLink>, made_at: Time, made_by: string, };

export type PassageView = { 
/**
 * The highlight's.
 */
uid: string, quote: string, 
/**
 * 0–3, for this opportunity.
 */
importance: number, 
/**
 * The body changed and doesn't say it any more.
 */
gone: boolean, };

export type OpportunityQuery = { text: string, 
/**
 * Empty: every stage but rejected.
 */
stages: Array<Stage>, services: Array<string>, 
/**
 * "" stands for nobody.
 */
owners: Array<string>, min_evidence: number, include_deleted: boolean, sort: OpportunitySort, };

export type OpportunityList = { rows: Array<OpportunityRow>, 
/**
 * How many of the chosen stages the other filters hide.
 */
hidden: number, draws: number, seed: number, reach_unit: string, 
/**
 * How many a stage of the board should hold, where somebody said so.
 */
limits: Array<[Stage, number]>, };

export type OpportunityRow = { id: OpportunityId, label: string, title: string, service: string | null, 
/**
 * Empty: nobody.
 */
owner: string, stage: Stage, 
/**
 * 1-based, by P50; None while the score isn't complete.
 */
rank: number | null, value: ValueSpread | null, inputs: RiceInputs, 
/**
 * How often it is among the best k over all draws.
 */
top: TopChance | null, evidence: EvidenceCounts, 
/**
 * The worst of its judged risks; None while none was judged.
 */
risk: RiskView | null, readiness: Readiness, delivery: ItemView | null, created_at: Time, updated_at: Time, deleted: boolean, };

export type ValueSpread = { p10: number, p50: number, p90: number, };

export type TopChance = { k: number, 
/**
 * 0–1.
 */
chance: number, };

export type EvidenceCounts = { 
/**
 * Incidents, alerts, errors.
 */
operations: number, 
/**
 * Changes, deployments.
 */
changes: number, 
/**
 * Tickets, feedback.
 */
voices: number, reporters: number, customers: number, 
/**
 * A year's revenue of those customers, whole units.
 */
revenue: number, 
/**
 * Customers among them whose revenue isn't known.
 */
revenue_unknown: number, };

export type EvidencePanel = { 
/**
 * None where no customer's renewal is known.
 */
renewals: Renewals | null, 
/**
 * None where no use of the services is counted.
 */
share: ActiveShare | null, rate: SignalRate, 
/**
 * None without incidents.
 */
incidents: IncidentMinutes | null, 
/**
 * None where no incident has both a class and an end, or is past its target.
 */
targets: TargetMisses | null, 
/**
 * The worst first, those of unknown severity last.
 */
severities: Array<SeverityCount>, 
/**
 * Where the signals come from, the most first.
 */
sources: Array<SourceCount>, 
/**
 * None without signals.
 */
recency: Recency | null, against: Against, };

export type Renewals = { customers: number, 
/**
 * A year's revenue of these, as far as it is known, whole units.
 */
revenue: number, 
/**
 * ISO date of the next one.
 */
soonest: string | null, 
/**
 * Customers behind it whose date is known.
 */
known: number, };

export type ActiveShare = { people: number, users: number, feature: string, 
/**
 * ISO date.
 */
day: string, 
/**
 * 0 to 1; None where fewer users were counted than people told us.
 */
at_most: number | null, };

export type SignalRate = { 
/**
 * Since the first signal, at most a year, oldest first.
 */
weeks: Array<number>, 
/**
 * When the first of them began.
 */
since: Time | null, 
/**
 * A week, over the last four.
 */
now: number, 
/**
 * And over the four before; None where there are none.
 */
before: number | null, trend: RateTrend, turn: RateTurn | null, };

export type RateTrend = "new" | "growing" | "steady" | "fading";

export type RateTurn = { 
/**
 * The first week of the new level, as an index into the weeks.
 */
week: number, at: Time, 
/**
 * Means a week.
 */
before: number, after: number, };

export type IncidentMinutes = { minutes: number, incidents: number, open: number, 
/**
 * Closed without a time of resolution; they bring no minutes.
 */
without_end: number, };

export type TargetMisses = { 
/**
 * Resolved too late, or open past the target.
 */
missed: number, judged: number, };

export type SeverityCount = { severity: Severity | null, signals: number, };

export type SourceCount = { name: string, signals: number, };

export type Recency = { newest: number, median: number, 
/**
 * Signals of the last 30 days.
 */
last_30: number, signals: number, };

export type Against = { signals: number, 
/**
 * Distinct reporters of them.
 */
people: number, };

export type OpportunityDetail = { row: OpportunityRow, uid: string, statement: string, hypothesis: string, 
/**
 * The metric that should move, and how far.
 */
expected: string, reject_reason: string, 
/**
 * Why it was last exported although something was missing; empty: never.
 */
export_anyway: string, 
/**
 * What was judged, in the order of the kinds.
 */
risks: Array<RiskView>, 
/**
 * When each stage was first reached.
 */
reached: Array<[Stage, Time]>, evidence: Array<EvidenceView>, items: Array<ItemView>, score_history: Array<ScoreEntry>, 
/**
 * What the evidence suggests for reach, with n, never applied by itself.
 */
suggested_reach: SuggestedInput | null, };

export type EvidenceView = { signal: SignalRow, importance: number, 
/**
 * It speaks against the opportunity, and isn't counted for it.
 */
against: boolean, 
/**
 * Who told us; the unit of "counted once".
 */
reporter: string | null, 
/**
 * First lines of the body.
 */
excerpt: string, 
/**
 * The passages of it that are evidence, in the order of the text.
 */
passages: Array<PassageView>, linked_at: Time, linked_by: string, };

export type ScoreEntry = { at: Time, actor: string, inputs: RiceInputs, value: ValueSpread | null, };

export type SuggestedInput = { range: Range, n: number, because: string, };

export type ItemView = { id: ItemId, connection: string, vendor: string, label: string, title: string, url: string, status: string, category: StatusCategory, read_at: Time, opportunity: OpportunityRef, 
/**
 * Made from here, rather than linked.
 */
sent_here: boolean, 
/**
 * The opportunity was changed since the item was last written.
 */
changed_since: boolean, };

export type OpportunityField = "title" | "statement" | "hypothesis" | "expected" | "owner" | "service";

export type NumberOf = "value" | "rank" | "top_chance" | "reach" | "impact" | "confidence" | "effort" | "evidence" | "reporters" | "customers" | "revenue" | "renewals" | "active_share" | "signal_rate" | "incident_minutes" | "target_misses" | "severities" | "sources" | "recency" | "against";

export type Receipt = { title: string, 
/**
 * e.g. `rice/1`.
 */
formula: string, 
/**
 * The formula in words: reach × impact × confidence ÷ effort.
 */
method: string, lines: Array<ReceiptLine>, result: ReceiptLine, 
/**
 * Number of draws and their seed, where chance was used.
 */
draws: number | null, seed: number | null, computed_at: Time, text: string, };

export type ReceiptLine = { 
/**
 * "", "×", "÷", "=", "+".
 */
operator: string, label: string, 
/**
 * The number as shown, "Not set" when there is none.
 */
shown: string, range: Range | null, 
/**
 * Where it comes from: "set by Maya, 14 Nov".
 */
source: string, 
/**
 * The evidence behind it, at most 200, newest first.
 */
signals: Array<ReceiptSignal>, 
/**
 * How many there are in all.
 */
n: number | null, };

export type ReceiptSignal = { id: SignalId, kind: Kind, title: string, who: string, 
/**
 * The passages of it that people marked for the opportunity.
 */
quotes: Array<string>, };

export type Told = "title" | "description" | "labels" | "value" | "reach" | "impact" | "confidence" | "effort" | "owner" | "service" | "stage" | "evidence" | "people" | "customers" | "revenue";

export type After = "set_once" | "keep_in_step" | "not_sent";

export type FieldRule = { from: Told, 
/**
 * The tracker's name for the field; that of `from` for title, description and labels.
 */
to: string, after: After, };

export type FieldsView = { rules: Array<FieldRule>, 
/**
 * Fields that every account of the tool has.
 */
own: Array<OwnField>, 
/**
 * What a person writes to name any other field; empty when there can be no other.
 */
others: string, 
/**
 * False: its items are written once, so nothing can be kept in step.
 */
follows: boolean, };

export type OwnField = { name: string, label: string, };

export type UpdatePreview = { item: ItemView, 
/**
 * Empty: it is up to date.
 */
changes: Array<FieldChange>, 
/**
 * The same, ready to be sent.
 */
change: ItemChange, };

export type FieldChange = { name: string, label: string, 
/**
 * As it was last sent; empty when it never was.
 */
was: string, now: string, 
/**
 * What somebody has made of it in the tracker since.
 */
there: string | null, };

export type ExportPreview = { opportunity: OpportunityRef, connection: ConnectionId, 
/**
 * With a person's text in it, where one is kept.
 */
draft: Draft, 
/**
 * The same as the template makes it.
 */
written: DraftText, 
/**
 * None while nobody has changed the draft.
 */
kept: KeptDraft | null, 
/**
 * Why the usual template was taken instead of the tracker's own.
 */
template_problem: TemplateProblem | null, characters: number, 
/**
 * E-mail addresses and phone numbers taken out of what the template tells.
 */
redactions: number, 
/**
 * What a team would miss in the text; warns, never blocks.
 */
missing: Array<string>, 
/**
 * While it isn't ready, sending needs a reason.
 */
readiness: Readiness, 
/**
 * Items already linked to this opportunity in that tracker.
 */
already: Array<ItemView>, };

export type BulkPreview = { connection: ConnectionId, 
/**
 * Where the last one went, when the connection names no project; else empty.
 */
project: string, rows: Array<BulkRow>, };

export type BulkRow = { opportunity: OpportunityRef, 
/**
 * Of the item.
 */
title: string, characters: number, 
/**
 * E-mail addresses and phone numbers taken out of what the template tells.
 */
redactions: number, 
/**
 * What the checklist lacks; with gaps it goes only with a reason.
 */
gaps: Array<string>, 
/**
 * One of them is a flag, which a linked fix takes down.
 */
stopped: boolean, 
/**
 * Why it can't go; null: it can.
 */
stays: string | null, };

export type BulkQueued = { queued: number, left_out: Array<LeftOut>, };

export type BulkSent = { sent: number, failed: number, needs_check: number, 
/**
 * Still waiting.
 */
waiting: number, 
/**
 * "3 sent, 1 refused, 2 wait"
 */
message: string, 
/**
 * The last that came up.
 */
problem: Problem | null, };

export type Project = { id: string, name: string, };

export type LookAlike = { item: TrackerItem, 
/**
 * 0–1.
 */
score: number, };

export type OutboxEntry = { id: OutboxId, opportunity: OpportunityRef, connection: ConnectionId, connection_name: string, state: OutboxState, title: string, problem: Problem | null, item: ItemView | null, queued_at: Time, changed_at: Time, attempts: number, };

export type OutboxState = "queued" | "needs_check" | "sent" | "failed" | "cancelled";

export type CommentPreview = { item: ItemView, 
/**
 * In the tracker's markup, with the line by which it is found again.
 */
body: string, 
/**
 * To be handed back when it is sent; a comment with the same key is sent only once.
 */
key: string, };

export type CommentView = { id: CommentId, item: ItemId, item_label: string, opportunity: OpportunityRef, connection_name: string, 
/**
 * As the person wrote it.
 */
text: string, state: CommentState, problem: Problem | null, queued_at: Time, changed_at: Time, attempts: number, };

export type CommentState = "queued" | "needs_check" | "unclear" | "sent" | "failed" | "cancelled";

export type StatusReport = { read: number, changed: Array<StatusChange>, problems: Array<Problem>, message: string, };

export type StatusChange = { item: ItemView, was: string, };

export type ExportFormat = "csv" | "markdown" | "json" | "html" | "pdf";

export type SavedFile = { name: string, 
/**
 * Full path, to tell the person where it lies.
 */
path: string, rows: number, bytes: number, };

export type ImageId = number;

export type AnnotationId = number;

export type ReplyId = number;

export type AnnotationBoard = { opportunity: OpportunityId, images: Array<ImageView>, notes: Array<NoteView>, 
/**
 * Notes that nobody has resolved.
 */
open: number, };

export type ImageView = { id: ImageId, 
/**
 * Counts within the opportunity; stays, whatever is removed.
 */
number: number, caption: string, 
/**
 * `image/png`, `image/jpeg`, `image/gif` or `image/webp`, told from the content.
 */
media_type: string, 
/**
 * Pixels.
 */
width: number, height: number, bytes: number, added_at: Time, added_by: string, };

export type NoteView = { id: AnnotationId, 
/**
 * What its pin shows. Counts within the opportunity; stays, whatever is removed.
 */
number: number, 
/**
 * Null: about the opportunity as a whole.
 */
image: ImageId | null, 
/**
 * Null: about the whole image.
 */
shape: Shape | null, 
/**
 * As it was written, for editing.
 */
text: string, blocks: Array<TextBlock>, resolved: boolean, written_at: Time, written_by: string, edited_at: Time | null, replies: Array<ReplyView>, };

export type ReplyView = { id: ReplyId, text: string, blocks: Array<TextBlock>, written_at: Time, written_by: string, edited_at: Time | null, };

export type Shape = { "type": "point", x: number, y: number, } | { "type": "region", x: number, y: number, width: number, height: number, };

export type NoteForm = { 
/**
 * Null: about the opportunity as a whole.
 */
image: ImageId | null, shape: Shape | null, 
/**
 * Markdown.
 */
text: string, };

export type TextBlock = { kind: BlockKind, 
/**
 * How many lists and quotations it stands in, at most 6.
 */
depth: number, 
/**
 * `•` or `3.`; empty but for the first block of an item.
 */
marker: string, spans: Array<TextSpan>, };

export type BlockKind = "paragraph" | "heading" | "item" | "quote" | "code" | "rule";

export type TextSpan = { 
/**
 * May hold line breaks.
 */
text: string, strong: boolean, emphasis: boolean, struck: boolean, code: boolean, 
/**
 * http or https only.
 */
url: string | null, };

export type PulseQuery = { product: ProductId | null, service: ServiceId | null, 
/**
 * How many days up to now, today included: 30, 90 or 365.
 */
days: number, 
/**
 * The reader's zone as the page knows it: an IANA name ("Europe/Berlin") or an offset ("+02:00"). Days and weeks
 * begin at its midnights. Empty is UTC.
 */
zone: string, 
/**
 * Where the 14 days of the timeline end; null: now.
 */
timeline_to: Time | null, };

export type PulseOverview = { 
/**
 * Half-open: from ≤ t < to.
 */
from: Time, to: Time, 
/**
 * The zone whose midnights were used.
 */
zone: string, 
/**
 * Change lead time, deployment frequency, change fail rate, recovery after a bad change, rework rate; in this
 * order.
 */
tiles: Array<MetricTile>, timeline: PulseTimeline, 
/**
 * Critical, high, medium, low; in this order.
 */
restore: Array<RestoreClass>, 
/**
 * Incidents whose source gives no class; they are counted nowhere in `restore`.
 */
without_class: number, 
/**
 * What share of the incidents a change caused, 0–1, from confirmed to confirmed and suggested.
 */
caused: MetricState, 
/**
 * How often changes of each type went well.
 */
change_types: Array<ChangeType>, 
/**
 * Incidents of the period with a suggested change that nobody has judged yet.
 */
to_review: number, 
/**
 * Incidents that are open now, whenever they began.
 */
open: number, };

export type ChangeType = { name: string, 
/**
 * Changes that are old enough to be judged.
 */
n: number, 
/**
 * Changes that surely caused an incident, and those that may have besides.
 */
confirmed: number, suggested: number, 
/**
 * Share that caused none, 0–1, from the least to the most; null when there are fewer than five.
 */
success: [number, number] | null, 
/**
 * Too young to be judged.
 */
pending: number, };

export type PulseTimeline = { from: Time, to: Time, 
/**
 * The days in it, oldest first. A day may have 23 or 25 hours.
 */
days: Array<TimelineDay>, 
/**
 * One a service that has something to show, the busiest first.
 */
lanes: Array<PulseLane>, deployments: number, incidents: number, 
/**
 * Links drawn.
 */
confirmed: number, suggested: number, };

export type TimelineDay = { 
/**
 * ISO date in the reader's zone.
 */
date: string, from: Time, to: Time, weekend: boolean, };

export type PulseLane = { 
/**
 * Null: records that no rule gives a service.
 */
service: ServiceId | null, name: string, 
/**
 * Oldest first.
 */
deployments: Array<LaneDeployment>, incidents: Array<LaneIncident>, };

export type LaneDeployment = { id: SignalId, 
/**
 * The source's own id.
 */
label: string, title: string, 
/**
 * A change that no deployment is known to carry is shown in its place.
 */
kind: Kind, at: Time, 
/**
 * It didn't go through.
 */
failed: boolean, 
/**
 * It takes back or repairs what an earlier one did.
 */
repairs: boolean, };

export type LaneIncident = { id: SignalId, label: string, title: string, severity: Severity | null, from: Time, 
/**
 * Null while it is open.
 */
to: Time | null, 
/**
 * Also to deployments of other services and from before the first day.
 */
links: Array<LaneLink>, };

export type LaneLink = { deployment: SignalId, at: Time, 
/**
 * Confirmed or suggested; never refused.
 */
state: LinkState, };

export type PulseRecord = { id: SignalId, kind: Kind, 
/**
 * The source's own id, e.g. INC-2261.
 */
label: string, title: string, service: string | null, at: Time, };

export type PulseMetric = "lead_time" | "frequency" | "fail_rate" | "recovery" | "rework" | "caused";

export type MetricTile = { metric: PulseMetric, 
/**
 * As the screen calls it, e.g. "Change fail rate".
 */
title: string, state: MetricState, 
/**
 * Oldest first; the first and the last may be cut by the period. Empty when there is no data.
 */
weeks: Array<MetricWeek>, };

export type MetricState = { "state": "value" } & MetricValue | { "state": "too_few", n: number, records: Array<PulseRecord>, } | { "state": "pending", n: number, settles_at: Time, } | { "state": "no_data", 
/**
 * One sentence each.
 */
why: string, todo: string, };

export type MetricValue = { n: number, unit: MetricUnit, 
/**
 * The median of durations; else the number itself, where there is a range its lower end (confirmed only).
 */
value: number, 
/**
 * Upper end of the range: confirmed and suggested. Null where there is no range.
 */
upper: number | null, 
/**
 * Nine in ten are at most this; for durations.
 */
p90: number | null, 
/**
 * Behind the ends of the range: how many surely, and how many may besides.
 */
confirmed: number | null, suggested: number | null, 
/**
 * Left out as too young; they settle at `settles_at`.
 */
pending: number, settles_at: Time | null, 
/**
 * What it counts, e.g. "production only, 64 working days".
 */
basis: string, 
/**
 * What to keep in mind, one sentence each, e.g. that squashed changes hide their first commit.
 */
notes: Array<string>, };

export type MetricUnit = "milliseconds" | "per_working_day" | "share";

export type MetricWeek = { 
/**
 * ISO week in the reader's zone, e.g. "2026-W48".
 */
week: string, from: Time, to: Time, state: WeekState, n: number, 
/**
 * In the tile's unit; null unless the state is `value`.
 */
value: number | null, upper: number | null, };

export type WeekState = "value" | "too_few" | "pending" | "no_data";

export type RestoreClass = { class: Severity, 
/**
 * Milliseconds. Null when the services asked about belong to products with different targets; each incident is
 * then held against its own.
 */
target: number | null, 
/**
 * Began in the period and are resolved.
 */
n: number, 
/**
 * Milliseconds; null when there are fewer than five.
 */
median: number | null, p90: number | null, 
/**
 * Restored within the target, and not: one of the period that is open past its target counts as missed.
 */
in_time: number, missed: number, 
/**
 * in_time of in_time + missed, 0–1; null when those are fewer than five.
 */
share: number | null, 
/**
 * Open now, whenever they began, the oldest first.
 */
open: Array<OpenIncident>, open_past_target: number, 
/**
 * Milliseconds on hold, taken off none of the above; null when no source tells it of five.
 */
held_median: number | null, held_known: number, 
/**
 * Who put it right.
 */
routes: Array<RestoreRoute>, 
/**
 * The incidents themselves when there are fewer than five.
 */
few: Array<PulseRecord>, };

export type OpenIncident = { record: PulseRecord, 
/**
 * Milliseconds since it began, by the same clock as the target.
 */
age: number, past_target: boolean, };

export type RestoreRoute = { route: Route, n: number, median: number | null, 
/**
 * 0–1; null when there are fewer than five.
 */
share: number | null, };

export type Route = "development" | "operations" | "unknown";

export type RestoreTargets = { product: ProductId | null, 
/**
 * Empty: for all products that have none of their own.
 */
name: string, targets: Array<RestoreTarget>, 
/**
 * Null: around the clock.
 */
hours: BusinessHours | null, };

export type RestoreTarget = { class: Severity, minutes: number, 
/**
 * A person set it for this product; otherwise it comes from all products, or was there from the start.
 */
own: boolean, };

export type BusinessHours = { 
/**
 * 1 is Monday, 7 Sunday.
 */
days: Array<number>, 
/**
 * Minutes after midnight; from < to ≤ 1440.
 */
from: number, to: number, 
/**
 * IANA name or offset.
 */
zone: string, };

export type LinkState = "confirmed" | "suggested" | "refused";

export type LinkVerdict = "confirmed" | "refused";

export type LinkView = "to_review" | "confirmed" | "refused" | "without" | "all";

export type LinkReview = { 
/**
 * The newest incident first.
 */
incidents: Array<IncidentLinks>, counts: LinkCounts, 
/**
 * Version of the rule that suggests.
 */
rule: string, };

export type LinkCounts = { to_review: number, confirmed: number, refused: number, without: number, all: number, };

export type IncidentLinks = { incident: PulseRecord, severity: Severity | null, 
/**
 * Null while it is open.
 */
resolved_at: Time | null, 
/**
 * Confirmed ones first, then at most three suggestions with the likeliest first, then refused ones.
 */
candidates: Array<LinkCandidate>, 
/**
 * Why there is none, one sentence; null when there are candidates.
 */
none: string | null, };

export type LinkCandidate = { 
/**
 * A deployment, or a change that no deployment is known to carry.
 */
change: PulseRecord, 
/**
 * The changes the deployment carries.
 */
carries: Array<PulseRecord>, state: LinkState, 
/**
 * 0–1: how well the place matches, less with every hour between. 1 for what a record says.
 */
score: number, 
/**
 * Milliseconds from the end of the change to the start of the incident; negative while it was being changed.
 */
lag: number, 
/**
 * Why, one plain phrase each, the strongest first.
 */
reasons: Array<string>, 
/**
 * Who judged it; null: a record says so, or nobody did yet.
 */
judged_by: string | null, judged_at: Time | null, 
/**
 * Version of the rule under which it was suggested when it was judged; null while it wasn't.
 */
judged_rule: string | null, };

export type PulseNumber = { "type": "metric", "of": PulseMetric } | { "type": "restore", "of": Severity };

export type PulseReceipt = { title: string, 
/**
 * Version of the formula, e.g. "fail rate 1, links 1".
 */
formula: string, 
/**
 * The formula in words, a line each.
 */
how: Array<string>, from: Time, to: Time, zone: string, result: MetricState, 
/**
 * At most 500, the newest first; `counted_total` says how many there are.
 */
counted: Array<CountedRecord>, counted_total: number, left_out: Array<LeftOutRecord>, left_out_total: number, 
/**
 * The whole as plain text, for copying.
 */
text: string, };

export type CountedRecord = { record: PulseRecord, 
/**
 * What it adds: milliseconds of a duration; 1 or 0 in a share, or 0.5 where it is only suggested.
 */
value: number, 
/**
 * In words, e.g. "3.2 days from the first commit", "caused INC-2274 (confirmed)".
 */
said: string, };

export type LeftOutRecord = { record: PulseRecord, why: string, };

export type CauseDimension = "people" | "technology" | "partners" | "processes";

export type CauseState = "suggested" | "confirmed";

export type CausesOf = { "type": "problem", key: string, } | { "type": "opportunity", id: OpportunityId, };

export type CauseForm = { dimension: CauseDimension, text: string, state: CauseState, 
/**
 * The answers to "why?", each asked of the one before; at most five.
 */
whys: Array<string>, 
/**
 * What is done differently from now on, so that it doesn't come back; empty while nothing is.
 */
process_change: string, };

export type CauseView = { uid: string, dimension: CauseDimension, text: string, state: CauseState, whys: Array<string>, process_change: string, written_at: Time, written_by: string, };

export type DimensionView = { dimension: CauseDimension, 
/**
 * e.g. "Organisations and people".
 */
name: string, 
/**
 * What to ask while it is empty.
 */
question: string, causes: Array<CauseView>, 
/**
 * A person looked and found nothing.
 */
nothing_found: boolean, };

export type CausesView = { 
/**
 * All four, in their order.
 */
dimensions: Array<DimensionView>, causes: number, confirmed: number, 
/**
 * Dimensions with a cause, and those with a cause or nothing found.
 */
filled: number, looked_at: number, 
/**
 * Why that isn't enough yet; null when it is, or when nothing is written.
 */
warning: string | null, };

export type CauseMap = { 
/**
 * Opportunities and problems with a cause, the most causes first. A problem without a record in the last year is
 * left out.
 */
rows: Array<CauseMapRow>, 
/**
 * The same summed up by service, the most causes first.
 */
services: Array<CauseMapService>, 
/**
 * Causes in each dimension, in the order of the dimensions.
 */
totals: Array<number>, 
/**
 * Opportunities with evidence and without any cause.
 */
without: number, };

export type CauseMapRow = { of: CausesOf, 
/**
 * "OPP-3"; empty for a problem.
 */
label: string, title: string, service: string | null, 
/**
 * Causes in each dimension, in the order of the dimensions.
 */
causes: Array<number>, 
/**
 * Dimensions where a person looked and found nothing.
 */
nothing_found: Array<CauseDimension>, 
/**
 * Causes whose fix changes how work is done.
 */
process_changes: number, warning: string | null, };

export type CauseMapService = { 
/**
 * Null: what belongs to no service.
 */
service: string | null, 
/**
 * Causes in each dimension, in the order of the dimensions.
 */
causes: Array<number>, 
/**
 * Opportunities and problems behind them.
 */
rows: number, };

export type TreeLevel = "outcome" | "opportunity" | "solution" | "assumption" | "test";

export type TreeRef = { level: TreeLevel, uid: string, };

export type TreeForm = { "level": "outcome", title: string, 
/**
 * What is measured, and where it stands; may be empty.
 */
measure: string, 
/**
 * Where it should be, and by when; may be empty.
 */
target: string, } | { "level": "opportunity", title: string, } | { "level": "solution", title: string, chosen: boolean, 
/**
 * In person-weeks; null: not sized.
 */
effort: number | null, } | { "level": "assumption", title: string, kind: RiskKind, 
/**
 * 1 (a nuisance if it is wrong) to 5 (all is for nothing); null: not weighed.
 */
importance: number | null, 
/**
 * 1 (a guess) to 5 (as good as certain); null: not weighed.
 */
sureness: number | null, } | { "level": "test", method: string, 
/**
 * The threshold: what must come out for the assumption to hold.
 */
expected: string, result: string, verdict: TestVerdict | null, started_on: string | null, due_on: string | null, ended_on: string | null, };

export type TreeMade = { node: TreeRef, step: StepDone, };

export type TestVerdict = "held" | "failed" | "unclear";

export type TestState = "untested" | "planned" | "running" | "held" | "failed" | "unclear";

export type SolutionStatus = "idea" | "chosen" | "dropped";

export type TreeTest = { uid: string, method: string, expected: string, result: string, verdict: TestVerdict | null, state: TestState, started_on: string | null, due_on: string | null, ended_on: string | null, dropped: string | null, };

export type TreeAssumption = { uid: string, title: string, kind: RiskKind, importance: number | null, sureness: number | null, 
/**
 * Importance times unsureness, 1 to 25; null while one of them isn't weighed.
 */
weight: number | null, state: TestState, dropped: string | null, 
/**
 * In their order.
 */
tests: Array<TreeTest>, };

export type TreeSolution = { uid: string, title: string, status: SolutionStatus, 
/**
 * In person-weeks; null: not sized.
 */
effort: number | null, dropped: string | null, assumptions: Array<TreeAssumption>, };

export type NextTest = { uid: string, title: string, opportunity: OpportunityRef, weight: number, 
/**
 * e.g. "importance 5 × unsureness 4 = 20 of 25".
 */
because: string, };

export type RiskHint = { assumption: string, kind: RiskKind, 
/**
 * What didn't hold, with the result of the test that showed it.
 */
says: string, 
/**
 * The importance of the assumption, for the impact; null: not weighed.
 */
impact: number | null, };

export type TreeOpportunity = { uid: string, row: OpportunityRow, solutions: Array<TreeSolution>, 
/**
 * Those about the opportunity itself.
 */
assumptions: Array<TreeAssumption>, next: NextTest | null, 
/**
 * Failed assumptions that its risk register doesn't show yet.
 */
risks: Array<RiskHint>, };

export type TreeOutcome = { uid: string, title: string, measure: string, target: string, 
/**
 * Why it was dropped; null while it is in force.
 */
dropped: string | null, opportunities: Array<TreeOpportunity>, next: NextTest | null, };

export type OpportunityTree = { outcomes: Array<TreeOutcome>, 
/**
 * Opportunities that hang under no outcome yet, by rank.
 */
without: Array<TreeOpportunity>, 
/**
 * The riskiest assumption of all that nobody has tested.
 */
next: NextTest | null, };

export type StageTimes = { id: OpportunityId, 
/**
 * Every stage it was put into and when, oldest first; the first is its capture.
 */
stages: Array<[Stage, Time]>, 
/**
 * When tests of its assumptions are due that have no verdict yet.
 */
due: string[], };

export type ProblemQuery = { days: number, 
/**
 * Empty: all.
 */
services: Array<ServiceId>, product: ProductId | null, };

export type ProblemList = { problems: Array<ProblemRow>, from: Time, to: Time, 
/**
 * Incidents and alerts in the period, whether they come back or not.
 */
records: number, 
/**
 * How many of the first problems `top_share` is about: 20, or as many as there are.
 */
top: number, 
/**
 * The share of the records that these cause, 0–1; null when there are no records.
 */
top_share: number | null, 
/**
 * What an hour costs where nothing is said at a problem; all null while nobody said.
 */
rates: CostRates, currency: string, };

export type ProblemRow = { 
/**
 * Stable across pulls and laptops.
 */
key: string, title: string, 
/**
 * A person gave the title; otherwise it is the newest record's, with what varies as …
 */
named: boolean, service: string | null, kind: Kind, 
/**
 * Occurrences in the period; one that was reopened soon is one.
 */
episodes: number, 
/**
 * Incidents and alerts in the period.
 */
signals: number, 
/**
 * Of all records of the period, 0–1: its own, and with the problems before it.
 */
share: number, share_so_far: number, 
/**
 * Who wrote about the service while it lasted, or is named in its records.
 */
customers: number, first_at: Time, last_at: Time, 
/**
 * Its last episode isn't over.
 */
open: boolean, worst: Severity | null, 
/**
 * Of its records.
 */
trend: ThemeTrend, 
/**
 * Records a week, the oldest of twelve weeks first; the last one ends now.
 */
weeks: Array<number>, 
/**
 * Median milliseconds to restore; null when no episode is over.
 */
restore: number | null, 
/**
 * A way round is known.
 */
workaround: boolean, 
/**
 * The cause is known, the fix is not in place.
 */
known_error: boolean, 
/**
 * A quarter's cost; null while no rate is set.
 */
cost: Range | null, opportunity: OpportunityRef | null, };

export type ProblemDetail = { row: ProblemRow, 
/**
 * Why these records belong together, in one sentence.
 */
why: string, 
/**
 * Newest first.
 */
episodes: Array<EpisodeView>, 
/**
 * Deployments of its service in the period, oldest first.
 */
deployments: Array<EpisodeDeployment>, 
/**
 * Median days from an episode to the next, in the later and in the earlier half; null with too few.
 */
days_apart: number | null, days_apart_before: number | null, 
/**
 * Episodes that were followed by another within 14 days of their end, and of how many that can be said yet.
 */
came_back: number, came_back_of: number, 
/**
 * How many episodes the median time to restore is of.
 */
restored: number, workaround: WorkaroundView | null, known_error_since: Time | null, cost: ProblemCost, causes: CausesView, evidence: ProblemEvidence, };

export type EpisodeView = { 
/**
 * The record that began it.
 */
signal: SignalId, 
/**
 * The tool's own name of it, e.g. INC-2285.
 */
label: string, title: string, at: Time, 
/**
 * Null while it isn't over.
 */
ended_at: Time | null, 
/**
 * The worst of its records.
 */
severity: Severity | null, 
/**
 * Milliseconds from its start to its end, pauses between reopenings taken out; null while it isn't over.
 */
restore: number | null, 
/**
 * Its records; more than one when it was reopened or told twice.
 */
signals: number, 
/**
 * The change that caused it, as far as that is known.
 */
link: EpisodeLink | null, };

export type EpisodeLink = { signal: SignalId, kind: Kind, title: string, at: Time, 
/**
 * False: suggested.
 */
confirmed: boolean, };

export type EpisodeDeployment = { signal: SignalId, title: string, at: Time, };

export type WorkaroundView = { text: string, since: Time, 
/**
 * False: a record of the tool says it, and nobody here has changed it.
 */
by_person: boolean, };

export type CostRates = { 
/**
 * An hour of those who restore the service.
 */
hour: Range | null, 
/**
 * Hours of work on an episode; null takes the time to restore.
 */
hours: Range | null, 
/**
 * An hour of support, and the hours that a ticket takes.
 */
support_hour: Range | null, ticket_hours: Range | null, 
/**
 * Given back to customers, an episode.
 */
credits: Range | null, };

export type ProblemCost = { 
/**
 * Of 91 days at the rate of the period; null while nothing can be said.
 */
quarter: Range | null, lines: Array<CostLine>, 
/**
 * What the lines are computed with; `own` says that they were set for this problem.
 */
rates: CostRates, own: boolean, currency: string, 
/**
 * What is left out, and what is missing, as sentences.
 */
not_counted: Array<string>, };

export type CostLine = { 
/**
 * e.g. "Support".
 */
name: string, 
/**
 * e.g. "9 episodes × 1.2 to 2.3 h × 65".
 */
how: string, 
/**
 * A quarter's.
 */
amount: Range, };

export type ProblemEvidence = { 
/**
 * Its incidents and alerts, whenever they were.
 */
records: number, 
/**
 * Tickets and feedback about the service, written while it lasted, at most a day: taken on request.
 */
meanwhile: number, 
/**
 * The theme that most of its records are in.
 */
theme: ProblemTheme | null, };

export type ProblemTheme = { id: ThemeId, title: string, signals: number, 
/**
 * Those among them that are the problem's own.
 */
shared: number, };

export type ChangesQuery = { days: number, 
/**
 * Empty: all.
 */
services: Array<ServiceId>, product: ProductId | null, };

export type ChangesPage = { from: Time, to: Time, 
/**
 * Those that could become standard changes first.
 */
standard: Array<StandardCandidate>, 
/**
 * The rule in words, e.g. "Same steps and service, 10 times or more in 180 days …".
 */
standard_rule: string, 
/**
 * One a service, the one with the most changes first.
 */
sprints: Array<SprintAdvice>, sprint_rule: string, unrecorded: UnrecordedList, };

export type CandidateState = "ready" | "proposed" | "already" | "too_few" | "not_sure" | "caused_incident";

export type StandardCandidate = { key: string, title: string, service: string | null, 
/**
 * Closed within 180 days.
 */
times: number, 
/**
 * Those that failed: the tool says so, or they caused an incident.
 */
failed: number, 
/**
 * The share that fails, 0–1, as a 95 % Wilson interval.
 */
fail_low: number, fail_high: number, 
/**
 * Median milliseconds from ready to done, and from begun to done; null when the tool doesn't tell.
 */
waiting: number | null, lead: number | null, 
/**
 * How many of the changes these medians are of.
 */
timed: number, 
/**
 * Days of waiting a quarter that end when approval is given once for all; null unless the rule is met.
 */
saves_days: number | null, state: CandidateState, 
/**
 * Why, or why not: one sentence.
 */
why: string, 
/**
 * The changes, newest first; at most 50.
 */
changes: Array<SignalId>, };

export type SprintWord = "good" | "breach" | "quiet" | "pending";

export type SprintPoint = { from: Time, to: Time, changes: number, 
/**
 * Changes that caused an incident, as far as that is confirmed.
 */
failed: number, 
/**
 * 0–1; null without changes.
 */
share: number | null, word: SprintWord, 
/**
 * What the level was in it.
 */
level: number, 
/**
 * What it did to the level, e.g. "two good sprints: 10 to 12"; null when nothing.
 */
step: string | null, };

export type SprintAdvice = { service: string | null, 
/**
 * Oldest first.
 */
points: Array<SprintPoint>, 
/**
 * What the rule arrives at for the sprint that runs now; null with fewer than three sprints that count.
 */
level: number | null, 
/**
 * Above this share of failed changes a sprint is a breach, 0–1.
 */
limit: number, 
/**
 * One sentence, or two.
 */
advice: string, tried: TriedLevel | null, };

export type TriedLevel = { level: number, sprints: number, since: Time, };

export type UnrecordedList = { 
/**
 * False: no change records are read at all, so that nothing can be said. Not the same as none.
 */
known: boolean, 
/**
 * Newest first.
 */
rows: Array<UnrecordedDeployment>, 
/**
 * All deployments of the period.
 */
deployments: number, 
/**
 * Those of the rows that look like a record that exists, and that do so strongly.
 */
look_alike: number, strong: number, };

export type UnrecordedDeployment = { signal: SignalId, label: string, title: string, at: Time, service: string | null, 
/**
 * The record it may belong to; null when none is near.
 */
record: RecordGuess | null, 
/**
 * The first incident that names it as its cause.
 */
after: IncidentAfter | null, };

export type MatchWord = "strong" | "fair" | "weak";

export type RecordGuess = { signal: SignalId, label: string, title: string, 
/**
 * 0–1.
 */
score: number, word: MatchWord, 
/**
 * e.g. "same service", "planned 20 min before it".
 */
reasons: Array<string>, };

export type IncidentAfter = { signal: SignalId, label: string, title: string, at: Time, severity: Severity | null, };

export type RecordPair = { deployment: SignalId, change: SignalId, };

export type FeatureQuery = { days: number, 
/**
 * Empty: all.
 */
services: Array<ServiceId>, product: ProductId | null, };

export type FeaturesPage = { used: FeatureList, detours: DetourList, };

export type FeatureList = { 
/**
 * The most used first.
 */
features: Array<FeatureRow>, unused: number, dropping: number, 
/**
 * Drops that nobody wrote about and nobody here decided on.
 */
silent: number, 
/**
 * Null when no tool counts any use: then nothing is known, which isn't 0.
 */
from: string | null, to: string | null, 
/**
 * The connections that count, by name.
 */
sources: Array<string>, };

export type FeatureState = "unused" | "dropping" | "growing" | "steady" | "falling" | "new";

export type FeatureRow = { feature: string, service: string | null, state: FeatureState, 
/**
 * People a day on average, over all days of the period, and of the period before; a tool counts people by the day,
 * so that nobody knows how many different ones there were.
 */
people: number, people_before: number | null, 
/**
 * 0.31 is 31 % more people than in the period before; null when that isn't known or was none.
 */
change: number | null, 
/**
 * How often each of them used it in a day; null without anybody.
 */
frequency: number | null, 
/**
 * People against those of the most used feature of its product, 0–1; null when nothing of it is used.
 */
adoption: number | null, 
/**
 * Days counted and days with anybody, in the period.
 */
days: number, days_used: number, 
/**
 * Days since the last one with anybody; null when there was none.
 */
unused_days: number | null, 
/**
 * People a day, by week, the oldest of 26 weeks first; null where nothing was counted.
 */
weeks: Array<number | null>, drop: FeatureDrop | null, 
/**
 * By plan or size, the most people first; empty when no tool counts them apart.
 */
segments: Array<SegmentUse>, 
/**
 * The drop has no tickets: what is missing isn't told. Null when there is none such.
 */
silent: SilentDemand | null, };

export type FeatureDrop = { from: string, 
/**
 * People a day before and in the last weeks.
 */
before: number, after: number, 
/**
 * -0.73 is 73 % fewer.
 */
change: number, 
/**
 * Tickets and feedback that name the feature, in the time before as long as that since, and since.
 */
told_before: number, told_since: number, };

export type SegmentUse = { 
/**
 * As the tool calls it: a plan, a size; "none" for people of whom it doesn't say.
 */
segment: string, people: number, people_before: number | null, change: number | null, frequency: number | null, 
/**
 * People against those of this segment who use what it uses most of the product, 0–1.
 */
adoption: number | null, drop: FeatureDrop | null, };

export type SilentDemand = { 
/**
 * Why it is suggested: one sentence.
 */
why: string, 
/**
 * A person said that it is nothing.
 */
dismissed: boolean, opportunity: OpportunityRef | null, };

export type DetourList = { 
/**
 * Those that chance explains least first.
 */
detours: Array<DetourRow>, 
/**
 * Pairs of a feature that lost and one that gained, of everything that is counted.
 */
pairs: number, 
/**
 * Those of them where about as much was gained as lost, at whatever time.
 */
alike: number, 
/**
 * Detours that nobody wrote about and nobody here decided on.
 */
silent: number, 
/**
 * The last day counted; null when no tool counts any use: then nothing is known, which isn't 0.
 */
to: string | null, };

export type DetourMeasure = "people" | "events";

export type DetourRow = { from: DetourEnd, to: DetourEnd, 
/**
 * Of whom; null: everybody.
 */
segment: string | null, measure: DetourMeasure, 
/**
 * How much of the fall the rise explains, 1 is all of it, with its 95 % interval.
 */
share: Range, 
/**
 * At most so likely is it that two changes of about the same size meet like this by chance, 0–1.
 */
chance: number, 
/**
 * Tickets, feedback and errors that name either, in the time before as long as that since, and since.
 */
told_before: number, told_since: number, 
/**
 * Why it is suggested, in plain words.
 */
why: string, 
/**
 * No more people wrote about it than before.
 */
silent: boolean, 
/**
 * A person said that it is nothing.
 */
dismissed: boolean, opportunity: OpportunityRef | null, };

export type DetourEnd = { feature: string, service: string | null, 
/**
 * The first day of the week in which it began to lose or gain.
 */
since: string, 
/**
 * A day, at the usual traffic.
 */
before: number, after: number, 
/**
 * -0.26 is 26 % fewer; null after none.
 */
change: number | null, };

export type DetourReceipt = { detour: DetourRow, 
/**
 * How it is arrived at, a line each.
 */
how: Array<string>, 
/**
 * Every day of the weeks that speak, the oldest first.
 */
days: Array<DetourDay>, };

export type DetourDay = { day: string, 
/**
 * As counted; null where nothing was.
 */
from: number | null, to: number | null, 
/**
 * Of its week, against the usual: 1.1 is a tenth more.
 */
traffic: number | null, };

export type FlowList = { 
/**
 * By service.
 */
rows: Array<FlowRow>, 
/**
 * By product, without what belongs to none.
 */
products: Array<FlowRow>, from: Time, to: Time, };

export type FlowRow = { service: string | null, product: string | null, 
/**
 * Incidents, tickets and changes that are open now, whenever they began.
 */
open: number, 
/**
 * Their age in milliseconds: the median, of nine in ten at most, the oldest; null when none is open.
 */
age: number | null, age_p90: number | null, oldest: number | null, 
/**
 * The share of its time that a change waits between ready and done, 0–1, and of how many changes; null when no tool
 * tells.
 */
waiting: number | null, waiting_of: number, 
/**
 * How often an incident, ticket or change that was resolved in the period went to another group: the mean, the
 * share that did at all (0–1), and of how many records; null when no tool tells.
 */
hand_overs: number | null, moved: number | null, hand_overs_of: number, 
/**
 * The share of their time from begin to resolution that such records were on hold, 0–1, and of how many; null when
 * no tool tells.
 */
on_hold: number | null, on_hold_of: number, 
/**
 * Deployments whose changes are known, and how many changes one usually brings.
 */
batches: number, batch: number | null, 
/**
 * Deployments that bring far more than usual, the largest first; at most 10.
 */
large: Array<LargeBatch>, 
/**
 * Changes done, and those of them that put something right at once (emergencies): rework instead of new work.
 */
changes: number, emergencies: number, 
/**
 * What to look at, one sentence; null when nothing stands out.
 */
warning: string | null, };

export type LargeBatch = { signal: SignalId, title: string, at: Time, changes: number, };

export type FlowPlace = { "type": "service", name: string | null, } | { "type": "product", name: string, };

export type FlowNumber = "open" | "waiting" | "on_hold" | "hand_overs" | "batch" | "rework";

export type FlowReceipt = { title: string, 
/**
 * In words, a line each.
 */
how: Array<string>, result: string, from: Time, to: Time, 
/**
 * At most 500, those that add most first; `counted_total` says how many there are.
 */
counted: Array<CountedRecord>, counted_total: number, 
/**
 * The whole as plain text, for copying.
 */
text: string, };

export type ForumCadence = { 
/**
 * 1 is Monday, 7 Sunday.
 */
weekday: number, 
/**
 * Every so many weeks, 1 to 8.
 */
every_weeks: number, 
/**
 * Minutes after midnight, below 1440.
 */
at: number, 
/**
 * IANA name or offset.
 */
zone: string, 
/**
 * Minutes that a meeting has, 10 to 240.
 */
time_box: number, };

export type Forum = { 
/**
 * Null while nobody said how often.
 */
cadence: ForumCadence | null, 
/**
 * When it is; null without a cadence.
 */
next: Time | null, 
/**
 * Since when the meeting runs; null: none does.
 */
running_since: Time | null, 
/**
 * The end of the last meeting, or so long ago as meetings are apart.
 */
since: Time, 
/**
 * Meetings that were due and not held since the last one, oldest first; at most 10.
 */
skipped: Array<Time>, time_box: number, 
/**
 * Minutes of the items on the list.
 */
used: number, 
/**
 * In the order of the meeting.
 */
items: Array<ForumItem>, 
/**
 * Not on the list, each with the reason.
 */
aside: Array<ForumAside>, 
/**
 * Open ones and those done since the last meeting: late ones first.
 */
actions: Array<ForumAction>, late: number, 
/**
 * The rules of the order, a sentence each.
 */
rules: Array<string>, 
/**
 * Meetings that ended, the newest first.
 */
held: Array<MeetingRef>, };

export type ForumKind = "since_last_time" | "andon" | "open_incident" | "missed_target" | "came_back" | "outcome_due" | "check_due" | "own" | "close_call" | "links_to_review" | "standard_change" | "unused_feature" | "detour" | "duplicates" | "assessment" | "sprint_size";

export type ForumItem = { 
/**
 * What it is about; stable across laptops.
 */
key: string, kind: ForumKind, title: string, 
/**
 * One line under the title.
 */
know: string, 
/**
 * "What we know", at most five.
 */
facts: Array<ForumFact>, 
/**
 * On the list because.
 */
because: string, 
/**
 * To decide; "For information" where there is nothing.
 */
asks: string, 
/**
 * A name or a role, as written; empty: nobody yet.
 */
brings: string, minutes: number, 
/**
 * When it begins; null without a cadence, and for what isn't on the list.
 */
starts: Time | null, ways: Array<ForumWay>, 
/**
 * Null: not decided in this meeting.
 */
decision: Decided | null, leads_to: ForumPlace | null, };

export type ForumFact = { text: string, 
/**
 * The record that tells it.
 */
signal: SignalId | null, };

export type ForumPlace = { "type": "problem", key: string, } | { "type": "opportunity", id: OpportunityId, } | { "type": "outcome", id: OpportunityId, } | { "type": "signal", id: SignalId, } | { "type": "links" } | { "type": "changes" } | { "type": "features" } | { "type": "improvements" } | { "type": "overview" };

export type ForumVerb = "note" | "make_opportunity" | "known_error" | "confirm_link" | "refuse_links" | "propose_standard" | "merge_same" | "improve" | "keep_improvement" | "drop_improvement" | "verify_outcome" | "assess_again" | "follow_up" | "try_level" | "lift_andon" | "dismiss_detour";

export type ForumWay = { verb: ForumVerb, title: string, };

export type Decided = { kind: ForumKind, title: string, know: string, because: string, brings: string, minutes: number, 
/**
 * The way that was chosen, in words.
 */
way: string, text: string, at: Time, };

export type AsideWhy = "no_room" | "not_ripe" | "taken_off";

export type ForumAside = { item: ForumItem, why: AsideWhy, 
/**
 * e.g. "needs 3 sprints", or what a person gave.
 */
reason: string, };

export type ForumAction = { uid: string, 
/**
 * The key of the item it came from; empty: none.
 */
about: string, text: string, 
/**
 * A team, a role or a name, as written. Nobody is counted by it.
 */
owner: string, due: Time | null, written_at: Time, done_at: Time | null, 
/**
 * Past its date and not done.
 */
late: boolean, };

export type ActionForm = { 
/**
 * The key of an item, or empty.
 */
about: string, text: string, owner: string, due: Time | null, };

export type ItemEdit = { 
/**
 * 1 to 120.
 */
minutes: number | null, asks: string | null, brings: string | null, };

export type OwnItemForm = { title: string, asks: string, brings: string, 
/**
 * 1 to 120.
 */
minutes: number, };

export type MeetingRef = { uid: string, from: Time, to: Time, decisions: number, };

export type Minutes = { workspace: string, 
/**
 * When it began; while it has not, now.
 */
from: Time, 
/**
 * When it ended; while it has not, now.
 */
to: Time, 
/**
 * In the order of the meeting.
 */
items: Array<Decided>, actions: Array<MinutesAction>, 
/**
 * Titles of what was on the list and not decided.
 */
not_reached: Array<string>, 
/**
 * What else was said, as people wrote it down afterwards.
 */
notes: string, };

export type MinutesAction = { 
/**
 * The action's own; empty in minutes that were kept without it.
 */
uid: string, text: string, owner: string, due: Time | null, done: boolean, };

export type MinutesView = { minutes: Minutes, text: string, };

export type MinutesLine = { "type": "notes", text: string, } | { "type": "decision", at: number, text: string, } | { "type": "action", at: number, text: string, owner: string, due: Time | null, };

export type ForumRecord = { "type": "item", key: string, } | { "type": "action", uid: string, } | { "type": "meeting", uid: string, };

export type AndonPlace = { "type": "service", name: string, } | { "type": "product", name: string, };

export type AndonFix = { "type": "opportunity", id: OpportunityId, } | { "type": "signal", id: SignalId, } | { "type": "item", id: ItemId, };

export type FixChoice = { fix: AndonFix, 
/**
 * Change or deployment; null: an opportunity or an item.
 */
kind: Kind | null, 
/**
 * As its tool calls it, e.g. CHG-77, #8841 or OPP-31.
 */
label: string, title: string, 
/**
 * Its service, or the connection of an item.
 */
detail: string, at: Time, };

export type AndonFlag = { place: AndonPlace, reason: string, raised_at: Time, 
/**
 * Exports of its opportunities are stopped.
 */
stops: boolean, 
/**
 * How many opportunities it stops, or would.
 */
opportunities: number, 
/**
 * The fix that was linked, as it was called then.
 */
fix: string | null, 
/**
 * Where it is; null when it isn't here any more.
 */
fixed_with: AndonFix | null, fixed_at: Time | null, 
/**
 * Why it was lifted.
 */
lifted: string | null, lifted_at: Time | null, };

export type AndonList = { 
/**
 * Those that stop exports first, then the newest.
 */
flags: Array<AndonFlag>, 
/**
 * Where one can be raised: products, then services.
 */
places: Array<AndonPlace>, };

export type ImprovementStep = "plan" | "do" | "check" | "act";

export type ImprovementVerdict = "kept" | "changed" | "dropped";

export type ImprovementSource = { "type": "none" } | { "type": "problem", key: string, title: string, } | { "type": "forum", key: string, title: string, } | { "type": "anti_pattern", id: string, title: string, };

export type ImprovementForm = { title: string, 
/**
 * If we do this, then …
 */
hypothesis: string, 
/**
 * What should move, from what to what. Without one a card stays in Plan.
 */
goal: string, 
/**
 * What was seen so far.
 */
seen: string, 
/**
 * A name or a role, as written.
 */
owner: string, 
/**
 * When somebody looks at it next.
 */
check_at: Time | null, source: ImprovementSource, };

export type ImprovementCard = { uid: string, step: ImprovementStep, 
/**
 * In its step.
 */
since: Time, 
/**
 * Only in Act.
 */
verdict: ImprovementVerdict | null, 
/**
 * Past its date and not in Act.
 */
overdue: boolean, created_at: Time, title: string, 
/**
 * If we do this, then …
 */
hypothesis: string, 
/**
 * What should move, from what to what. Without one a card stays in Plan.
 */
goal: string, 
/**
 * What was seen so far.
 */
seen: string, 
/**
 * A name or a role, as written.
 */
owner: string, 
/**
 * When somebody looks at it next.
 */
check_at: Time | null, source: ImprovementSource, };

export type ImprovementRegister = { 
/**
 * In the order they were made.
 */
cards: Array<ImprovementCard>, overdue: number, decided: number, };

export type Assessment = { questions: Array<AssessmentQuestion>, 
/**
 * The oldest first.
 */
rounds: Array<AssessmentRound>, 
/**
 * With fewer answers only their number shows.
 */
least: number, 
/**
 * What falls or drifts apart, a sentence; null when nothing does.
 */
warning: AssessmentWarning | null, };

export type AssessmentQuestion = { id: string, 
/**
 * working, tooling or culture.
 */
dimension: string, 
/**
 * e.g. "We see what breaks first".
 */
title: string, 
/**
 * As it is asked.
 */
asks: string, };

export type AssessmentRound = { uid: string, opened_at: Time, 
/**
 * Null: it is open. Its results show when it is closed.
 */
closed_at: Time | null, 
/**
 * How many answered.
 */
n: number, 
/**
 * One a question; empty while it is open or has too few answers.
 */
results: Array<AssessmentResult>, };

export type AssessmentResult = { question: string, 
/**
 * 1 never, 5 always.
 */
mean: number, 
/**
 * The middle half of the answers.
 */
low: number, high: number, };

export type AssessmentWarning = { question: string, says: string, };

export type PatternState = "found" | "not_found" | "no_data";

export type AntiPattern = { id: string, title: string, state: PatternState, 
/**
 * What was seen, one sentence with its n.
 */
says: string, 
/**
 * What an improvement could try, one sentence.
 */
advice: string, 
/**
 * The uid of the improvement that was made from it; null: none.
 */
improvement: string | null, };

export type PatternReceipt = { title: string, 
/**
 * What counts as found, and how the number is made: a line each.
 */
how: Array<string>, result: string, 
/**
 * Null: whatever there is up to `to`.
 */
from: Time | null, to: Time, 
/**
 * Those that count, at most 500; `counted_total` says how many there are.
 */
counted: Array<PatternRecord>, counted_total: number, 
/**
 * Those that were looked at and don't count, likewise.
 */
others: Array<PatternRecord>, others_total: number, 
/**
 * The whole as plain text, for copying.
 */
text: string, };

export type PatternRecord = { of: PatternOf, 
/**
 * Why it counts, or doesn't, e.g. "12 changes at once, usually 3".
 */
says: string, };

export type PatternOf = { "type": "record", record: PulseRecord, } | { "type": "problem", key: string, title: string, } | { "type": "sprint", service: string | null, };

export type Framework = "rice" | "ice_mean" | "ice_product" | "wsjf" | "opportunity" | "kano" | "value_effort" | "weighted" | "moscow" | "custom";

export type ScoredBy = { framework: Framework, 
/**
 * The uid of the formula; only with `custom`.
 */
formula: string | null, 
/**
 * Only those that differ from 1 (from 0 for `risk`).
 */
weights: Array<InputWeight>, };

export type InputWeight = { name: string, 
/**
 * 0–5.
 */
weight: number, };

export type FrameworkList = { chosen: ScoredBy, 
/**
 * "RICE", or the name of the formula.
 */
chosen_name: string, 
/**
 * Who chose it, and when; None while nobody has.
 */
chosen_by: string | null, chosen_at: Time | null, frameworks: Array<FrameworkView>, 
/**
 * Those that people wrote here.
 */
formulas: Array<FormulaRef>, };

export type FrameworkView = { framework: Framework, 
/**
 * RICE
 */
name: string, 
/**
 * In a sentence: what it is good for.
 */
about: string, 
/**
 * The formula in words: reach × impact × confidence ÷ effort.
 */
method: string, 
/**
 * e.g. `rice/1`.
 */
version: string, 
/**
 * The same as the text of a custom formula, to start one from.
 */
text: string, 
/**
 * What a value is counted in: RICE points.
 */
points: string, 
/**
 * Who published it, where and when.
 */
source: string, inputs: Array<InputView>, 
/**
 * How many opportunities that compete have a value in it, of how many.
 */
complete: number, of: number, 
/**
 * What is wrong with the whole: more than 60 % of the effort is "must".
 */
warning: string | null, };

export type FormulaRef = { uid: string, name: string, version: number, };

export type InputView = { 
/**
 * `reach`; what commands and formulas call it.
 */
name: string, label: string, 
/**
 * person-months
 */
unit: string, 
/**
 * How it stands in the formula: "", "×", "÷", "+", "−".
 */
operator: string, least: number, most: number, 
/**
 * What can be chosen. Empty: any number between least and most. Values between two steps are allowed where a
 * range is entered, unless `only_steps`.
 */
steps: Array<InputStep>, only_steps: boolean, help: string, 
/**
 * Without it there is no value.
 */
required: boolean, };

export type InputStep = { value: number, 
/**
 * "massive"; empty where the number says it all.
 */
label: string, };

export type ScoreView = { opportunity: OpportunityRef, framework: Framework, 
/**
 * Only with `custom`.
 */
formula: FormulaRef | null, 
/**
 * In the order of the framework.
 */
inputs: Array<ScoreInput>, value: ValueSpread | null, 
/**
 * The plain formula at the likely inputs.
 */
plain: number | null, 
/**
 * The arithmetic with its numbers: (13 + 8 + 13) ÷ 8.
 */
working: string, 
/**
 * RICE points
 */
points: string, 
/**
 * For frameworks that sort into classes: "Attractive", "Must have".
 */
class: string | null, 
/**
 * What still has to be set, by label.
 */
missing: Array<string>, 
/**
 * Among all that have a value in this framework; None without a value or when it doesn't compete.
 */
rank: number | null, of: number, 
/**
 * How often it is among the best k.
 */
top: TopChance | null, draws: number, seed: number, 
/**
 * The draws from the first in 200 to the last in 200, in equal steps; empty for an exact value.
 */
histogram: Array<ValueBar>, 
/**
 * Where it lands in the draws: ranks from the best, the last one with all behind it.
 */
ranks: Array<RankBar>, 
/**
 * Which inputs make the value wide, widest first.
 */
widens: Array<WideInput>, learn: LearnNext | null, 
/**
 * What was saved before, newest first, at most 20.
 */
history: Array<ScoreStep>, estimates: Array<EstimateRound>, };

export type ScoreInput = { name: string, 
/**
 * None: not set, which is not zero.
 */
range: Range | null, 
/**
 * Who set it, and when; None while it is only being tried, and for what is counted.
 */
set_by: string | null, set_at: Time | null, 
/**
 * What the evidence says, never applied by itself.
 */
suggested: SuggestedInput | null, 
/**
 * What the use of its services says; only about reach.
 */
by_use: SuggestedInput | null, 
/**
 * The range is a suggestion, accepted as it was.
 */
accepted: boolean, };

export type InputEntry = { name: string, 
/**
 * Null takes it back to "not set".
 */
range: Range | null, };

export type ValueBar = { from: number, to: number, 
/**
 * Of the draws, 0–1.
 */
share: number, 
/**
 * Between P10 and P90.
 */
inside: boolean, };

export type RankBar = { rank: number, 
/**
 * This rank or any behind it.
 */
or_worse: boolean, 
/**
 * Of the draws, 0–1.
 */
share: number, };

export type WideInput = { name: string, label: string, 
/**
 * 0–1; those of one opportunity add up to 1.
 */
share: number, };

export type LearnNext = { name: string, label: string, 
/**
 * Ready to be read: "A firmer effort would settle the order with OPP-18, which wins 41 % of the draws today."
 */
says: string, 
/**
 * The neighbour whose order it would settle, where there is one.
 */
against: OpportunityRef | null, 
/**
 * How often that neighbour is worth more, 0–1.
 */
loses: number | null, 
/**
 * What deciding between the two would be worth on average if this input were known, in points.
 */
worth: number | null, };

export type ScoreStep = { at: Time, actor: string, value: ValueSpread | null, 
/**
 * "Effort from 1.5 to 2".
 */
says: string, };

export type FormulaView = { uid: string, name: string, 
/**
 * Of the newest version.
 */
text: string, version: number, 
/**
 * Newest first.
 */
versions: Array<FormulaVersion>, 
/**
 * The workspace ranks by it.
 */
chosen: boolean, };

export type FormulaVersion = { version: number, text: string, at: Time, actor: string, };

export type FormulaName = { name: string, kind: FormulaNameKind, 
/**
 * "person-months"; empty for a plain number and for functions.
 */
unit: string, meaning: string, 
/**
 * What to write: `min(a, b)`.
 */
example: string, };

export type FormulaNameKind = "input" | "evidence" | "function";

export type FormulaCheck = { 
/**
 * None: it can be saved.
 */
problem: FormulaProblem | null, 
/**
 * The rows are those of the text with the repair in it.
 */
repaired: boolean, 
/**
 * Of the value, in words: "customers × points ÷ person-months".
 */
unit: string, 
/**
 * Names it uses.
 */
uses: Array<string>, 
/**
 * By value, those that lack an input last.
 */
rows: Array<CheckRow>, with_value: number, lacking: number, 
/**
 * Which opportunities lack what.
 */
lacks: Array<Lack>, 
/**
 * The end of the axis: the largest P90, rounded up.
 */
axis: number, };

export type FormulaProblem = { 
/**
 * 1-based.
 */
line: number, 
/**
 * 1-based, in characters (UTF-16 units, as the page counts them).
 */
character: number, 
/**
 * How many characters from there are meant; 0 at the end of a line.
 */
length: number, 
/**
 * "a closing bracket is missing."
 */
says: string, 
/**
 * "Add “)” after risk_cost."
 */
todo: string, repair: FormulaRepair | null, };

export type FormulaRepair = { 
/**
 * What the button says: "Add it".
 */
label: string, 
/**
 * The whole text with the repair in it.
 */
text: string, };

export type CheckRow = { opportunity: OpportunityRef, rank: number | null, value: ValueSpread | null, 
/**
 * Its rank today; None when it has none.
 */
today: number | null, 
/**
 * Names without a value; empty when there is one.
 */
missing: Array<string>, };

export type Lack = { name: string, opportunities: Array<OpportunityRef>, };

export type WhatIf = { framework: Framework, 
/**
 * The uid of the formula; only with `custom`.
 */
formula: string | null, 
/**
 * Those left out weigh what they weigh today.
 */
weights: Array<InputWeight>, segment: Segment, capacity: Capacity | null, };

export type Segment = { "kind": "everybody" } | { "kind": "plan", plan: string, } | { "kind": "revenue_from", amount: number, };

export type Capacity = { 
/**
 * Person-weeks, 0.1 to 2,000.
 */
weeks: number, 
/**
 * Cut where it fits in 9 draws of 10 instead of where the likely efforts fit.
 */
nine_in_ten: boolean, };

export type WhatIfChoices = { weights: Array<WeightChoice>, segments: Array<SegmentView>, scenarios: Array<Scenario>, };

export type WeightChoice = { name: string, label: string, 
/**
 * What it weighs in today's ranking.
 */
today: number, };

export type SegmentView = { segment: Segment, 
/**
 * "Enterprise"
 */
name: string, customers: number, 
/**
 * A year's, whole units of the workspace currency.
 */
revenue: number, 
/**
 * People behind opportunities that remain, of all.
 */
voices: number, of_voices: number, };

export type WhatIfResult = { asked: WhatIf, segment: SegmentView, 
/**
 * In the order there would be.
 */
rows: Array<WhatIfRow>, cut: CutLine | null, best: BestSet | null, 
/**
 * What is worth saying about the difference, at most six.
 */
changes: Array<WhatIfChange>, 
/**
 * The end of the axis: the largest P90, rounded up.
 */
axis: number, draws: number, seed: number, };

export type WhatIfRow = { opportunity: OpportunityRef, stage: Stage, 
/**
 * Today's rank.
 */
today: number | null, rank: number | null, value: ValueSpread | null, top: TopChance | null, 
/**
 * Person-weeks; None: effort isn't set.
 */
effort: Range | null, 
/**
 * Likely person-weeks of all that can be planned down to this row.
 */
weeks_so_far: number | null, 
/**
 * Above the line.
 */
above: boolean, 
/**
 * In the best set.
 */
in_best: boolean, 
/**
 * Why it moves, or that nothing changes.
 */
why: string, };

export type CutLine = { 
/**
 * How many rows stand above the line.
 */
after: number, fits: number, weeks: number, 
/**
 * What those above the line take: P10, likely, P90, in person-weeks.
 */
takes: Range, 
/**
 * P50s of those above the line, added up; the same for today's order cut at the same capacity.
 */
value: number, value_today: number, 
/**
 * "23 person-weeks end here. Seven fit, likely 22.5, 8 draws of 10 between 18 and 29"
 */
says: string, };

export type BestSet = { opportunities: Array<OpportunityRef>, 
/**
 * Likely person-weeks.
 */
weeks: number, 
/**
 * P50s added up.
 */
value: number, 
/**
 * How it differs from the rows above the line; empty when it doesn't.
 */
says: string, };

export type WhatIfChange = { kind: WhatIfChangeKind, opportunity: OpportunityRef, 
/**
 * "comes in, from 6 to 3. It holds the top 5 in 71 % of draws."
 */
says: string, };

export type WhatIfChangeKind = "up" | "down" | "stays";

export type Scenario = { uid: string, name: string, asks: WhatIf, kept_at: Time, kept_by: string, };

export type EstimateRound = { framework: Framework, input: string, label: string, 
/**
 * In the order people were asked.
 */
answers: Array<EstimateView>, answered: number, revealed: boolean, 
/**
 * P10, P50 and P90 of an equal mixture of the answers; None until it is revealed.
 */
together: Range | null, 
/**
 * Pairs whose ranges don't overlap, furthest apart first.
 */
apart: Array<[string, string]>, 
/**
 * "Dana and Elif don't overlap. Talk first; the mean of two plans is no plan." Empty when all overlap.
 */
says: string, };

export type EstimateView = { person: string, answered_at: Time | null, 
/**
 * None until they are revealed, and for who hasn't answered.
 */
range: Range | null, 
/**
 * Why, in the person's words; empty until they are revealed.
 */
note: string, };

export type EstimateForm = { framework: Framework, input: string, person: string, range: Range, note: string, };

export type Disagreement = { opportunity: OpportunityRef, round: EstimateRound, 
/**
 * How far the answers lie apart: the span of the likely values over the mean width of a range; None while hidden.
 */
distance: number | null, };

export type OutcomeGoal = { measure: GoalMeasure, 
/**
 * A week for "at most" and "at least"; percent for the others.
 */
amount: number, 
/**
 * Whose use is counted instead of the signals; None: the signals.
 */
feature: string | null, };

export type GoalMeasure = "at_most" | "at_least" | "fall_by" | "rise_by";

export type OutcomePlan = { 
/**
 * Weeks on each side, 3 to 26.
 */
weeks: number | null, 
/**
 * An ISO date; None: when it first was delivered.
 */
shipped_on: string | null, 
/**
 * The verdict isn't taken against other signals, even where there are enough.
 */
alone: boolean, };

export type OutcomeVerdict = "fell" | "unchanged" | "rose" | "too_early" | "too_few" | "no_data";

export type OutcomeState = "not_shipped" | "running" | "ended" | "came_back" | "settled";

export type OutcomeAnswer = "verified" | "again" | "follow_up";

export type OutcomeSettled = { answer: OutcomeAnswer, note: string, 
/**
 * The number of the opportunity that follows it up.
 */
follow_up: number | null, at: Time, by: string, };

export type OutcomeRole = "earlier" | "before" | "shipping" | "after" | "later" | "unread" | "running";

export type OutcomeWeek = { 
/**
 * ISO date of its Monday, in the reader's zone.
 */
monday: string, count: number, others: number, role: OutcomeRole, 
/**
 * None where there is no goal, or the week isn't one after.
 */
met: boolean | null, };

export type OutcomeLevel = { count: number, weeks: number, per_week: number, };

export type OutcomeChange = { 
/**
 * None when there was nothing before.
 */
seen: number | null, low: number, 
/**
 * None when nothing bounds it.
 */
high: number | null, };

export type OutcomeOthers = { before: OutcomeLevel, after: OutcomeLevel, change: OutcomeChange, 
/**
 * The verdict is taken against them.
 */
used: boolean, };

export type GoalMet = { 
/**
 * What weeks are held against, a week.
 */
line: number, weeks: number, of: number, 
/**
 * The mean of the weeks meets it.
 */
overall: boolean, };

export type OutcomeReading = { verdict: OutcomeVerdict, 
/**
 * `On track.`
 */
headline: string, sentence: string, before: OutcomeLevel, after: OutcomeLevel, 
/**
 * By itself; None without weeks on both sides.
 */
change: OutcomeChange | null, 
/**
 * What the verdict rests on.
 */
judged: OutcomeChange | null, others: OutcomeOthers | null, goal: GoalMet | null, 
/**
 * How much more single weeks vary than chance alone; 1 is not at all.
 */
dispersion: number, weeks: Array<OutcomeWeek>, };

export type OutcomeWatch = { 
/**
 * Weeks followed since the check ended.
 */
weeks: number, 
/**
 * Signals a week up to which it is quiet, and at which it has come back.
 */
quiet: number, back: number, 
/**
 * ISO date of the week in which the rise began, once it is beyond chance.
 */
since: string | null, 
/**
 * ISO date of the day from which that is known: the end of the week that made it sure.
 */
known_on: string | null, };

export type OutcomeUse = { feature: string, reading: OutcomeReading, };

export type OutcomeView = { opportunity: OpportunityRef, stage: Stage, state: OutcomeState, 
/**
 * ISO date in the reader's zone; None: not delivered.
 */
shipped: string | null, 
/**
 * Who says so: `the stage`, `the item in the tracker`, `a person`.
 */
shipped_by: string, 
/**
 * ISO date of the first day after the window.
 */
ends: string | null, 
/**
 * Weeks on each side, and what the program proposes.
 */
weeks: number, proposed_weeks: number, plan: OutcomePlan, goal: OutcomeGoal | null, 
/**
 * `6 or fewer a week`; empty: none.
 */
goal_in_words: string, 
/**
 * The metric that people wrote down.
 */
expected: string, themes: Array<[ThemeId, string]>, 
/**
 * Linked signals outside the themes, which aren't counted.
 */
outside: number, sources: Array<string>, 
/**
 * Sources that were first read too late; their signals aren't counted.
 */
late_sources: Array<string>, 
/**
 * Why the numbers may mislead; empty: nothing known.
 */
caution: string, reading: OutcomeReading | null, watch: OutcomeWatch | null, usage: OutcomeUse | null, settled: OutcomeSettled | null, };

export type OutcomeRow = { opportunity: OpportunityRef, stage: Stage, state: OutcomeState, verdict: OutcomeVerdict | null, headline: string, shipped: string | null, ends: string | null, before: number, after: number, change: OutcomeChange | null, goal: GoalMet | null, goal_in_words: string, };

export type CalibrationRow = { framework: string, n: number, 
/**
 * Ranges that held what happened, and the share's 95 % interval.
 */
held: number | null, low: number | null, high: number | null, 
/**
 * The median of what happened over what was likely, minus 1.
 */
bias: number | null, pasts: Array<CalibrationPast>, };

export type CalibrationPast = { opportunity: OpportunityRef, value: number, low: number, high: number, 
/**
 * The change seen over the change that the goal asked for.
 */
happened: number, held: boolean, };

export type OutcomeList = { 
/**
 * What needs somebody first.
 */
rows: Array<OutcomeRow>, calibration: Array<CalibrationRow>, };

export type OutcomeNumber = "change" | "others" | "goal" | "watch" | "usage";

export type OutcomeInput = { label: string, value: string, };

export type OutcomeReceipt = { title: string, value: string, inputs: Array<OutcomeInput>, 
/**
 * The method in plain words, a sentence or two each.
 */
method: Array<string>, weeks: Array<OutcomeWeek>, 
/**
 * Whom formulas are taken from.
 */
published: Array<string>, };

export type AuditItemId = number;

export type Evidence = "fresh" | "stale" | "none" | "no_data";

export type AuditCounts = { open: number, fresh: number, stale: number, 
/**
 * Without evidence, although their service was listened to; those that people keep aside.
 */
none: number, 
/**
 * Nothing can be said of them: nothing of their service was read. They are in no share.
 */
no_data: number, 
/**
 * Without evidence, kept by people. They are in no share.
 */
kept: number, duplicates: number, shipped: number, 
/**
 * Those without evidence, duplicates and shipped ones, each item once; and the rest.
 */
could_go: number, left: number, 
/**
 * Fresh, stale and none: those of which something can be said.
 */
judged: number, 
/**
 * `none` of `judged`, 0 to 1; null when fewer than five can be judged.
 */
share: number | null, 
/**
 * Half of those without evidence are older; null when no age is known.
 */
median_age_days: number | null, };

export type AuditClass = "all" | "fresh" | "stale" | "none" | "no_data" | "duplicate" | "shipped" | "kept";

export type AuditTwin = { 
/**
 * `#8841` or OPP-31.
 */
label: string, title: string, 
/**
 * Of an item of a tracker.
 */
url: string, };

export type AuditRow = { id: AuditItemId, connection_id: ConnectionId, 
/**
 * Its name.
 */
connection: string, vendor: string, 
/**
 * As people call it, e.g. `#8841`.
 */
label: string, title: string, url: string, status: string, category: StatusCategory, service: string | null, due_on: string | null, 
/**
 * Null where the tracker doesn't tell.
 */
created_at: Time | null, updated_at: Time, evidence: Evidence, 
/**
 * How many signals speak for it, and the newest of them.
 */
signals: number, newest: Time | null, 
/**
 * The older open item that says the same.
 */
duplicate_of: AuditTwin | null, 
/**
 * What was delivered and says the same.
 */
shipped: AuditTwin | null, 
/**
 * Why people keep it although nothing speaks for it.
 */
kept: string | null, 
/**
 * The opportunity it belongs to.
 */
opportunity: OpportunityRef | null, 
/**
 * Why it is in its class, in a few words.
 */
why: string, };

export type AuditTracker = { connection: ConnectionId, name: string, vendor: string, 
/**
 * When its backlog was last read to the end; null: never.
 */
read_at: Time | null, 
/**
 * A read was broken off; the next one goes on from there.
 */
partial: boolean, counts: AuditCounts, };

export type AuditView = { 
/**
 * Oldest first; of unknown age last.
 */
items: Array<AuditRow>, counts: AuditCounts, 
/**
 * Every tracker that is connected, read or not.
 */
trackers: Array<AuditTracker>, 
/**
 * When items and signals were last compared.
 */
compared_at: Time | null, 
/**
 * "31 % of 412 open items have no evidence", or why that can't be said.
 */
sentence: string, 
/**
 * What it can be held against.
 */
known: string, };

export type AuditMatchKind = "signal" | "theme" | "opportunity" | "item" | "usage";

export type AuditMatch = { kind: AuditMatchKind, 
/**
 * To say whether it is right; empty where nothing can be said.
 */
about: string, 
/**
 * Number of the signal, theme, opportunity or item; 0 for use.
 */
id: number, label: string, title: string, at: Time | null, 
/**
 * 0 to 1; null for a link.
 */
score: number | null, why: string, 
/**
 * What a person said: right, or not the same.
 */
right: boolean | null, };

export type AuditDetail = { row: AuditRow, body: string, matches: Array<AuditMatch>, };

export type AuditReading = { connection: ConnectionId, 
/**
 * Items that came, open and closed.
 */
read: number, problem: Problem | null, message: string, };

export type AuditAge = { label: string, items: number, };

export type AuditVersion = { at: Time, counts: AuditCounts, };

export type AuditReport = { workspace: string, at: Time | null, title: string, 
/**
 * Two sentences that say it all.
 */
lead: string, counts: AuditCounts, trackers: Array<AuditTracker>, 
/**
 * How old those without evidence are.
 */
ages: Array<AuditAge>, 
/**
 * "Half are older than 14 months. 75 are over a year old."
 */
ages_in_words: string, 
/**
 * The oldest without evidence, six at most.
 */
start_with: Array<AuditRow>, how_counted: string, cannot_see: string, known: string, 
/**
 * Earlier comparisons, the newest first, this one among them.
 */
versions: Array<AuditVersion>, };

export type UpcomingStage = "planned" | "in_sprint" | "in_test" | "released";

export type UpcomingRow = { opportunity: OpportunityRef, service: string | null, stage: UpcomingStage, 
/**
 * The tracker's own word; empty while nothing was sent.
 */
status: string, 
/**
 * As people call its item; empty while nothing was sent.
 */
item: string, 
/**
 * As the tracker tells it; null where it doesn't.
 */
expected: string | null, released_at: Time | null, 
/**
 * What is different from the last list, in words; empty: nothing.
 */
change: string, };

export type UpcomingList = { workspace: string, 
/**
 * By stage, the furthest first; within it by date.
 */
rows: Array<UpcomingRow>, 
/**
 * When the last list was given out, and by whom; null: never.
 */
issued_at: Time | null, issued_by: string | null, 
/**
 * What stood on the last list and won't come, or isn't planned any more.
 */
left: Array<UpcomingRow>, 
/**
 * How many rows are new or changed since the last list.
 */
changed: number, };

export type ReleaseNote = { opportunity: OpportunityRef, delivered_at: Time, 
/**
 * How many different people asked, by the evidence.
 */
people: number, item: string, };

export type ReleasedService = { 
/**
 * Empty: of no service.
 */
service: string, 
/**
 * The newest first.
 */
notes: Array<ReleaseNote>, };

export type ReleaseNotes = { workspace: string, from: string, to: string, services: Array<ReleasedService>, delivered: number, };

export type DigestKind = "slack" | "mattermost" | "teams" | "mail";

export type DigestMessage = { 
/**
 * Also the subject of a mail.
 */
title: string, 
/**
 * A sentence before the sections; may be empty.
 */
lead: string, sections: Array<DigestSection>, };

export type DigestSection = { title: string, lines: Array<string>, };

export type MailSecurity = "tls" | "starttls" | "none";

export type Weekly = string;

export type MailForm = { host: string, port: number, security: MailSecurity, 
/**
 * Empty: nobody signs in.
 */
user: string, 
/**
 * An address, or a name with an address in angle brackets.
 */
from: string, to: Array<string>, };

export type DigestForm = { name: string, kind: DigestKind, 
/**
 * A digest is sent every week.
 */
weekly: boolean, 
/**
 * When, by the laptop's clock: "mon 09:00".
 */
when: Weekly, 
/**
 * Flags that stop exports, and that let them go again, are told at once.
 */
andon: boolean, 
/**
 * Null unless the kind is mail.
 */
mail: MailForm | null, };

export type DigestWhat = "week" | "andon" | "test";

export type DigestState = "sent" | "failed" | "unknown";

export type DigestSent = { id: number, 
/**
 * The uid of its destination.
 */
destination: string, 
/**
 * The destination's name when it was sent.
 */
name: string, what: DigestWhat, title: string, state: DigestState, 
/**
 * What the server said.
 */
answer: string, problem: Problem | null, 
/**
 * When it is tried again by itself.
 */
retry_at: Time | null, attempts: number, written_at: Time, changed_at: Time, };

export type DigestView = { 
/**
 * Stable across laptops.
 */
uid: string, form: DigestForm, 
/**
 * The server without anything secret, e.g. "hooks.slack.com".
 */
server: string, 
/**
 * The webhook's address or the password is kept on this laptop, or none is needed.
 */
ready: boolean, 
/**
 * When the next digest is sent; in the past when it is due. Null: not by itself.
 */
next: Time | null, 
/**
 * The newest message to it.
 */
last: DigestSent | null, };

export type DigestPage = { 
/**
 * In the order of the alphabet.
 */
destinations: Array<DigestView>, 
/**
 * What was sent, or was to be; the newest first, at most 100.
 */
sent: Array<DigestSent>, };

export type DigestPreview = { message: DigestMessage, 
/**
 * Exactly what is sent: JSON for a webhook, the text of a mail.
 */
body: string, };

export type DraftText = { title: string, description: string, labels: Array<string>, };

export type KeptDraft = { at: Time, by: string, 
/**
 * The opportunity, its evidence or the template has changed since.
 */
changed_since: boolean, };

export type TemplateProblem = { 
/**
 * From 1; the column counts characters.
 */
line: number, column: number, what: string, };

export type TemplateTry = { 
/**
 * Null when the template can't be used.
 */
draft: Draft | null, redactions: number, problem: TemplateProblem | null, };

export type TemplateView = { text: string, 
/**
 * A person wrote it; else it is the usual one.
 */
own: boolean, usual: string, 
/**
 * What can stand in it, and what that means.
 */
names: Array<[string, string]>, };

export type ValueAt = { opportunity: OpportunityRef, 
/**
 * The day whose end is meant, as 2026-10-01, in the zone that was asked for.
 */
date: string, 
/**
 * Its last instant; the present one where the day isn't over.
 */
at: Time, 
/**
 * The reader's day now.
 */
today: string, then: ValueThen, now: ValueThen, 
/**
 * The factors of both, in the order they are shown.
 */
factors: Array<FactorThen>, 
/**
 * What was linked then or is linked today, at most 200: first what was linked, unlinked, turned or weighed anew
 * since, the newest signal first among these and the rest.
 */
evidence: Array<EvidenceThen>, 
/**
 * How many more there are.
 */
evidence_left: number, 
/**
 * Oldest first; each holds until the next.
 */
line: Array<ValuePoint>, 
/**
 * After that day, oldest first; each begins where the one before it ended, so that all of them add up.
 */
changes: Array<ValueChange>, 
/**
 * The newest day before, and the first one after, on which something changed; today where nothing did since.
 */
earlier: string | null, later: string | null, draws: number, 
/**
 * The same for then and now.
 */
seed: number, 
/**
 * All of it as plain text for copying.
 */
text: string, };

export type ValueThen = { 
/**
 * None while an input was missing.
 */
value: ValueSpread | null, 
/**
 * Among all that had a value and were neither rejected nor deleted, by the same method; None where it wasn't one of
 * them.
 */
rank: number | null, of: number, 
/**
 * What it is counted in: RICE points.
 */
points: string, 
/**
 * What was ranked by, e.g. `rice/1`.
 */
formula: string, 
/**
 * In words: reach × impact × confidence ÷ effort.
 */
method: string, 
/**
 * What was missing, by label.
 */
missing: Array<string>, 
/**
 * Linked signals that speak for it, and the people behind them.
 */
signals: number, people: number, 
/**
 * Linked signals that speak against it.
 */
against: number, };

export type EvidenceThen = { signal: SignalId, kind: Kind, title: string, 
/**
 * Reporter and customer; empty where nobody is named.
 */
who: string, happened_at: Time, 
/**
 * None: it wasn't linked.
 */
then: LinkThen | null, 
/**
 * None: it isn't linked any more.
 */
now: LinkThen | null, };

export type LinkThen = { 
/**
 * 0–3.
 */
importance: number, 
/**
 * It speaks against the opportunity.
 */
against: boolean, };

export type FactorThen = { operator: string, label: string, then: string, now: string, 
/**
 * Who set it and what evidence stood behind it.
 */
then_from: string, now_from: string, };

export type ValuePoint = { at: Time, 
/**
 * None while an input was missing.
 */
value: ValueSpread | null, };

export type ValueCause = "inputs" | "evidence" | "duplicates" | "risks" | "method" | "time";

export type ValueChange = { at: Time, cause: ValueCause, 
/**
 * "14 signals linked".
 */
what: string, 
/**
 * Who decided it; empty for what time did.
 */
who: string, 
/**
 * P50 before and after it.
 */
before: number | null, after: number | null, };

export type RiskKind = "value" | "usability" | "feasibility" | "viability" | "operational";

export type RiskAssessment = { 
/**
 * 1 (hardly) to 5 (nearly certain).
 */
likelihood: number, 
/**
 * 1 (a nuisance) to 5 (it would be for nothing).
 */
impact: number, 
/**
 * What could go wrong; may be empty.
 */
note: string, };

export type RiskLevel = "low" | "medium" | "high" | "very_high";

export type RiskView = { kind: RiskKind, assessment: RiskAssessment, 
/**
 * Likelihood times impact, 1–25.
 */
score: number, level: RiskLevel, };

export type Requirement = "value" | "risk" | "evidence" | "hypothesis" | "expected" | "andon";

export type Check = { requirement: Requirement, holds: boolean, 
/**
 * What holds, or what is missing: "Evidence, 39 signals", "No risk was judged".
 */
says: string, };

export type Readiness = { 
/**
 * The same five in the same order, and first a flag that stops the export while there is one.
 */
checks: Array<Check>, ready: boolean, };

export type OpportunitySort = "rank" | "evidence" | "reach" | "risk" | "updated" | "stage" | "title";

export type SavedView = { uid: string, name: string, shows: ViewShows, 
/**
 * How many it finds now.
 */
count: number, };

export type ViewShows = { "screen": "inbox", query: SignalQuery, } | { "screen": "opportunities", query: OpportunityQuery, look: TableLook, } | { "screen": "themes", query: ThemeQuery, };

export type TableLook = { layout: Layout, group: TableGroup | null, 
/**
 * Columns beside rank and title, in the table's order; none chosen shows the usual ones.
 */
columns: Array<TableColumn> | null, };

export type Layout = "table" | "board" | "matrix" | "tree" | "timeline";

export type TableGroup = "stage" | "service" | "owner";

export type TableColumn = "value" | "p50" | "holds" | "risk" | "effort" | "reach" | "evidence" | "owner" | "service" | "stage" | "delivery" | "updated";

export interface Commands {
  /** What the nav and the first-run screen show. */
  workspace: { args: {  }; ret: WorkspaceInfo };
  /** Stores the settings as one undoable decision. */
  set_settings: { args: { settings: Settings }; ret: StepDone };
  /** Fills the demo workspace (only there). */
  fill_demo: { args: {  }; ret: WorkspaceInfo };
  /** Takes back the newest decision that is not taken back yet. */
  undo: { args: {  }; ret: StepDone };
  /** Brings back what the newest undo took. */
  redo: { args: {  }; ret: StepDone };
  /** The newest decisions of the workspace. */
  recent: { args: { limit: number }; ret: Array<HistoryEntry> };
  /** What changed since somebody on this laptop last looked, by opportunity. */
  news: { args: {  }; ret: NewsView };
  /** What was there up to this step and time isn't new any more. */
  mark_looked: { args: { step: StepId; as_of: Time }; ret: null };
  /** The palette's search over signals, opportunities and connections. */
  find: { args: { text: string }; ret: Array<FoundThing> };
  backups: { args: {  }; ret: Array<Backup> };
  back_up: { args: {  }; ret: Backup };
  /** Puts a backup in the place of the workspace; the present file is kept beside it. */
  restore: { args: { name: string }; ret: WorkspaceInfo };
  /** Writes everything as open JSON into the workspace's exports folder. */
  save_workspace: { args: {  }; ret: SavedFile };
  /** What a file of open JSON holds, and whether it can be brought in here. */
  look_at_workspace: { args: { file: StagedFile }; ret: WorkspaceFile };
  /** Fills this workspace, in which nothing is yet, with what a file of open JSON holds. */
  bring_in_workspace: { args: { file: StagedFile }; ret: WorkspaceInfo };
  stop_sharing: { args: {  }; ret: null };
  /** Keeps passwords and keys elsewhere from now on and moves those there are. A vault is made or opened with the */
  /** passphrase. */
  keep_secrets: { args: { keeper: KeeperName; passphrase: string | null }; ret: SecretsState };
  unlock_vault: { args: { passphrase: string }; ret: SecretsState };
  lock_vault: { args: {  }; ret: SecretsState };
  change_passphrase: { args: { old: string; new: string }; ret: SecretsState };
  /** For a vault that is damaged or whose passphrase is gone; the old file is kept beside the new one. */
  new_vault: { args: { passphrase: string }; ret: SecretsState };
  network: { args: {  }; ret: NetworkView };
  /** Trusts the authorities whose certificates are in a file, given as its bytes. */
  add_authorities: { args: { file: Array<number> }; ret: StepDone };
  remove_authority: { args: { fingerprint: string }; ret: StepDone };
  /** Without a password the one there is stays; an empty one is forgotten. */
  set_proxy: { args: { proxy: ProxySettings; password: string | null }; ret: StepDone };
  vendors: { args: {  }; ret: Array<Vendor> };
  connections: { args: {  }; ret: Array<ConnectionView> };
  check_connection: { args: { form: ConnectionForm; secret: string | null; existing: ConnectionId | null }; ret: CheckReport };
  /** The first records of a tool whose fields a person matches; `preview_import` shows them. */
  sample_connection: { args: { form: ConnectionForm; secret: string | null; existing: ConnectionId | null }; ret: StagedFile };
  /** What a tap or source on this laptop can read. */
  offered_streams: { args: { form: ConnectionForm; secret: string | null; existing: ConnectionId | null }; ret: Array<OfferedStream> };
  add_connection: { args: { form: ConnectionForm; secret: string | null }; ret: ConnectionView };
  edit_connection: { args: { id: ConnectionId; form: ConnectionForm; secret: string | null }; ret: ConnectionView };
  rename_connection: { args: { id: ConnectionId; name: string }; ret: StepDone };
  pause_connection: { args: { id: ConnectionId; paused: boolean }; ret: StepDone };
  /** How often a tool is read unless a person says otherwise. */
  usual_schedule: { args: { vendor: string }; ret: Cadence };
  schedule_connection: { args: { id: ConnectionId; cadence: Cadence }; ret: StepDone };
  /** Takes the connection and its secret away; its signals stay. */
  delete_connection: { args: { id: ConnectionId }; ret: StepDone };
  /** Pulls until everything is read. Progress comes as events. */
  pull: { args: { id: ConnectionId }; ret: PullReport };
  /** Stops the pull or import of a connection after its present page. */
  cancel: { args: { id: ConnectionId | null }; ret: null };
  set_aside: { args: { id: ConnectionId }; ret: Array<SetAsideView> };
  preview_import: { args: { file: StagedFile; mapping: Mapping | null }; ret: ImportPreview };
  run_import: { args: { file: StagedFile; mapping: Mapping }; ret: ImportReport };
  services: { args: {  }; ret: ServicesView };
  assign_service: { args: { place: PlaceValue; service: string }; ret: StepDone };
  add_rule: { args: { rule: RuleForm }; ret: StepDone };
  move_rule: { args: { uid: string; up: boolean }; ret: StepDone };
  remove_rule: { args: { uid: string }; ret: StepDone };
  set_product: { args: { service: string; product: string }; ret: StepDone };
  /** Those whose name or domain holds the text. */
  customers: { args: { text: string }; ret: CustomersView };
  /** An empty name means nobody, null whom the signs say. */
  assign_customer: { args: { told: ToldValue; customer: string | null }; ret: StepDone };
  match_customers: { args: {  }; ret: number };
  preview_customers: { args: { file: StagedFile; mapping: CompanyMapping | null }; ret: CompanyPreview };
  import_customers: { args: { file: StagedFile; mapping: CompanyMapping }; ret: CompanyReport };
  signal_rows: { args: { ids: Array<SignalId> }; ret: Array<SignalRow> };
  signal: { args: { id: SignalId }; ret: SignalDetail };
  facets: { args: { query: SignalQuery }; ret: Facets };
  mark_seen: { args: { ids: Array<SignalId>; seen: boolean }; ret: null };
  accept: { args: { ids: Array<SignalId>; into: AcceptInto; importance: number }; ret: StepDone };
  merge: { args: { ids: Array<SignalId>; into: SignalId }; ret: StepDone };
  /** The reply is kept for each reporter, {name} and {title} filled in; it isn't sent. */
  decline: { args: { ids: Array<SignalId>; reason: DeclineReason; note: string; reply: string | null }; ret: StepDone };
  snooze: { args: { ids: Array<SignalId>; until: SnoozeUntil }; ret: StepDone };
  /** Puts signals back into the inbox, whatever was decided; evidence links stay. */
  reopen: { args: { ids: Array<SignalId> }; ret: StepDone };
  preview_verb: { args: { ids: Array<SignalId>; verb: TriageVerb }; ret: VerbPreview };
  draft_reply: { args: { ids: Array<SignalId>; reason: DeclineReason }; ret: ReplyDraft };
  /** Takes merged signals out again, back to what was decided before. */
  unmerge: { args: { ids: Array<SignalId> }; ret: StepDone };
  /** False: two signals aren't suggested to each other as the same again. */
  suggest_pair: { args: { one: SignalId; other: SignalId; suggest: boolean }; ret: StepDone };
  hidden: { args: {  }; ret: HiddenView };
  inbox_zero: { args: {  }; ret: InboxZero };
  /** Passages of a signal that are evidence, in the order of the text. */
  highlights: { args: { signal: SignalId }; ret: Array<HighlightView> };
  /** Makes a passage evidence of one or more opportunities; one of them may be new. */
  highlight: { args: { signal: SignalId; passage: Passage; targets: Array<HighlightTarget> }; ret: StepDone };
  /** Importance 0–3 for an opportunity; null takes the passage from it. */
  set_highlight: { args: { uid: string; opportunity: OpportunityId; importance: number | null }; ret: StepDone };
  remove_highlight: { args: { uid: string }; ret: StepDone };
  themes: { args: { query: ThemeQuery }; ret: ThemeList };
  theme: { args: { id: ThemeId }; ret: ThemeDetail };
  /** Why a signal is where it is. */
  theme_place: { args: { signal: SignalId }; ret: ThemePlace };
  /** Merges and splits that the program suggests. */
  theme_proposals: { args: {  }; ret: Array<ThemeProposal> };
  /** "Keep apart", "keep as one": not suggested again. */
  decline_proposal: { args: { id: number }; ret: StepDone };
  /** Makes all its signals evidence; an empty title of a new opportunity is the theme's. */
  accept_theme: { args: { id: ThemeId; into: AcceptInto; importance: number }; ret: StepDone };
  /** An empty title brings the program's own back. */
  rename_theme: { args: { id: ThemeId; title: string }; ret: StepDone };
  compare_themes: { args: { stays: ThemeId; joins: ThemeId }; ret: ThemeComparison };
  merge_themes: { args: { into: ThemeId; themes: Array<ThemeId>; title: string | null }; ret: StepDone };
  preview_split: { args: { id: ThemeId; by: SplitBy; parts: number }; ret: SplitPreview };
  /** The first part stays the theme. */
  split_theme: { args: { id: ThemeId; parts: Array<PartForm> }; ret: StepDone };
  dismiss_theme: { args: { id: ThemeId; dismissed: boolean }; ret: StepDone };
  snooze_theme: { args: { id: ThemeId; until: SnoozeUntil | null }; ret: StepDone };
  /** Moves or pins signals; null puts them into no theme. */
  place_signals: { args: { ids: Array<SignalId>; theme: ThemeId | null }; ret: StepDone };
  /** "Not this theme." */
  keep_out: { args: { ids: Array<SignalId>; theme: ThemeId }; ret: StepDone };
  keep_together: { args: { ids: Array<SignalId> }; ret: StepDone };
  keep_apart: { args: { ids: Array<SignalId> }; ret: StepDone };
  /** Signals like a text, by meaning and words. */
  similar_to: { args: { text: string }; ret: Array<SimilarSignal> };
  /** Reads and places what waits; anew looks at everything again for suggestions. */
  group_signals: { args: { anew: boolean }; ret: ThemesStanding };
  pause_grouping: { args: { paused: boolean }; ret: ThemesStanding };
  save_themes: { args: { format: ExportFormat; query: ThemeQuery }; ret: SavedFile };
  opportunities: { args: { query: OpportunityQuery }; ret: OpportunityList };
  opportunity: { args: { id: OpportunityId }; ret: OpportunityDetail };
  create_opportunity: { args: { title: string }; ret: StepDone };
  edit_opportunity: { args: { id: OpportunityId; field: OpportunityField; value: string }; ret: StepDone };
  /** `reason` is required when the stage is rejected. */
  set_stage: { args: { id: OpportunityId; stage: Stage; reason: string }; ret: StepDone };
  /** Reads another tool's list of ideas and says what an import would do. */
  preview_ideas: { args: { file: StagedFile; mapping: IdeaMapping | null }; ret: IdeaPreview };
  /** Makes the ideas opportunities, as one step. */
  import_ideas: { args: { file: StagedFile; mapping: IdeaMapping }; ret: StepDone };
  delete_opportunity: { args: { id: OpportunityId; deleted: boolean }; ret: StepDone };
  /** Links with importance 0–3, or unlinks when it is null. */
  set_evidence: { args: { id: OpportunityId; signals: Array<SignalId>; importance: number | null }; ret: StepDone };
  /** Linked signals speak against it, or for it again. */
  set_against: { args: { id: OpportunityId; signals: Array<SignalId>; against: boolean }; ret: StepDone };
  /** What the linked signals measure. */
  evidence_panel: { args: { id: OpportunityId }; ret: EvidencePanel };
  set_score: { args: { id: OpportunityId; inputs: RiceInputs }; ret: StepDone };
  /** What the score would be, without storing anything. */
  try_score: { args: { id: OpportunityId; inputs: RiceInputs }; ret: Receipt };
  receipt: { args: { id: OpportunityId; of: NumberOf }; ret: Receipt };
  /** The value at the end of a day, as 2026-10-01, beside today's; a zone says where the reader's days end. */
  value_at: { args: { id: OpportunityId; date: string; zone: string }; ret: ValueAt };
  opportunity_history: { args: { id: OpportunityId }; ret: Array<HistoryEntry> };
  signal_history: { args: { id: SignalId }; ret: Array<HistoryEntry> };
  preview_export: { args: { id: OpportunityId; connection: ConnectionId }; ret: ExportPreview };
  draft_template: { args: { connection: ConnectionId }; ret: TemplateView };
  /** What it would make of an opportunity; stores nothing. */
  try_template: { args: { id: OpportunityId; connection: ConnectionId; text: string }; ret: TemplateTry };
  /** An empty text brings the usual one back. */
  set_draft_template: { args: { connection: ConnectionId; text: string }; ret: StepDone };
  /** Keeps a person's text until it is sent; null throws it away. */
  keep_draft: { args: { id: OpportunityId; connection: ConnectionId; text: DraftText | null }; ret: StepDone };
  look_alikes: { args: { id: OpportunityId; connection: ConnectionId }; ret: Array<LookAlike> };
  /** Where items can go; empty when the connection names its project. */
  export_projects: { args: { connection: ConnectionId }; ret: Array<Project> };
  /** Writes the outbox entry, sends it, stores the answer. While the checklist has gaps, `anyway` must say why it is sent all the same. */
  send_export: { args: { id: OpportunityId; connection: ConnectionId; draft: Draft; anyway: string | null }; ret: OutboxEntry };
  /** Looks an entry up in its tracker; sends it only when it isn't there. */
  settle_outbox: { args: { id: OutboxId }; ret: OutboxEntry };
  preview_exports: { args: { ids: Array<OpportunityId>; connection: ConnectionId }; ret: BulkPreview };
  /** Those that can go, into the outbox. Sends nothing. */
  queue_exports: { args: { ids: Array<OpportunityId>; connection: ConnectionId; project: string; anyway: string | null }; ret: BulkQueued };
  /** Sends what waits for a tracker; with `again`, what it refused before, too. */
  send_waiting: { args: { connection: ConnectionId; again: boolean }; ret: BulkSent };
  pause_sending: { args: { connection: ConnectionId }; ret: null };
  cancel_outbox: { args: { id: OutboxId }; ret: OutboxEntry };
  outbox: { args: {  }; ret: Array<OutboxEntry> };
  items: { args: {  }; ret: Array<ItemView> };
  /** Items of a tracker by key, address or words. */
  find_items: { args: { connection: ConnectionId; project: string; text: string }; ret: Array<TrackerItem> };
  link_item: { args: { id: OpportunityId; connection: ConnectionId; external_id: string }; ret: StepDone };
  unlink_item: { args: { item: ItemId }; ret: StepDone };
  /** What goes where in a tracker. */
  connection_fields: { args: { id: ConnectionId }; ret: FieldsView };
  set_connection_fields: { args: { id: ConnectionId; rules: Array<FieldRule> }; ret: StepDone };
  /** What changed here since an item was sent. */
  preview_update: { args: { item: ItemId }; ret: UpdatePreview };
  /** Writes a change that was shown into the item. */
  send_update: { args: { item: ItemId; change: ItemChange }; ret: ItemView };
  preview_comment: { args: { item: ItemId; text: string }; ret: CommentPreview };
  /** Writes the comment down, sends it, stores the answer. It can't be undone once the tracker has it. */
  send_comment: { args: { item: ItemId; text: string; key: string }; ret: CommentView };
  /** Looks for the comment in its tracker; sends it only when it surely isn't there. */
  settle_comment: { args: { id: CommentId }; ret: CommentView };
  /** For one that couldn't be looked for: a person says that it isn't there. */
  send_comment_again: { args: { id: CommentId }; ret: CommentView };
  /** For one that couldn't be looked for: a person says that it is there. */
  comment_is_there: { args: { id: CommentId }; ret: CommentView };
  cancel_comment: { args: { id: CommentId }; ret: CommentView };
  comments: { args: {  }; ret: Array<CommentView> };
  read_statuses: { args: {  }; ret: StatusReport };
  /** Writes the ranked list into the workspace's exports folder. */
  save_opportunities: { args: { format: ExportFormat; query: OpportunityQuery }; ret: SavedFile };
  annotations: { args: { id: OpportunityId }; ret: AnnotationBoard };
  /** Attaches a staged PNG, JPEG, GIF or WebP; without a caption its name is one. */
  attach_image: { args: { id: OpportunityId; file: StagedFile; caption: string }; ret: StepDone };
  caption_image: { args: { image: ImageId; caption: string }; ret: StepDone };
  /** Takes the image and the notes on it out of sight. */
  remove_image: { args: { image: ImageId }; ret: StepDone };
  annotate: { args: { id: OpportunityId; note: NoteForm }; ret: StepDone };
  edit_annotation: { args: { note: AnnotationId; text: string }; ret: StepDone };
  move_annotation: { args: { note: AnnotationId; shape: Shape }; ret: StepDone };
  resolve_annotation: { args: { note: AnnotationId; resolved: boolean }; ret: StepDone };
  remove_annotation: { args: { note: AnnotationId }; ret: StepDone };
  reply: { args: { note: AnnotationId; text: string }; ret: StepDone };
  edit_reply: { args: { reply: ReplyId; text: string }; ret: StepDone };
  remove_reply: { args: { reply: ReplyId }; ret: StepDone };
  /** Judges one kind of risk; null takes the judgement away. */
  set_risk: { args: { id: OpportunityId; kind: RiskKind; assessment: RiskAssessment | null }; ret: StepDone };
  /** How many a stage of the board should hold; null takes the limit away. */
  set_stage_limit: { args: { stage: Stage; limit: number | null }; ret: StepDone };
  /** With how many each finds now. */
  views: { args: {  }; ret: Array<SavedView> };
  /** A view of that name on the same screen is changed. */
  save_view: { args: { name: string; shows: ViewShows }; ret: StepDone };
  rename_view: { args: { uid: string; name: string }; ret: StepDone };
  move_view: { args: { uid: string; up: boolean }; ret: StepDone };
  delete_view: { args: { uid: string }; ret: StepDone };
  frameworks: { args: {  }; ret: FrameworkList };
  /** Ranks by another framework, formula or weights; no input is touched. */
  use_framework: { args: { by: ScoredBy }; ret: StepDone };
  /** One opportunity in a framework, or in a formula. */
  score_in: { args: { id: OpportunityId; framework: Framework; formula: string | null }; ret: ScoreView };
  /** The same with other inputs, as if they were saved; stores nothing. */
  try_inputs: { args: { id: OpportunityId; framework: Framework; formula: string | null; inputs: Array<InputEntry> }; ret: ScoreView };
  /** Sets inputs by their names, whatever framework they belong to. */
  set_inputs: { args: { id: OpportunityId; inputs: Array<InputEntry> }; ret: StepDone };
  formulas: { args: {  }; ret: Array<FormulaView> };
  formula_names: { args: {  }; ret: Array<FormulaName> };
  check_formula: { args: { text: string }; ret: FormulaCheck };
  /** As a new formula, or as the next version of one. */
  save_formula: { args: { uid: string | null; name: string; text: string }; ret: StepDone };
  delete_formula: { args: { uid: string }; ret: StepDone };
  what_if_choices: { args: { framework: Framework; formula: string | null }; ret: WhatIfChoices };
  what_if: { args: { asked: WhatIf }; ret: WhatIfResult };
  /** A scenario of that name is changed. */
  keep_scenario: { args: { name: string; asked: WhatIf }; ret: StepDone };
  drop_scenario: { args: { uid: string }; ret: StepDone };
  /** Ranks by its framework and weights from now on. */
  use_what_if: { args: { asked: WhatIf }; ret: StepDone };
  /** Asks several people for an input; earlier answers go. */
  ask_estimates: { args: { id: OpportunityId; framework: Framework; input: string; people: Array<string> }; ret: StepDone };
  give_estimate: { args: { id: OpportunityId; estimate: EstimateForm }; ret: StepDone };
  reveal_estimates: { args: { id: OpportunityId; input: string }; ret: StepDone };
  /** Where people differ most first, then what waits for answers. */
  disagreements: { args: {  }; ret: Array<Disagreement> };
  /** Outcomes and what hangs under them, and the opportunities that hang under none. */
  opportunity_tree: { args: {  }; ret: OpportunityTree };
  /** What hangs under one opportunity. */
  opportunity_branch: { args: { id: OpportunityId }; ret: TreeOpportunity };
  /** When each opportunity was put into which stage. */
  stage_times: { args: {  }; ret: Array<StageTimes> };
  /** Hangs something new under a node; only an outcome hangs under none. */
  add_to_tree: { args: { under: TreeRef | null; form: TreeForm }; ret: TreeMade };
  /** The form must be of the node's level. */
  edit_in_tree: { args: { uid: string; form: TreeForm }; ret: StepDone };
  /** Puts a node at a place, from 0, under another parent or the same; null is for outcomes and takes an opportunity out */
  /** of its outcome. */
  move_in_tree: { args: { node: TreeRef; under: TreeRef | null; at: number }; ret: StepDone };
  /** It stays where it is, struck through. An opportunity is rejected instead. */
  drop_in_tree: { args: { node: TreeRef; reason: string }; ret: StepDone };
  restore_in_tree: { args: { node: TreeRef }; ret: StepDone };
  /** That an assumption failed is no risk to register, says a person; or it is one after all. */
  refuse_risk_hint: { args: { assumption: string; refused: boolean }; ret: StepDone };
  /** How the product behaves in operation: five numbers, the timeline, the restore targets. */
  pulse: { args: { query: PulseQuery }; ret: PulseOverview };
  /** Incidents of the period with the changes that caused them or may have. */
  pulse_links: { args: { query: PulseQuery; view: LinkView }; ret: LinkReview };
  /** Says that a change caused an incident, or didn't; null takes back what was said. */
  judge_link: { args: { incident: SignalId; change: SignalId; verdict: LinkVerdict | null }; ret: StepDone };
  /** Refuses everything that is suggested for an incident. */
  refuse_links: { args: { incident: SignalId }; ret: StepDone };
  /** How a number came about; of the whole period, or of one of its weeks ("2026-W48"). */
  pulse_receipt: { args: { query: PulseQuery; of: PulseNumber; week: string | null }; ret: PulseReceipt };
  /** Writes the Pulse with its tables into the workspace's exports folder. */
  save_pulse: { args: { format: ExportFormat; query: PulseQuery }; ret: SavedFile };
  /** Those of everything, then those of each product. */
  restore_targets: { args: {  }; ret: Array<RestoreTargets> };
  /** In minutes; null takes the usual target again. */
  set_restore_target: { args: { product: ProductId | null; class: Severity; minutes: number | null }; ret: StepDone };
  /** When the clock for restoring runs; null: around the clock. */
  set_business_hours: { args: { product: ProductId | null; hours: BusinessHours | null }; ret: StepDone };
  /** Incidents and alerts that come back, those with the most records first. */
  problems: { args: { query: ProblemQuery }; ret: ProblemList };
  problem: { args: { key: string; query: ProblemQuery }; ret: ProblemDetail };
  /** An empty name brings the title of the records back. */
  rename_problem: { args: { key: string; name: string }; ret: StepDone };
  /** An empty one says that there is none, whatever the records say. */
  set_workaround: { args: { key: string; text: string }; ret: StepDone };
  set_known_error: { args: { key: string; known: boolean }; ret: StepDone };
  /** A null key means all problems that have no rates of their own; rates without anything set are taken away. */
  set_cost_rates: { args: { key: string | null; rates: CostRates }; ret: StepDone };
  /** Makes all its incidents and alerts evidence; `meanwhile` takes the tickets written while it lasted, too. */
  accept_problem: { args: { key: string; into: AcceptInto; importance: number; meanwhile: boolean }; ret: StepDone };
  changes_page: { args: { query: ChangesQuery }; ret: ChangesPage };
  propose_standard_change: { args: { key: string; proposed: boolean }; ret: StepDone };
  /** A null level ends it; "" stands for changes of no service. */
  try_change_level: { args: { service: string; level: number | null; sprints: number }; ret: StepDone };
  /** True links, false is "not this one", null takes back what was said. */
  set_change_records: { args: { pairs: Array<RecordPair>; belongs: boolean | null }; ret: StepDone };
  /** Ageing, waiting, batch size and rework, by service and by product. */
  flow: { args: { query: ChangesQuery }; ret: FlowList };
  /** How a number of it came about, down to the records. */
  flow_receipt: { args: { query: ChangesQuery; place: FlowPlace; of: FlowNumber }; ret: FlowReceipt };
  feature_use: { args: { query: FeatureQuery }; ret: FeatureList };
  /** Features and possible detours in one answer; for detours a year is looked at, whatever days are asked for. */
  features_page: { args: { query: FeatureQuery }; ret: FeaturesPage };
  /** Makes an opportunity of a drop, or notes that one is about it. */
  accept_drop: { args: { feature: string; into: AcceptInto }; ret: StepDone };
  dismiss_drop: { args: { feature: string; dismissed: boolean }; ret: StepDone };
  /** What a detour is told from, down to the days. */
  detour_receipt: { args: { from: string; to: string }; ret: DetourReceipt };
  /** Makes an opportunity of a detour, or notes that one is about it. */
  accept_detour: { args: { from: string; to: string; into: AcceptInto }; ret: StepDone };
  dismiss_detour: { args: { from: string; to: string; dismissed: boolean }; ret: StepDone };
  causes: { args: { of: CausesOf }; ret: CausesView };
  /** Where the causes of all opportunities and problems gather. */
  cause_map: { args: {  }; ret: CauseMap };
  add_cause: { args: { of: CausesOf; cause: CauseForm }; ret: StepDone };
  edit_cause: { args: { uid: string; cause: CauseForm }; ret: StepDone };
  remove_cause: { args: { uid: string }; ret: StepDone };
  /** A person looked there and found nothing. */
  mark_nothing_found: { args: { of: CausesOf; dimension: CauseDimension; nothing: boolean }; ret: StepDone };
  forum: { args: {  }; ret: Forum };
  /** Null: nobody says how often. */
  set_forum_cadence: { args: { cadence: ForumCadence | null }; ret: StepDone };
  start_forum: { args: {  }; ret: StepDone };
  /** Keeps the minutes of the meeting that runs. */
  end_forum: { args: {  }; ret: StepDone };
  move_forum_item: { args: { key: string; later: boolean }; ret: StepDone };
  edit_forum_item: { args: { key: string; edit: ItemEdit }; ret: StepDone };
  add_forum_item: { args: { item: OwnItemForm }; ret: StepDone };
  put_on_forum: { args: { key: string }; ret: StepDone };
  /** It isn't suggested again. */
  take_off_forum: { args: { key: string; reason: string }; ret: StepDone };
  /** `way` is the title of one of the item's ways of that verb. */
  decide_forum: { args: { key: string; verb: ForumVerb; way: string; text: string }; ret: StepDone };
  add_forum_action: { args: { action: ActionForm }; ret: StepDone };
  edit_forum_action: { args: { uid: string; action: ActionForm }; ret: StepDone };
  finish_forum_action: { args: { uid: string; done: boolean }; ret: StepDone };
  remove_forum_action: { args: { uid: string }; ret: StepDone };
  /** Null: of the meeting that comes or runs. */
  forum_minutes: { args: { meeting: string | null }; ret: MinutesView };
  save_forum_minutes: { args: { meeting: string | null; format: ExportFormat }; ret: SavedFile };
  /** What is written down with a decision of this meeting. */
  edit_forum_decision: { args: { key: string; text: string }; ret: StepDone };
  /** Puts a line right in the minutes of a meeting that ended. */
  edit_forum_minutes: { args: { meeting: string; line: MinutesLine }; ret: StepDone };
  /** What a meeting that ended agreed on, too. */
  add_minutes_action: { args: { meeting: string; action: ActionForm }; ret: StepDone };
  /** Every version, the newest first. */
  forum_versions: { args: { of: ForumRecord }; ret: Array<HistoryEntry> };
  improvements: { args: {  }; ret: ImprovementRegister };
  add_improvement: { args: { card: ImprovementForm }; ret: StepDone };
  edit_improvement: { args: { uid: string; card: ImprovementForm }; ret: StepDone };
  /** In Act, `verdict` says what became of it. */
  move_improvement: { args: { uid: string; step: ImprovementStep; verdict: ImprovementVerdict | null }; ret: StepDone };
  remove_improvement: { args: { uid: string }; ret: StepDone };
  /** Habits that hurt, looked for in the records. */
  anti_patterns: { args: {  }; ret: Array<AntiPattern> };
  /** What was seen of one, down to the records that count and those that don't. */
  anti_pattern_receipt: { args: { id: string }; ret: PatternReceipt };
  assessment: { args: {  }; ret: Assessment };
  open_assessment: { args: {  }; ret: StepDone };
  /** One person's answers, 1 to 5 for each question. Nothing tells whose they are. */
  answer_assessment: { args: { answers: Array<number> }; ret: StepDone };
  close_assessment: { args: {  }; ret: StepDone };
  andon: { args: {  }; ret: AndonList };
  /** The flags that stop the export of an opportunity, the newest first. */
  andon_of: { args: { opportunity: OpportunityId }; ret: Array<AndonFlag> };
  /** What could be the fix: changes, deployments, items and opportunities that have all these words. */
  andon_fixes: { args: { place: AndonPlace; text: string }; ret: Array<FixChoice> };
  /** Who raised, fixed, unlinked and lifted when, the newest first. */
  andon_history: { args: { place: AndonPlace }; ret: Array<HistoryEntry> };
  raise_andon: { args: { place: AndonPlace; reason: string }; ret: StepDone };
  /** Null takes the fix away, which raises the flag again. */
  fix_andon: { args: { place: AndonPlace; fix: AndonFix | null }; ret: StepDone };
  lift_andon: { args: { place: AndonPlace; reason: string }; ret: StepDone };
  /** Who asked, what they were told and who waits. */
  loop_ledger: { args: { query: LoopQuery }; ret: LoopLedger };
  /** How long people waited for the first word, with the cases behind it. */
  first_reply_receipt: { args: { opportunity: OpportunityId | null }; ret: FirstReplyReceipt };
  /** First texts for these people, or for everybody who should be told; nothing is sent. */
  loop_drafts: { args: { id: OpportunityId; reporters: Array<ReporterId>; form: LetterForm }; ret: Array<LoopDraft> };
  /** Exactly what would be sent into a ticket. */
  preview_reply: { args: { id: OpportunityId; signal: SignalId; text: string; key: string }; ret: string };
  /** Writes approved replies down as one decision, sends them, stores the answers. */
  send_replies: { args: { id: OpportunityId; replies: Array<ReplyForm> }; ret: Array<LoopReplyView> };
  /** Looks for a reply on its ticket; sends it only when it surely isn't there. */
  settle_reply: { args: { id: LoopReplyId }; ret: LoopReplyView };
  /** For one that couldn't be looked for: a person says that it isn't there. */
  send_reply_again: { args: { id: LoopReplyId }; ret: LoopReplyView };
  /** For one that couldn't be looked for: a person says that it is there. */
  reply_is_there: { args: { id: LoopReplyId }; ret: LoopReplyView };
  cancel_reply: { args: { id: LoopReplyId }; ret: LoopReplyView };
  /** Notes that people were told in another way; nothing is sent. */
  mark_told: { args: { id: OpportunityId; told: ToldForm }; ret: StepDone };
  loop_templates: { args: {  }; ret: LoopTemplates };
  /** An empty text brings the usual one back. */
  set_loop_template: { args: { form: LetterForm; outcome: Outcome; text: string }; ret: StepDone };
  /** After how many days without a word somebody counts as unanswered. */
  set_loop_days: { args: { days: number }; ret: StepDone };
  /** What was written by rule into the records behind opportunities, and by which rules. */
  status_notes: { args: {  }; ret: StatusNotes };
  /** What the records of a connection are told from now on; nothing switches it off. */
  set_status_notes: { args: { connection: ConnectionId; tells: Array<Outcome> }; ret: StepDone };
  /** Writes the notes that are due. */
  write_status_notes: { args: {  }; ret: Array<StatusNoteView> };
  act_on_status_note: { args: { id: StatusNoteId; act: StatusNoteAct }; ret: StatusNoteView };
  outcome: { args: { id: OpportunityId; zone: string }; ret: OutcomeView };
  /** Of everything that was delivered or that has a goal, and how value estimates held. */
  outcomes: { args: { zone: string }; ret: OutcomeList };
  outcome_receipt: { args: { id: OpportunityId; zone: string; of: OutcomeNumber }; ret: OutcomeReceipt };
  /** Null takes the goal away. */
  set_outcome_goal: { args: { id: OpportunityId; goal: OutcomeGoal | null }; ret: StepDone };
  plan_outcome: { args: { id: OpportunityId; plan: OutcomePlan }; ret: StepDone };
  /** Null opens a check that was settled. */
  settle_outcome: { args: { id: OpportunityId; answer: OutcomeAnswer | null; note: string }; ret: StepDone };
  /** The open items of the trackers, and what speaks for each. */
  backlog_audit: { args: { class: AuditClass }; ret: AuditView };
  audit_item: { args: { id: AuditItemId }; ret: AuditDetail };
  /** Reads a tracker's items and compares them; writes nothing there. */
  read_backlog: { args: { connection: ConnectionId; anew: boolean }; ret: AuditReading };
  compare_backlog: { args: {  }; ret: null };
  /** Null takes back what was said. */
  judge_match: { args: { id: AuditItemId; about: string; right: boolean | null }; ret: StepDone };
  /** Without a reason they aren't kept any more. */
  keep_items: { args: { ids: Array<AuditItemId>; reason: string | null }; ret: StepDone };
  accept_item: { args: { id: AuditItemId; into: AcceptInto; importance: number }; ret: StepDone };
  audit_report: { args: {  }; ret: AuditReport };
  save_audit: { args: { format: ExportFormat }; ret: SavedFile };
  upcoming: { args: {  }; ret: UpcomingList };
  /** Notes that the list is given out; the next one says what changed since. */
  issue_upcoming: { args: {  }; ret: StepDone };
  save_upcoming: { args: { format: ExportFormat }; ret: SavedFile };
  /** Both days included, as 2026-11-30. */
  release_notes: { args: { from: string; to: string }; ret: ReleaseNotes };
  save_release_notes: { args: { format: ExportFormat; from: string; to: string }; ret: SavedFile };
  digests: { args: {  }; ret: DigestPage };
  /** `secret`: a webhook's address, or the password for a mail server. It never comes back. */
  add_digest: { args: { form: DigestForm; secret: string | null }; ret: StepDone };
  /** Without a secret the one that is kept stays. */
  edit_digest: { args: { uid: string; form: DigestForm; secret: string | null }; ret: StepDone };
  remove_digest: { args: { uid: string }; ret: StepDone };
  /** What a digest would say now; nothing is sent. */
  preview_digest: { args: { uid: string }; ret: DigestPreview };
  test_digest: { args: { uid: string }; ret: DigestSent };
  /** This week's digest, now; the schedule doesn't send it again. */
  send_digest: { args: { uid: string }; ret: DigestSent };
  /** One that failed, or of which nobody knows whether it arrived. */
  send_digest_again: { args: { id: number }; ret: DigestSent };
}

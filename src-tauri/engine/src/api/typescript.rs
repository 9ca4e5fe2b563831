//! The page's TypeScript, written from the types that cross the door and the list of commands.

use ts_rs::{Config, TS};

use super::commands::signatures;
use super::types::*;
use crate::connectors::{Draft, ItemChange, TrackerItem, Vendor};
use crate::model::*;

/// `ui/src/ipc/gen/types.ts`, whole.
pub fn typescript() -> String {
    let config = Config::default();
    let mut text = String::from("// Generated from src-tauri/engine/src/api by `cargo xtask types`. Don't edit.\n\n");
    for declaration in declarations(&config).into_iter().chain(view_declarations(&config)) {
        text.push_str("export ");
        text.push_str(&declaration);
        text.push_str("\n\n");
    }
    text.push_str(&signatures(&config));
    text
}

macro_rules! declarations {
    ($($ty:ty),* $(,)?) => {
        fn declarations(config: &Config) -> Vec<String> {
            vec![$(<$ty as TS>::decl(config)),*]
        }
    };
}

declarations! {
    SignalId, ConnectionId, ServiceId, ProductId, CustomerId, ReporterId, OpportunityId, ThemeId, OutboxId, ItemId,
    CommentId, LoopReplyId, Outcome, Way, LetterForm, LoopQuery, LoopWho, LoopLedger, LoopCounts, LoopOpportunity,
    LoopPerson, LoopStanding, LoopAsk, LoopReplyView, FirstReply, FirstReplyCase, FirstReplyReceipt, LoopDraft,
    ReplyForm, ToldForm, StatusNoteId, StatusNotes, StatusNoteRuleView, StatusNoteView, StatusNoteAct, LoopTemplates, LoopTemplate, StepId, Time, Kind, Severity, Status, TriageState,
    DeclineReason, Stage, StatusCategory, RuleField, Sign, Person, Customer, Range, RiceInputs,
    crate::error::ProblemKind, crate::error::Problem, WorkspaceName, KeeperName, VaultState, SecretsState, ProxyWay,
    ProxySettings, AuthorityView, NetworkView, WorkspaceInfo, Settings, StepDone, LeftOut, HistoryEntry, NewsView,
    ChangedThing, NewsEntry, Backup, FoundThing, FoundTarget, Event, WorkspaceFile, IdeaSource, IdeaTarget,
    IdeaMapping, Idea, StatusSeen, IdeaPreview, crate::connectors::Account, Vendor, crate::connectors::Setting,
    crate::connectors::VendorGroup, Draft, crate::connectors::FieldValue, ItemChange, TrackerItem, Cadence,
    ConnectionForm, ConnectionView, Health, Progress, CheckReport, CheckStep, OfferedStream, PullReport,
    SetAsideView, StagedFile, FileFormat, Target, DateOrder, Mapping, FieldMapping, ImportPreview, ColumnPreview,
    RowProblem, PreviewRow, ImportReport, ServicesView, UnmappedValue, PlaceValue, ServiceRow, RuleForm, RuleView,
    CustomersView, UnmatchedValue, ToldValue, CustomerRow, ChoiceView, CompanyTarget, CompanyMapping, Company,
    CompanyPreview, CompanyReport, SignalQuery, SignalSort, Facets, NamedCount, ListPage, SignalRow, OpportunityRef, ThemeRef,
    SignalDetail, CustomerFacts, TimelineEntry, Suggestion, SimilarSignal, SnoozeUntil, TriageVerb, VerbPreview,
    ReplyDraft, HiddenView, HiddenByPeople, HiddenPair, HiddenBySystem, InboxZero, ThemeQuery, ThemeView, ThemeSort,
    ThemeTrend, ThemeList, ThemeCounts, ThemesStanding, GroupingProgress, ThemeRow, FamilyCounts, ThemeDetail,
    ThemeShare, ThemeTurn, ThemePart, NearTheme, ThemePlace, NearSignal, SplitBy, SplitPreview, SplitPart,
    SplitSignal, PartForm, ThemeComparison, ThemeProposal, ProposalKind, EvidenceLink, AcceptInto, Passage,
    HighlightTarget, HighlightView, PassageView, OpportunityQuery, OpportunityList, OpportunityRow, ValueSpread,
    TopChance, EvidenceCounts, EvidencePanel, Renewals, ActiveShare, SignalRate, RateTrend, RateTurn, IncidentMinutes,
    TargetMisses, SeverityCount, SourceCount, Recency, Against, OpportunityDetail, EvidenceView, ScoreEntry, SuggestedInput, ItemView,
    OpportunityField, NumberOf, Receipt, ReceiptLine, ReceiptSignal, Told, After, FieldRule, FieldsView, OwnField,
    UpdatePreview, FieldChange, ExportPreview, BulkPreview, BulkRow, BulkQueued, BulkSent, Project, LookAlike, OutboxEntry, OutboxState, CommentPreview,
    CommentView, CommentState, StatusReport, StatusChange, ExportFormat, SavedFile, ImageId, AnnotationId, ReplyId,
    AnnotationBoard, ImageView, NoteView, ReplyView, Shape, NoteForm, TextBlock, BlockKind, TextSpan, PulseQuery,
    PulseOverview, ChangeType, PulseTimeline, TimelineDay, PulseLane, LaneDeployment, LaneIncident, LaneLink,
    PulseRecord, PulseMetric, MetricTile, MetricState, MetricValue, MetricUnit, MetricWeek, WeekState, RestoreClass,
    OpenIncident, RestoreRoute, Route, RestoreTargets, RestoreTarget, BusinessHours, LinkState, LinkVerdict,
    LinkView, LinkReview, LinkCounts, IncidentLinks, LinkCandidate, PulseNumber, PulseReceipt, CountedRecord,
    LeftOutRecord, CauseDimension, CauseState, CausesOf, CauseForm, CauseView, DimensionView, CausesView, CauseMap,
    CauseMapRow, CauseMapService, TreeLevel, TreeRef, TreeForm, TreeMade, TestVerdict, TestState, SolutionStatus, TreeTest,
    TreeAssumption, TreeSolution, NextTest, RiskHint, TreeOpportunity, TreeOutcome, OpportunityTree, StageTimes,
    ProblemQuery, ProblemList, ProblemRow, ProblemDetail, EpisodeView, EpisodeLink, EpisodeDeployment,
    WorkaroundView, CostRates, ProblemCost, CostLine, ProblemEvidence, ProblemTheme, ChangesQuery, ChangesPage,
    CandidateState, StandardCandidate, SprintWord, SprintPoint, SprintAdvice, TriedLevel, UnrecordedList,
    UnrecordedDeployment, MatchWord, RecordGuess, IncidentAfter, RecordPair, FeatureQuery, FeaturesPage, FeatureList,
    FeatureState, FeatureRow, FeatureDrop, SegmentUse, SilentDemand, DetourList, DetourMeasure, DetourRow,
    DetourEnd, DetourReceipt, DetourDay, FlowList, FlowRow, LargeBatch, FlowPlace,
    FlowNumber, FlowReceipt, ForumCadence, Forum, ForumKind, ForumItem, ForumFact, ForumPlace, ForumVerb, ForumWay, Decided, AsideWhy, ForumAside, ForumAction,
    ActionForm, ItemEdit, OwnItemForm, MeetingRef, Minutes, MinutesAction, MinutesView, MinutesLine,
    ForumRecord, AndonPlace, AndonFix, FixChoice, AndonFlag, AndonList, ImprovementStep, ImprovementVerdict, ImprovementSource, ImprovementForm, ImprovementCard,
    ImprovementRegister, Assessment, AssessmentQuestion, AssessmentRound, AssessmentResult, AssessmentWarning,
    PatternState, AntiPattern, PatternReceipt, PatternRecord, PatternOf, Framework, ScoredBy, InputWeight, FrameworkList, FrameworkView,
    FormulaRef, InputView, InputStep, ScoreView, ScoreInput, InputEntry, ValueBar, RankBar, WideInput, LearnNext,
    ScoreStep, FormulaView, FormulaVersion, FormulaName, FormulaNameKind, FormulaCheck, FormulaProblem,
    FormulaRepair, CheckRow, Lack, WhatIf, Segment, Capacity, WhatIfChoices, WeightChoice, SegmentView,
    WhatIfResult, WhatIfRow, CutLine, BestSet, WhatIfChange, WhatIfChangeKind, Scenario, EstimateRound,
    EstimateView, EstimateForm, Disagreement, OutcomeGoal, GoalMeasure, OutcomePlan, OutcomeVerdict, OutcomeState,
    OutcomeAnswer, OutcomeSettled, OutcomeRole, OutcomeWeek, OutcomeLevel, OutcomeChange, OutcomeOthers, GoalMet,
    OutcomeReading, OutcomeWatch, OutcomeUse, OutcomeView, OutcomeRow, CalibrationRow, CalibrationPast, OutcomeList,
    OutcomeNumber, OutcomeInput, OutcomeReceipt, AuditItemId, Evidence, AuditCounts, AuditClass, AuditTwin,
    AuditRow, AuditTracker, AuditView, AuditMatchKind, AuditMatch, AuditDetail, AuditReading, AuditAge,
    AuditVersion, AuditReport, UpcomingStage, UpcomingRow, UpcomingList, ReleaseNote, ReleasedService, ReleaseNotes,
    DigestKind, Message, Section, Security, Weekly, MailForm, DigestForm, DigestWhat, DigestState, DigestSent,
    DigestView, DigestPage, DigestPreview,
    DraftText, KeptDraft, TemplateProblem, TemplateTry, TemplateView,
    ValueAt, ValueThen, EvidenceThen, LinkThen, FactorThen, ValuePoint, ValueCause, ValueChange,
}

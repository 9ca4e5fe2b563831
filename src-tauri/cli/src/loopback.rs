//! The way back: who asked, who waits, drafts, approved replies, and what was told in another way.

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{
    FirstReply, LetterForm, LoopDraft, LoopLedger, LoopPerson, LoopQuery, LoopReplyView, LoopWho, Outcome, ReplyForm,
    ToldForm, Way,
};
use engine::error::{Problem, Result};
use engine::model::{LoopReplyId, OpportunityId, ReporterId, Time};

use crate::done::Done;
use crate::read;
use crate::show::{self, Table};
use crate::status_notes::Notes;

#[derive(Debug, Subcommand)]
pub enum Loop {
    /// Everybody who asked, and where they stand.
    List(List),
    /// Who should be told now, the longest wait first.
    Waiting(List),
    /// First texts for those who should be told; nothing is sent.
    Draft(Draft),
    /// Approve replies: each goes into the ticket of its person, once.
    Send(Send),
    /// Note that people were told in another way.
    Told(Told),
    /// Look for a reply on its ticket; send it only when it surely isn't there.
    Settle { id: u32 },
    /// You have looked, and it isn't there: send it once more.
    Again { id: u32 },
    /// You have looked, and it is there.
    There { id: u32 },
    /// Give a reply up.
    Cancel { id: u32 },
    /// How long people waited for the first word, with the cases behind it.
    Time {
        #[arg(value_parser = read::opportunity)]
        opportunity: Option<OpportunityId>,
    },
    /// The texts that drafts are made from; with an outcome and a text, keep one of your own.
    Templates(Templates),
    /// Notes on how far things are, written by rule into the records behind opportunities.
    Notes {
        #[command(subcommand)]
        what: Notes,
    },
    /// After how many days without a word somebody counts as unanswered.
    Days { days: u32 },
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(value_parser = read::opportunity)]
    pub opportunity: Option<OpportunityId>,
    /// due, waiting, unanswered, told, to_check or everybody.
    #[arg(long, value_parser = read::json_word::<LoopWho>)]
    pub who: Option<LoopWho>,
    /// Only what there is to tell: planned, in_progress, shipped or declined.
    #[arg(long, value_parser = read::json_word::<Outcome>)]
    pub outcome: Option<Outcome>,
}

#[derive(Debug, Args)]
pub struct Draft {
    #[arg(value_parser = read::opportunity)]
    pub opportunity: OpportunityId,
    /// A name, or the number that `loop list` shows; everybody who should be told when left out.
    #[arg(long = "to")]
    pub to: Vec<String>,
    /// A bare note on the state instead of a letter.
    #[arg(long)]
    pub status_note: bool,
}

#[derive(Debug, Args)]
pub struct Send {
    #[command(flatten)]
    pub draft: Draft,
    /// Everybody who should be told.
    #[arg(long, conflicts_with = "to")]
    pub all: bool,
    /// Your own words instead of the draft's.
    #[arg(long)]
    pub text: Option<String>,
    /// Show exactly what would be sent, and send nothing.
    #[arg(long)]
    pub preview: bool,
}

#[derive(Debug, Args)]
pub struct Told {
    #[arg(value_parser = read::opportunity)]
    pub opportunity: OpportunityId,
    /// A name, or the number that `loop list` shows.
    #[arg(long = "to", required = true)]
    pub to: Vec<String>,
    /// by_hand (in the ticket), mail, phone, talk or other.
    #[arg(long = "by", value_parser = read::json_word::<Way>)]
    pub way: Way,
    #[arg(long, default_value = "")]
    pub note: String,
    /// When, if not now.
    #[arg(long, value_parser = read::time)]
    pub on: Option<Time>,
    /// What they were told, if not how things stand now.
    #[arg(long, value_parser = read::json_word::<Outcome>)]
    pub outcome: Option<Outcome>,
}

#[derive(Debug, Args)]
pub struct Templates {
    #[arg(value_parser = read::json_word::<Outcome>, requires = "text")]
    pub outcome: Option<Outcome>,
    /// With {name}, {ticket}, {title}, {item}, {status}, {date}, {reason} and {me}; an empty text brings the usual one
    /// back.
    pub text: Option<String>,
    /// The status note instead of the letter.
    #[arg(long)]
    pub status_note: bool,
}

pub async fn perform(engine: &Engine, what: Loop) -> Result<Done> {
    match what {
        Loop::List(wanted) => list(engine, wanted, LoopWho::Everybody).await,
        Loop::Waiting(wanted) => list(engine, wanted, LoopWho::Due).await,
        Loop::Draft(wanted) => draft(engine, wanted).await,
        Loop::Send(wanted) => send(engine, wanted).await,
        Loop::Told(wanted) => told(engine, wanted).await,
        Loop::Settle { id } => Ok(settled(&[engine.settle_reply(LoopReplyId(id)).await?])),
        Loop::Again { id } => Ok(settled(&[engine.send_reply_again(LoopReplyId(id)).await?])),
        Loop::There { id } => Ok(settled(&[engine.reply_is_there(LoopReplyId(id)).await?])),
        Loop::Cancel { id } => Ok(settled(&[engine.cancel_reply(LoopReplyId(id)).await?])),
        Loop::Time { opportunity } => time(engine, opportunity).await,
        Loop::Templates(wanted) => templates(engine, wanted).await,
        Loop::Notes { what } => crate::status_notes::perform(engine, what).await,
        Loop::Days { days } => Ok(crate::workspace::step(&engine.set_loop_days(days).await?)),
    }
}

async fn list(engine: &Engine, wanted: List, usual: LoopWho) -> Result<Done> {
    let who = wanted.who.unwrap_or(usual);
    let query = LoopQuery { opportunity: wanted.opportunity, who, outcome: wanted.outcome };
    let ledger = engine.loop_ledger(query).await?;
    let mut table =
        Table::new(&[">Who", "*Name", "*Customer", "For", "Stands", "To tell", "Since", "Ticket", ">Reply"]);
    for person in &ledger.people {
        table.row([
            person.reporter.to_string(),
            person.name.clone(),
            person.customer.clone().unwrap_or_default(),
            person.opportunity.label.clone(),
            show::word(person.standing),
            person.outcome.map(show::word).unwrap_or_default(),
            person.since.map(show::time).unwrap_or_default(),
            person.asks.last().map(|ask| ask.ticket.clone()).unwrap_or_default(),
            person.told.last().map(|reply| reply.id.to_string()).unwrap_or_default(),
        ]);
    }
    let text = format!("{}\n{}", table.text("Nobody is listed."), summary(&ledger));
    Ok(Done::new(&ledger, text))
}

/// `19 asked, 14 told, 5 to tell now, 0 to tell later, 2 unanswered for 14 days`
fn summary(ledger: &LoopLedger) -> String {
    let counts = ledger.counts;
    let mut text = format!(
        "{} asked, {} told, {} to tell now, {} to tell later, {} unanswered for {} days\n",
        counts.asked, counts.told, counts.due, counts.later, counts.unanswered, ledger.days
    );
    if counts.to_check > 0 {
        let replies = show::counted(counts.to_check, "reply needs a look", "replies need a look");
        text.push_str(&format!("{replies}: `throughline loop settle ID`\n"));
    }
    text
}

async fn drafts(engine: &Engine, wanted: &Draft) -> Result<Vec<LoopDraft>> {
    let reporters = named(engine, wanted.opportunity, &wanted.to).await?;
    let form = if wanted.status_note { LetterForm::StatusNote } else { LetterForm::Letter };
    engine.loop_drafts(wanted.opportunity, reporters, form).await
}

async fn draft(engine: &Engine, wanted: Draft) -> Result<Done> {
    let drafts = drafts(engine, &wanted).await?;
    Ok(Done::new(&drafts, shown(&drafts, |draft| &draft.text)))
}

/// Each draft below whom it is for.
fn shown(drafts: &[LoopDraft], text: impl Fn(&LoopDraft) -> &str) -> String {
    if drafts.is_empty() {
        return "Nobody waits for an answer.\n".to_owned();
    }
    let one = |draft: &LoopDraft| {
        let note = draft.not_from_here.as_ref().map_or(String::new(), |why| format!("\n{}", show::line(why)));
        let head = format!("To {} in {} {}", draft.name, draft.connection, draft.ticket);
        format!("{}{note}\n\n{}\n", show::line(&head), show::lines(text(draft)))
    };
    drafts.iter().map(one).collect::<Vec<_>>().join("\n")
}

async fn send(engine: &Engine, wanted: Send) -> Result<Done> {
    let id = wanted.draft.opportunity;
    if wanted.draft.to.is_empty() && !wanted.all && !wanted.preview {
        return Err(Problem::bad_input("Nobody was named.")
            .kept("Nothing was sent.")
            .todo("Say to whom with --to, or approve them all with --all; --preview shows what would go out."));
    }
    let mut drafts = drafts(engine, &wanted.draft).await?;
    if let Some(text) = &wanted.text {
        for draft in drafts.iter_mut().filter(|draft| draft.not_from_here.is_none()) {
            draft.body = engine.preview_reply(id, draft.signal, text.clone(), draft.key.clone()).await?;
            draft.text.clone_from(text);
        }
    }
    if wanted.preview {
        let text = format!("{}\nNothing was sent.\n", shown(&drafts, |draft| &draft.body));
        return Ok(Done::new(&drafts, text));
    }
    let (from_here, elsewhere): (Vec<LoopDraft>, Vec<LoopDraft>) =
        drafts.into_iter().partition(|draft| draft.not_from_here.is_none());
    if from_here.is_empty() {
        let why = elsewhere.first().and_then(|draft| draft.not_from_here.clone());
        return Err(Problem::refused(why.unwrap_or_else(|| "Nobody waits for an answer.".to_owned()))
            .kept("Nothing was sent.")
            .todo("Copy the text from `throughline loop draft`, and note it with `throughline loop told`."));
    }
    let approved = |draft: LoopDraft| ReplyForm {
        reporter: draft.reporter,
        signal: draft.signal,
        outcome: draft.outcome,
        text: draft.text,
        key: draft.key,
    };
    Ok(settled(&engine.send_replies(id, from_here.into_iter().map(approved).collect()).await?))
}

/// Replies after something happened to them.
fn settled(replies: &[LoopReplyView]) -> Done {
    let line = |reply: &LoopReplyView| {
        let ticket = reply.ticket.as_deref().unwrap_or_default();
        let text = format!("Reply {} to {} on {ticket}: {}", reply.id, reply.name, show::word(reply.state));
        format!("{}\n", show::line(&text))
    };
    let problem = replies.iter().find_map(|reply| reply.problem.as_ref());
    Done::new(&replies, replies.iter().map(line).collect::<String>()).despite(problem)
}

async fn told(engine: &Engine, wanted: Told) -> Result<Done> {
    let people = everybody(engine, wanted.opportunity).await?;
    let reporters = chosen(&people, &wanted.to)?;
    let now = people.first().and_then(|person| person.outcome);
    let outcome = wanted.outcome.or(now).ok_or_else(|| {
        Problem::bad_input("Nothing is decided about it yet.").todo("Say what they were told with --outcome.")
    })?;
    let told = ToldForm { reporters, outcome, way: wanted.way, note: wanted.note, at: wanted.on };
    Ok(crate::workspace::step(&engine.mark_told(wanted.opportunity, told).await?))
}

async fn everybody(engine: &Engine, id: OpportunityId) -> Result<Vec<LoopPerson>> {
    let query = LoopQuery { opportunity: Some(id), who: LoopWho::Everybody, outcome: None };
    Ok(engine.loop_ledger(query).await?.people)
}

async fn named(engine: &Engine, id: OpportunityId, names: &[String]) -> Result<Vec<ReporterId>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    chosen(&everybody(engine, id).await?, names)
}

/// Whom the names or numbers mean; a name that several bear is refused.
fn chosen(people: &[LoopPerson], names: &[String]) -> Result<Vec<ReporterId>> {
    let one = |name: &String| {
        let fits = |person: &&LoopPerson| {
            person.name.eq_ignore_ascii_case(name.trim()) || person.reporter.to_string() == name.trim()
        };
        match people.iter().filter(fits).collect::<Vec<_>>().as_slice() {
            [person] => Ok(person.reporter),
            [] => Err(Problem::not_found(format!("Nobody called “{}” asked for it.", show::line(name)))
                .todo("See who did with `throughline loop list`.")),
            _ => Err(Problem::bad_input(format!("Several people are called “{}”.", show::line(name)))
                .todo("Name one by the number that `throughline loop list` shows.")),
        }
    };
    names.iter().map(one).collect()
}

async fn time(engine: &Engine, opportunity: Option<OpportunityId>) -> Result<Done> {
    let receipt = engine.first_reply_receipt(opportunity).await?;
    let mut table = Table::new(&["For", "*Name", "Ticket", "Asked", "Told", "Way", ">Days"]);
    for case in &receipt.cases {
        table.row([
            case.opportunity.label.clone(),
            case.name.clone(),
            case.ticket.clone(),
            show::time(case.asked_at),
            show::time(case.told_at),
            show::word(case.way),
            days(case.took),
        ]);
    }
    let text = format!("{}\n\n{}\n{}\n", in_words(&receipt.number), table.text("Nobody was told yet."), receipt.method);
    Ok(Done::new(&receipt, text))
}

/// `Median 12.5 days, nine in ten within 31 days, n = 14; 5 were never told`
fn in_words(number: &FirstReply) -> String {
    let waits = match (number.median, number.p90) {
        (Some(median), Some(p90)) => {
            format!("Median {} days, nine in ten within {} days, n = {}", days(median), days(p90), number.n)
        }
        _ => format!("Too few to say, n = {}", number.n),
    };
    format!("{waits}; {} never told", show::counted(number.not_yet, "person was", "people were"))
}

fn days(millis: i64) -> String {
    show::number((millis as f64 / Time::DAY as f64 * 10.0).round() / 10.0)
}

async fn templates(engine: &Engine, wanted: Templates) -> Result<Done> {
    let form = if wanted.status_note { LetterForm::StatusNote } else { LetterForm::Letter };
    if let (Some(outcome), Some(text)) = (wanted.outcome, wanted.text) {
        return Ok(crate::workspace::step(&engine.set_loop_template(form, outcome, text).await?));
    }
    let all = engine.loop_templates().await?;
    let mut text = String::new();
    for template in &all.templates {
        let own = if template.own { ", your own" } else { "" };
        let (form, outcome) = (show::word(template.form), show::word(template.outcome));
        text.push_str(&format!("{form}, {outcome}{own}\n\n{}\n\n", show::lines(&template.text)));
    }
    for (place, what) in &all.places {
        text.push_str(&format!("{{{place}}}: {what}\n"));
    }
    Ok(Done::new(&all, text))
}

//! How a story becomes a text: a person's manner of writing about the facts of a scene.

use super::company::{Account, COMPANY, Language, Manner, Writer};
use super::dice::Dice;
use super::scene::Scene;
use super::stories::Story;

/// A written text: subject and body.
#[derive(Clone)]
pub struct Text {
    pub title: String,
    pub body: String,
}

/// A ticket about `story` as `writer` would put it.
pub fn ticket(dice: &mut Dice, story: &Story, scene: &Scene, account: &Account, writer: &Writer) -> Text {
    let foreign = match account.language {
        Language::German => story.german,
        Language::French => story.french,
        Language::English => &[],
    };
    if let Some((title, body)) = dice.pick(foreign)
        && dice.chance(70)
    {
        return in_own_language(dice, scene.fill_own(title), scene.fill_own(body), account, writer);
    }
    let position = dice.below(story.opens.len());
    let open = scene.fill(story.opens.get(position).copied().unwrap_or_default());
    let title = if story.mixed_bag {
        scene.fill(story.titles.get(position).copied().unwrap_or_default())
    } else {
        let title = fitting_title(dice, story, &open).map(|title| scene.fill(title));
        subject(dice, scene, title.as_deref(), &open)
    };
    Text { title, body: tell(dice, story, scene, account, writer, open) }
}

/// Another person's, or the same person's later, telling of `scene`: other words for the same trouble.
pub fn retelling(
    dice: &mut Dice,
    story: &Story,
    scene: &Scene,
    account: &Account,
    writer: &Writer,
    lead: &str,
) -> Text {
    let open = scene.fill(dice.word(story.opens));
    let title = fitting_title(dice, story, &open).map_or_else(|| shortened(&open, 64), |title| scene.fill(title));
    let told = if lead.is_empty() { open } else { format!("{lead} {open}") };
    Text { title, body: tell(dice, story, scene, account, writer, told) }
}

/// The subject that has most words in common with the first sentence, if one has any.
fn fitting_title(dice: &mut Dice, story: &Story, open: &str) -> Option<&'static str> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
        words.map(|word| word.to_lowercase().chars().take(6).collect()).collect()
    };
    let of_open = words(open);
    let shared = |title: &str| words(title).iter().filter(|word| of_open.contains(word)).count();
    let most = story.titles.iter().map(|title| shared(title)).max()?;
    let best: Vec<&'static str> = story.titles.iter().copied().filter(|title| shared(title) == most).collect();
    if most == 0 { None } else { dice.pick(&best).copied() }
}

fn subject(dice: &mut Dice, scene: &Scene, title: Option<&str>, open: &str) -> String {
    let Some(title) = title else { return shortened(open, 64) };
    match dice.weighted(&[42, 26, 5, 4, 5, 18]) {
        0 => title.to_owned(),
        1 => shortened(open, 64),
        2 => format!("Fwd: {title}"),
        3 => format!("URGENT: {title}"),
        4 => title.to_lowercase().replace("pw-", "PW-").replace("r-2", "R-2"),
        _ => {
            let end = dice.word(&[", {site}", " ({ref})", ", again", ", since {day}", " - please help", ", {carrier}"]);
            let end = scene.fill(end);
            if title.contains(['?', ',']) || title.contains(&end) { title.to_owned() } else { format!("{title}{end}") }
        }
    }
}

/// At most `limit` characters, cut at a word, without the full stop.
pub fn shortened(text: &str, limit: usize) -> String {
    let text = text.trim_end_matches('.');
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short = String::new();
    for word in text.split(' ') {
        if short.chars().count() + word.chars().count() + 1 > limit {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    format!("{}…", short.trim_end_matches([',', ';', ':']))
}

fn tell(dice: &mut Dice, story: &Story, scene: &Scene, account: &Account, writer: &Writer, open: String) -> String {
    let detail = scene.fill(dice.word(story.details));
    let effect = scene.fill(dice.word(story.effects));
    let ask = scene.fill(dice.word(story.asks));
    match writer.manner {
        Manner::Brief => {
            let second = if dice.chance(60) { detail } else { ask };
            joined(&[&open, &second])
        }
        Manner::Phone => {
            let end = dice.word(&["", "", "\n\nSent from my phone", "\n\nsent on the go, sorry for typos", "\n\nthx"]);
            let words = joined(&[&open, if dice.chance(50) { &detail } else { &effect }]);
            format!("{}{end}", hasty(dice, &words))
        }
        Manner::Plain => {
            let middle = match dice.below(3) {
                0 => joined(&[&open, &detail]),
                1 => joined(&[&open, &effect]),
                _ => joined(&[&open, &detail, &effect]),
            };
            let given = first_name(writer);
            let lead = if story.mixed_bag { String::new() } else { lead(dice, scene) };
            format!("{}\n\n{lead}{middle} {ask}\n\n{}\n{given}", greeting(dice), closing(dice)).replace(" \n", "\n")
        }
        Manner::Thorough => {
            let more = scene.fill(dice.word(story.details));
            let details = if more == detail { detail } else { joined(&[&detail, &more]) };
            let middle = joined(&[&details, &effect]);
            let pasted = pasted(dice, story, scene);
            let quoted = quoted(dice, scene);
            let lead = if story.mixed_bag { String::new() } else { lead(dice, scene) };
            format!(
                "{}\n\n{lead}{open}\n\n{middle}{pasted}\n\n{ask}\n\n{}\n\n{}{quoted}",
                greeting(dice),
                closing(dice),
                signature(dice, account, writer)
            )
            .replace("\n\n\n\n", "\n\n")
        }
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// What some people say about themselves before they come to the point.
fn lead(dice: &mut Dice, scene: &Scene) -> String {
    if !dice.chance(32) {
        return String::new();
    }
    let lead = dice.word(&[
        "We ship about {lines} pallets a month from {site}.",
        "I took over from {mate} a few weeks ago.",
        "Not sure whether this is the right place.",
        "{mate} asked me to write to you.",
        "We have been with you for {few} years now.",
        "I tried to ring you at {time} but couldn't get through.",
        "Sorry to bother you again.",
        "First of all, thanks for the quick help last {day}.",
        "A short question, or rather a complaint.",
        "This is about our site in {site}.",
    ]);
    format!("{} ", scene.fill(lead))
}

/// The way people write with a thumb.
fn hasty(dice: &mut Dice, text: &str) -> String {
    let mut text = text.to_lowercase().replace("i'm", "im").replace("don't", "dont").replace("doesn't", "doesnt");
    text = text.replace("pw-", "PW-").replace("r-2", "R-2");
    if dice.chance(40) {
        text = text.replace("because", "bc").replace("please", "pls").replace(" and ", " & ");
    }
    if dice.chance(50) {
        text = text.replace("shipment", "shipmnt").replace("received", "recieved").replace("address", "adress");
    }
    text.trim_end_matches('.').to_owned()
}

fn greeting(dice: &mut Dice) -> &'static str {
    dice.word(&[
        "Hello,",
        "Hi,",
        "Hi there,",
        "Dear support team,",
        "Good morning,",
        "Dear all,",
        "Hello support,",
        "Good afternoon,",
    ])
}

fn closing(dice: &mut Dice) -> &'static str {
    dice.word(&[
        "Best regards",
        "Kind regards",
        "Thanks",
        "Thank you",
        "Regards",
        "Many thanks",
        "Best wishes",
        "Cheers",
    ])
}

fn first_name(writer: &Writer) -> &str {
    writer.person.name.split(' ').next().unwrap_or_default()
}

fn signature(dice: &mut Dice, account: &Account, writer: &Writer) -> String {
    let person = &writer.person.name;
    let (role, company) = (writer.role, &account.customer.name);
    match dice.below(3) {
        0 => format!("{person}\n{role}\n{company}"),
        1 => format!("{person} | {role} | {company}\nTel. +00 555 01{:02}", dice.between(0, 99)),
        _ => format!(
            "--\n{person}\n{role}, {company}\nPhone 555-01{:02}\nPlease think before you print.",
            dice.between(0, 99)
        ),
    }
}

fn pasted(dice: &mut Dice, story: &Story, scene: &Scene) -> String {
    match dice.weighted(&[50, 25, 25]) {
        0 => String::new(),
        1 if !story.paste.is_empty() => {
            format!("\n\nThis is what the screen shows:\n    {}", scene.fill(dice.word(story.paste)))
        }
        _ => scene.fill(dice.word(&[
            "\n\nWhat I did:\n1. signed in at {time}\n2. opened {ref}\n3. tried again in {browser}",
            "\n\nTo reproduce: take {ref}, open it in {browser}, wait {min} minutes.",
            "\n\nReference: {ref}, {lane}, {carrier}.",
            "\n\nSteps:\n- open the portal ({browser})\n- choose {lane}\n- see above",
        ])),
    }
}

fn quoted(dice: &mut Dice, scene: &Scene) -> String {
    if !dice.chance(35) {
        return String::new();
    }
    let answer = scene.fill(dice.word(&[
        "Thank you for your message. Could you tell us the number of the shipment and the browser you use?",
        "We have passed this on to our technicians and will come back to you by {day}.",
        "Please empty the cache of {browser} and try again.",
        "We couldn't see the problem on our side. Does it still happen?",
        "Your request has been received. We usually answer within {hours} hours.",
    ]));
    let head = scene.fill(dice.word(&[
        "On {date} the service desk wrote:",
        "-----Original message-----",
        "Service desk, {date}, {time}:",
    ]));
    format!("\n\n{head}\n> {answer}\n> \n> {COMPANY} service desk")
}

fn in_own_language(dice: &mut Dice, title: String, body: String, account: &Account, writer: &Writer) -> Text {
    let closing = match account.language {
        Language::French => dice.word(&["Cordialement", "Bien cordialement", "Merci d'avance"]),
        _ => dice.word(&["Mit freundlichen Grüßen", "Viele Grüße", "Freundliche Grüße", "Danke und Gruß"]),
    };
    let name = &writer.person.name;
    let end = match writer.manner {
        Manner::Brief | Manner::Phone => String::new(),
        Manner::Plain => format!("\n\n{closing}\n{name}"),
        Manner::Thorough => format!("\n\n{closing}\n\n{}", signature(dice, account, writer)),
    };
    Text { title, body: format!("{body}{end}") }
}

/// An entry in the feedback form: seldom more than two sentences.
pub fn opinion(dice: &mut Dice, story: &Story, scene: &Scene) -> Text {
    let opinion = scene.fill(dice.word(story.opinions));
    let second = match dice.below(6) {
        0 => scene.fill(dice.word(story.effects)),
        1 => scene.fill(dice.word(story.details)),
        2 => scene.fill(dice.word(story.opens)),
        _ => String::new(),
    };
    let body = joined(&[&opinion, &second]);
    Text { title: shortened(&opinion, 60), body }
}

/// What somebody writes during an outage: short, and at once.
pub fn alarm(dice: &mut Dice, service: &str, scene: &Scene, writer: &Writer) -> Text {
    let (titles, opens) = super::stories::outage(service);
    let open = scene.fill(dice.word(opens));
    let more = dice.word(&[
        "Please hurry, the lorries are waiting.",
        "Is this known?",
        "How long will it take?",
        "It worked an hour ago.",
        "My colleagues have the same.",
        "Nothing on your status page.",
        "It is urgent for us today.",
        "Restarting didn't help.",
    ]);
    let body = match writer.manner {
        Manner::Phone => hasty(dice, &joined(&[&open, more])),
        Manner::Brief => joined(&[&open, more]),
        _ => format!("{}\n\n{open} {more}\n\n{}\n{}", greeting(dice), closing(dice), first_name(writer)),
    };
    Text { title: scene.fill(dice.word(titles)), body }
}

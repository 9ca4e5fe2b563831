use super::{Course, PLAIN, Story, Tellers};

pub const STORIES: &[Story] = &[
    Story {
        id: "too-many-mails",
        about: "The portal sends a mail for every small event and people stop reading them.",
        service: "notifications",
        tickets: 44,
        feedback: 56,
        titles: &[
            "Too many mails",
            "{lines} mails since this morning",
            "Switch off status mails",
            "Unsubscribe doesn't work",
        ],
        opens: &[
            "I get a mail for every scan of every parcel, that was {lines} yesterday.",
            "Please switch off the status mails for our address, I did it in the profile and they keep coming.",
            "The important mails drown among \"your shipment has left the depot\".",
            "Everybody in our team receives the same mail about {ref}.",
        ],
        details: &[
            "The setting jumps back after saving.",
            "I only want to hear about delays.",
            "A summary in the evening would do.",
            "By now our mail server treats them as spam.",
        ],
        effects: &[
            "I missed a real delay because of it.",
            "We have a rule that deletes them all unread.",
            "Nobody here reads them any more.",
        ],
        asks: &["Please let us choose.", "Please stop it.", "Can this be one mail a day?"],
        opinions: &[
            "Only tell me when something goes wrong.",
            "So many mails that I delete them all unread.",
            "One summary in the evening instead of {lines} mails.",
            "Unsubscribe should unsubscribe.",
            "Let every person choose what they hear about.",
        ],
        ..PLAIN
    },
    Story {
        id: "mail-never-arrives",
        about: "Delivery announcements don't reach the people who wait for the goods.",
        service: "notifications",
        tickets: 70,
        feedback: 14,
        titles: &[
            "Consignee got no announcement",
            "Delivery notice not received",
            "Mails to {country} don't arrive",
            "No mail for {ref}",
            "Announcement came after the lorry",
        ],
        opens: &[
            "Our customer says no announcement was sent for {ref}.",
            "The delivery notice arrived {hours} hours after the goods.",
            "Mails to addresses at two large companies don't arrive at all since {date}.",
            "In the log it says \"sent\" but nobody received anything.",
        ],
        details: &[
            "It isn't in their spam folder.",
            "The address is spelled correctly.",
            "Their IT says your server was turned away.",
            "To my own address it arrives at once.",
        ],
        effects: &[
            "Nobody was there to unload.",
            "The second attempt costs {money}.",
            "The consignee refused the delivery.",
        ],
        asks: &["Please check your log.", "Please send it again.", "Can we get a copy of each notice?"],
        opinions: &["Announcements arrive late or not at all.", "\"Sent\" should mean received."],
        german: &[(
            "Avis nicht angekommen",
            "Guten Tag, der Empfänger von {ref} hat kein Avis erhalten, es war niemand zum Entladen da. Die zweite Anfahrt kostet {money}. \
             Im Protokoll steht \"gesendet\". Bitte prüfen.",
        )],
        paste: &["550 5.7.1 rejected by recipient", "mailer: deferred, greylisted"],
        ..PLAIN
    },
    Story {
        id: "webhooks-lost",
        about: "Webhook calls are lost or come twice, so connected systems drift.",
        service: "partner-api",
        tellers: Tellers::Large,
        tickets: 68,
        feedback: 14,
        titles: &[
            "Missing webhook calls on {date}",
            "delivered event sent twice",
            "Our system and yours disagree",
            "Webhook retries stop after {few}",
            "No events since {time}",
        ],
        opens: &[
            "We did not get any webhook between {time} and the evening, though shipments were delivered.",
            "The delivered event for {ref} arrived {few} times, each with another id.",
            "About {rate} % of the events are missing compared with the nightly export.",
            "When our endpoint is down for maintenance the events of that time never come back.",
        ],
        details: &[
            "Our endpoint answers within 200 ms and was up.",
            "There is no sequence number, so we can't see the gaps.",
            "We compared {lines} shipments.",
            "The retry seems to give up after {few} attempts.",
        ],
        effects: &[
            "Our stock figures are wrong every Monday.",
            "We fetch everything again at night to be safe.",
            "Customers were invoiced twice.",
        ],
        asks: &[
            "Can you replay that day?",
            "Please add an id that stays the same.",
            "Is there a way to list missed events?",
        ],
        opinions: &[
            "Webhooks you can't trust are polling with extra steps.",
            "Please document the retries.",
            "An event list we could catch up from would solve it.",
        ],
        paste: &["POST /hooks/freight 200 187ms", "X-Event-Id differs, same payload hash"],
        ..PLAIN
    },
    Story {
        id: "request-limit",
        about: "Partners run into the request limit at busy hours.",
        service: "partner-api",
        tellers: Tellers::Large,
        course: Course::RisingSince(80),
        tickets: 38,
        feedback: 9,
        titles: &[
            "429 at {time}",
            "Request limit too low",
            "Rate limit without Retry-After",
            "Interface refuses us in the morning",
        ],
        opens: &[
            "Every morning around {time} the interface answers with 429 for about {min} minutes.",
            "We send {lines} bookings within an hour and are stopped half way.",
            "The limit in the documentation is not the one we run into.",
            "The answer 429 comes without saying how long to wait.",
        ],
        details: &["We already spread the calls.", "There is no bulk call for labels.", "It was fine until {date}."],
        effects: &[
            "The lorries leave with labels missing.",
            "Our queue grows until noon.",
            "We had to write our own brake.",
        ],
        asks: &["Please raise the limit for our key.", "Please send the waiting time.", "What is the real limit?"],
        opinions: &["Tell us how long to wait and we will wait.", "Limits are fine if they are written down."],
        paste: &["HTTP/1.1 429 Too Many Requests", "quota: 300/min exceeded"],
        ..PLAIN
    },
];

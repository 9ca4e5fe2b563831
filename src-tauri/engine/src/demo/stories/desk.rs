//! What a service desk hears besides: no theme worth deciding on, but plenty of it.

use super::{PLAIN, Story};

pub const STORIES: &[Story] = &[
    Story {
        id: "account-housekeeping",
        about: "Changes of addresses, contacts and contract papers.",
        service: "billing",
        tickets: 92,
        titles: &[
            "Change of our billing address",
            "New contact from {soon}",
            "Copy of invoice {invoice}",
            "Tax certificate needed",
            "Change of bank details",
            "Company renamed",
            "Data processing agreement",
        ],
        opens: &[
            "Please change our billing address, we have moved to {site}.",
            "{mate} is our new contact for transport from {soon}.",
            "Could you send us a copy of {invoice}? We can't find it.",
            "For our files we need your current tax certificate.",
            "We have a new bank account from {soon} and would like to change the direct debit.",
            "Our company has changed its name, the register entry is attached.",
            "Our lawyers need the signed data processing agreement.",
        ],
        details: &["Nothing else changes.", "It is not urgent.", "The form in the portal didn't offer it.", "A PDF is enough."],
        asks: &["Thank you.", "Please confirm.", "Please let me know if you need anything else.", "Many thanks in advance."],
        ..PLAIN
    },
    Story {
        id: "how-do-i",
        about: "Questions that a page of help would answer.",
        service: "booking",
        tickets: 88,
        titles: &[
            "How do I book a return?",
            "Where do I find the delivery note?",
            "Pallet exchange: how?",
            "Question about dangerous goods",
            "Can I book for tomorrow?",
            "Training for new colleagues",
            "What does status \"on hold\" mean?",
        ],
        opens: &[
            "How do I book a return for {ref}?",
            "I'm new here and can't find the delivery note for a shipment of {day}.",
            "How are exchanged pallets entered?",
            "Is it possible to ship {few} drums of cleaning agent, class 8, with {carrier}?",
            "Until when can I book a collection for the next day at {site}?",
            "Do you offer a short training for {few} new colleagues?",
            "{ref} has the status \"on hold\" and I'd like to know what that means.",
        ],
        details: &["I looked in the help but didn't find it.", "It is the first time we do this.", "{mate} usually does it but is on holiday.", "We ship to {country}."],
        asks: &["Thanks for your help.", "A short answer is enough.", "Could you call me?", "Is there a guide?"],
        ..PLAIN
    },
    Story {
        id: "not-for-us",
        about: "Messages that were meant for somebody else.",
        service: "notifications",
        tickets: 56,
        titles: &[
            "Offer: office cleaning",
            "Application as a driver",
            "My parcel is not here",
            "Out of office",
            "Invitation to the trade fair",
            "Wrong address?",
        ],
        opens: &[
            "We clean offices in your area at fair prices, with {few} teams near {site}.",
            "I have driven lorries for {few} years and would like to apply.",
            "I ordered shoes on {date} and they haven't come, the shop says to ask you.",
            "I am out of the office until {soon}. In urgent cases please write to {mate}.",
            "We invite you to our stand at the transport fair on {soon}.",
            "This mail about {ref} reached us by mistake, we know nothing of it.",
        ],
        details: &["References on request.", "My mails aren't forwarded.", "The number is {ref}, I think.", "We look forward to your answer."],
        asks: &["Kind regards.", "Please reply.", "Thanks."],
        ..PLAIN
    },
    Story {
        id: "kind-words",
        about: "Praise, and remarks without a wish in them.",
        service: "booking",
        feedback: 74,
        opinions: &[
            "Saves us hours. Thank you.",
            "Comparing carriers on one page is great.",
            "Your support on the phone is very friendly, especially on {day}s when it is busy here.",
            "Easy to learn. {mate} needed ten minutes.",
            "Does what it should.",
            "Best booking portal we have had in {few} years.",
            "The old colours were nicer.",
            "Took a while to get used to, now I like it.",
            "Booking {few} pallets to {country} took me four minutes. Perfect.",
            "We ship {lane} with {carrier} through you and it just works.",
            "Solid. Not exciting, and that is a compliment.",
            "Everything was explained well when we started at {site}.",
            "The new overview is clearer.",
            "Would recommend, and did, to {few} colleagues in other firms.",
        ],
        ..PLAIN
    },
];

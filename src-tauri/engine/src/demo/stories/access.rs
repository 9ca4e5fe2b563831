use super::{Course, PLAIN, Story, Tellers};

pub const STORIES: &[Story] = &[
    Story {
        id: "signed-out-midway",
        about: "People are signed out in the middle of work and lose what they typed.",
        service: "identity",
        course: Course::Since(34),
        tickets: 76,
        feedback: 20,
        titles: &[
            "Signed out in the middle of a booking",
            "Have to log in {few} times a day",
            "Session ends after {min} minutes",
            "Login page again and again",
            "Lost everything I typed",
            "Logged out on {browser}",
        ],
        opens: &[
            "I was halfway through a booking when the login page appeared, and everything I had typed was gone.",
            "Since about {date} I have to sign in {few} times a day.",
            "The session seems to end after {min} minutes even while I am typing.",
            "On {browser} the login goes round in circles: sign in, one click, sign in again.",
            "All of us at {site} are thrown out several times a day.",
            "Whenever I open a second tab, the first one is signed out.",
        ],
        details: &[
            "Nothing was changed on our computers.",
            "\"Stay signed in\" is ticked.",
            "On my phone it keeps working.",
            "{mate} next to me has the same.",
            "It happens at random, I can't find a pattern.",
        ],
        effects: &[
            "I write long notes in a text file first now.",
            "Every booking takes twice as long.",
            "The night shift has stopped using it.",
            "The code comes by text message each time, which is no fun in a warehouse.",
        ],
        asks: &[
            "Please put this back as it was.",
            "Is it a setting on our side?",
            "At least keep the form.",
            "When will this be solved?",
        ],
        opinions: &[
            "Getting logged out all day since the last update.",
            "I log in more often than I book.",
            "Please don't throw away my form when the session ends.",
            "New sign-in is a step back.",
        ],
        german: &[(
            "Ständig abgemeldet",
            "Hallo, seit {date} werden wir alle paar Minuten abgemeldet, mitten in der Eingabe. Alles Getippte ist dann weg. Bitte \
             dringend beheben, so kann man nicht arbeiten.",
        )],
        french: &[(
            "Déconnexions répétées",
            "Bonjour, depuis {date} nous sommes déconnectés toutes les {min} minutes et la saisie est perdue. Toute l'équipe est \
             concernée.",
        )],
        paste: &["401 token expired (identity)", "session: refresh rejected"],
        ..PLAIN
    },
    Story {
        id: "company-sign-in",
        about: "IT departments want to connect their own sign-in and it is hard to set up.",
        service: "identity",
        tellers: Tellers::Large,
        tickets: 50,
        feedback: 16,
        titles: &[
            "Single sign-on for our company",
            "Setting up our own sign-in fails",
            "Certificate of the sign-in runs out",
            "Users without the right role after sign-on",
        ],
        opens: &[
            "We would like our {lines} users to sign in with their company account.",
            "Single sign-on stops with \"audience does not match\".",
            "The guide for company sign-in describes pages that don't exist any more.",
            "After connecting our directory everybody is an ordinary user, including the administrators.",
        ],
        details: &[
            "I followed the guide step by step, twice.",
            "With {few} other providers it took ten minutes.",
            "The test button only says \"failed\".",
            "The metadata file is attached.",
        ],
        effects: &[
            "Our security policy doesn't allow separate passwords after {soon}.",
            "Until then new colleagues can't start.",
            "The roll-out at {site} is on hold.",
        ],
        asks: &[
            "Could somebody do this with us on a call?",
            "Please send the current values.",
            "Where can I see the full error?",
        ],
        opinions: &[
            "Single sign-on works once you guess what the guide means.",
            "Please map roles from the directory.",
            "Setup of company sign-in needs an error message a person can use.",
        ],
        paste: &["AudienceMismatch: expected urn:portal", "assertion rejected: NotOnOrAfter"],
        ..PLAIN
    },
    Story {
        id: "rights-per-site",
        about: "Administrators can't limit people to one site or take rights away on their own.",
        service: "identity",
        tickets: 44,
        feedback: 32,
        titles: &[
            "Remove {mate}'s access",
            "Rights per site",
            "Temporary staff see all prices",
            "Former colleague still has access",
            "Role for the warehouse only",
        ],
        opens: &[
            "{mate} left us on {date} and I can't remove the account myself.",
            "Our temporary staff should print labels but not see prices. There is no role for that.",
            "We want each site to see its own shipments only.",
            "Is there a list of who may do what? I only see names.",
        ],
        details: &[
            "I am the administrator according to the profile.",
            "The button is greyed out.",
            "It was promised in the presentation.",
            "There are only two roles, and one of them may do everything.",
        ],
        effects: &[
            "Our data protection officer asks for it.",
            "As a workaround we share one login, which is not allowed.",
            "It is an audit finding for us.",
        ],
        asks: &["Please remove the account today.", "Are finer roles planned?", "Please tell me how."],
        opinions: &[
            "Two roles are not enough for {few} sites.",
            "Let me take away access without writing to support.",
            "Roles per site and a warehouse role, please.",
            "Admin page is thin.",
        ],
        ..PLAIN
    },
];

use super::{Course, PLAIN, Story};

pub const STORIES: &[Story] = &[
    Story {
        id: "month-end-report-slow",
        about: "The monthly cost report takes very long or fails at the turn of the month.",
        service: "reporting",
        course: Course::MonthEnd,
        tickets: 92,
        feedback: 24,
        titles: &[
            "Monthly report doesn't finish",
            "Cost report empty",
            "Report running since {time}",
            "Month-end export fails",
            "Report for {site} times out",
            "Still waiting for the cost report",
        ],
        opens: &[
            "The cost report for last month has been running since {time} and doesn't finish.",
            "Every month the same: on the first working day the report fails.",
            "I started the monthly export {few} times, each time it ends with an empty file.",
            "The report that took a minute in spring now takes {hours} hours.",
            "The download for {site} stops at {most} %.",
        ],
        details: &[
            "For a single week it works.",
            "At night it runs through.",
            "I have closed all other windows.",
            "There's no message, it just stops.",
            "The file has headings and nothing else.",
        ],
        effects: &[
            "Accounts wait for it to close the month.",
            "I come in early on the first to be ahead of the others.",
            "I build it by hand from {few} weekly reports.",
            "My figures are late for the board.",
        ],
        asks: &[
            "Please send me the file.",
            "Can it be made overnight?",
            "Please look at this before the next month-end.",
            "Any workaround?",
        ],
        opinions: &[
            "Month-end reports are unusable on the day I need them.",
            "Reports good, speed not.",
            "Send the monthly report by mail, then nobody has to wait.",
        ],
        german: &[(
            "Monatsbericht läuft nicht durch",
            "Hallo, der Kostenbericht läuft seit {time} und wird nicht fertig. Die Buchhaltung wartet auf die Zahlen. Für eine einzelne \
             Woche geht es. Können Sie uns die Datei schicken?",
        )],
        french: &[(
            "Rapport mensuel vide",
            "Bonjour, l'export mensuel se termine par un fichier vide. J'ai essayé {few} fois. La comptabilité attend les chiffres.",
        )],
        paste: &["report job exceeded 3600 s", "export.csv 312 bytes"],
        ..PLAIN
    },
    Story {
        id: "own-columns",
        about: "People want to choose the columns of lists and reports.",
        service: "reporting",
        tickets: 30,
        feedback: 52,
        titles: &[
            "Choose columns in the shipment list",
            "Weight is missing in the export",
            "Own report layout",
            "Add our reference to the list",
        ],
        opens: &[
            "Can I choose which columns the shipment list shows?",
            "The export has {few}0 columns, and the one I need, the weight, isn't among them.",
            "I would like to save my own layout for the report.",
            "Our order number should be in the list, otherwise I have to open every shipment.",
        ],
        details: &[
            "I hide the other columns every morning.",
            "The order of columns changed on {date} and our sheet broke.",
            "Others here need other columns.",
        ],
        effects: &["Our macro stopped working.", "It is a daily nuisance.", "I copy {lines} values by hand."],
        asks: &["Is it planned?", "Please add the weight.", "Please don't change the order without notice."],
        opinions: &[
            "Let me choose the columns.",
            "Save my filters and columns, please.",
            "The list shows everything except what I need.",
            "Column order changes break our spreadsheets.",
            "Own columns and I'd be happy.",
        ],
        ..PLAIN
    },
];

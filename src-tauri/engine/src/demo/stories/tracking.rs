use super::{Course, PLAIN, Story, Tellers};

pub const STORIES: &[Story] = &[
    Story {
        id: "tracking-stands-still",
        about: "The tracking page shows no news for days although the goods have moved or arrived.",
        service: "tracking",
        tickets: 136,
        feedback: 34,
        titles: &[
            "No tracking update since {day}",
            "{ref} delivered but shown as on the way",
            "Tracking stands still",
            "Status of {ref}?",
            "Where is our shipment?",
            "Last scan is {few} days old",
            "Tracking behind the carrier's own page",
        ],
        opens: &[
            "The tracking for {ref} has not moved since {day}, while {carrier} shows it as delivered.",
            "Our customer already has the goods and your page still says \"on the way\".",
            "For {few} days there has been no new scan on {lane}.",
            "I look at the carrier's page now because yours is always a day behind.",
            "Could you tell me where {ref} is? The last entry is from {date}.",
            "None of the shipments with {carrier} have been updated since this morning.",
            "Tracking is stuck at \"collected\" for about {few} of our loads.",
        ],
        details: &[
            "The signed delivery note is here in front of me.",
            "Other carriers are up to date.",
            "If I open the shipment and press refresh nothing changes.",
            "It caught up by itself last time, after {hours} hours or so.",
            "It was the same {few} weeks ago.",
        ],
        effects: &[
            "My phone rings all day with people asking where their goods are.",
            "We sent a second delivery by mistake because of it.",
            "Our customer service has to look up every number by hand.",
            "The invoice to our customer can only go out once it says delivered.",
        ],
        asks: &[
            "Please check.",
            "Can you push the update through?",
            "When was the last time you got data from {carrier}?",
            "Please write on the page when the data is old.",
        ],
        opinions: &[
            "Tracking is often a day late. The carrier's own page isn't.",
            "Show how old the information is, then we know whether to call.",
            "I want to trust the tracking page and I can't yet.",
            "Great overview, stale data.",
        ],
        german: &[
            (
                "Sendungsstatus steht seit {day}",
                "Hallo, {ref} ist laut {carrier} zugestellt, bei Ihnen steht weiterhin \"unterwegs\". Unser Kunde hat die Ware \
                 bereits. Das kommt in letzter Zeit öfter vor.",
            ),
            (
                "Wo ist {ref}?",
                "Guten Morgen, seit {few} Tagen gibt es keinen neuen Eintrag auf der Strecke {lane}. Können Sie bitte nachsehen, ob \
                 die Daten ankommen?",
            ),
        ],
        french: &[
            (
                "Suivi bloqué pour {ref}",
                "Bonjour, le suivi de {ref} n'a pas bougé depuis {day} alors que le transporteur l'indique comme livré. Notre client \
                 nous appelle sans arrêt. Merci de vérifier.",
            ),
            (
                "Où est notre envoi ?",
                "Bonjour, aucune mise à jour depuis {few} jours sur {lane}. Pouvez-vous nous dire où se trouve {ref} ?",
            ),
        ],
        paste: &["last_event_at is {few} days ago", "202 Accepted, no events"],
        ..PLAIN
    },
    Story {
        id: "arrival-time-wrong",
        about: "The expected arrival time is hours off and jumps.",
        service: "tracking",
        tickets: 56,
        feedback: 40,
        titles: &[
            "Arrival time {hours} hours off",
            "Expected arrival keeps jumping",
            "ETA ignores the ferry",
            "Driver here already, page says {time}",
        ],
        opens: &[
            "The page announced {ref} for {time} and the lorry came {hours} hours earlier.",
            "The expected arrival for {lane} changes every few minutes, sometimes by half a day.",
            "The arrival time doesn't seem to know about the ferry or the driver's breaks.",
            "We plan our dock by your arrival times and they are wrong more often than right.",
        ],
        details: &[
            "On the motorway it is good, at the border it goes wrong.",
            "It jumped {few} times within an hour.",
            "The time zone could be the reason, it is exactly one hour.",
            "With {carrier} it is worst.",
        ],
        effects: &[
            "The forklift driver had gone home.",
            "Lorries queue at the gate and we pay for the waiting.",
            "I have stopped passing the time on to our customers.",
        ],
        asks: &["Please show a span instead of a minute.", "Can we switch it off?", "Please look at {lane}."],
        opinions: &[
            "ETA is a guess presented as a fact. Give me a range.",
            "Arrival times are off by hours once a ferry is involved.",
            "If the arrival was right within an hour this would be the best tool we have.",
            "Don't show minutes if you only know half days.",
        ],
        ..PLAIN
    },
    Story {
        id: "temperature-gaps",
        about: "The temperature record of chilled loads has gaps, and food inspectors don't accept it.",
        service: "tracking",
        course: Course::RisingSince(115),
        tellers: Tellers::ChilledGoods,
        tickets: 78,
        feedback: 16,
        titles: &[
            "Gap in the temperature record of {ref}",
            "Temperature chart incomplete",
            "Inspector refused the temperature sheet",
            "No readings between {time} and arrival",
            "Cold chain record missing {hours} hours",
            "Chilled load without temperature data",
        ],
        opens: &[
            "The temperature record of {ref} has a hole of {hours} hours in the middle of the night.",
            "For our chilled load on {lane} there are no readings after {time}.",
            "The food inspector didn't accept the sheet because {rate} % of the readings are missing.",
            "The chart shows a straight line where there should be values, I take it those are gaps filled in.",
            "We had to throw away {few} pallets because nobody could prove they stayed below four degrees.",
            "Since about {date} most of our cold runs come with an incomplete record.",
        ],
        details: &[
            "The sensor in the trailer has all the values, I asked the carrier.",
            "It starts where the lorry crosses the border.",
            "The export has the same gaps as the page.",
            "We keep these records for the authority for two years.",
            "With {carrier} it is every second run.",
        ],
        effects: &[
            "Our customer reduced the invoice by {money}.",
            "If this goes on we have to change provider before the contract renews.",
            "Our quality manager now puts her own loggers in every pallet.",
            "The retailer has given us until the end of the month.",
        ],
        asks: &[
            "Please send us the missing readings.",
            "We need a complete record, otherwise the product is no use to us.",
            "Who is responsible for the data, you or the carrier?",
            "Please call me back, this is serious for us.",
        ],
        opinions: &[
            "Temperature records with holes are worthless to us.",
            "We are looking at alternatives because of the cold chain record.",
            "Everything stands and falls with the temperature sheet. At present it falls.",
            "Two audits, two findings, both because of gaps in your record.",
        ],
        german: &[
            (
                "Lücke im Temperaturprotokoll",
                "Guten Tag, im Temperaturprotokoll zu {ref} fehlen {hours} Stunden. Das Veterinäramt erkennt das so nicht an. Der Sensor \
                 im Auflieger hat laut Spediteur alle Werte. Wenn sich das nicht ändert, müssen wir den Anbieter wechseln.",
            ),
            (
                "Kühlkette nicht nachweisbar",
                "Hallo, schon wieder eine Kühlfahrt ohne vollständige Werte ({lane}). Der Händler hat uns eine Frist bis Monatsende \
                 gesetzt. Bitte rufen Sie zurück.",
            ),
        ],
        french: &[(
            "Relevé de température incomplet",
            "Bonjour, le relevé de température de {ref} comporte un trou de {hours} heures. L'inspection ne l'accepte pas et nous avons \
             dû jeter {few} palettes. Il nous faut des données complètes.",
        )],
        ..PLAIN
    },
    Story {
        id: "old-shipments-not-found",
        about: "Searching for older shipments or by the customer's own reference finds nothing.",
        service: "tracking",
        tickets: 52,
        feedback: 34,
        titles: &[
            "Can't find shipments from last year",
            "Search by our own reference finds nothing",
            "Looking for {ref}",
            "Search only works with the exact number",
        ],
        opens: &[
            "I'm looking for a shipment from the winter and the search says there is none.",
            "Searching by our purchase order number doesn't find anything, although it is printed on the label.",
            "If I leave out the dash in {ref} the search finds nothing.",
            "The search field only seems to know the last three months.",
        ],
        details: &[
            "In the monthly report the shipment is there.",
            "I tried the name of the consignee too.",
            "{mate} can find it, with the same search.",
            "Scrolling through {lines} pages is not an option.",
        ],
        effects: &[
            "For the claim I need the proof of delivery by {day}.",
            "Our auditor is waiting.",
            "I spent half the morning on it.",
        ],
        asks: &["Please send me the documents.", "How long is data kept?", "Please make our reference searchable."],
        opinions: &[
            "Search is too picky. One wrong dash and nothing is found.",
            "Please let me search by my own order number.",
            "Finding anything older than a quarter is a pain.",
            "Search works if you already know what you are looking for.",
        ],
        french: &[(
            "Recherche par notre référence",
            "Bonjour, la recherche par notre numéro de commande ne donne rien alors qu'il figure sur l'étiquette. Est-ce prévu ?",
        )],
        ..PLAIN
    },
];

use super::{Course, PLAIN, Story, Tellers};

pub const STORIES: &[Story] = &[
    Story {
        id: "large-booking-hangs",
        about: "Bookings with hundreds of lines never finish.",
        service: "booking",
        course: Course::RisingSince(140),
        tellers: Tellers::Large,
        tickets: 128,
        feedback: 20,
        titles: &[
            "Booking with {lines} lines never finishes",
            "Spinner at the last step, {lines} pallets",
            "Upload of our weekly orders hangs",
            "Can't get the {day} booking through",
            "Large consignment stuck on \"Confirming\"",
            "Timeout when we book everything at once",
            "{lines} rows and nothing happens",
            "Bulk booking gives up after {min} minutes",
        ],
        opens: &[
            "Our {day} booking has about {lines} lines and it just sits at the confirm step until the page gives up.",
            "We uploaded {lines} rows this morning and after {min} minutes we were back at the start with nothing booked.",
            "Whenever a booking gets bigger than roughly 150 pallets, the confirm button spins and never comes back.",
            "I have tried {few} times now to send the consignment for {site} ({lines} lines) and it times out every time.",
            "The weekly order for {lane} will not go through, the page says \"Confirming\" for {min} minutes and then shows an empty form.",
            "Is there a limit on how many lines one booking may have? With {lines} it dies, with 80 it works.",
            "Booking everything in one go fails for us since about {date}, the small ones are fine.",
        ],
        details: &[
            "Small bookings go through in a couple of seconds.",
            "We now cut every order above 120 lines into {few} parts by hand.",
            "It happens in {browser} and on {mate}'s machine as well, so I don't think it is our side.",
            "The same file went through without trouble in the spring.",
            "After the timeout we can't tell whether anything was booked, so we check line by line.",
            "On {day} part of it was booked twice because {mate} pressed the button again.",
            "The progress bar gets to about {most} % and stays there.",
        ],
        effects: &[
            "That costs us around {hours} hours a week.",
            "The lorries were waiting at the gate for {min} minutes because of it.",
            "We missed the cut-off at {carrier} and the whole load left a day late.",
            "Two people here do nothing else on {day} mornings.",
            "Our warehouse has gone back to phoning the orders through.",
        ],
        asks: &[
            "Can you please raise the limit or tell us what the limit is?",
            "Please let me know when we can send the whole order again.",
            "Could it at least keep what was typed in when it fails?",
            "Is somebody looking at this?",
            "We need this before the season starts.",
        ],
        opinions: &[
            "Works well until you book more than 150 pallets. Then it is a lottery.",
            "Please make big bookings reliable before you add anything new.",
            "We split orders by hand because the big ones never finish. {hours} hours a week, every week.",
            "Good product for small shippers. For {lines} lines a day it is too slow.",
            "The confirm step on long bookings.",
        ],
        german: &[
            (
                "Große Buchung bleibt hängen",
                "Guten Tag,\n\nunsere Wochenbestellung mit {lines} Positionen bleibt beim Bestätigen stehen. Nach etwa {min} Minuten \
                 kommt wieder die leere Maske, gebucht ist nichts. Wir teilen die Aufträge jetzt von Hand, das kostet uns jeden \
                 Morgen viel Zeit.\n\nBitte um Rückmeldung, ob es eine Grenze gibt.",
            ),
            (
                "Sammelbuchung bricht ab",
                "Hallo, die Sammelbuchung für {site} bricht seit {date} ab, sobald es mehr als etwa 150 Zeilen sind. Kleinere \
                 Aufträge laufen durch. Wann ist damit zu rechnen, dass das wieder geht?",
            ),
        ],
        french: &[(
            "Réservation de {lines} lignes bloquée",
            "Bonjour,\n\nnotre commande hebdomadaire ({lines} lignes) reste bloquée à la confirmation. Au bout de {min} minutes la \
             page revient vide et rien n'est réservé. Nous découpons les commandes à la main en attendant.\n\nMerci de nous dire ce \
             qu'il en est.",
        )],
        paste: &[
            "504 Gateway Time-out (booking/confirm)",
            "Request took longer than 120000 ms",
            "confirm: still working…",
        ],
        ..PLAIN
    },
    Story {
        id: "price-changes-after-quote",
        about: "The price on the confirmation differs from the quote that was just shown.",
        service: "rates",
        tickets: 92,
        feedback: 25,
        titles: &[
            "Quote was {money}, booked at more",
            "Price jumped between quote and confirm",
            "Rate expired while I was typing",
            "Different price on the confirmation, {ref}",
            "Quoted rate not honoured",
            "Why is {lane} dearer than the quote?",
        ],
        opens: &[
            "We were quoted {money} for {lane} and the confirmation says {rate} % more.",
            "The rate I picked had gone by the time I had filled in the addresses, and the new one was higher.",
            "Between the quote and the booking the price for {ref} went up without a word.",
            "I gave my customer the price from your screen and now I am {money} short.",
            "Quotes seem to run out after a few minutes, but nothing says so on the page.",
            "{carrier} shows one price in the list and another one after booking.",
        ],
        details: &[
            "I took a screenshot of the first figure, see attachment.",
            "It took me perhaps {min} minutes to enter the details, no longer.",
            "It happens mostly with {carrier}.",
            "On the phone they told me the first price was right.",
            "The difference looks like the surcharge, but that was ticked in the quote.",
            "Same lane last {day}: same thing.",
        ],
        effects: &[
            "We can't quote our own customers like this.",
            "I have to ring {carrier} for every larger load now.",
            "My manager wants to know why the budget is off by {rate} %.",
            "That is {money} on one shipment, and we send {few} of those a day.",
        ],
        asks: &[
            "Please hold the price for as long as the page is open.",
            "Could you show how long a quote is good for?",
            "Please correct {ref} to the quoted price.",
            "What can we rely on?",
        ],
        opinions: &[
            "A quote should be a quote. It changes while I type.",
            "Show how long the price is valid.",
            "I like comparing carriers. I don't like the price going up at the last click.",
            "Prices between quote and booking differ too often to be an accident.",
        ],
        german: &[(
            "Preis weicht vom Angebot ab",
            "Guten Tag, für {lane} wurden uns {money} angezeigt, in der Bestätigung zu {ref} steht ein höherer Betrag. Wir haben den \
             Preis bereits unserem Kunden genannt. Bitte um Korrektur.",
        )],
        french: &[(
            "Prix différent du devis",
            "Bonjour, le devis pour {lane} était de {money} et la confirmation {ref} indique davantage. Pouvez-vous rectifier et nous \
             dire combien de temps un devis reste valable ?",
        )],
        paste: &["RateExpired: quote older than 300 s", "Price updated by carrier"],
        ..PLAIN
    },
    Story {
        id: "address-refused",
        about: "Valid addresses abroad are refused by the address check.",
        service: "booking",
        tickets: 86,
        feedback: 18,
        titles: &[
            "Address in {country} refused",
            "\"Postcode not recognised\" but it is right",
            "Can't enter the consignee's address",
            "New industrial estate isn't accepted",
            "Address check blocks us again",
            "House number with a letter not allowed",
        ],
        opens: &[
            "The form doesn't take the consignee's address in {country}, although the post delivers there every day.",
            "We have a customer on a new industrial estate and the check says the street does not exist.",
            "A postcode in {country} is refused as too short. It is the correct one.",
            "I can't book {ref} because the house number has a letter in it.",
            "Since {date} the address check refuses places it used to accept.",
            "The check swaps the town for one {hours}0 km away and I don't notice until the driver rings.",
        ],
        details: &[
            "The same address is in our address book and worked last month.",
            "I have checked it on two maps.",
            "There is no way to say \"use it anyway\".",
            "It also removes the accents from the street name.",
            "{mate} found that it works if we leave out the second line, but then the dock number is missing.",
        ],
        effects: &[
            "The driver went to the wrong gate because of the workaround.",
            "We booked this one directly with {carrier} instead.",
            "It holds up about {few} consignments a week.",
            "Our customer has been waiting since {day}.",
        ],
        asks: &[
            "Please let us override the check.",
            "Could you add the street?",
            "How do we book there in the meantime?",
            "Please have somebody look at {country} as a whole.",
        ],
        opinions: &[
            "Trust me when I say the address is right.",
            "The address check is too strict outside the big countries.",
            "An \"I am sure\" button next to the address check would save us daily phone calls.",
        ],
        german: &[(
            "Adresse wird nicht angenommen",
            "Hallo, die Empfängeradresse in {country} wird abgelehnt (\"Straße unbekannt\"). Es ist ein neues Gewerbegebiet, die \
             Adresse stimmt. Wie können wir trotzdem buchen? Sendung {ref}.",
        )],
        french: &[(
            "Adresse refusée",
            "Bonjour, l'adresse du destinataire est refusée alors qu'elle est correcte (nouvelle zone d'activité). Comment réserver \
             quand même ? Réf. {ref}.",
        )],
        paste: &["address.postcode: not recognised", "ERR_ADDR_14 street unknown"],
        ..PLAIN
    },
    Story {
        id: "repeat-a-booking",
        about: "People want to book the same shipment every week without typing it again.",
        service: "booking",
        tickets: 32,
        feedback: 68,
        titles: &[
            "Standing order for the same lane?",
            "Copy last week's booking",
            "Repeat a shipment every {day}",
            "Templates for regular runs",
            "Typing the same booking every week",
        ],
        opens: &[
            "Every {day} we send the same load on {lane}, and every {day} somebody types it in again.",
            "Is there a way to copy a finished booking and change only the date?",
            "We would like a standing order: same goods, same address, every {day}.",
            "I can't find how to reuse last week's booking ({ref}).",
            "Nine out of ten of our bookings are the same as the week before.",
        ],
        details: &[
            "Only the date and sometimes the number of pallets change.",
            "Our last provider had a button for this.",
            "{mate} keeps a sheet next to the keyboard with all the fields.",
            "The saved lane templates don't help, they don't keep the goods.",
            "It would also avoid typing errors in the dangerous goods fields.",
        ],
        effects: &[
            "It is {min} minutes each time, for {few} loads a week.",
            "When {mate} is away nobody knows the right values.",
            "Last week a digit was wrong and the load went to {site}.",
        ],
        asks: &[
            "Is something like that planned?",
            "A copy button would already be enough.",
            "Please add it, or tell us how others do it.",
            "Would this be possible through the interface for partners?",
        ],
        opinions: &[
            "Let me repeat last week's booking with one click.",
            "A \"book again\" button. Please.",
            "Recurring shipments! We type the same {few} bookings every {day}.",
            "I would pay extra for standing orders.",
            "Everything is fine except that I enter the same load week after week.",
            "Copy from previous booking is the one thing missing for us.",
        ],
        german: &[(
            "Buchung wiederholen",
            "Guten Tag, wir fahren jede Woche dieselbe Tour ({lane}). Gibt es eine Möglichkeit, eine Buchung zu kopieren oder als \
             Dauerauftrag anzulegen? Im Moment tippen wir alles neu.",
        )],
        ..PLAIN
    },
    Story {
        id: "missed-collection",
        about: "The carrier doesn't come in the chosen collection window.",
        service: "booking",
        tickets: 74,
        feedback: 18,
        titles: &[
            "Nobody came to collect {ref}",
            "Collection missed again at {site}",
            "{carrier} came outside the window",
            "Collection window not passed on to the carrier",
            "Driver came at {time}, we close at four",
        ],
        opens: &[
            "The collection for {ref} was booked for {day} morning and nobody turned up.",
            "{carrier} says our collection window never reached them.",
            "We chose 13:00 to 15:00 and the driver stood at the gate at {time}.",
            "This is the third missed collection at {site} this month.",
            "The confirmation shows one window and the carrier's own page another.",
        ],
        details: &[
            "On the phone we were told the order arrived without a time.",
            "The goods are packed and block the dock.",
            "We had moved the window once, maybe that is the reason.",
            "It only happens when the booking is changed after the confirmation.",
            "{mate} waited until {time}.",
        ],
        effects: &[
            "Our customer in {country} stopped the line because of the missing parts.",
            "We paid {money} for a special run.",
            "Three people stayed late for nothing.",
        ],
        asks: &[
            "Please find out what the carrier was told.",
            "Can we get a new collection today?",
            "Who pays for the special run?",
            "Please check that changed times are sent on.",
        ],
        opinions: &[
            "Collections outside the window happen about once a week. Otherwise happy.",
            "Tell me in time when the carrier is not going to make it.",
            "Changing the collection time looks like it works but the carrier never hears of it.",
        ],
        french: &[(
            "Enlèvement manqué",
            "Bonjour, l'enlèvement de {ref} était prévu {day} matin, personne n'est venu. Le transporteur dit ne pas avoir reçu \
             l'horaire. Merci d'organiser un nouveau passage.",
        )],
        ..PLAIN
    },
];

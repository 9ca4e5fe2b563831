use super::{Course, PLAIN, Story, Tellers};

pub const STORIES: &[Story] = &[
    Story {
        id: "surcharge-unexplained",
        about: "Nobody can tell how the fuel surcharge on the invoice was worked out.",
        service: "billing",
        tickets: 100,
        feedback: 34,
        titles: &[
            "Fuel surcharge on {invoice}",
            "How is the surcharge calculated?",
            "Surcharge {rate} % instead of the agreed rate",
            "Question about invoice {invoice}",
            "Invoice doesn't match the quote",
            "Surcharge charged twice?",
        ],
        opens: &[
            "Invoice {invoice} has a fuel surcharge of {rate} % and I can't find where that number comes from.",
            "Our contract says the surcharge follows the monthly index, the invoice says something else.",
            "Can you explain the line \"adjustments\" of {money} on {invoice}?",
            "It looks as if the surcharge was added on top of a price that already contained it.",
            "Two shipments on the same day and the same lane have different surcharges.",
            "Accounts won't release {invoice} until somebody explains the surcharge.",
        ],
        details: &[
            "I worked it out by hand and get {money} less.",
            "Last month it was a flat amount.",
            "The quote for {ref} showed no surcharge at all.",
            "Your colleague on the phone couldn't say either.",
            "There is no date next to the rate.",
        ],
        effects: &[
            "I have to ask you the same question every month.",
            "We hold back the payment until it is clear.",
            "I can't pass it on to our customer without a reason.",
            "It takes me {hours} hours to check one invoice.",
        ],
        asks: &[
            "Please send a breakdown.",
            "Please show index, date and base on the invoice.",
            "Please correct {invoice}.",
            "Whom can I talk to about this?",
        ],
        opinions: &[
            "Show how the surcharge is made up and half of my questions go away.",
            "Invoices are a riddle.",
            "I'd like to see the index and the date next to every surcharge.",
            "Surcharges: please just explain them.",
        ],
        german: &[
            (
                "Dieselzuschlag auf {invoice}",
                "Sehr geehrte Damen und Herren, wie setzt sich der Dieselzuschlag von {rate} % auf der Rechnung {invoice} zusammen? \
                 Vereinbart war der Monatsindex. Bis zur Klärung halten wir die Zahlung zurück.",
            ),
            (
                "Rückfrage zur Rechnung {invoice}",
                "Guten Tag, die Position \"Anpassungen\" über {money} ist für uns nicht nachvollziehbar. Bitte um eine Aufstellung.",
            ),
        ],
        french: &[(
            "Surcharge carburant sur {invoice}",
            "Bonjour, comment est calculée la surcharge de {rate} % sur la facture {invoice} ? Elle ne correspond pas à l'indice prévu au \
             contrat. Merci de nous envoyer le détail.",
        )],
        ..PLAIN
    },
    Story {
        id: "reverse-charge-vat",
        about: "Invoices to businesses abroad show VAT although the tax is owed by the recipient.",
        service: "billing",
        course: Course::Between(96, 48),
        tickets: 62,
        feedback: 5,
        titles: &[
            "VAT on a reverse-charge invoice",
            "{invoice}: VAT must be zero",
            "Wrong tax on invoices since {date}",
            "Our VAT number is missing",
            "Tax adviser rejected {invoice}",
        ],
        opens: &[
            "{invoice} shows 21 % VAT although we are a business in {country} and the reverse charge applies.",
            "Since {date} all our invoices carry tax, before that they were correct.",
            "Our VAT number has vanished from the invoices, and now tax is added.",
            "Our tax adviser returned {few} of your invoices because of the VAT.",
            "Please note that VAT can't be charged to us, we are not in your country.",
        ],
        details: &[
            "Our number is valid, I checked it in the public register.",
            "The invoice of the month before was right.",
            "In the profile everything is filled in.",
            "It affects {few} invoices so far.",
        ],
        effects: &[
            "We can't book them and can't pay them.",
            "It is about {money} that we would have to reclaim.",
            "Our month-end is delayed because of it.",
        ],
        asks: &[
            "Please cancel and reissue {invoice}.",
            "We need corrected invoices before {soon}.",
            "Please confirm that this will not happen again.",
        ],
        opinions: &["Invoices with the wrong tax are no invoices.", "Please test invoices before you send them."],
        german: &[(
            "Umsatzsteuer trotz Reverse Charge",
            "Guten Tag, auf {invoice} ist Umsatzsteuer ausgewiesen, obwohl das Reverse-Charge-Verfahren gilt. Bitte stornieren und \
             korrigiert neu ausstellen, wir können die Rechnung so nicht verbuchen.",
        )],
        french: &[(
            "TVA sur la facture {invoice}",
            "Bonjour, la facture {invoice} comporte de la TVA alors que l'autoliquidation s'applique. Merci de l'annuler et d'en émettre \
             une nouvelle.",
        )],
        ..PLAIN
    },
    Story {
        id: "credit-note-slow",
        about: "Customers wait weeks for a credit note after a complaint was accepted.",
        service: "billing",
        tickets: 60,
        feedback: 15,
        titles: &[
            "Waiting for our credit note",
            "Credit note for {ref}?",
            "Reminder: credit of {money}",
            "Credit promised on {date}",
        ],
        opens: &[
            "On {date} you accepted our claim for {ref} and we still have no credit note.",
            "This is not my first reminder about the credit of {money}.",
            "A credit note was promised within a week. That was a month ago.",
            "We were told the credit for {invoice} had been made, but it isn't in the portal.",
        ],
        details: &[
            "I have a mail from your side that confirms it.",
            "Meanwhile we receive payment reminders for the full amount.",
            "Every time somebody else answers and asks for the papers again.",
            "The status has been \"in review\" ever since.",
        ],
        effects: &[
            "I can't close the quarter.",
            "We will take it off the next payment ourselves.",
            "Our auditors ask about it.",
        ],
        asks: &["When will it come?", "Please stop the reminders.", "Please give me a name and a date."],
        opinions: &[
            "Complaints are handled kindly, the money takes forever.",
            "Show me where my credit note stands.",
            "Credits should not need three reminders.",
        ],
        ..PLAIN
    },
    Story {
        id: "invoice-per-cost-centre",
        about: "Larger customers want invoices split by site or cost centre.",
        service: "billing",
        tellers: Tellers::Large,
        tickets: 38,
        feedback: 44,
        titles: &[
            "Separate invoices per site",
            "Cost centre on the invoice",
            "Split the monthly invoice",
            "One invoice for {few} sites is a problem",
        ],
        opens: &[
            "We have {few} sites and get one invoice, which I take apart by hand every month.",
            "Can the cost centre that we enter in the booking be printed on the invoice?",
            "Our group needs a separate invoice for {site}.",
            "Is it possible to receive the invoice as a table with one line a shipment and the cost centre?",
        ],
        details: &[
            "The field exists in the booking form but leads nowhere.",
            "{lines} lines, {few} sites, one total.",
            "At the moment I sort it by the collection address.",
            "The purchase order number would do as well.",
        ],
        effects: &[
            "It takes a full day every month.",
            "Two sites have already paid for the wrong shipments.",
            "Head office wants to make this a condition for the next contract.",
        ],
        asks: &["Is this possible?", "When could we have this?", "Please put it on your list."],
        opinions: &[
            "Invoices per cost centre, please. One day a month lost.",
            "We enter the cost centre for every booking. Why is it not on the invoice?",
            "Split invoices by site.",
            "A spreadsheet next to the invoice would make accounts love you.",
        ],
        ..PLAIN
    },
    Story {
        id: "charged-twice",
        about: "Direct debits are taken twice or cards are refused.",
        service: "billing",
        tickets: 62,
        feedback: 8,
        titles: &[
            "Direct debit taken twice",
            "Card refused, but it is valid",
            "Double payment of {money}",
            "Payment not recognised",
        ],
        opens: &[
            "{money} was debited twice on {date}.",
            "Our card is refused although the bank says everything is fine.",
            "We paid {invoice} by transfer and you took the amount by direct debit as well.",
            "The payment page ends with an error, but the amount has been reserved on the card.",
        ],
        details: &[
            "The bank statement is attached.",
            "Both have the same reference.",
            "I tried {few} times and now {few} amounts are reserved.",
            "The account was blocked because of it, we can't book at the moment.",
        ],
        effects: &[
            "That hurts a company of our size.",
            "We can't ship until this is settled.",
            "The bank charges a fee for the return.",
        ],
        asks: &["Please pay one of them back.", "Please unblock our account.", "Please confirm in writing."],
        opinions: &["Paying should be the easy part.", "Debited twice this year, refunded after two weeks each time."],
        german: &[(
            "Doppelte Abbuchung",
            "Guten Tag, am {date} wurden {money} zweimal abgebucht. Bitte erstatten Sie einen Betrag zurück und bestätigen Sie das \
             schriftlich.",
        )],
        ..PLAIN
    },
];

use super::{Course, PLAIN, Story, Tellers};

pub const STORIES: &[Story] = &[
    Story {
        id: "label-unreadable",
        about: "Labels from thermal printers come out at the wrong size and can't be scanned.",
        service: "documents",
        course: Course::FallingAfter(155),
        tickets: 104,
        feedback: 14,
        titles: &[
            "Labels print too small",
            "Barcode can't be scanned at the depot",
            "Label cut off on the right",
            "{carrier} refuses our labels",
            "Thermal printer: wrong label size",
            "Labels blurry since {date}",
        ],
        opens: &[
            "Our labels come out at about {most} % of the size they should have, and the depot can't scan them.",
            "The right edge of the label is cut off on our thermal printer.",
            "{carrier} sent back {few} pallets because the barcode couldn't be read.",
            "Since {date} the labels are blurred, as if they were a picture that was made larger.",
            "The label page prints on half of the sheet whatever I choose.",
            "On the label for {ref} the barcode runs over the edge.",
        ],
        details: &[
            "The printer's own test page is sharp.",
            "We have not changed anything on our side, same rolls, same driver.",
            "If I save the file and print it from another program it is all right.",
            "Scaling is set to 100 % in {browser}.",
            "It concerns the 100 × 150 format, the A4 sheet is fine.",
        ],
        effects: &[
            "We stick the number on by hand for every pallet.",
            "{few} pallets stood at the depot over the weekend.",
            "We were charged {money} for manual handling.",
            "The warehouse prints everything twice.",
        ],
        asks: &[
            "Which setting do we need?",
            "Please send a corrected label for {ref}.",
            "Can we go back to the old format?",
            "Please credit the handling fee.",
        ],
        opinions: &[
            "Labels on thermal printers are hit and miss.",
            "Print size should not need {few} attempts.",
            "I keep a ruler next to the printer. Says it all.",
        ],
        german: &[(
            "Etiketten nicht lesbar",
            "Guten Tag, die Etiketten werden auf dem Thermodrucker zu klein gedruckt, der Barcode ist im Depot nicht lesbar. \
             {carrier} hat {few} Paletten zurückgeschickt. Bitte um Hilfe.",
        )],
        paste: &["scale=0.87 media=100x150", "Barcode quality grade F"],
        ..PLAIN
    },
    Story {
        id: "customs-papers",
        about: "Customs invoices lack numbers or carry the wrong tariff code.",
        service: "documents",
        tickets: 82,
        feedback: 18,
        titles: &[
            "Customs invoice without our number",
            "Wrong tariff code on the papers",
            "Shipment held at customs, {ref}",
            "Commercial invoice shows the wrong value",
            "Papers for {country} rejected",
            "Which papers do I need for {country}?",
        ],
        opens: &[
            "{ref} is held at customs because our registration number is missing on the invoice.",
            "The customs invoice has the tariff code of a different article.",
            "The papers for {country} were rejected, apparently the value is without the freight.",
            "The commercial invoice only shows the first of {few} articles.",
            "We entered the number of the importer and it isn't printed anywhere.",
            "I corrected the tariff code in the booking and the document still has the old one.",
        ],
        details: &[
            "The number is in our company profile.",
            "The broker had us send a corrected version by mail.",
            "Making the document again doesn't change it.",
            "It worked for the shipment on {date}.",
            "For other countries the number is there.",
        ],
        effects: &[
            "The lorry has been at the border since {day}.",
            "Storage is {money} a day.",
            "Our customer threatens to cancel.",
            "The broker charges {money} for every correction.",
        ],
        asks: &[
            "We need a corrected document today, please.",
            "Where do I have to enter it?",
            "Please check our profile.",
            "Can I upload our own invoice instead?",
        ],
        opinions: &[
            "Customs papers are the weak spot. We make ours in a spreadsheet.",
            "Let us upload our own commercial invoice.",
            "Exports to {country} always need a second attempt at the papers.",
        ],
        german: &[
            (
                "Zollrechnung unvollständig",
                "Sehr geehrte Damen und Herren, auf der Zollrechnung zu {ref} fehlt unsere Registriernummer, die Sendung steht seit \
                 {day} beim Zoll. Die Nummer ist im Firmenprofil hinterlegt. Bitte schnellstmöglich korrigieren.",
            ),
            (
                "Falsche Zolltarifnummer",
                "Hallo, die Tarifnummer wurde in der Buchung geändert, im Dokument steht weiterhin die alte. Der Spediteur verlangt \
                 {money} für die Korrektur.",
            ),
        ],
        french: &[(
            "Facture douanière incomplète",
            "Bonjour, la facture douanière de {ref} ne porte pas notre numéro d'opérateur et l'envoi est bloqué depuis {day}. Le \
             numéro figure pourtant dans notre profil. C'est urgent.",
        )],
        ..PLAIN
    },
    Story {
        id: "print-all-labels",
        about: "People want to print the labels of a whole day in one go.",
        service: "documents",
        course: Course::FallingAfter(210),
        tellers: Tellers::Large,
        tickets: 34,
        feedback: 46,
        titles: &[
            "Print all labels of today at once",
            "One file with all labels?",
            "{lines} labels, {lines} clicks",
            "Collective printing of labels",
        ],
        opens: &[
            "We have about {lines} parcels a day and have to open every label on its own.",
            "Can all labels of the day be printed as one file?",
            "Is there a way to select several shipments and print their labels together?",
            "Printing label by label takes longer than packing.",
        ],
        details: &[
            "Sorted by aisle would be ideal.",
            "The browser asks for the printer every single time.",
            "Through the interface it would be possible, but we have nobody for that.",
            "{mate} wrote a small script that clicks for us, it breaks every few weeks.",
        ],
        effects: &[
            "It is about {min} minutes every evening.",
            "At the end of the month we need a helper only for this.",
            "We regularly forget one.",
        ],
        asks: &["Is this coming?", "Please consider it.", "Even a limit of 50 would help.", "How do others do it?"],
        opinions: &[
            "One button: print everything for today.",
            "Label printing one at a time is from another century.",
            "Batch printing would save us {min} minutes a day.",
            "Sort the labels by collection time and print them in one go.",
        ],
        ..PLAIN
    },
];

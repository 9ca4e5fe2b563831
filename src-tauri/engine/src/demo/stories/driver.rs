use super::{Course, PLAIN, Story};

pub const STORIES: &[Story] = &[
    Story {
        id: "delivery-photo-lost",
        about: "Photos of proof of delivery are lost when the phone has no network.",
        service: "driver-app",
        course: Course::RisingSince(170),
        tickets: 98,
        feedback: 30,
        titles: &[
            "Proof of delivery photo missing, {ref}",
            "Photo upload fails without network",
            "Signature saved, picture gone",
            "App loses delivery photos",
            "No POD for {few} drops on {day}",
            "Upload stuck at {most} %",
        ],
        opens: &[
            "Our driver took the photo for {ref} in the underground dock and it never arrived.",
            "Without a network the app says the picture is saved, and later it is gone.",
            "For {few} deliveries on {day} the signature is there but not the photo.",
            "The upload hangs at {most} % and after a restart of the app the photo has disappeared.",
            "Drivers report that proof of delivery only works where reception is good.",
            "Since the last update pictures taken offline don't get sent afterwards.",
        ],
        details: &[
            "It is an ordinary Android phone, about two years old.",
            "He waited until he was back on the road and opened the app again.",
            "On the iPhones it seems to be better.",
            "The picture isn't in the phone's gallery either.",
            "Before the summer this was no problem.",
        ],
        effects: &[
            "The customer disputes the delivery and we have nothing in hand.",
            "We pay for {few} pallets that were delivered all right.",
            "Drivers now take a second picture with their own phone.",
            "That is a claim of {money}.",
        ],
        asks: &[
            "Can the photo be recovered?",
            "Please make the app keep it until it is really sent.",
            "Is there a setting for that?",
            "Please have someone call our dispatcher {mate}.",
        ],
        opinions: &[
            "App must work in a basement. That is where we deliver.",
            "Photos vanish when offline. Everything else is fine.",
            "I take every picture twice, once with the app and once for me.",
            "Offline is not an exception for a driver.",
        ],
        german: &[(
            "Ablieferfoto fehlt",
            "Moin, unser Fahrer hat bei {ref} im Tiefgeschoss fotografiert, ohne Netz. Die App sagte gespeichert, jetzt ist das Bild \
             weg. Der Kunde bestreitet die Lieferung. Lässt sich das wiederherstellen?",
        )],
        french: &[(
            "Photo de livraison perdue",
            "Bonjour, sans réseau l'application dit que la photo est enregistrée, puis elle disparaît ({ref}). Le client conteste la \
             livraison. Que faire ?",
        )],
        paste: &["upload queue: 0 pending", "E/photo: file not found after restart"],
        ..PLAIN
    },
    Story {
        id: "driver-app-drains",
        about: "The driver app empties the phone's battery within a shift.",
        service: "driver-app",
        course: Course::Between(330, 120),
        tickets: 52,
        feedback: 22,
        titles: &[
            "App empties the battery",
            "Phone dead by {time}",
            "Battery at {rate} % after half a shift",
            "App gets hot",
        ],
        opens: &[
            "With the app open the phone is empty by early afternoon.",
            "Our drivers complain that the app eats the battery since the version from {date}.",
            "The phones get hot in the holder and switch off.",
            "Half a shift and the battery is at {rate} %.",
        ],
        details: &[
            "It asks for the position every few seconds, even in the yard.",
            "We have given everybody a charging cable, it can't keep up.",
            "Closing the app helps but then there is no tracking.",
            "On older phones it is worst.",
        ],
        effects: &[
            "{few} drivers couldn't confirm their last drops.",
            "We had to buy power packs for the whole fleet.",
            "Drivers switch it off, and then the office is blind.",
        ],
        asks: &["Can the position be sent less often?", "Is there a fix?", "Please tell us which version to install."],
        opinions: &[
            "Nice app, but my phone dies at lunch.",
            "Battery, battery, battery.",
            "It should sleep when the lorry is parked.",
        ],
        ..PLAIN
    },
];

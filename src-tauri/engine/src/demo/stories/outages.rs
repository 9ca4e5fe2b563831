//! What people write while a service is down or slow, by service. These texts belong to an incident, not to a theme.

/// What people see when `service` fails: titles, and first sentences.
pub fn outage(service: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match service {
        "booking" => (
            &["Can't book anything", "Booking page shows an error", "Is booking down?", "Confirm gives error 500"],
            &[
                "Since {time} we can't book anything, the page says that something went wrong.",
                "Confirming a booking ends with an error for all of us at {site}.",
                "Is the booking page down? Nothing works here since this morning.",
                "I get a white page after pressing confirm, {few} times in a row.",
            ],
        ),
        "rates" => (
            &["No prices shown", "Rates don't load", "Only one carrier in the list", "Price list empty"],
            &[
                "The list of prices stays empty, whatever lane I choose.",
                "Since {time} only {carrier} gives a price, the others are missing.",
                "Getting a quote takes {min} minutes today or fails.",
                "No rates for {lane}, it says try again later.",
            ],
        ),
        "documents" => (
            &["Labels can't be downloaded", "No documents today", "Label page stays white", "PDF is empty"],
            &[
                "We can't download any label since {time}, the lorry leaves soon.",
                "The label file for {ref} is empty, 0 bytes.",
                "Documents for today's shipments don't open.",
                "Printing labels ends with a white page at {site}.",
            ],
        ),
        "tracking" => (
            &["Tracking page not reachable", "Map doesn't load", "No shipment details", "Tracking error"],
            &[
                "The tracking page doesn't open since {time}.",
                "All shipments show \"no data\" today.",
                "The details of {ref} end in an error.",
                "Our customers tell us the tracking link is dead.",
            ],
        ),
        "driver-app" => (
            &[
                "App doesn't load the tour",
                "Drivers can't sign in to the app",
                "App crashes at start",
                "No tours this morning",
            ],
            &[
                "Our drivers don't get their tours in the app this morning.",
                "The app closes right after the start on {few} phones.",
                "Deliveries can't be confirmed in the app since {time}.",
                "{mate} and the others only see a spinning wheel in the app.",
            ],
        ),
        "billing" => (
            &["Invoice page gives an error", "Can't pay", "Invoices don't open", "Payment page down"],
            &[
                "The invoice page has been showing an error since {time}.",
                "Paying {invoice} fails with \"try again later\".",
                "None of our invoices can be opened today.",
                "The payment page is not reachable from {site}.",
            ],
        ),
        "identity" => (
            &["Nobody can log in", "Login not possible", "Wrong password, but it is right", "Login page error"],
            &[
                "Nobody at {site} can log in since {time}.",
                "My password is refused, and {mate}'s too.",
                "The login page shows an error after the code is entered.",
                "Logging in takes {min} minutes or fails.",
            ],
        ),
        "notifications" => (
            &[
                "No mails since this morning",
                "Codes by text message don't come",
                "Announcements missing",
                "Mails delayed",
            ],
            &[
                "We have received no mails from the portal since {time}.",
                "The code by text message doesn't arrive, so we can't sign in.",
                "Today's delivery announcements have not gone out, consignees are calling.",
                "Mails from you come {hours} hours late today.",
            ],
        ),
        "partner-api" => (
            &[
                "Interface returns 500",
                "Interface down?",
                "Timeouts from your interface",
                "Bookings fail through the interface",
            ],
            &[
                "Since {time} your interface answers with 500 for about {pct} % of our calls.",
                "All calls time out after 30 seconds.",
                "Bookings through the interface fail, by hand they work.",
                "Is there a fault on the interface? We have {lines} calls in the queue.",
            ],
        ),
        _ => (
            &["Reports not available", "Error in reports", "Dashboard empty", "Figures don't load"],
            &[
                "The reports page has been empty since {time}.",
                "Every report ends in an error today.",
                "The dashboard at {site} shows zeros everywhere.",
                "The figures don't load, I waited {min} minutes.",
            ],
        ),
    }
}

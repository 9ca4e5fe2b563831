//! Verbs on where signals come from, and what they mean here: connections, services, customers.

use super::row::Then::{Asks, Changes, Decides, Sees};
use super::row::{Row, Screen};

pub const CONNECTIONS: Screen = Screen {
    name: "Sources",
    scope: "sources",
    proves: "goSources",
    there: "g s",
    ready: "[role='grid'][aria-label='Connections'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='source-'][aria-selected='true']")),
        Row("pause", "p", Decides("Paused “", "[id^='source-'] [role='gridcell']:nth-child(2)")),
        Row("rename", "F2 ' anew' Enter", Decides("Renamed “", "[id^='source-'][aria-selected='true'] .title")),
        Row("remove", "Delete", Asks("Delete the connection")),
        Row("new", "n", Sees("[aria-label='Find a tool']:focus")),
    ],
};

/// With two rules, whose verbs are offered too.
pub const SERVICES: Screen = Screen {
    name: "Services",
    scope: "sources",
    proves: "goServices",
    there: "g v (add_rule {\"rule\": {\"connection\": null, \"field\": \"label\", \"pattern\": \"a*\", \"service\": \"\"}}) \
        (add_rule {\"rule\": {\"connection\": null, \"field\": \"label\", \"pattern\": \"b*\", \"service\": \"\"}}) \
        {[id^='line-rule-'] ~ [id^='line-rule-']}",
    ready: "[role='grid'][aria-label='Services'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='line-'][aria-selected='true']")),
        Row("new", "n 'checkout*' Enter", Decides("Added a rule", "[role='grid']")),
        Row("product", "Shift+P", Asks("Product")),
        Row("open", "Enter", Asks("Assign")),
        Row(
            "extendDown",
            "*j{[data-action='remove']:not([aria-disabled])} Shift+J",
            Decides("Moved a rule down", "[role='grid']"),
        ),
        Row("remove", "Delete", Decides("Removed the rule", "[role='grid']")),
    ],
};

/// With something decided about a customer, to take back.
pub const CUSTOMERS: Screen = Screen {
    name: "Customers",
    scope: "sources",
    proves: "goCustomers",
    there: "g c / 'Kettlemoor' Enter \
        (assign_customer {\"told\": {\"sign\": \"organisation\", \"value\": \"Kettlemoor Timber\"}, \"customer\": \"\"}) \
        {[id^='line-choice-']}",
    ready: "[role='grid'][aria-label='Customers'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='line-'][aria-selected='true']")),
        Row("search", "/", Sees("[aria-label='Search this list']:focus")),
        Row("open", "Enter", Asks("Assign")),
        Row(
            "remove",
            "*j{[data-action='remove']:not([aria-disabled])} Delete",
            Decides("goes by its signs again", "[role='grid']"),
        ),
    ],
};

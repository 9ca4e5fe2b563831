//! A line of the tables of verbs: where, what is pressed, and what comes of it.

/// A screen, how a person gets there from anywhere, and what its verbs do there.
pub struct Screen {
    /// For messages.
    pub name: &'static str,
    /// Where its verbs are offered, as the keyboard map calls it.
    pub scope: &'static str,
    /// Verbs that are seen to work by getting there.
    pub proves: &'static str,
    /// What a person does to get there; see [`super::deeds`].
    pub there: &'static str,
    /// What stands there once it has been read, and nowhere else.
    pub ready: &'static str,
    pub rows: &'static [Row],
}

/// Verbs by their names in the keyboard map, what a person does, and what comes of it. A row begins where the one
/// before it ended; when that led away from the screen, the way there is gone again.
pub struct Row(pub &'static str, pub &'static str, pub Then);

/// What comes of a verb. Selectors speak of everything they match, and of its words.
#[derive(Clone, Copy, Debug)]
pub enum Then {
    /// A decision: what the toast says, and where it is seen, unless that is empty. Z takes it back.
    Decides(&'static str, &'static str),
    /// The toast says this of something that leaves no step: a file that was written.
    Says(&'static str),
    /// A dialog or popover opens whose name holds these words. Esc closes it.
    Asks(&'static str),
    Sees(&'static str),
    Loses(&'static str),
    /// What matches holds these words.
    Reads(&'static str, &'static str),
    /// What matches has other words than before.
    Changes(&'static str),
}

//! What the customers of the invented company write about. A story is one trouble or wish, told in many people's
//! words; everything written from it belongs to one theme.
//!
//! Words in braces are filled when a text is written, see [`super::scene`].

mod access;
mod billing;
mod booking;
mod desk;
mod documents;
mod driver;
mod messages;
mod outages;
mod reporting;
mod tracking;

pub use outages::outage;

/// How often a story is told over the year, in days before now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Steady,
    /// Quiet until the day, then more and more.
    RisingSince(i64),
    /// Only since the day.
    Since(i64),
    /// Often until the day, seldom after it: something was put right.
    FallingAfter(i64),
    /// Only between the two days.
    Between(i64, i64),
    /// Mostly in the last and first days of a month.
    MonthEnd,
}

/// Which customers tell a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tellers {
    Anybody,
    /// Mostly the customers that ship chilled goods.
    ChilledGoods,
    /// Mostly the large ones.
    Large,
}

pub struct Story {
    pub id: &'static str,
    /// The trouble in one plain sentence.
    pub about: &'static str,
    pub service: &'static str,
    pub course: Course,
    pub tellers: Tellers,
    /// How many tickets and how many pieces of feedback over the year.
    pub tickets: u32,
    pub feedback: u32,
    /// Subjects. In a mixed bag each belongs to the first sentence at its own position.
    pub titles: &'static [&'static str],
    /// True for a story that is many unconnected small ones.
    pub mixed_bag: bool,
    /// First sentences that say the whole trouble; each works alone.
    pub opens: &'static [&'static str],
    pub details: &'static [&'static str],
    pub effects: &'static [&'static str],
    pub asks: &'static [&'static str],
    /// Short opinions, for the feedback form.
    pub opinions: &'static [&'static str],
    /// Whole tickets in another language: title, body.
    pub german: &'static [(&'static str, &'static str)],
    pub french: &'static [(&'static str, &'static str)],
    /// A line of a log or message that people paste.
    pub paste: &'static [&'static str],
}

/// What a story is when it says nothing else.
const PLAIN: Story = Story {
    id: "",
    about: "",
    service: "",
    course: Course::Steady,
    tellers: Tellers::Anybody,
    tickets: 0,
    feedback: 0,
    titles: &[],
    mixed_bag: false,
    opens: &[],
    details: &[],
    effects: &[],
    asks: &[],
    opinions: &[],
    german: &[],
    french: &[],
    paste: &[],
};

/// Every story but the ones that follow an outage.
pub fn stories() -> impl Iterator<Item = &'static Story> {
    [
        booking::STORIES,
        documents::STORIES,
        tracking::STORIES,
        driver::STORIES,
        billing::STORIES,
        access::STORIES,
        messages::STORIES,
        reporting::STORIES,
        desk::STORIES,
    ]
    .into_iter()
    .flatten()
}

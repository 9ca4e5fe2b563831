//! The numbers of an audit. Every item is counted once in each.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Evidence, TOO_FEW};

/// What the numbers need to know of one open item.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    pub evidence: Evidence,
    /// It stays although nothing speaks for it, a person said.
    pub kept: bool,
    pub duplicate: bool,
    pub shipped: bool,
    /// Since it was written, where that is known.
    pub age_days: Option<u32>,
}

/// Of open items.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct AuditCounts {
    pub open: u32,
    pub fresh: u32,
    pub stale: u32,
    /// Without evidence, although their service was listened to; those that people keep aside.
    pub none: u32,
    /// Nothing can be said of them: nothing of their service was read. They are in no share.
    pub no_data: u32,
    /// Without evidence, kept by people. They are in no share.
    pub kept: u32,
    pub duplicates: u32,
    pub shipped: u32,
    /// Those without evidence, duplicates and shipped ones, each item once; and the rest.
    pub could_go: u32,
    pub left: u32,
    /// Fresh, stale and none: those of which something can be said.
    pub judged: u32,
    /// `none` of `judged`, 0 to 1; null when fewer than five can be judged.
    pub share: Option<f64>,
    /// Half of those without evidence are older; null when no age is known.
    pub median_age_days: Option<u32>,
}

pub fn counts(items: &[Counted]) -> AuditCounts {
    let count =
        |of: &dyn Fn(&Counted) -> bool| u32::try_from(items.iter().filter(|item| of(item)).count()).unwrap_or(u32::MAX);
    let lacks = |item: &Counted| item.evidence == Evidence::None && !item.kept;
    let fresh = count(&|item| item.evidence == Evidence::Fresh);
    let stale = count(&|item| item.evidence == Evidence::Stale);
    let none = count(&lacks);
    let could_go = count(&|item| lacks(item) || item.duplicate || item.shipped);
    let (open, judged) = (count(&|_| true), fresh + stale + none);
    let mut ages: Vec<u32> = items.iter().filter(|item| lacks(item)).filter_map(|item| item.age_days).collect();
    ages.sort_unstable();
    AuditCounts {
        open,
        fresh,
        stale,
        none,
        no_data: count(&|item| item.evidence == Evidence::NoData && !item.kept),
        kept: count(&|item| item.kept && matches!(item.evidence, Evidence::None | Evidence::NoData)),
        duplicates: count(&|item| item.duplicate),
        shipped: count(&|item| item.shipped),
        could_go,
        left: open - could_go,
        judged,
        share: (judged >= TOO_FEW).then(|| f64::from(none) / f64::from(judged)),
        median_age_days: ages.get(ages.len() / 2).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(evidence: Evidence) -> Counted {
        Counted { evidence, kept: false, duplicate: false, shipped: false, age_days: Some(400) }
    }

    #[test]
    fn what_nobody_listened_to_and_what_is_kept_is_in_no_share() {
        let mut items =
            vec![item(Evidence::Fresh), item(Evidence::Stale), item(Evidence::None), item(Evidence::NoData)];
        items.push(Counted { kept: true, ..item(Evidence::None) });
        items.push(Counted { duplicate: true, ..item(Evidence::None) });
        assert_eq!(counts(&items).share, None);
        items.push(Counted { shipped: true, age_days: None, ..item(Evidence::Fresh) });
        let all = counts(&items);
        assert_eq!((all.open, all.fresh, all.stale, all.none, all.no_data, all.kept), (7, 2, 1, 2, 1, 1));
        assert_eq!((all.duplicates, all.shipped, all.could_go, all.left), (1, 1, 3, 4));
        assert_eq!((all.judged, all.share, all.median_age_days), (5, Some(0.4), Some(400)));
    }

    #[test]
    fn nothing_is_no_share_and_no_age() {
        assert_eq!(counts(&[]), AuditCounts::default());
    }
}

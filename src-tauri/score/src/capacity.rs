//! What fits into a number of person-weeks.

/// Most person-weeks that a set can be found for.
pub const MOST_WEEKS: f64 = 2_000.0;

/// Something that takes work and is worth something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    /// Person-weeks; counted in tenths, rounded up.
    pub weeks: f64,
    pub value: f64,
}

/// Which of `jobs` to do, in their order: the set that is worth most and fits, found exactly (the knapsack problem by
/// dynamic programming over tenths of weeks). Jobs worth nothing are left. At most [`MOST_WEEKS`] are looked at.
pub fn best_set(jobs: &[Job], weeks: f64) -> Vec<bool> {
    let room = tenths(weeks.min(MOST_WEEKS), f64::floor);
    let mut best = vec![0.0_f64; room + 1];
    let mut takes: Vec<Vec<bool>> = Vec::with_capacity(jobs.len());
    for job in jobs {
        let size = tenths(job.weeks, f64::ceil);
        let mut take = vec![false; room + 1];
        if job.value > 0.0 && size <= room {
            for left in (size..=room).rev() {
                let with = best.get(left - size).copied().unwrap_or(0.0) + job.value;
                if let (Some(best), Some(take)) = (best.get_mut(left), take.get_mut(left))
                    && with > *best
                {
                    (*best, *take) = (with, true);
                }
            }
        }
        takes.push(take);
    }
    let mut left = room;
    let mut set = vec![false; jobs.len()];
    for ((job, take), set) in jobs.iter().zip(&takes).zip(&mut set).rev() {
        if take.get(left).copied().unwrap_or(false) {
            *set = true;
            left -= tenths(job.weeks, f64::ceil);
        }
    }
    set
}

/// How many tenths of a week; what is a whole number of tenths but for the last bits stays that number.
fn tenths(weeks: f64, round: impl Fn(f64) -> f64) -> usize {
    let tenths = weeks.max(0.0) * 10.0;
    let whole = if (tenths - tenths.round()).abs() < 1e-6 { tenths.round() } else { round(tenths) };
    whole as usize
}

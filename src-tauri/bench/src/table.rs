//! Bars, what was measured, and whether it meets them.

use cpu_time::ProcessTime;

/// Processor time of the whole process while `work` runs, in milliseconds.
pub fn cpu<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = ProcessTime::now();
    let done = work();
    (started.elapsed().as_secs_f64() * 1e3, done)
}

/// The most memory that the process has held so far, where the system tells (Linux).
pub fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1_024.0)
}

/// One line of the result.
pub struct Bar {
    pub what: &'static str,
    pub bar: String,
    pub measured: String,
    pub met: Option<bool>,
}

impl Bar {
    pub fn at_least(what: &'static str, least: f64, measured: f64) -> Bar {
        let met = Some(measured >= least);
        Bar { what, bar: format!("≥ {least:.2} ×"), measured: format!("{measured:.2} ×"), met }
    }

    pub fn at_most(what: &'static str, most: f64, measured: f64, unit: &str) -> Bar {
        let met = Some(measured <= most);
        Bar { what, bar: format!("≤ {most:.2} {unit}"), measured: format!("{measured:.2} {unit}"), met }
    }

    /// A figure that no bar is set for.
    pub fn told(what: &'static str, measured: f64, unit: &str) -> Bar {
        Bar { what, bar: String::new(), measured: format!("{measured:.2} {unit}"), met: None }
    }

    pub fn not_measured(what: &'static str, why: &str) -> Bar {
        Bar { what, bar: String::new(), measured: why.to_owned(), met: None }
    }
}

pub fn print(bars: &[Bar]) {
    print_under("processor time, all in this run", bars);
}

/// `heading` says what was measured, where it isn't processor time.
pub fn print_under(heading: &str, bars: &[Bar]) {
    println!("\n{heading:<62} {:>12} {:>12}  met", "bar", "measured");
    for bar in bars {
        let met = match bar.met {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "-",
        };
        println!("{:<62} {:>12} {:>12}  {met}", bar.what, bar.bar, bar.measured);
    }
}

/// The value that `share` of the values don't exceed.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * share).ceil() as usize;
    values.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

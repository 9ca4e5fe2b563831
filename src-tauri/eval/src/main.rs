use std::path::Path;
use cpu_time::ProcessTime;
fn main() {
    let m = themes::embed::Model::load(Path::new(&std::env::args().nth(1).unwrap())).unwrap();
    for f in std::env::args().skip(2) {
        let t: Vec<String> = csv::Reader::from_path(&f).unwrap().records().map(|r| r.unwrap()[0].to_string()).collect();
        let s = ProcessTime::now();
        let n: usize = t.iter().map(|t| m.pieces(t).len()).sum();
        let p = s.elapsed().as_secs_f64();
        let d: std::collections::HashSet<&String> = t.iter().collect();
        let s = ProcessTime::now();
        let v = m.embed(&t, |_, _| true).unwrap();
        let e = s.elapsed().as_secs_f64();
        println!("{f} n {} distinct {} pieces/text {:.1} cut {p:.2}s; embed {e:.2}s = {:.0}/s, {:.0} pieces/s {:?}", t.len(), d.len(), n as f64 / t.len() as f64, t.len() as f64 / e, n as f64/e, &v[..3]);
    }
}

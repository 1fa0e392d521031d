use std::collections::BTreeMap;
use std::io::{self, BufRead};

fn main() {
    let mut scores: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for line in io::stdin().lock().lines().map(Result::unwrap) {
        if let Some((name, points)) = line.split_once(':') {
            let points = points.split_whitespace().filter_map(|p| p.parse::<u32>().ok());
            scores.entry(name.to_string()).or_default().extend(points);
        }
    }
    for (name, points) in &scores {
        let mean = points.iter().sum::<u32>() as f64 / points.len() as f64;
        println!("{name:<5}{mean:>7.2} {points:?}");
    }
    let best = scores.iter().max_by_key(|(_, points)| points.iter().max());
    println!("{:?}", best.map(|(name, _)| name));
}

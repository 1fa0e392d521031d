use std::collections::{BinaryHeap, HashMap};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::{cell::RefCell, cmp::Reverse, thread};

// Traits, closures, shared state, threads and a shortest path.
trait Shape {
    fn area(&self) -> f64;
    fn describe(&self) -> String {
        format!("{:.1}", self.area())
    }
}
impl Shape for (f64, f64) {
    fn area(&self) -> f64 { self.0 * self.1 }
}
impl Shape for f64 {
    fn area(&self) -> f64 { std::f64::consts::PI * self * self }
    fn describe(&self) -> String { format!("disc {:.2}", self.area()) }
}

fn distances(edges: &[(u32, u32, u32)], from: u32) -> HashMap<u32, u32> {
    let mut known = HashMap::new();
    let mut heap = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((distance, node))) = heap.pop() {
        if known.contains_key(&node) { continue }
        known.insert(node, distance);
        heap.extend(edges.iter().filter(|e| e.0 == node).map(|e| Reverse((distance + e.2, e.1))));
    }
    known
}

fn main() {
    let shapes: [Box<dyn Shape>; 2] = [Box::new((2.0, 3.25)), Box::new(1.5)];
    println!("{}", shapes.iter().map(|s| s.describe()).collect::<Vec<_>>().join(", "));
    let total = Arc::new(Mutex::new(0u64));
    let threads: Vec<_> = (1..=4u64).map(|n| {
        let total = Arc::clone(&total);
        thread::spawn(move || { *total.lock().unwrap() += n; n.pow(20) })
    }).collect();
    let powers: Vec<u64> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    println!("{powers:?} {}", total.lock().unwrap());
    let log = Rc::new(RefCell::new(vec![]));
    let note = { let log = Rc::clone(&log); move |n: i32| log.borrow_mut().push(n.wrapping_mul(i32::MAX)) };
    (1..4).for_each(note);
    println!("{:?} {:?}", log.borrow(), 250u8.checked_add(6));
    let mut found: Vec<_> = distances(&[(1, 2, 7), (1, 3, 2), (3, 2, 3), (2, 4, 1)], 1).into_iter().collect();
    found.sort();
    println!("{found:?}");
}

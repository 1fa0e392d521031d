struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("dropping {}", self.0);
    }
}

// A panic unwinds, so that what was made is dropped; one that is caught is reported as well.
fn main() {
    let _outer = Noisy("outer");
    let caught = std::panic::catch_unwind(|| {
        let _inner = Noisy("inner");
        "x1".parse::<u8>().expect("a number")
    });
    println!("caught: {}", caught.is_err());
    let squares: Vec<usize> = (0..5).map(|n| n * n).collect();
    let index = squares.iter().sum::<usize>();
    println!("{}", squares[index]);
}

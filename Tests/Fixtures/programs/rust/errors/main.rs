use std::fmt;
use std::io::Read;
use std::num::ParseIntError;

#[derive(Debug)]
enum Fault {
    Empty,
    Number(ParseIntError),
}
impl From<ParseIntError> for Fault {
    fn from(error: ParseIntError) -> Self {
        Fault::Number(error)
    }
}
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Fault::Empty => write!(f, "nothing there"),
            Fault::Number(error) => write!(f, "no number: {error}"),
        }
    }
}

fn product(line: &str) -> Result<i64, Fault> {
    let numbers = line.split(',').map(|n| n.trim().parse()).collect::<Result<Vec<i64>, _>>();
    if line.is_empty() { Err(Fault::Empty) } else { Ok(numbers?.iter().product()) }
}

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let faults = text.lines().map(product).inspect(|result| match result {
        Ok(value) => println!("{value}"),
        Err(fault) => eprintln!("{fault} ({fault:?})"),
    });
    std::process::exit(faults.filter(Result::is_err).count() as i32);
}

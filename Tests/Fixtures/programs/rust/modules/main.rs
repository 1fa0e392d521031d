mod bank;

use bank::{Account, Ledger};

fn main() {
    let mut ledger = Ledger::from(include_str!("ledger.txt"));
    ledger.transfer("ann", "bob", 30);
    println!("{:?}", ledger.transfer("cid", "bob", 30));
    for Account { name, balance } in ledger.iter() {
        println!("{name:>6} {balance:+}");
    }
    std::fs::write("copy.txt", format!("{ledger:#?}")).unwrap();
    println!("{}", std::fs::read_to_string("copy.txt").unwrap());
}

use std::sync::mpsc;

fn main() {
    let (sender, receiver) = mpsc::channel::<u32>();
    sender.send(1).unwrap();
    for number in receiver {
        println!("received {number}");
    }
    drop(sender);
}

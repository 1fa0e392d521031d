use std::io::{Read, Write};

fn main() {
    let mut data = Vec::new();
    std::io::stdin().read_to_end(&mut data).unwrap();
    match std::str::from_utf8(&data) {
        Ok(text) => println!("text {text}"),
        Err(error) => println!("{error}: {}", String::from_utf8_lossy(&data)),
    }
    let mut out = std::io::stdout();
    data.sort_unstable();
    data.dedup();
    out.write_all(&data).unwrap();
    out.write_all(&0xDEAD_BEEF_u32.to_be_bytes()).unwrap();
    println!("\n{:02x?} {}", data, data.escape_ascii());
}

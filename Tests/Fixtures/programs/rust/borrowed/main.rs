fn longest(words: Vec<String>) -> String {
    words.into_iter().max_by_key(|word| word.len()).unwrap()
}

fn main() {
    let words = vec!["a".to_string(), "bcd".to_string()];
    println!("{}", longest(words));
    println!("{}", words.len());
}

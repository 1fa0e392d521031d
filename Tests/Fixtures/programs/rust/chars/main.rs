use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines().flatten() {
        let title: String = line
            .split(' ')
            .map(|word| {
                let mut letters = word.chars();
                letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
            })
            .collect::<Vec<_>>()
            .join(" ");
        println!("{title} | {} | {} | {:?}", line.len(), line.chars().count(), line.char_indices().last());
    }
    println!("{:?} {} {:>6}| {}", "tab\t\u{301}é", '\u{1F980}', "ñandú", "ǅ".to_lowercase());
}

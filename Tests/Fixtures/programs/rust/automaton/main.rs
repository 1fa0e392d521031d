use std::io::{BufWriter, Write};

// The elementary automaton with rule 110, from one cell: 1000 rows of 1000 cells.
fn main() -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout());
    let mut cells = vec![b'.'; 1002];
    cells[1000] = b'#';
    for _ in 0..1000 {
        out.write_all(&cells[1..1001])?;
        out.write_all(b"\n")?;
        let mut next = vec![b'.'; 1002];
        for (cell, around) in next[1..].iter_mut().zip(cells.windows(3)) {
            let number = around.iter().fold(0, |n, c| n * 2 + (*c == b'#') as u8);
            *cell = if 110 >> number & 1 == 1 { b'#' } else { b'.' };
        }
        cells = next;
    }
    out.flush()
}

import CLinux
import Glibc

/// The size of the terminal that data goes to.
struct Screen: Sendable, Equatable {
    let rows: Int
    let columns: Int

    /// The terminal behind `descriptor`; nil when that is none.
    static func behind(_ descriptor: CInt) -> Screen? {
        guard isatty(descriptor) == 1 else { return nil }
        var rows: CInt = 0
        let columns = bai_terminal_size(descriptor, &rows)
        return columns > 0 && rows > 0 ? Screen(rows: Int(rows), columns: Int(columns)) : Screen(rows: 24, columns: 80)
    }
}

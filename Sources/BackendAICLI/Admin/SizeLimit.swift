import ArgumentParser
import Core

/// A number of bytes with a suffix, or -1 for no limit.
struct SizeLimit: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        if argument == "-1" {
            bytes = -1
        } else if let size = BinarySize(parsing: argument) {
            bytes = Int(size.bytes)
        } else {
            return nil
        }
    }
}

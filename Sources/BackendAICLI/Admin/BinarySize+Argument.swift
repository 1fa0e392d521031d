import ArgumentParser
import Core

extension BinarySize {
    /// Reads the value of an option, such as `1.5g`.
    static func argument(_ text: String) throws -> BinarySize {
        guard let size = BinarySize(parsing: text) else {
            throw ValidationError("`\(text)` is no size; write it as 512m or 1.5g")
        }
        return size
    }
}

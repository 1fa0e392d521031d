import Core
import TOMLKit

/// The TOML file that describes a mock accelerator.
enum MockFile {
    /// Reads the description at `path`.
    ///
    /// The file of faults may be named relative to the description's directory.
    ///
    /// - Throws: ``ConfigurationError`` naming the file and what is wrong in it.
    static func accelerator(at path: String) throws(ConfigurationError) -> MockAccelerator {
        let text: String
        do {
            text = try FileText.read(path)
        } catch {
            throw ConfigurationError(description: "\(error)")
        }
        let description = try MockFile.description(toml: text, path: path)
        guard let faults = description.faults else { return MockAccelerator(description) }
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let file = faults.hasPrefix("/") ? faults : directory + faults
        return MockAccelerator(description) { (try? FileText.read(file)) ?? "" }
    }

    /// Reads a description.
    static func description(toml text: String, path: String) throws(ConfigurationError) -> MockDescription {
        let description: MockDescription
        do {
            description = try TOMLDecoder(strictDecoding: true).decode(MockDescription.self, from: text)
        } catch let error as DecodingError {
            throw ConfigurationError(description: "`\(path)`: \(sentence(for: error))")
        } catch let error as UnexpectedKeysError {
            let keys = error.keys.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
            throw ConfigurationError(description: "`\(path)`: unknown key \(keys)")
        } catch {
            throw ConfigurationError(description: "`\(path)` is no TOML file: \(error)")
        }
        do {
            try description.check()
        } catch {
            throw ConfigurationError(description: "`\(path)`: \(error.sentence)")
        }
        return description
    }

    private static func sentence(for error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "the key `\(key.stringValue)` is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "`\(context.codingPath.last?.stringValue ?? "")` has a value of another type"
        case .dataCorrupted(let context): context.debugDescription
        @unknown default: "\(error)"
        }
    }
}

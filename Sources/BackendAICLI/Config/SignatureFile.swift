import BackendAIKit
import Core
import FoundationEssentials

/// Remembers which managers let bodies be signed: a line of endpoint, scheme and time each, readable by its owner alone.
struct SignatureFile: SignatureMemory {
    /// More managers than anybody uses; the oldest are left out.
    private static let most = 200

    let path: String

    var place: String? { path }

    func recall(_ endpoint: Endpoint) -> RememberedScheme? {
        lines().last { $0.endpoint == endpoint.description }?.remembered
    }

    func remember(_ scheme: RememberedScheme, of endpoint: Endpoint) {
        let line = Line(endpoint: endpoint.description, remembered: scheme)
        let lines = lines().filter { $0.endpoint != line.endpoint }.suffix(SignatureFile.most - 1) + [line]
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        // Without the file the manager is asked again next time: no reason to fail.
        try? Directory.create(directory)
        try? PrivateFile.write(lines.map(\.text).joined(), to: path)
    }

    private func lines() -> [Line] {
        let text = (try? PrivateFile.read(path)) ?? nil
        return (text ?? "").split(separator: "\n").compactMap { Line(parsing: $0) }
    }

    private struct Line {
        let endpoint: String
        let remembered: RememberedScheme

        var text: String {
            "\(endpoint) \(remembered.scheme.rawValue) \(Int(remembered.asked.timeIntervalSince1970))\n"
        }

        init(endpoint: String, remembered: RememberedScheme) {
            self.endpoint = endpoint
            self.remembered = remembered
        }

        init?(parsing line: Substring) {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let scheme = SignatureScheme(rawValue: String(parts[1])),
                let seconds = Double(parts[2])
            else { return nil }
            endpoint = String(parts[0])
            remembered = RememberedScheme(scheme: scheme, asked: Date(timeIntervalSince1970: seconds))
        }
    }
}

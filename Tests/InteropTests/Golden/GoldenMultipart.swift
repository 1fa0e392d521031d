import Core

/// Bodies of several parts, as the recorder wrote and read them.
enum GoldenMultipart {
    private static let boundary = "goldenboundary7d1"

    /// The content type of ``body(_:)``.
    static let contentType = "multipart/form-data; boundary=\(boundary)"

    /// The body of a step's `multipart`: items of field, file name and text, or of a text and how often to repeat it.
    static func body(_ parts: [JSONValue]) -> [UInt8] {
        var body = ""
        for part in parts {
            let items = part.items ?? []
            guard items.count == 3, let field = items[0].text, let file = items[1].text else { continue }
            let text =
                items[2].text
                ?? String(repeating: items[2]["text"]?.text ?? "", count: items[2]["repeat"]?.whole ?? 1)
            body += "--\(boundary)\r\nContent-Type: application/octet-stream\r\nContent-Length: \(text.utf8.count)\r\n"
            body += "Content-Disposition: form-data; name=\"\(field)\"; filename=\"\(file)\"\r\n\r\n\(text)\r\n"
        }
        return Array("\(body)--\(boundary)--\r\n".utf8)
    }

    /// What the recorder kept of an answer: of each part its headers, and the first name when it is a tar archive.
    static func shape(of body: [UInt8], contentType: String) -> JSONValue? {
        let parameter = "boundary="
        guard contentType.hasPrefix("multipart/"), let place = contentType.firstRange(of: parameter) else { return nil }
        let boundary = contentType[place.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
        // The recorded archives hold short ASCII texts.
        let pieces = String(decoding: body, as: UTF8.self).split(
            separator: "--\(boundary)", omittingEmptySubsequences: false)
        return .array(pieces.dropFirst().prefix { !$0.hasPrefix("--") }.map { part(String($0)) })
    }

    private static func part(_ text: String) -> JSONValue {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return .string(text) }
        let headers = text[..<end.lowerBound].split(separator: "\r\n").filter {
            !$0.lowercased().hasPrefix("content-length")
        }
        let content = Array(text[end.upperBound...].utf8)
        let isArchive = content.dropFirst(257).starts(with: "ustar".utf8)
        var shape: [JSONValue.Member] = [
            .init("headers", .array(headers.map { .string(String($0)) })),
            .init("looks_like", .string(isArchive ? "tar" : "data")),
        ]
        if isArchive {
            let name = String(decoding: content.prefix(100).prefix { $0 != 0 }, as: UTF8.self)
            shape.append(.init("tar_first_name", .string(name)))
        }
        return .object(shape)
    }
}

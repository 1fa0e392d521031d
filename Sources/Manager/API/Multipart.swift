/// One part of a `multipart/form-data` body.
struct MultipartPart: Sendable, Equatable {
    /// The form field.
    var name: String
    /// The name of the file, as its sender knows it.
    var filename: String?
    var bytes: [UInt8]
}

/// Reads and writes bodies of several parts, RFC 7578 and RFC 2046.
enum Multipart {
    /// A body that is not made of parts.
    struct Malformed: Error, Equatable {
        let reason: String
    }

    /// The boundary that a content type names; nil when it is not of several parts.
    static func boundary(in contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/") else { return nil }
        for parameter in contentType.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmed.lowercased() == "boundary" else { continue }
            let value = pair[1].trimmed.filter { $0 != "\"" }
            return (1...70).contains(value.utf8.count) ? value : nil
        }
        return nil
    }

    /// The parts of a body.
    ///
    /// - Throws: ``Malformed``.
    static func parts(of body: [UInt8], boundary: String) throws(Malformed) -> [MultipartPart] {
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [MultipartPart] = []
        var rest = body[...]
        guard let first = find(delimiter, in: rest) else { throw Malformed(reason: "the boundary does not appear") }
        rest = rest[first.upperBound...]
        while !rest.starts(with: "--".utf8) {
            guard let start = find([13, 10], in: rest), start.lowerBound - rest.startIndex < 64 else {
                throw Malformed(reason: "a boundary is not followed by a line")
            }
            rest = rest[start.upperBound...]
            guard let end = find([13, 10] + delimiter, in: rest) else {
                throw Malformed(reason: "the last part has no end")
            }
            parts.append(try part(rest[..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return parts
    }

    /// A body of parts that each have headers of their own.
    static func body(_ parts: [(headers: [(String, String)], bytes: [UInt8])], boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        for part in parts {
            body += "--\(boundary)\r\n".utf8
            for (name, value) in part.headers { body += "\(name): \(value)\r\n".utf8 }
            body += "\r\n".utf8
            body += part.bytes
            body += "\r\n".utf8
        }
        body += "--\(boundary)--\r\n".utf8
        return body
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> MultipartPart {
        // Without headers the empty line comes first.
        let headers: ArraySlice<UInt8>
        let content: ArraySlice<UInt8>
        if bytes.starts(with: [13, 10]) {
            headers = []
            content = bytes.dropFirst(2)
        } else {
            guard let end = find([13, 10, 13, 10], in: bytes) else { throw Malformed(reason: "a part has no content") }
            headers = bytes[..<end.lowerBound]
            content = bytes[end.upperBound...]
        }
        var part = MultipartPart(name: "", bytes: Array(content))
        for line in String(decoding: headers, as: UTF8.self).split(separator: "\r\n") {
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2, field[0].trimmed.lowercased() == "content-disposition" else { continue }
            part.name = parameter("name", in: field[1]) ?? ""
            part.filename = parameter("filename", in: field[1])
        }
        return part
    }

    /// A quoted or bare parameter of a header; quotes inside are escaped by a backslash or as `%22`.
    private static func parameter(_ name: String, in header: Substring) -> String? {
        var rest = header
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...]
            let candidate = rest.drop { $0 == " " }
            guard candidate.lowercased().hasPrefix(name + "=") else { continue }
            let value = candidate.dropFirst(name.count + 1)
            guard value.first == "\"" else { return String(value.prefix { $0 != ";" }.trimmed) }
            var text = ""
            var isEscaped = false
            for character in value.dropFirst() {
                if isEscaped {
                    text.append(character)
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    break
                } else {
                    text.append(character)
                }
            }
            return text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
        }
        return nil
    }

    private static func find(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        guard let first = pattern.first else { return nil }
        var start = bytes.startIndex
        while let place = bytes[start...].firstIndex(of: first) {
            if bytes[place...].starts(with: pattern) { return place..<(place + pattern.count) }
            start = place + 1
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

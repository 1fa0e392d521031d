import Glibc

/// Times of the wire as people read them.
enum PointInTime {
    /// `2026-11-28 13:05:12` in the local time zone of a time in ISO 8601; a text that is none stays as it is.
    ///
    /// A time without an offset is UTC, as the original's are.
    static func local(_ text: String) -> String {
        guard var seconds = secondsSince1970(text) else { return text }
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return text }
        var buffer = [CChar](repeating: 0, count: 40)
        strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S", &parts)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The same moment as a number; nil for a text that is no time.
    static func secondsSince1970(_ text: String) -> time_t? {
        var bytes = Array(text.utf8)[...]
        func number(_ digits: Int) -> CInt? {
            guard bytes.count >= digits else { return nil }
            let part = bytes.prefix(digits)
            bytes = bytes.dropFirst(digits)
            return part.allSatisfy { (48...57).contains($0) } ? part.reduce(0) { $0 * 10 + CInt($1 - 48) } : nil
        }
        func skip(_ characters: String) -> Bool {
            guard let byte = bytes.first, characters.utf8.contains(byte) else { return false }
            bytes = bytes.dropFirst()
            return true
        }
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2), skip("T "),
            let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        if skip(".") { bytes = bytes.drop { (48...57).contains($0) } }
        var offset: CInt = 0
        if let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            bytes = bytes.dropFirst()
            guard let hours = number(2) else { return nil }
            _ = skip(":")
            guard let minutes = number(2) else { return nil }
            offset = (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
        } else {
            _ = skip("Z")
        }
        guard bytes.isEmpty else { return nil }
        var parts = tm()
        parts.tm_year = year - 1900
        parts.tm_mon = month - 1
        parts.tm_mday = day
        parts.tm_hour = hour
        parts.tm_min = minute
        parts.tm_sec = second
        return timegm(&parts) - time_t(offset)
    }
}

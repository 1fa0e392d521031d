#if os(Linux)
    import Foundation

    @testable import Core

    /// The numbers of this machine's system calls, from the kernel's headers.
    enum SystemCallNumbers {
        #if arch(x86_64)
            private static let headers = [
                "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h",
            ]
        #else
            private static let headers = ["/usr/include/asm-generic/unistd.h"]
        #endif

        /// Each call that the headers know; empty without them.
        static let all: [SystemCallName: Int] = {
            let text = headers.lazy.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }.first ?? ""
            var numbers: [SystemCallName: Int] = [:]
            for line in text.split(separator: "\n") {
                let words = line.split(whereSeparator: \.isWhitespace)
                guard words.count >= 3, words[0] == "#define", words[1].hasPrefix("__NR_"), let number = Int(words[2])
                else { continue }
                numbers[SystemCallName(rawValue: String(words[1].dropFirst("__NR_".count)))] = number
            }
            return numbers
        }()
    }
#endif

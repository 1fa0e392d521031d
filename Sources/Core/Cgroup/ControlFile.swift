#if os(Linux)
    /// One control file of one group, read in the form that it has.
    struct ControlFile {
        let path: String

        init(_ directory: String, _ name: String) {
            path = "\(directory)/\(name)"
        }

        /// The whole text; nil if the file is not there.
        func text() throws(CgroupError) -> String? {
            try CgroupFile.readIfPresent(path)
        }

        /// A single number; nil if the file is not there or says `max`.
        func number() throws(CgroupError) -> UInt64? {
            guard let text = try text() else { return nil }
            switch ControlFileText.value(text) {
            case .number(let number): return number
            case .max: return nil
            case nil: throw .malformed(path: path, text: String(text.prefix(80)))
            }
        }

        /// The `key number` lines; nil if the file is not there.
        func counters() throws(CgroupError) -> [Substring: UInt64]? {
            try text().map(ControlFileText.counters)
        }
    }
#endif

import Core

/// Writes `config.json`.
///
/// The system call filter is the same for every kernel and three quarters of the text: it is encoded once, and
/// put in as it is, which saves 1.6 ms a start.
///
/// The runtime compiles the filter anew at each start, for each of its modes: with the two 32-bit modes of x86 a
/// start takes 46 ms in place of 31 (runc 1.1.5, libseccomp 2.5.4). So the filter is made for the machine's own mode
/// alone, and a call of another mode ends the program with SIGSYS.
struct BundleText: Sendable {
    /// The filter's JSON; empty if it could not be encoded, and then no text is made.
    private let filter: [UInt8]

    init(architecture: SystemCallArchitecture) {
        filter = (try? Self.filter(for: architecture)) ?? []
    }

    /// The text for a plan.
    ///
    /// - Throws: ``Unfiltered`` rather than a text without a filter.
    func json(of plan: BundlePlan) throws -> [UInt8] {
        guard !filter.isEmpty else { throw Unfiltered() }
        let specification = plan.specification
        let linux = Self.inserting(filter, as: "seccomp", into: try JSONValue(encoding: specification.linux).encoded)
        return Self.inserting(linux, as: "linux", into: try JSONValue(encoding: specification).encoded)
    }

    /// There is no filter to put in.
    struct Unfiltered: Error {}

    private static func filter(for architecture: SystemCallArchitecture) throws -> [UInt8] {
        let document = try JSONValue(encoding: SystemCallPolicy.standard.document(for: architecture))
        guard case .object(let members) = document else { return [] }
        let own = members.map { member in
            guard member.name == "architectures", case .array(let modes) = member.value else { return member }
            return JSONValue.Member(member.name, .array(Array(modes.prefix(1))))
        }
        return JSONValue.object(own).encoded
    }

    /// Adds a member at the end of the text of an object that is not empty.
    private static func inserting(_ value: [UInt8], as name: String, into object: [UInt8]) -> [UInt8] {
        object.dropLast() + Array(",\"\(name)\":".utf8) + value + [UInt8(ascii: "}")]
    }
}

import Core
import GraphQL
import TestSupport
import Testing

@testable import Manager

@Suite("Schema of the original")
struct OriginalSchemaTests {
    /// What comes with issues of its own: folders and quotas, models and their endpoints; and what never worked.
    private static let absent = [
        // Folders and their quotas.
        "VirtualFolder", "StorageVolume", "Quota", "SetQuotaScope", "UnsetQuotaScope", "KeyPair.vfolders",
        "Queries.storage_volume", "Queries.vfolder", "Queries.quota_scope", "Mutations.set_quota_scope",
        "Mutations.unset_quota_scope",
        // Model services.
        "Endpoint", "ModifyEndpoint", "Routing", "InferenceSession", "Queries.endpoint", "Queries.routing",
        "Mutations.modify_endpoint", "ImageNode", "ImageRefType",
        // Always an error in the original.
        "LegacyComputeSession", "Queries.legacy_compute_session",
    ]

    /// Names that begin like those that are absent, and are there nevertheless.
    private static let present = ["Queries.vfolder_host_permissions"]

    @Test("each of its types, fields and arguments is in ours, but for what comes with another issue")
    func complete() throws {
        let recorded = try FileText.read(Fixtures.path("golden/schema.txt")).split(separator: "\n").map(String.init)
        let ours = Set(Self.lines(of: try ManagerSchema.make().sdl))
        #expect(recorded.count > 800 && ours.count > 500)
        var used: Set<String> = []
        for line in recorded {
            let isPresent = Self.present.contains { line.hasPrefix($0) }
            if !isPresent, let prefix = Self.absent.first(where: { line.hasPrefix($0) }) {
                used.insert(prefix)
                #expect(!ours.contains(line), "no longer absent: \(line)")
            } else {
                #expect(ours.contains(line), "\(line)")
            }
        }
        #expect(used.count == Self.absent.count, "\(Set(Self.absent).subtracting(used))")
    }

    /// Every field of a schema, `Type.field(arguments): Type`.
    private static func lines(of sdl: String) -> [String] {
        var lines: [String] = []
        var type = ""
        for line in sdl.split(separator: "\n") {
            if line.hasSuffix("{"), !line.hasPrefix(" ") {
                type = line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            } else if line.hasPrefix("  ") {
                lines.append("\(type).\(line.drop { $0 == " " })")
            }
        }
        return lines
    }
}

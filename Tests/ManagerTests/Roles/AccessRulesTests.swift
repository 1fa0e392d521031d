import Core
import TestSupport
import Testing

@Suite("Access rules")
struct AccessRulesTests {
    @Test("the documentation prints the table")
    func documented() throws {
        let page = try FileText.read(Fixtures.path("../../docs/api.md"))
        for entity in Entity.allCases {
            for line in lines(of: entity) { #expect(page.contains(line), "\(line)") }
        }
    }

    @Test("nobody reaches farther than a superadmin")
    func superadmins() {
        for entity in Entity.allCases {
            for action in Action.allCases {
                let most = AccessRules.reach(of: .superadmin, action, entity)
                for role in UserRole.allCases {
                    guard let reach = AccessRules.reach(of: role, action, entity) else { continue }
                    let isNoFarther = most.map { reach <= $0 } ?? false
                    #expect(isNoFarther, "\(role) \(action) \(entity)")
                }
            }
        }
    }

    @Test("what is allowed with something is allowed with whatever is nearer")
    func nearer() {
        #expect(AccessRules.allows(.admin, .read, .session, at: .domain))
        #expect(AccessRules.allows(.admin, .read, .session, at: .own))
        #expect(!AccessRules.allows(.admin, .read, .session, at: .other))
        #expect(!AccessRules.allows(.superadmin, .purge, .auditLog, at: .own))
    }

    /// The lines of the table in the documentation: one for the actions that have the same reach.
    private func lines(of entity: Entity) -> [String] {
        var groups: [(reach: [String], actions: [String])] = []
        for action in Action.allCases {
            let reach = UserRole.allCases.map { role in
                AccessRules.reach(of: role, action, entity).map { "\($0)" } ?? "–"
            }
            if let index = groups.firstIndex(where: { $0.reach == reach }) {
                groups[index].actions.append(action.rawValue)
            } else {
                groups.append((reach, [action.rawValue]))
            }
        }
        return groups.map { group in
            let cells = [entity.rawValue, group.actions.joined(separator: ", ")] + group.reach
            return "| \(cells.joined(separator: " | ")) |"
        }
    }
}

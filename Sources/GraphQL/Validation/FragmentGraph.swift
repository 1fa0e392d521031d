/// Which fragments a selection spreads, directly and through others.
///
/// Walks with its own stack: a chain of fragments is as long as the document, so recursion would be unbounded.
struct FragmentGraph {
    private let fragments: [String: FragmentDefinition]
    private let spreads: [String: [FragmentSpread]]
    private var visited: Set<String> = []
    /// Fragments after all that they spread, as far as cycles allow.
    private(set) var postorder: [FragmentDefinition] = []

    init(_ document: GraphQLDocument) {
        fragments = document.fragments
        spreads = document.fragments.mapValues { Self.spreads(in: $0.selectionSet) }
    }

    /// The spreads inside `selectionSet` but not inside the fragments themselves, in graphql-core's order.
    static func spreads(in selectionSet: SelectionSet) -> [FragmentSpread] {
        var found: [FragmentSpread] = []
        var pending = [selectionSet]
        while let current = pending.popLast() {
            for selection in current.selections {
                switch selection {
                case .spread(let spread): found.append(spread)
                case .field(let field): if let inner = field.selectionSet { pending.append(inner) }
                case .inline(let inline): pending.append(inline.selectionSet)
                }
            }
        }
        return found
    }

    /// The fragments that `selectionSet` reaches, each once.
    func reachable(from selectionSet: SelectionSet) -> [FragmentDefinition] {
        var found: [FragmentDefinition] = []
        var names: Set<String> = []
        var pending = [Self.spreads(in: selectionSet)]
        while let current = pending.popLast() {
            for spread in current where names.insert(spread.name.text).inserted {
                guard let fragment = fragments[spread.name.text] else { continue }
                found.append(fragment)
                pending.append(spreads[fragment.name.text] ?? [])
            }
        }
        return found
    }

    /// The cycles that start at `fragment` and were not reported for an earlier one, as ways of spreads.
    mutating func cycles(from fragment: FragmentDefinition) -> [[FragmentSpread]] {
        var cycles: [[FragmentSpread]] = []
        var path: [FragmentSpread] = []
        var positions: [String: Int] = [:]
        var stack: [(fragment: FragmentDefinition, next: Int)] = []
        if visited.insert(fragment.name.text).inserted {
            positions[fragment.name.text] = 0
            stack.append((fragment, 0))
        }
        while let (current, next) = stack.popLast() {
            let spreads = spreads[current.name.text] ?? []
            guard next < spreads.count else {
                positions[current.name.text] = nil
                postorder.append(current)
                _ = path.popLast()
                continue
            }
            stack.append((current, next + 1))
            let name = spreads[next].name.text
            if let position = positions[name] {
                cycles.append(path[position...] + [spreads[next]])
            } else if let target = fragments[name], visited.insert(name).inserted {
                path.append(spreads[next])
                positions[name] = path.count
                stack.append((target, 0))
            }
        }
        return cycles
    }
}

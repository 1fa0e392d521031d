/// How deep and how large a selection is with its fragments written out.
///
/// Each fragment is measured once, after those that it spreads, so that fragments which double
/// each other cost no more to measure than to write; sums stop at the limit.
struct QueryMeasure {
    struct Size {
        var depth = 0
        var fields = 0
    }

    private let limits: GraphQLLimits
    private var fragments: [String: Size] = [:]

    /// `postorder` holds each fragment after the ones it spreads.
    init(limits: GraphQLLimits, postorder: [FragmentDefinition]) {
        self.limits = limits
        for fragment in postorder {
            fragments[fragment.name.text] = size(of: fragment.selectionSet)
        }
    }

    /// Why a document exceeds the limits and where, or nil; its definitions count together.
    func refusal(of document: GraphQLDocument) -> (message: String, offset: Int)? {
        var fields = 0
        for definition in document.definitions {
            let size: Size
            let offset: Int
            switch definition {
            case .operation(let operation):
                size = self.size(of: operation.selectionSet)
                offset = operation.offset
            case .fragment(let fragment):
                size = fragments[fragment.name.text] ?? Size()
                offset = fragment.offset
            }
            fields += size.fields
            if size.depth > limits.depth { return ("Query nests deeper than \(limits.depth) levels.", offset) }
            if fields > limits.cost { return ("Query selects more than \(limits.cost) fields.", offset) }
        }
        return nil
    }

    /// A spread counts as a level and as a field, so that fragments of fragments are bounded as well.
    private func size(of selectionSet: SelectionSet) -> Size {
        var total = Size()
        for selection in selectionSet.selections {
            var size = Size()
            switch selection {
            case .field(let field):
                size = field.selectionSet.map(self.size) ?? Size()
            case .spread(let spread):
                size = fragments[spread.name.text] ?? Size()
            case .inline(let inline):
                size = self.size(of: inline.selectionSet)
            }
            size.fields += 1
            total.depth = max(total.depth, min(size.depth, limits.depth) + 1)
            total.fields = min(total.fields + size.fields, limits.cost + 1)
        }
        return total
    }
}

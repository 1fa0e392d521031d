/// What is to be done for each object of one type at one place of a query.
final class ObjectPlan: Sendable {
    let fields: [FieldPlan]
    /// How many of the fields wait for something.
    let suspending: Int

    init(fields: [FieldPlan]) {
        self.fields = fields
        suspending = fields.count { $0.suspends }
    }
}

/// What is to be done for one key of a response, decided once however many objects there are.
final class FieldPlan: Sendable {
    enum Answer: Sendable {
        case typename(String)
        case resolver(GraphQLResolver)
        /// The arguments do not fit.
        case failure(GraphQLError)
    }

    /// What stands under the key, wrappers aside.
    enum Content: Sendable {
        case leaf(Leaf)
        case object(ObjectPlan)
        /// Any of several object types; the plan of each is made when one is met.
        case interface(TypeDefinition)
    }

    let key: String
    /// `Type.field`, for messages.
    let place: String
    let type: GraphQLType
    let answer: Answer
    let arguments: GraphQLArguments
    let content: Content
    /// Where the field is requested: several places when fragments repeat it.
    let nodes: [Field]
    let suspends: Bool

    init(
        parent: String,
        nodes: [Field],
        key: String,
        type: GraphQLType,
        answer: Answer,
        arguments: GraphQLArguments = GraphQLArguments(),
        content: Content
    ) {
        self.key = key
        place = parent + "." + (nodes.first?.name ?? key)
        self.type = type
        self.answer = answer
        self.arguments = arguments
        self.content = content
        self.nodes = nodes
        var suspends = false
        if case .resolver(.asynchronous) = answer { suspends = true }
        switch content {
        case .leaf: break
        case .object(let plan): suspends = suspends || plan.suspending > 0
        case .interface: suspends = true
        }
        self.suspends = suspends
    }

    var selectionSets: [SelectionSet] { nodes.compactMap(\.selectionSet) }
}

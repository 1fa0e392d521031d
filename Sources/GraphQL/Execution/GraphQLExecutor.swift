/// Answers requests against one schema.
public struct GraphQLExecutor<Context: Sendable>: Sendable {
    /// What requests are held against.
    public let schema: GraphQLSchema<Context>
    /// How much one request may ask for.
    public let limits: GraphQLLimits

    /// Makes an executor; it keeps nothing between requests.
    public init(_ schema: GraphQLSchema<Context>, limits: GraphQLLimits = GraphQLLimits()) {
        self.schema = schema
        self.limits = limits
    }

    /// Validates and executes one operation of a document.
    ///
    /// - Parameters:
    ///   - document: The parsed request.
    ///   - operationName: Which operation; nil when there is but one.
    ///   - variables: An object with the variables, or null; undeclared ones are ignored.
    ///   - context: What resolvers receive.
    ///   - introspection: Whether `__typename`, `__schema` and `__type` are answered; otherwise they are refused.
    /// - Returns: The result; every failure is in its errors.
    public func execute(
        _ document: GraphQLDocument,
        operationName: String? = nil,
        variables: GraphQLValue = .null,
        context: Context,
        introspection: Bool = false
    ) async -> GraphQLResponse {
        let errors = introspection ? [] : IntrospectionRefusal.errors(in: document)
        guard errors.isEmpty else { return GraphQLResponse(data: nil, errors: errors) }
        let violations = Validator.errors(of: document, in: schema.index, limits: limits)
        guard violations.isEmpty else { return GraphQLResponse(data: nil, errors: violations) }
        do {
            let operation = try document.operation(named: operationName)
            return try await execute(operation, of: document, variables, context)
        } catch {
            return GraphQLResponse(data: nil, errors: [error])
        }
    }

    /// Parses, validates and executes a request.
    public func execute(
        _ text: String,
        operationName: String? = nil,
        variables: GraphQLValue = .null,
        context: Context,
        introspection: Bool = false
    ) async -> GraphQLResponse {
        do {
            let document = try GraphQLDocument.parse(text, limits: limits)
            return await execute(
                document, operationName: operationName, variables: variables, context: context,
                introspection: introspection)
        } catch {
            return GraphQLResponse(error)
        }
    }

    private func execute(
        _ operation: OperationDefinition,
        of document: GraphQLDocument,
        _ variables: GraphQLValue,
        _ context: Context
    ) async throws(GraphQLError) -> GraphQLResponse {
        guard variables.isNull || variables.members != nil else {
            throw GraphQLError("Variables must be provided as an object.")
        }
        guard let root = schema.index.root(of: operation.kind) else {
            throw GraphQLError(
                "Schema is not configured to execute \(operation.kind.rawValue) operation.",
                locations: [document.source.location(at: operation.offset)])
        }
        var coercion = VariableCoercion(index: schema.index, source: document.source)
        let values = coercion.values(of: operation, given: variables.members ?? [])
        guard coercion.errors.isEmpty else { return GraphQLResponse(data: nil, errors: coercion.errors) }
        let builder = PlanBuilder(
            table: schema.table, document: document,
            coercion: ArgumentCoercion(index: schema.index, source: document.source, variables: values))
        let plan = try builder.plan(for: root, [operation.selectionSet])
        let execution = Execution(builder: builder, context: context)
        var progress = Execution.Progress()
        do {
            let data = try await execution.result(
                of: plan, GraphQLRoot(), serial: operation.kind == .mutation, waiting: &progress)
            return GraphQLResponse(data: data, errors: progress.errors)
        } catch {
            let error = error as? GraphQLError ?? GraphQLError(String(describing: error))
            return GraphQLResponse(data: nil, errors: progress.errors + [error])
        }
    }
}

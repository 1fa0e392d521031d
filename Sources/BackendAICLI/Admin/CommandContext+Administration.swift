import BackendAIKit
import Core

extension CommandContext {
    /// Asks for a change and prints what came of it.
    ///
    /// - Parameters:
    ///   - root: The field of the mutation.
    ///   - variables: Its arguments.
    ///   - item: What is wanted of the thing that it answers.
    ///   - output: How to print.
    ///   - report: What to say.
    /// - Throws: An `ExitCode` or ``CommandFailure`` when the manager refuses it.
    func change(
        _ root: String,
        _ variables: [GraphQLVariable],
        item: [String] = [],
        output: OutputOptions,
        _ report: ChangeReport
    ) async throws {
        let result = try await client().graphQL.change(
            root, variables, item: item.isEmpty ? nil : (report.noun, item))
        try printer(output).change(result, report)
    }

    /// Lists what the manager only gives as a whole; filter, order and part of it are made here.
    func list(
        _ noun: Noun,
        _ options: ListOptions,
        root: String,
        _ variables: [GraphQLVariable] = [],
        listing: Listing? = nil
    ) async throws {
        let client = try client()
        let rules = try ListRules(options.page, noun: noun)
        try await (listing ?? Listing(noun, options)).run(in: self) { fields, _ in
            let wanted = fields + rules.selections.filter { !fields.contains($0) }
            return rules.page(of: try await client.graphQL.all(root, fields: wanted, variables: variables))
        }
    }
}

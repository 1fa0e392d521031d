import Core

/// What a route is, where it is registered: the source of the OpenAPI document.
struct RouteDescription: Sendable {
    /// What routes are sorted by in the document.
    enum Tag: String, CaseIterable, Sendable {
        case general
        case authentication
        case sessions
        case execution
        case files
        case streams
        case events
        case graphQL = "graphql"
        case administration
        case resources
        case templates
    }

    /// What a request is answered by.
    enum Answer: Sendable {
        case json(JSONSchema)
        /// Bytes of this media type.
        case bytes(String)
        case empty
        /// The connection becomes a WebSocket; the sentence says what it speaks.
        case webSocket(String)
    }

    /// What stands in the body of a request beside JSON.
    enum Form: Sendable {
        case files
    }

    /// One line, without a period.
    let summary: String
    let tag: Tag
    /// Who may call it.
    let access: RouteAccess
    /// The parameters: members of the JSON body; in the query where the method has no body.
    var input: KeyValuePairs<String, JSONSchema>?
    /// Whether unknown parameters pass.
    var isOpen = false
    /// Parameters in the query whatever the method.
    var query: KeyValuePairs<String, JSONSchema> = [:]
    /// A body that is not JSON.
    var form: Form?
    var status = 200
    var answer: Answer
    /// Statuses of failures, beside those that every route has.
    var failures: [Int] = []

    init(
        _ summary: String, _ tag: Tag, _ access: RouteAccess, input: KeyValuePairs<String, JSONSchema>? = nil,
        isOpen: Bool = false,
        query: KeyValuePairs<String, JSONSchema> = [:], form: Form? = nil, status: Int = 200, answer: Answer,
        failures: [Int] = []
    ) {
        self.summary = summary
        self.tag = tag
        self.access = access
        self.input = input
        self.isOpen = isOpen
        self.query = query
        self.form = form
        self.status = status
        self.answer = answer
        self.failures = failures
    }
}

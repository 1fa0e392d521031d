import Core
import Foundation
import TestSupport
import Testing

@Suite(
    "Filters, orders and Lark",
    .enabled(if: Lark.python != nil, "lark is not installed: make setup-tests"))
struct LarkComparisonTests {
    @Test("read the same texts as it does, and the same trees from them")
    func agreement() async throws {
        var random = SeededGenerator(seed: 4)
        let filters = (0..<4000).map { _ in QueryText.filter(using: &random) } + QueryText.filters
        let orders = (0..<1000).map { _ in QueryText.order(using: &random) } + QueryText.orders
        let asked: JSONValue = [
            "filters": .array(filters.map { .init($0) }), "orders": .array(orders.map { .init($0) }),
        ]
        let result = try await Command(
            try #require(Lark.python), [Fixtures.path("query/trees.py")], environment: ["LC_ALL": "C.UTF-8"]
        ).run(input: asked.encoded)
        let answer = try JSONValue(parsing: result.outputBytes)
        let trees = try #require(answer["filters"]?.items, "\(result.error)")
        let lists = try #require(answer["orders"]?.items)

        try #require(trees.count == filters.count && lists.count == orders.count)
        for (text, tree) in zip(filters, trees) {
            let ours = (try? FilterExpression(parsing: text))?.tree ?? .null
            try #require(ours == tree, "\(text)")
        }
        for (text, list) in zip(orders, lists) {
            let ours = (try? OrderExpression(parsing: text))?.tree ?? .null
            try #require(ours == list, "\(text)")
        }
        let read = trees.count { !$0.isNull }
        // Else the texts say little.
        #expect(read > 1000 && trees.count - read > 1000, "\(read) of \(trees.count)")
    }
}

/// The parser of the original, as `make setup-tests` installs it.
private enum Lark {
    /// The Python that has the library.
    static let python: String? = {
        let place = FileManager.default.currentDirectoryPath + "/.build-venv"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: place + "/lib")) ?? []
        let has = versions.contains {
            FileManager.default.fileExists(atPath: "\(place)/lib/\($0)/site-packages/lark/lark.py")
        }
        return has ? place + "/bin/python" : nil
    }()
}

extension FilterExpression {
    /// The expression as `trees.py` prints it.
    fileprivate var tree: JSONValue {
        switch self {
        case .comparison(let field, let comparison, let value):
            ["compare", .string(field), .string(comparison.rawValue), value.tree]
        case .and(let left, let right): ["and", left.tree, right.tree]
        case .or(let left, let right): ["or", left.tree, right.tree]
        case .not(let inner): ["not", inner.tree]
        }
    }
}

extension FilterValue {
    fileprivate var tree: JSONValue {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .number(let number):
            // JSON has one kind of number.
            number == number.rounded() && abs(number) < 0x1p53 ? .integer(Int64(number)) : .number(number)
        case .text(let text): .string(text)
        case .array(let items): .array(items.map(\.tree))
        }
    }
}

extension OrderExpression {
    fileprivate var tree: JSONValue { .array(items.map { .string(($0.isDescending ? "-" : "+") + $0.field) }) }
}

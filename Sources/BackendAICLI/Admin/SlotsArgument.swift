import ArgumentParser
import Core

/// Amounts by slot, as `cpu=4,mem=16g` or as an object in JSON.
struct SlotsArgument: ExpressibleByArgument, Equatable {
    /// The amounts, as the user writes them: the manager reads `16g` itself.
    let json: JSONArgument

    /// No amounts: what the manager takes for no limit.
    static let none = SlotsArgument(json: .empty)

    private init(json: JSONArgument) {
        self.json = json
    }

    init?(argument: String) {
        if let json = JSONArgument(argument: argument) {
            self.json = json
            return
        }
        var members: [JSONValue.Member] = []
        for part in argument.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard pair.count == 2, SlotName(pair[0]).quantity(parsing: pair[1]) != nil else { return nil }
            members.append(.init(pair[0], .string(pair[1])))
        }
        guard !members.isEmpty else { return nil }
        json = JSONArgument(value: .object(members))
    }

    var defaultValueDescription: String { json.defaultValueDescription }
}

import TestSupport

/// Filters and orders, good and bad, made at random or known to be difficult.
enum QueryText {
    static let filters = [
        "", " ", "a == 1", "a==1&b==2|c==3", "a==1|b==2&c==3", "!a==1&b==2", "!(a==1)&b==2", "(!a==1)&b==2",
        "!!a is null",
        "((a == 1))", "(a == 1", "a == 1)", "a == ", "== 1", "a", "a = 1", "a == b", "a is null", "a isnull",
        "a isnotnull",
        "a isnot null", "a is not null", "ais null", "null == null", "in in [1]", "a in []", "a in [,]", "a in [1,]",
        "a in [1 2]", "a in [[1], [\"x\", null]]", "a contains \"b\"", "a like\"%b\"", "a ILIKE \"b\"", "a == NULL",
        "a == \"\"", "a == \"", #"a == "\""#, #"a == "\"""#, #"a == "\\""#, #"a == "\\"""#, #"a == "x\\\"y\z""#,
        "a == \"x\ny\"", "a == \"x\ty\"", "a == 'x'", "a == 1.", "a == .5", "a == .", "a == +1", "a == -1e3", "a == 1e",
        "a == 1.e5", "a == 1e+", "a == 1.5.5", "a == --1", "a == 0x10", "a == 1 b == 2", "a == 1 & ", "& a == 1",
        "a == 1 && b == 2", "a == 1 || b == 2", "a == 1 and b == 2", "a.b == 1", "a-b == 1", "_a1 == 1", "1a == 1",
        "é == 1",
        "a == \"é한\u{301}\"", "a == \"\u{301}\"", "a\u{c}==\r\n1", "a\u{b}== 1", "a\u{a0}== 1", "a == 1\u{0}",
        "a>=1&b<=2",
        "a>1&b<2", "a> =1", "a!=1", "a! =1", "!a!=1", "a == truefalse", "a == true&b==false",
        "a == 99999999999999999999",
        "a == 1;drop table users", "a == \"x' OR '1'='1\"",
    ]

    static let orders = [
        "", " ", "a", "+a", "-a", "- a", "--a", "a,b", "a, -b", ",a", "a,", "a,,b", "a b", "a desc", "-", "1a", "a;b",
        "a,\n+b",
        "é", "a.b", "_a", "a-b", "a+b",
    ]

    private static let blanks = ["", "", "", " ", " ", "  ", "\n", "\t", "\u{c}"]
    private static let names = ["a", "name", "in", "is", "null", "status_info", "_x", "b1", "contains"]
    private static let signs = [
        "==", "!=", ">", ">=", "<", "<=", "contains", "in", "is", "isnot", "like", "ilike", "=", "not", "IS",
    ]
    private static let values = [
        "null", "true", "false", "1", "-5", "+0", "1.5", ".5", "1.", "2e3", "-1.e-2", "12345678901234567890", "\"x\"",
        "\"\"",
        #""a\"b""#, #""a\\""#, #""\%\\\"_""#, "\"é\u{301}\"", "\"&|!()\"", "x", "'x'", "\"",
    ]

    /// A filter; about half of them are none, since a piece of it is lost, doubled or replaced.
    static func filter(using random: inout SeededGenerator) -> String {
        damaged(condition(depth: 4, using: &random), using: &random)
    }

    /// An order, the same way.
    static func order(using random: inout SeededGenerator) -> String {
        var pieces: [String] = []
        for index in 0..<Int.random(in: 0...4, using: &random) {
            if index > 0 { pieces.append(",") }
            pieces.append(["", "+", "-"].randomElement(using: &random) ?? "")
            pieces.append(names.randomElement(using: &random) ?? "")
        }
        return damaged(pieces, using: &random)
    }

    private static func condition(depth: Int, using random: inout SeededGenerator) -> [String] {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 4), using: &random) {
        case 0..<4:
            let name = names.randomElement(using: &random) ?? ""
            let sign = signs.prefix(Int.random(in: 0..<20, using: &random) == 0 ? 15 : 12).randomElement(using: &random)
            return [name, " ", sign ?? ""] + value(depth: 2, using: &random)
        case 4: return ["!"] + condition(depth: depth - 1, using: &random)
        case 5, 6: return ["("] + condition(depth: depth - 1, using: &random) + [")"]
        default:
            let left = condition(depth: depth - 1, using: &random)
            let sign = Bool.random(using: &random) ? "&" : "|"
            return left + [sign] + condition(depth: depth - 1, using: &random)
        }
    }

    private static func value(depth: Int, using random: inout SeededGenerator) -> [String] {
        guard depth > 0, Int.random(in: 0..<6, using: &random) == 0 else {
            let isBad = Int.random(in: 0..<30, using: &random) == 0
            return [values.prefix(isBad ? values.count : values.count - 3).randomElement(using: &random) ?? ""]
        }
        var pieces = ["["]
        for index in 0..<Int.random(in: 0...3, using: &random) {
            if index > 0 { pieces.append(",") }
            pieces += value(depth: depth - 1, using: &random)
        }
        return pieces + ["]"]
    }

    private static func damaged(_ pieces: [String], using random: inout SeededGenerator) -> String {
        var pieces = pieces
        if Int.random(in: 0..<3, using: &random) == 0, !pieces.isEmpty {
            let place = Int.random(in: 0..<pieces.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: pieces.remove(at: place)
            case 1: pieces.insert(pieces[place], at: place)
            case 2:
                pieces.insert(["&", "|", "!", "(", ")", ",", "[", "]"].randomElement(using: &random) ?? "", at: place)
            default: pieces[place] = pieces.randomElement(using: &random) ?? ""
            }
        }
        return pieces.map { $0 + (blanks.randomElement(using: &random) ?? "") }.joined()
    }
}

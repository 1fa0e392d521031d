import Core
import FoundationEssentials
import Testing

@Suite("JSON coding")
struct JSONCodingTests {
    private enum Shape: Codable, Equatable {
        case point
        case circle(radius: Double)
        case named(String, of: [Int])
    }

    private struct Sample: Codable, Equatable {
        var text = "é \"quoted\" / \n🙂"
        var flag = true
        var number = -7
        var small: UInt8 = 255
        var large = Int64.min
        var real = 1.5
        var whole: Double = 3
        var nothing: Int?
        var something: String? = "x"
        var list: [Shape] = [.point, .circle(radius: 0.25), .named("a", of: [1, 2, 3]), .named("", of: [])]
        var table: [String: [String: Bool]] = ["a": ["b": true], "c": [:]]
        var nested: [[Int?]] = [[1, nil], []]
        var start: RunRequest = .start
    }

    private enum RunRequest: String, Codable {
        case start = "begin"
    }

    @Test("what Foundation writes is read, and what is written is read by Foundation, for every kind of member")
    func agreement() throws {
        let sample = Sample()
        let foundation = Array(try JSONEncoder().encode(sample))
        let ours = try JSONValue(encoding: sample).encoded

        #expect(try JSONValue(parsing: foundation).decoded() == sample)
        #expect(try JSONDecoder().decode(Sample.self, from: Data(ours)) == sample)
        #expect(try JSONValue(parsing: ours).decoded() == sample)
    }

    @Test("members stand in the order of their encoding, and those that are nil are left out")
    func order() throws {
        struct Pair: Encodable {
            var z = 1
            var a: Int?
            var m = "x"
        }

        #expect(try JSONValue(encoding: Pair()).encodedText == #"{"z":1,"m":"x"}"#)
        #expect(try JSONValue(encoding: "text").encodedText == #""text""#)
        #expect(try JSONValue(encoding: [Int]()).encodedText == "[]")
    }

    @Test(
        "what is missing, of another kind or out of range is refused by name",
        arguments: [
            (#"{}"#, "a"), (#"{"a":"1","b":1}"#, "a"), (#"{"a":1.5,"b":1}"#, "a"), (#"{"a":1,"b":256}"#, "b"),
            (#"{"a":1,"b":-1}"#, "b"), (#"{"a":null,"b":1}"#, "a"),
        ])
    func refusal(text: String, member: String) throws {
        struct Pair: Decodable {
            let a: Int
            let b: UInt8
        }
        let value = try JSONValue(parsing: Array(text.utf8))

        let error = #expect(throws: DecodingError.self) { try value.decoded(as: Pair.self) }
        #expect("\(error as Any)".contains(member))
    }

    @Test("the last of several members of one name counts, and unknown ones are ignored")
    func repeated() throws {
        struct One: Decodable, Equatable {
            let a: Int
        }

        #expect(try JSONValue(parsing: Array(#"{"a":1,"x":[{}],"a":2}"#.utf8)).decoded(as: One.self).a == 2)
    }
}

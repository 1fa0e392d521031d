import Testing

@testable import Manager

@Suite("Prepared statements")
struct StatementCacheTests {
    @Test("are kept while they are used, and never more than two generations, however many different ones are asked")
    func bounded() throws {
        let place = try TestPlace()
        let connection = try SQLiteConnection(path: place.file("one.sqlite"))
        for number in 0..<StatementCache.capacity * 4 {
            #expect(try connection.query("SELECT \(number) AS number").first?.integer("number") == Int64(number))
            #expect(try connection.query("SELECT ? AS asked", [.integer(7)]).first?.integer("asked") == 7)
        }

        #expect(connection.keptStatements <= StatementCache.capacity * 2)
        #expect(connection.keptStatements > StatementCache.capacity)
    }
}

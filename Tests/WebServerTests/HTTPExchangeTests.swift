import Testing

@testable import WebServer

@Suite("HTTPExchange")
struct HTTPExchangeTests {
    @Test("outlives requests that let it")
    func persists() {
        var exchange = HTTPExchange()
        #expect(exchange.receiveHead(persists: true) == true)
        exchange.receiveEnd()
        #expect(!exchange.isLastResponse)
        #expect(exchange.completeResponse() == .keepOpen)
    }

    @Test("closes after the response to its last request, not an earlier one")
    func last() {
        var exchange = HTTPExchange()
        #expect(exchange.receiveHead(persists: true) == true)
        #expect(exchange.receiveHead(persists: false) == true)
        exchange.receiveEnd()
        #expect(exchange.receiveHead(persists: true) == false)
        #expect(!exchange.isLastResponse)
        #expect(exchange.completeResponse() == .keepOpen)
        #expect(exchange.isLastResponse)
        #expect(exchange.completeResponse() == .close)
    }

    @Test("lets a client finish a request that is already answered")
    func input() {
        var exchange = HTTPExchange()
        #expect(exchange.receiveHead(persists: false) == true)
        #expect(exchange.completeResponse() == .closeAfterInput)
    }

    @Test("tells for each response in turn whether it may have a body")
    func head() {
        var exchange = HTTPExchange()
        #expect(exchange.receiveHead(isHEAD: true, persists: true) == true)
        #expect(exchange.receiveHead(persists: true) == true)
        #expect(exchange.answersHEAD)
        #expect(exchange.completeResponse() == .keepOpen)
        #expect(!exchange.answersHEAD)
    }

    @Test("can be closed at once only without requests in progress")
    func closing() {
        var exchange = HTTPExchange()
        #expect(exchange.receiveHead(persists: true) == true)
        exchange.receiveEnd()
        var idle = HTTPExchange()
        #expect(idle.close() == true)
        #expect(exchange.close() == false)
        #expect(exchange.completeResponse() == .close)
    }
}

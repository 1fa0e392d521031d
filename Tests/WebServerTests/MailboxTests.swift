import Testing

@testable import WebServer

@Suite("Mailbox")
struct MailboxTests {
    @Test("hands out everything offered before its end, then `nil`")
    func order() async throws {
        let mailbox = Mailbox<Int>()
        #expect(mailbox.offer(1))
        #expect(mailbox.offer(2))
        mailbox.finish()
        #expect(!mailbox.offer(3))
        #expect(await mailbox.next() == 1)
        #expect(try await mailbox.nextUnlessCancelled() == 2)
        #expect(await mailbox.next() == nil)
    }

    @Test("loses nothing when a waiting task is cancelled")
    func cancellation() async throws {
        let mailbox = Mailbox<Int>()
        for number in 0..<1000 {
            let waiting = Task { try await mailbox.nextUnlessCancelled() }
            if number.isMultiple(of: 2) { await Task.yield() }
            waiting.cancel()
            mailbox.offer(number)
            let taken = (try? await waiting.value).flatMap { $0 }
            if taken == nil { #expect(await mailbox.next() == number) } else { #expect(taken == number) }
        }
    }
}

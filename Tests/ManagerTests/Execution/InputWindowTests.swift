import Testing

@testable import Manager

@Suite("Input window")
struct InputWindowTests {
    @Test(
        "gives each byte once, in pieces as they came and of the size asked for at most, and keeps it until it has reached the program"
    )
    func window() {
        var window = InputWindow()
        window.append([1, 2, 3])
        window.append([4, 5])
        #expect(window.takeUnsent(upTo: 2) == [1, 2])
        #expect(window.takeUnsent(upTo: 4) == [3])
        #expect(window.takeUnsent(upTo: 4) == [4, 5])
        #expect(window.takeUnsent(upTo: 4) == nil)
        #expect(window.pending == 5)
        window.forget(through: 2)
        #expect(window.pending == 3)
        window.append([6])
        #expect(window.takeUnsent(upTo: 4) == [6])
    }

    @Test("on a new connection gives again what the other end has not got")
    func rewinding() {
        var window = InputWindow()
        window.append([1, 2, 3, 4])
        _ = window.takeUnsent(upTo: 4)
        window.forget(through: 1)
        window.rewind(to: 2)
        #expect(window.takeUnsent(upTo: 9) == [3, 4])
        window.rewind(to: 0)
        #expect(window.takeUnsent(upTo: 9) == [2, 3, 4])
    }

    @Test("the end is told once all has been sent, on each connection")
    func end() {
        var window = InputWindow()
        window.append([1])
        window.isEnded = true
        #expect(!window.mustSayEnd)
        _ = window.takeUnsent(upTo: 1)
        #expect(window.mustSayEnd)
        window.hasSaidEnd = true
        #expect(!window.mustSayEnd)
        window.rewind(to: 1)
        #expect(window.mustSayEnd)
    }

    @Test("is not confused by positions that go back or lie beyond the end", arguments: [Int.min, -1, 0, 1])
    func behind(position: Int) {
        var window = InputWindow()
        window.append([1, 2, 3])
        window.forget(through: 2)
        window.forget(through: position)
        window.rewind(to: position)
        #expect(window.takeUnsent(upTo: 9) == [3])
    }

    @Test("forgets no more than there is", arguments: [4, Int.max])
    func beyond(position: Int) {
        var window = InputWindow()
        window.append([1, 2, 3])
        window.forget(through: position)
        #expect(window.pending == 0)
        window.append([4])
        window.rewind(to: position)
        #expect(window.takeUnsent(upTo: 9) == nil)
        window.rewind(to: 3)
        #expect(window.takeUnsent(upTo: 9) == [4])
    }
}

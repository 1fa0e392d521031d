import NIOCore
import Synchronization

/// A queue between an event loop that offers and tasks that wait.
///
/// Unlike `AsyncStream` it loses nothing when a waiting task is cancelled, which matters for elements that must be
/// cleaned up.
final class Mailbox<Element: Sendable>: Sendable {
    private struct Contents {
        var elements = CircularBuffer<Element>()
        var isFinished = false
        var waiters: [Int: CheckedContinuation<Element?, Never>] = [:]
        var nextWaiter = 0
    }

    private enum Outcome {
        case element(Element?)
        case wait
    }

    // A mutex because the offering side is an event loop and may not suspend.
    private let contents = Mutex(Contents())

    /// Adds an element.
    ///
    /// - Returns: `false` after ``finish()``; the element is not taken then.
    @discardableResult
    func offer(_ element: Element) -> Bool {
        var isTaken = true
        let waiter = contents.withLock { contents -> CheckedContinuation<Element?, Never>? in
            isTaken = !contents.isFinished
            guard isTaken else { return nil }
            guard let first = contents.waiters.keys.min() else {
                contents.elements.append(element)
                return nil
            }
            return contents.waiters.removeValue(forKey: first)
        }
        waiter?.resume(returning: element)
        return isTaken
    }

    /// Lets ``next()`` return `nil` once the queue is empty.
    func finish() {
        let waiters = contents.withLock { contents in
            contents.isFinished = true
            defer { contents.waiters = [:] }
            return contents.waiters
        }
        for waiter in waiters.values { waiter.resume(returning: nil) }
    }

    /// Waits for the next element, whether the task is cancelled or not; `nil` after the last.
    func next() async -> Element? {
        await wait(as: newWaiter(), isCancellable: false)
    }

    /// Waits for the next element; `nil` after the last.
    ///
    /// - Throws: `CancellationError` when the task is cancelled; no element is lost by it.
    func nextUnlessCancelled() async throws -> Element? {
        let waiter = newWaiter()
        let element = await withTaskCancellationHandler {
            await wait(as: waiter, isCancellable: true)
        } onCancel: {
            contents.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume(returning: nil)
        }
        if element == nil { try Task.checkCancellation() }
        return element
    }

    private func newWaiter() -> Int {
        contents.withLock { contents in
            contents.nextWaiter += 1
            return contents.nextWaiter
        }
    }

    private func wait(as waiter: Int, isCancellable: Bool) async -> Element? {
        await withCheckedContinuation { continuation in
            let outcome = contents.withLock { contents -> Outcome in
                if let element = contents.elements.popFirst() { return .element(element) }
                // A cancellation handler that ran before this line found no waiter to resume.
                if contents.isFinished || isCancellable && Task.isCancelled { return .element(nil) }
                contents.waiters[waiter] = continuation
                return .wait
            }
            if case .element(let element) = outcome { continuation.resume(returning: element) }
        }
    }
}

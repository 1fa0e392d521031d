/// A binary heap: the least element is at hand, and every other operation takes as many comparisons as it is high.
struct Heap<Element: Comparable & Sendable>: Sendable {
    /// The elements, the least one first and the others in no order.
    private(set) var elements: [Element]

    /// A heap of these elements.
    init(_ elements: [Element] = []) {
        self.elements = elements
        for start in stride(from: elements.count / 2 - 1, through: 0, by: -1) { sink(start) }
    }

    /// The least element.
    var first: Element? { elements.first }

    /// Takes the least element out.
    mutating func removeFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        sink(0)
        return first
    }

    /// Puts an element in the place of the least one, which there must be.
    mutating func replaceFirst(with element: Element) {
        elements[0] = element
        sink(0)
    }

    /// Puts an element in.
    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Puts the element at `start` where it belongs in the heap below.
    ///
    /// Down to the end first and then up: what comes last mostly belongs far down, so that half of the comparisons do.
    private mutating func sink(_ start: Int) {
        elements.withUnsafeMutableBufferPointer { elements in
            let element = elements[start]
            var place = start
            while 2 * place + 1 < elements.count {
                var child = 2 * place + 1
                if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
                elements[place] = elements[child]
                place = child
            }
            while place > start, element < elements[(place - 1) / 2] {
                elements[place] = elements[(place - 1) / 2]
                place = (place - 1) / 2
            }
            elements[place] = element
        }
    }
}

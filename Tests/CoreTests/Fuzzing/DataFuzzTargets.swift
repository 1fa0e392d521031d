import TestSupport

@testable import Core

extension FuzzTarget {
    /// A body: what is read is written as JSON that is the same value.
    static let json = FuzzTarget(
        "json",
        seeds: [
            #"{"query": "query { keypair { user_id } }", "variables": {"limit": 20, "filter": null}}"#,
            #"{"image": "python:3.11", "config": {"resources": {"cpu": 1.5, "mem": "512m"}}, "reuse": true}"#,
            #"[1, -2, 3.5e10, 1e308, -0, -0.0, 0.1, 9223372036854775807, 9223372036854775808, true, false, null]"#,
            #""\u00e9\ud83d\ude80\"\\\/\b\f\n\r\t""#, #"{"a": 1, "a": 2}"#, "[[[[[[]]]]]]",
            "{\"a\":{\"b\":{\"c\":{}}}}",
            " null ", "", "{", "[1,]", "{\"a\"}", "01", "1.", "\"\\ud800\"", "\"\n\"", "nul",
        ],
        words: [
            "{", "}", "[", "]", ":", ",", "\"", "\\u0000", "\\ud83d", "\\ude80", "null", "true", "e+", "E-", "1e400",
            "-0.0",
            "{\"a\":", "[[", "\\\"", "0.0000001", "1e-320",
        ],
        checkingBytes: { bytes in
            let value: JSONValue
            do throws(JSONSyntaxError) { value = try JSONValue(parsing: bytes) } catch { return .refused(error.reason) }
            let written = value.encoded
            guard let again = try? JSONValue(parsing: written), again == value, again.encoded == written else {
                throw BrokenProperty("it is written as `\(value.encodedText)`")
            }
            return .accepted
        })

    /// A filter: what is read is printed as a filter that is the same.
    static let filter = FuzzTarget(
        "filter",
        seeds: QueryText.filters,
        words: [
            "&", "|", "!", "(", ")", "[", "]", ",", " == ", " in [", "isnot null", "contains", "like \"%", "ilike",
            "true",
            "name", "\"", "\\\"", "\\\\\"", "1.5e3", ">=", "<", "a == 1 & ", "!(",
        ],
        check: { text in
            let expression: FilterExpression
            do throws(FilterSyntaxError) { expression = try FilterExpression(parsing: text) } catch {
                return .refused(String(error.message.prefix(60).filter { !$0.isNumber }))
            }
            let printed = expression.description
            guard printed.utf8.count <= FilterExpression.maximumLength else { return .accepted }
            guard let again = try? FilterExpression(parsing: printed), again == expression, again.description == printed
            else {
                throw BrokenProperty("it is printed as `\(printed)`")
            }
            return .accepted
        })

    /// An order, the same.
    static let order = FuzzTarget(
        "order",
        seeds: QueryText.orders + ["role,-email", "+created_at, -name"],
        words: ["+", "-", ",", "name", "-created_at", " ", "_", "a,"],
        check: { text in
            let order: OrderExpression
            do throws(OrderSyntaxError) { order = try OrderExpression(parsing: text) } catch {
                return .refused(String(error.message.prefix(60).filter { !$0.isNumber }))
            }
            guard order == (try? OrderExpression(parsing: order.description)) || order.description.utf8.count > 1024
            else {
                throw BrokenProperty("it is printed as `\(order)`")
            }
            return .accepted
        })

    /// The name of an image: what is read is printed the same, and matches itself.
    static let image = FuzzTarget(
        "image",
        seeds: [
            "python", "python:3.11", "local/python:3.11", "cr.backend.ai/stable/python:3.9-ubuntu20.04",
            "localhost:5000/a/b:c",
            "a/b/c", "registry:5000/x", "", "/", "a//b", "a:b:c", "A_b-c+d.e", "python:", ":3", "한글",
        ],
        words: [
            "/", ":", "local/", "localhost", "python", "3.11", "-", ".", "+", "_", "cr.backend.ai/", ":5000/", "latest",
        ],
        check: { text in
            guard let image = ImageReference(parsing: text) else { return .refused("no image") }
            guard image.description == text, image == ImageReference(parsing: image.description) else {
                throw BrokenProperty("it is printed as `\(image)`")
            }
            guard image.matches(image) else { throw BrokenProperty("it does not match itself") }
            return .accepted
        })

    /// The amount of a slot: what is read is printed and read again as the same, whichever slot it is of.
    static let quantity = FuzzTarget(
        "quantity",
        seeds: amounts,
        words: amountWords,
        check: { text in
            for slot in [SlotName.cpu, .mem, SlotName("cuda.shares")] {
                guard let amount = slot.quantity(parsing: text) else { continue }
                guard Quantity(decimal: amount.description) == amount else {
                    throw BrokenProperty("of \(slot) it is printed as `\(amount)`")
                }
                // Sums and differences never overflow.
                _ = (amount + amount, Quantity.zero - amount - amount, amount.whole)
            }
            return Quantity(decimal: text) == nil ? .refused("no amount") : .accepted
        })

    /// A size: what is shown is a size that is at most what was read, and hardly less.
    static let size = FuzzTarget(
        "size",
        seeds: amounts,
        words: amountWords,
        check: { text in
            guard let size = BinarySize(parsing: text) else { return .refused("no size") }
            guard let shown = BinarySize(parsing: size.description), shown <= size,
                shown.bytes >= size.bytes - size.bytes / 100
            else { throw BrokenProperty("\(size.bytes) bytes are shown as `\(size)`") }
            guard size.bytes >= 0, BinarySize(parsing: "\(size.bytes)") == size, !size.humanized.isEmpty else {
                throw BrokenProperty("it is read as \(size.bytes) bytes")
            }
            return .accepted
        })

    private static let amounts = [
        "1", "0", "-1", "+1", "1.5", ".5", "1.", "0.001", "0.0009", "Infinity", "inf", "-inf", "512m", "8g", "1.5 GiB",
        "1_000_000", "77 bytes", "1 byte", "9223372036854775807", "9223372036854775", "7.999999e", "8e", "1e", "1e3",
        "1b",
        "512 MiBytes", "", ".", "m", "1..5", "1.5.5", "٣", "1.5",
    ]

    private static let amountWords = [
        ".", "k", "m", "g", "t", "p", "e", "ib", "byte", "bytes", "_", " ", "-", "+", "9223372036854775807", "999",
        "inf",
        "000000000000000001",
    ]
}

import CCurl
import CCurlShim

/// One libcurl multi handle.
///
/// `@unchecked Sendable` because ``wake()`` alone may be called on any thread
/// (curl_multi_wakeup(3)), and ``TransportLoop`` calls it under the lock under which it also
/// forgets the handle before the loop's thread closes it; everything else is called on that
/// thread only.
final class MultiHandle: @unchecked Sendable {
    private let raw: UnsafeMutableRawPointer
    private var isClosed = false

    init() throws(TransportError) {
        guard Self.isLibraryReady, let raw = curl_multi_init() else {
            throw .failed(reason: "libcurl could not be started")
        }
        self.raw = raw
    }

    deinit { close() }

    /// Closes every connection; called on the loop's thread once nothing else will be.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        curl_multi_cleanup(raw)
    }

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Ends the present or the next ``poll(_:timeout:)``.
    func wake() {
        curl_multi_wakeup(raw)
    }

    func add(_ easy: EasyHandle) -> Bool {
        curl_multi_add_handle(raw, easy.raw) == CURLM_OK
    }

    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(raw, easy.raw)
    }

    /// How many connections may stay open, those in use included.
    func keepConnections(_ count: Int) {
        _ = bai_multi_set_long(raw, CURLMOPT_MAXCONNECTS, count)
    }

    func perform() {
        var running: Int32 = 0
        curl_multi_perform(raw, &running)
    }

    /// The next transfer that is done, and its result.
    func nextDone() -> (easy: UnsafeMutableRawPointer, CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(raw, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            return (easy, bai_message_result(message))
        }
        return nil
    }

    /// Waits until a transfer or one of `descriptors` has something to do, at most `timeout` milliseconds.
    func poll(_ descriptors: inout [curl_waitfd], timeout: Int) {
        var ready: Int32 = 0
        let count = UInt32(descriptors.count)
        descriptors.withUnsafeMutableBufferPointer { buffer in
            _ = curl_multi_poll(raw, buffer.baseAddress, count, Int32(clamping: timeout), &ready)
        }
    }
}

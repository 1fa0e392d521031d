/// What becomes of a response, told on the loop's thread.
protocol TransferSink: AnyObject, Sendable {
    /// The final head has arrived.
    func begin(_ head: ResponseHead) throws(TransportError)

    /// Bytes of the body have arrived.
    ///
    /// - Returns: `false` to have the same bytes again later, once the sink has asked for them.
    func receive(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Bool

    /// The transfer is over; nothing is called after this.
    func finish(_ ending: Result<Void, TransportError>)
}

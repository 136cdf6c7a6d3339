// The libFuzzer target of BusWire: any bytes through every decoder, whole and cut, and what comes out must agree.
// Compiled by Tests/Fuzz/run together with the sources of Base and BusWire into one module.

private func clientFrames(_ bytes: [UInt8], step: Int) -> (frames: Int, consumed: Int, failed: Bool) {
    var parser = ClientFrameParser(limits: WireLimits(controlLine: 128, payload: 4_096))
    var (buffer, frames, consumed): ([UInt8], Int, Int) = ([], 0, 0)
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + step)
        buffer += bytes[start..<end]
        start = end
        var position = 0
        do {
            while let frame = try parser.next(in: buffer.span, at: &position) {
                frames += 1
                if case .publish(let subject, _, let header, let payload) = frame {
                    precondition(subject.upperBound <= header.lowerBound && header.upperBound == payload.lowerBound)
                    precondition(payload.upperBound + 2 <= position)
                    _ = try? Headers(parsing: buffer[header])
                    _ = Subject.isLiteral(buffer.span.extracting(subject))
                }
                if case .connect(let json) = frame { _ = try? ConnectOptions(json: Array(buffer[json])) }
            }
        } catch { return (frames, consumed + position, true) }
        consumed += position
        buffer.removeFirst(position)
        precondition(buffer.count <= 128 + 4_096 + 64, "an unfinished frame grew beyond its limits")
    }
    return (frames, consumed, false)
}

private func serverFrames(_ bytes: [UInt8], step: Int) -> (frames: [ServerFrame], failed: Bool) {
    var decoder = ServerFrameDecoder(limits: WireLimits(controlLine: 128, payload: 4_096))
    var frames: [ServerFrame] = []
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + step)
        decoder.append(bytes[start..<end])
        start = end
        do {
            while let frame = try decoder.next() { frames.append(frame) }
        } catch { return (frames, true) }
        precondition(decoder.pending <= 128 + 4_096 + 64, "an unfinished frame grew beyond its limits")
    }
    return (frames, false)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let step = 1 + Int(bytes.first ?? 0) % 7
    let (whole, cut) = (clientFrames(bytes, step: 1 << 20), clientFrames(bytes, step: step))
    precondition(whole == cut, "cutting changed the client frames: \(whole) \(cut)")
    let (wholeServer, cutServer) = (serverFrames(bytes, step: 1 << 20), serverFrames(bytes, step: step))
    precondition(wholeServer.frames == cutServer.frames && wholeServer.failed == cutServer.failed)
    for case .message(let message) in wholeServer.frames where Subject.isLiteral(message.subject) {
        // Repaired UTF-8 is longer than what came and may pass the small limits above.
        guard message.subject.utf8.count + (message.reply?.utf8.count ?? 0) < 90 else { continue }
        var out: [UInt8] = []
        guard (try? ServerFrameEncoder.message(message, into: &out)) != nil, out.count < 4_000 else { continue }
        precondition(serverFrames(out, step: 3).frames == [.message(message)], "a message changed on its way back")
    }
    if let split = bytes.firstIndex(of: 0) {
        let (a, b) = (Array(bytes[..<split]), Array(bytes[(split + 1)...]))
        if Subject.isPattern(a.span), Subject.isPattern(b.span) {
            let (inside, overlap) = (Subject.isSubset(a.span, of: b.span), Subject.overlap(a.span, b.span))
            precondition(!inside || overlap, "a subset that does not overlap")
        }
    }
    return 0
}

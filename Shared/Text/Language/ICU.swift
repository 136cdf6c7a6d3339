internal import Base
internal import CICU

/// ICU for the rest of the module; no pointer leaves this file. What is costly to make is made once and used under a
/// lock.
enum ICU {
    enum Form: Int32 { case foldedCompatibility = 0, decomposed = 1, composed = 2 }

    /// One ICU object behind a lock.
    @safe final class Handle: Sendable {
        private nonisolated(unsafe) let pointer: UnsafeMutableRawPointer
        private let lock = Locked(())

        init?(_ pointer: UnsafeMutableRawPointer?) {
            guard let pointer = unsafe pointer else { return nil }
            unsafe self.pointer = pointer
        }

        func use<Result: Sendable>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
            lock.withLock { _ in unsafe body(pointer) }
        }
    }

    /// Ends of words (UTF-8 offsets) with ICU's kind of each (0 for white space and punctuation).
    static func words(_ bytes: [UInt8]) -> [(end: Int, kind: Int)] {
        guard !bytes.isEmpty, let iterator = unsafe idle.withLock({ $0.popLast() }) ?? Handle(moat_words_open()) else {
            return []
        }
        defer { idle.withLock { if $0.count < 8 { $0.append(iterator) } } }
        var ends = [Int32](repeating: 0, count: bytes.count)
        var kinds = ends
        let count = unsafe iterator.use { iterator in
            unsafe bytes.withUnsafeBytes { raw in
                unsafe moat_words(
                    iterator, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int64(raw.count), &ends, &kinds,
                    Int32(bytes.count))
            }
        }
        return (0..<max(0, Int(count))).map { (Int(ends[$0]), Int(kinds[$0])) }
    }

    /// Word iterators that nobody uses now: each is costly to make and serves one thread at a time.
    private static let idle = Locked<[Handle]>([])

    /// The text of bytes in GB 18030; nil for bytes that are none.
    static func chinese(_ bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty else { return "" }
        // A character has a byte at least, and two units at most.
        var result = [UInt16](repeating: 0, count: bytes.count * 2 + 1)
        let size = unsafe Int(moat_chinese(bytes, Int32(bytes.count), &result, Int32(result.count)))
        return size >= 0 && size <= result.count ? String(decoding: result[..<size], as: UTF16.self) : nil
    }

    static func normalise(_ text: String, _ form: Form) -> String {
        let source = Array(text.utf16)
        guard !source.isEmpty else { return text }
        var room = source.count * 2 + 16
        for _ in 0..<2 {
            var result = [UInt16](repeating: 0, count: room)
            let needed = unsafe Int(
                moat_normalise(form.rawValue, source, Int32(source.count), &result, Int32(room)))
            guard needed >= 0 else { return text }
            if needed <= room { return String(decoding: result[..<needed], as: UTF16.self) }
            room = needed
        }
        return text
    }

    static func transliterator(_ name: String) -> Handle? {
        let name = Array(name.utf16)
        return unsafe Handle(moat_transliterator_open(name, Int32(name.count)))
    }

    static func transliterate(_ text: String, _ handle: Handle) -> String {
        let source = Array(text.utf16)
        let room = source.count * 10 + 64
        var buffer = source + [UInt16](repeating: 0, count: room - source.count)
        let size = unsafe handle.use { handle in
            unsafe Int(moat_transliterate(handle, &buffer, Int32(source.count), Int32(room)))
        }
        return size >= 0 ? String(decoding: buffer[..<size], as: UTF16.self) : text
    }

    static func collator(_ locale: String) -> Handle? { unsafe Handle(moat_collator_open(locale)) }

    static func collate(_ a: String, _ b: String, _ handle: Handle) -> Int {
        let a = a.utf8.map { CChar(bitPattern: $0) }
        let b = b.utf8.map { CChar(bitPattern: $0) }
        return unsafe handle.use { handle in unsafe Int(moat_collate(handle, a, Int32(a.count), b, Int32(b.count))) }
    }

    /// Every change of a zone's offset in a span of seconds since 1970, and the offset before the first; nil: no
    /// such zone.
    static func transitions(
        of name: String, from start: Int64, to end: Int64
    ) -> (first: Int, changes: [(at: Int64, offset: Int)])? {
        let name = Array(name.utf16)
        guard let zone = unsafe moat_zone_open(name, Int32(name.count)) else { return nil }
        defer { unsafe moat_zone_close(zone) }
        let first = unsafe Int(moat_zone_offset(zone, Double(start) * 1_000))
        var changes: [(at: Int64, offset: Int)] = []
        var here = Double(start) * 1_000
        var next = 0.0
        while changes.count < 2_000, unsafe moat_zone_next(zone, here, &next) != 0, next > here,
            next < Double(end) * 1_000
        {
            unsafe changes.append((Int64(next / 1_000), Int(moat_zone_offset(zone, next))))
            here = next
        }
        return (first, changes)
    }

    static var zoneDataVersion: String { unsafe moat_zone_data_version().map { unsafe String(cString: $0) } ?? "" }
}

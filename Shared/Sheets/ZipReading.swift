/// The parts of a zip file, by their names. A part is unpacked when it is asked for, and never to more than what is
/// left of the allowance.
struct ZipReading {
    static let allowance = 256 << 20
    private static let partsMaximum = 20_000
    private static let (end, entry, local): (UInt32, UInt32, UInt32) = (0x0605_4B50, 0x0201_4B50, 0x0403_4B50)
    private static let endSize = 22

    private struct Part {
        var method: UInt16
        var isLocked: Bool
        var checksum: UInt32
        var packed: Int
        var size: Int
        var offset: Int
    }

    private let bytes: [UInt8]
    private var parts: [String: Part] = [:]
    private var left = ZipReading.allowance

    init(_ bytes: [UInt8]) throws(SheetError) {
        self.bytes = bytes
        guard let end = lastDirectory(), let count = number16(at: end + 10), let start = number32(at: end + 16) else {
            throw SheetError(.damaged, "There is no directory of parts.")
        }
        guard count <= ZipReading.partsMaximum else { throw SheetError(.tooLarge, "There are too many parts.") }
        var at = Int(start)
        for _ in 0..<count {
            guard number32(at: at) == ZipReading.entry, let flags = number16(at: at + 8),
                let method = number16(at: at + 10), let checksum = number32(at: at + 16),
                let packed = number32(at: at + 20), let size = number32(at: at + 24), let name = number16(at: at + 28),
                let extra = number16(at: at + 30), let comment = number16(at: at + 32),
                let offset = number32(at: at + 42), at + 46 + Int(name) <= bytes.count
            else { throw SheetError(.damaged, "The directory of parts is not whole.") }
            let text = String(decoding: bytes[(at + 46)..<(at + 46 + Int(name))], as: UTF8.self)
            parts[text] = Part(
                method: method, isLocked: flags & 1 == 1, checksum: checksum, packed: Int(packed), size: Int(size),
                offset: Int(offset))
            at += 46 + Int(name) + Int(extra) + Int(comment)
        }
    }

    /// The bytes of a part, nil when there is none of this name.
    mutating func part(_ name: String) throws(SheetError) -> [UInt8]? {
        guard let part = parts[name] else { return nil }
        guard !part.isLocked else { throw SheetError(.locked, "It is kept under a password.") }
        guard part.size <= left else { throw SheetError(.tooLarge, "Unpacked it is larger than 256 MiB.") }
        left -= part.size
        guard number32(at: part.offset) == ZipReading.local, let nameSize = number16(at: part.offset + 26),
            let extraSize = number16(at: part.offset + 28)
        else { throw SheetError(.damaged, "A part does not begin where it should.") }
        let start = part.offset + 30 + Int(nameSize) + Int(extraSize)
        guard start + part.packed <= bytes.count else { throw SheetError(.damaged, "A part is cut off.") }
        let packed = bytes[start..<(start + part.packed)]
        let unpacked: [UInt8]? =
            switch part.method {
            case 0: part.packed == part.size ? Array(packed) : nil
            case 8: Deflate.unpack(packed, size: part.size)
            default: nil
            }
        guard let unpacked, Deflate.checksum(unpacked) == part.checksum else {
            throw SheetError(.damaged, "A part cannot be unpacked.")
        }
        return unpacked
    }

    /// Where the record at the end stands: a comment of up to 64 KiB may follow it.
    private func lastDirectory() -> Int? {
        let last = bytes.count - ZipReading.endSize
        guard last >= 0 else { return nil }
        return (max(0, last - 0xFFFF)...last).reversed().first { number32(at: $0) == ZipReading.end }
    }

    private func number16(at place: Int) -> UInt16? {
        guard place >= 0, place + 2 <= bytes.count else { return nil }
        return UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
    }

    private func number32(at place: Int) -> UInt32? {
        guard let low = number16(at: place), let high = number16(at: place + 2) else { return nil }
        return UInt32(low) | UInt32(high) << 16
    }
}

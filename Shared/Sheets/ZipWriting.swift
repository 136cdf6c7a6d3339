/// Puts parts into a zip file; the same parts give the same bytes.
struct ZipWriting {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0
    /// 1 January 1980, the first day that the format knows.
    private static let day: UInt16 = 0x0021

    mutating func add(_ name: String, _ content: [UInt8]) throws(SheetError) {
        guard let packed = Deflate.pack(content), let offset = UInt32(exactly: bytes.count) else {
            throw SheetError(.tooLarge, "There is no room for so much.")
        }
        let checksum = Deflate.checksum(content)
        var head: [UInt8] = []
        // Version 2.0, names in UTF-8, deflate.
        for number in [20, 0x0800, 8, 0, ZipWriting.day] as [UInt16] { ZipWriting.put(number, &head) }
        for number in [checksum, UInt32(packed.count), UInt32(content.count)] { ZipWriting.put(number, &head) }
        ZipWriting.put(UInt16(name.utf8.count), &head)
        ZipWriting.put(UInt16(0), &head)
        ZipWriting.put(UInt32(0x0403_4B50), &bytes)
        bytes += head
        bytes += Array(name.utf8)
        bytes += packed
        ZipWriting.put(UInt32(0x0201_4B50), &directory)
        ZipWriting.put(UInt16(20), &directory)
        directory += head
        // No comment, first disk, no attributes.
        for _ in 0..<3 { ZipWriting.put(UInt16(0), &directory) }
        ZipWriting.put(UInt32(0), &directory)
        ZipWriting.put(offset, &directory)
        directory += Array(name.utf8)
        count += 1
    }

    func finish() throws(SheetError) -> [UInt8] {
        guard let start = UInt32(exactly: bytes.count) else {
            throw SheetError(.tooLarge, "There is no room for so much.")
        }
        var whole = bytes + directory
        ZipWriting.put(UInt32(0x0605_4B50), &whole)
        for number in [0, 0, count, count] as [UInt16] { ZipWriting.put(number, &whole) }
        ZipWriting.put(UInt32(directory.count), &whole)
        ZipWriting.put(start, &whole)
        ZipWriting.put(UInt16(0), &whole)
        return whole
    }

    private static func put(_ number: UInt16, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: number))
        bytes.append(UInt8(truncatingIfNeeded: number >> 8))
    }

    private static func put(_ number: UInt32, _ bytes: inout [UInt8]) {
        put(UInt16(truncatingIfNeeded: number), &bytes)
        put(UInt16(truncatingIfNeeded: number >> 16), &bytes)
    }
}

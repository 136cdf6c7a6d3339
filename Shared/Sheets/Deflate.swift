internal import CZlib

/// zlib, whole pieces at a time; no pointer leaves this file.
enum Deflate {
    /// The bytes of a packed piece; nil when it is damaged or is not exactly `size` bytes.
    static func unpack(_ bytes: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        guard let packed = UInt32(exactly: bytes.count), let room = UInt32(exactly: size) else { return nil }
        var isWhole = false
        // One byte more than there should be, so that what is longer shows.
        let unpacked = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
            let written = unsafe bytes.withUnsafeBufferPointer { source in
                unsafe moat_inflate(source.baseAddress, packed, buffer.baseAddress, room + 1)
            }
            isWhole = written == size
            filled = isWhole ? size : 0
        }
        return isWhole ? unpacked : nil
    }

    /// Packed bytes; nil when zlib has no memory.
    static func pack(_ bytes: [UInt8]) -> [UInt8]? {
        guard let size = UInt32(exactly: bytes.count), let room = UInt32(exactly: moat_deflate_bound(UInt(size))) else {
            return nil
        }
        var written = 0
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: Int(room)) { buffer, filled in
            written = unsafe bytes.withUnsafeBufferPointer { source in
                unsafe moat_deflate(source.baseAddress, size, buffer.baseAddress, room)
            }
            filled = max(0, written)
        }
        return written < 0 ? nil : packed
    }

    /// The checksum of zip files.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { unsafe moat_crc32($0.baseAddress, UInt32($0.count)) }
    }
}

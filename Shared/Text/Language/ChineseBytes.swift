internal import Base

/// Text of files that are older than Unicode's victory: GB 18030, which holds GBK and GB 2312.
package enum ChineseBytes {
    /// The text of bytes in GB 18030; nil for bytes that are none.
    package static func decode(_ bytes: some Collection<UInt8>) -> String? { ICU.chinese(Array(bytes)) }
}

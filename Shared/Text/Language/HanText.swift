/// Chinese characters.
package enum HanText {
    package static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    package static func isIn(_ text: String) -> Bool { text.unicodeScalars.contains(where: contains) }
}

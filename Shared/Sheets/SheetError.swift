/// What can be wrong with a workbook; equal when the code is equal.
package struct SheetError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// It is no workbook, or not whole.
        case damaged
        /// It is kept under a password.
        case locked
        /// Unpacked it would be larger than is allowed.
        case tooLarge
    }

    package let code: Code
    package let message: String

    init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    package static func == (a: SheetError, b: SheetError) -> Bool { a.code == b.code }
    package var description: String { "sheets.\(code.rawValue): \(message)" }
}

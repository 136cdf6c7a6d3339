package import Base

/// What went wrong in the store. Compared by `code`; the text never holds a bound value, so it may be logged.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable {
        /// The file, folder, URL or database server cannot be opened.
        case open
        /// The store's engine has other tools for what was asked.
        case unsupported
        /// The database server went away. What was being committed then may or may not be kept: try again with the same
        /// idempotency key.
        case unreachable
        /// The store was closed.
        case closed
        /// Another process held the write lock longer than the busy limit.
        case busy
        /// The queue of waiting writes or reads is full: try later.
        case overloaded
        /// A primary key or unique index already has this value; the message names table and column.
        case unique
        /// Another constraint: foreign key, not null, check.
        case constraint
        /// The SQL is wrong, or a statement that changes something was given to a reader.
        case statement
        /// A column is missing or has another type than was asked for.
        case column
        /// A value cannot be encoded for the store.
        case encoding
        /// Somebody else moved the cursor first.
        case cursorMoved
        /// The target of a copy already holds a store.
        case occupied
        /// A copy did not come out equal.
        case unequal
        /// The recorded migrations and those of this program do not fit.
        case migration
        /// The disk failed, is full or may only be read.
        case disk
        /// There is no such blob, or the name is not a SHA-256 in hexadecimal.
        case blob
    }

    package let code: Code
    package let message: String
    /// The SQL that failed, with placeholders instead of values.
    package let statement: String?

    package init(_ code: Code, _ message: String, statement: String? = nil) {
        (self.code, self.message, self.statement) = (code, message, statement)
    }

    package static func == (a: StoreError, b: StoreError) -> Bool { a.code == b.code }

    package var description: String {
        "store.\(code): \(message)" + (statement.map { " in: \($0)" } ?? "")
    }
}

extension StoreError {
    /// An error for the log: a store's own in full, a problem's code, of any other only the type, because its words may
    /// be a customer's.
    static func nameless(_ error: any Error) -> String {
        switch error {
        case let error as StoreError: error.description
        case let problem as Problem: problem.code
        default: "\(type(of: error))"
        }
    }
}

extension Problem {
    /// What a caller of a service hears of a store's error: 503 when it may try again (a full disk is emptied by
    /// somebody, and nothing of the request was kept), 409 for a duplicate, 400 for a wrong blob or piece, else 500.
    package init(_ error: StoreError) {
        self =
            switch error.code {
            case .busy, .overloaded, .closed, .unreachable:
                .unavailable("store.\(error.code)", "The store cannot take this now.", retryAfter: 1)
            case .disk:
                .unavailable(
                    "store.disk", "The disk is full or cannot be written. Nothing of this was kept: try again.",
                    retryAfter: 5)
            case .unique: .conflict("store.unique", "This already exists.")
            case .cursorMoved: .conflict("store.cursor_moved", "Another copy was faster.")
            case .blob: .malformed("store.blob", error.message)
            default: .fault("store.\(error.code)", "The store failed.")
            }
    }
}

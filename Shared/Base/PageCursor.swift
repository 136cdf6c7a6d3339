internal import FoundationEssentials

/// Where a page of a list ended: the sort key's values and the last id, opaque to callers (`page[after]`).
package struct PageCursor: Hashable, Sendable {
    package let values: [JSON]

    package init(_ values: JSON...) { self.values = values }

    /// Reads a cursor made by `text`; throws a 400 `page.cursor` for anything else.
    package init(parsing text: String, count: Int) throws {
        var standard = text.replacing("-", with: "+").replacing("_", with: "/")
        standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard text.utf8.count < 2_000, let data = Data(base64Encoded: standard),
            let values = try? JSON(parsing: data).array, values.count == count
        else { throw Problem.malformed("page.cursor", "The page cursor is not one of ours: start at the first page.") }
        self.values = values
    }

    /// The cursor as URL-safe text.
    package var text: String {
        Data(JSON.array(values).text.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The whole number at a position; 400 when it is none.
    package func int(_ index: Int) throws -> Int64 {
        guard let value = values[index].int else {
            throw Problem.malformed("page.cursor", "The page cursor is not one of ours: start at the first page.")
        }
        return value
    }

    /// The text at a position; 400 when it is none.
    package func string(_ index: Int) throws -> String {
        guard let value = values[index].string else {
            throw Problem.malformed("page.cursor", "The page cursor is not one of ours: start at the first page.")
        }
        return value
    }
}

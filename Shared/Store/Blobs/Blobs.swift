/// Files by content.
package final class Blobs: Sendable {
    init(folder: String?) {}
    func close() async {}
}

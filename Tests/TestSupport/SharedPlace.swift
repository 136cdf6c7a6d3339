/// The kinds of place that the copies of a service can share.
package enum SharedPlace: String, CaseIterable, Sendable {
    case disk
    case postgres

    /// A new, empty store; on the disk it is in the folder, under the name.
    package func url(_ name: String, in folder: TemporaryFolder) async throws -> String {
        switch self {
        case .disk: "file://\(folder.path)/\(name)"
        case .postgres: try await PostgresProcess.shared().storeURL()
        }
    }
}

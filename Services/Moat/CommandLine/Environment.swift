internal import FoundationEssentials

/// The environment variables a command sees, and the folder it was called in.
struct Environment: Sendable {
    let variables: [String: String]
    let folder: String

    init() {
        self.init(ProcessInfo.processInfo.environment, folder: FileManager.default.currentDirectoryPath)
    }

    init(_ variables: [String: String], folder: String) {
        (self.variables, self.folder) = (variables, folder)
    }

    /// The value of a variable; an empty one counts as not set.
    subscript(key: String) -> String? {
        guard let value = variables[key], !value.isEmpty else { return nil }
        return value
    }

    /// A path as it was written, seen from the folder of the call.
    func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(folder)/\(text)" }
}

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

    /// The value of a variable, or what is in the file that `<KEY>_FILE` names; an empty one counts as not set.
    subscript(key: String) -> String? {
        if let value = variables[key], !value.isEmpty { return value }
        guard let file = variables[key + "_FILE"], !file.isEmpty,
            let bytes = FileManager.default.contents(atPath: path(file))
        else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first
        return text.map(String.init)
    }

    /// A path as it was written, seen from the folder of the call.
    func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(folder)/\(text)" }
}

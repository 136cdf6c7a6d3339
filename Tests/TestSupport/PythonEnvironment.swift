internal import Foundation

/// Virtual environments with packages of PyPI, each made once on a machine and shared by all tests.
package enum PythonEnvironment {
    /// The interpreter that has these packages; a name of its own for each set.
    package static func python(_ name: String, _ packages: [String]) async throws -> String {
        let home = FileManager.default.temporaryDirectory.appending(path: "moat-\(name)-\(getuid())").path
        let list = packages.joined(separator: "' '")
        let made = try await Command.run([
            "flock", home + ".lock", "sh", "-c",
            "test -e '\(home)/ready' || { rm -rf '\(home)' && python3 -m venv '\(home)' "
                + "&& '\(home)/bin/pip' -q --disable-pip-version-check install '\(list)' && touch '\(home)/ready'; }",
        ])
        guard made.status == 0 else { throw TestSupportError("\(packages) cannot be installed: \(made.errors)") }
        return home + "/bin/python"
    }
}

internal import Foundation

/// A real Dovecot with IMAP on a free port of this machine, mail in a folder of its own; any user, password `secret`.
/// Runs as the current user; as root its login and mail processes run as `nobody`, since Dovecot refuses root for them.
package final class DovecotProcess: Sendable {
    package let port: Int
    package static let password = "secret"
    private let server: ServerProcess
    private let folder: URL

    package static func start() async throws -> DovecotProcess {
        let port = try freePort()
        let folder = FileManager.default.temporaryDirectory.appending(path: "moat-dovecot-\(UUID().uuidString)")
        let isRoot = geteuid() == 0
        for name in ["", "run", "state", "mail"] {
            let path = folder.appending(path: name)
            let mode = name == "mail" && isRoot ? 0o777 : 0o755
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path.path)
        }
        let file = folder.appending(path: "dovecot.conf")
        try Data(configuration(folder.path, port, isRoot).utf8).write(to: file)
        let server = try await ServerProcess.start(["/usr/sbin/dovecot", "-F", "-c", file.path], port: port)
        let dovecot = DovecotProcess(port, server, folder)
        // It listens before its login and authentication processes are there.
        try await eventually("dovecot lets somebody in") {
            let login = ["curl", "-sS", "imap://127.0.0.1:\(port)/", "-u", "early:\(password)", "-X", "NOOP"]
            return try await Command.run(login).status == 0
        }
        return dovecot
    }

    private init(_ port: Int, _ server: ServerProcess, _ folder: URL) {
        (self.port, self.server, self.folder) = (port, server, folder)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Puts a mail into a user's mailbox, as a mail server would.
    package func deliver(_ mail: [UInt8], to user: String, mailbox: String = "INBOX") async throws {
        let file = folder.appending(path: UUID().uuidString)
        try Data(mail).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let curl = try await Command.run([
            "curl", "-sS", "--url", "imap://127.0.0.1:\(port)/\(mailbox)", "-u", "\(user):\(Self.password)", "-T",
            file.path,
        ])
        guard curl.status == 0 else { throw TestSupportError("dovecot does not take the mail: \(curl.errors)") }
    }

    /// What went wrong, from Dovecot's own log.
    package var log: String { (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? "" }

    private static func configuration(_ folder: String, _ port: Int, _ isRoot: Bool) -> String {
        let me = NSUserName()
        let mail = isRoot ? "uid=nobody gid=nogroup" : "uid=\(getuid()) gid=\(getgid())"
        let users =
            isRoot
            ? "default_internal_user = nobody\ndefault_internal_group = nogroup\ndefault_login_user = nobody"
            : "default_internal_user = \(me)\ndefault_internal_group = \(getgid())\ndefault_login_user = \(me)"
        return """
            base_dir = \(folder)/run
            state_dir = \(folder)/state
            log_path = \(folder)/log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            auth_mechanisms = plain login
            first_valid_uid = 0
            \(users)
            mail_location = maildir:\(folder)/mail/%u
            passdb {
              driver = static
              args = password=\(password)
            }
            userdb {
              driver = static
              args = \(mail) home=\(folder)/mail/%u
            }
            service anvil {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = \(port)
              }
              inet_listener imaps {
                port = 0
              }
            }
            namespace inbox {
              inbox = yes
            }

            """
    }
}

internal import Base
internal import Foundation

/// A real SMTP server (aiosmtpd of PyPI) that keeps what it gets. Recipients that begin with `later` are refused with
/// 451,
/// with `never` with 550. Installs itself once into a virtual environment in the temporary folder.
package final class SMTPSinkProcess: Sendable {
    /// One accepted mail.
    package struct Mail: Codable, Sendable {
        package var from: String
        package var to: [String]
        package var data: String
    }

    package let port: Int
    private let server: ServerProcess
    private let folder: URL

    package static func start() async throws -> SMTPSinkProcess {
        let python = try await environment()
        let port = try freePort()
        let folder = FileManager.default.temporaryDirectory.appending(path: "moat-smtp-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = folder.appending(path: "sink.py")
        try Data(program.utf8).write(to: script)
        let server = try await ServerProcess.start([python, script.path, String(port), folder.path], port: port)
        return SMTPSinkProcess(port, server, folder)
    }

    private init(_ port: Int, _ server: ServerProcess, _ folder: URL) {
        (self.port, self.server, self.folder) = (port, server, folder)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Lets the answers go that were held back for recipients that begin with `held`.
    package func release() { _ = FileManager.default.createFile(atPath: folder.path + "/release", contents: nil) }

    /// What was accepted so far, in order.
    package func mails() throws -> [Mail] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted()
            .map { try JSON.decode(Mail.self, from: Array(Data(contentsOf: folder.appending(path: $0)))) }
    }

    /// The interpreter of the environment, made once; a rename makes it whole or not there.
    private static func environment() async throws -> String {
        let home = FileManager.default.temporaryDirectory.appending(path: "moat-aiosmtpd-\(getuid())")
        let python = home.appending(path: "bin/python").path
        if FileManager.default.isExecutableFile(atPath: home.appending(path: "ready").path) { return python }
        let lock = home.path + ".lock"
        let made = try await Command.run([
            "flock", lock, "sh", "-c",
            "test -x '\(home.path)/ready' || { python3 -m venv '\(home.path)' && '\(python)' -m pip -q install aiosmtpd"
                + " && touch '\(home.path)/ready' && chmod +x '\(home.path)/ready'; }",
        ])
        guard made.status == 0 else { throw TestSupportError("aiosmtpd cannot be installed: \(made.errors)") }
        return python
    }

    private static let program = """
        import asyncio, json, os, sys
        from aiosmtpd.smtp import SMTP
        port, folder = int(sys.argv[1]), sys.argv[2]
        count = 0
        class Sink:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("later"): return "451 4.2.1 Try again later"
                if address.startswith("never"): return "550 5.1.1 No such user"
                envelope.rcpt_tos.append(address)
                return "250 2.1.5 OK"
            async def handle_DATA(self, server, session, envelope):
                global count
                count += 1
                mail = {"from": "" if envelope.mail_from == "<>" else envelope.mail_from, "to": envelope.rcpt_tos,
                        "data": envelope.original_content.decode("latin-1")}
                path = os.path.join(folder, f"{count:06d}")
                with open(path + ".part", "w") as file: json.dump(mail, file)
                os.rename(path + ".part", path + ".json")
                if envelope.rcpt_tos[0].startswith("held"):
                    while not os.path.exists(os.path.join(folder, "release")): await asyncio.sleep(0.02)
                return f"250 2.0.0 Ok: queued as {count}"
        async def main():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: SMTP(Sink(), hostname="sink.test"), "127.0.0.1", port)
            await server.serve_forever()
        asyncio.run(main())

        """
}

import Base
import TestSupport

/// A real receiver of webhooks: Python's HTTP server with the official `standardwebhooks` library. What it got, and
/// whether the library believed it, is in a file, one JSON object a line.
final class WebhookReceiver: Sendable {
    struct Hit: Codable, Sendable {
        var path: String
        var id: String
        var believed: Bool
        var body: JSON
    }

    let port: Int
    private let server: ServerProcess
    private let folder: TemporaryFolder

    /// Paths: `/well`, `/later` (503 the first time), `/gone` (410), `/elsewhere` (a redirect to `/well`).
    static func start() async throws -> WebhookReceiver {
        let python = try await PythonEnvironment.python("webhooks", ["standardwebhooks==1.1.0"])
        let (port, folder) = (try freePort(), TemporaryFolder())
        let script = try folder.write("receiver.py", program)
        let server = try await ServerProcess.start([python, script, String(port), folder.path], port: port)
        return WebhookReceiver(port, server, folder)
    }

    private init(_ port: Int, _ server: ServerProcess, _ folder: TemporaryFolder) {
        (self.port, self.server, self.folder) = (port, server, folder)
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// From now on signatures are looked at with this secret.
    func trust(_ secret: String) throws { _ = try folder.write("secret", secret) }

    func hits() async throws -> [Hit] {
        let text = try await Command.run(["sh", "-c", "cat '\(folder.path)/hits' 2>/dev/null || true"]).text
        return try text.split(separator: "\n").map { try JSON.decode(Hit.self, from: Array($0.utf8)) }
    }

    private static let program = """
        import json, sys
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        from standardwebhooks.webhooks import Webhook, WebhookVerificationError
        port, folder = int(sys.argv[1]), sys.argv[2]
        seen = set()
        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                try:
                    Webhook(open(folder + "/secret").read()).verify(body, headers)
                    believed = True
                except (OSError, WebhookVerificationError):
                    believed = False
                hit = {"path": self.path, "id": headers.get("webhook-id", ""), "believed": believed,
                       "body": json.loads(body)}
                with open(folder + "/hits", "a") as file:
                    file.write(json.dumps(hit) + "\\n")
                first = hit["id"] not in seen
                seen.add(hit["id"])
                status = {"/later": 503 if first else 200, "/gone": 410, "/elsewhere": 302}.get(self.path, 200)
                self.send_response(status)
                if status == 302: self.send_header("Location", f"http://127.0.0.1:{port}/well")
                self.send_header("Content-Length", "0")
                self.end_headers()
            def log_message(self, *words): pass
        ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()
        """
}

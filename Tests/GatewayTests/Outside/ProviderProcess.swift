import TestSupport

/// A real OpenID provider (canaille of PyPI) with a client named `moat`, and a person with a browser. At the provider
/// are `mei` of the group `leads`, `bob` of none, and `eve` of `leads`, who says that she has the agent's mail address.
final class ProviderProcess: Sendable {
    static let secret = "between us"

    let port: Int
    private let server: ServerProcess
    private let python: String
    private let folder: TemporaryFolder

    var issuer: String { "http://127.0.0.1:\(port)" }

    /// `callback` is the one address that it leads back to.
    static func start(port: Int, callback: String) async throws -> ProviderProcess {
        let python = try await PythonEnvironment.python("canaille", ["canaille[front,oidc,server]==0.3.6"])
        let folder = TemporaryFolder()
        let script = try folder.write("provider.py", provider)
        _ = try folder.write("person.py", person)
        let server = try await ServerProcess.start([python, script, String(port), callback], port: port)
        return ProviderProcess(port, server, python, folder)
    }

    private init(_ port: Int, _ server: ServerProcess, _ python: String, _ folder: TemporaryFolder) {
        (self.port, self.server, self.python, self.folder) = (port, server, python, folder)
    }

    /// Somebody goes to an address, signs in at the provider, and ends somewhere with a session, or without one (`-`).
    func visit(_ start: String, as user: String, home: String) async throws -> (place: String, session: String) {
        let went = try await Command.run([
            python, folder.path + "/person.py", start, user, "correct horse battery", home,
        ])
        let words = went.text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard went.status == 0, words.count == 2 else { throw TestSupportError("\(went.text) \(went.errors)") }
        return (words[0], words[1])
    }

    private static let provider = """
        # A provider that was not made for tests: canaille, in memory, with three people and a group.
        import datetime, sys
        from canaille import create_app
        from canaille.app import models
        from canaille.backends import Backend
        port, callback = int(sys.argv[1]), sys.argv[2]
        app = create_app({
            "SECRET_KEY": "a test's own", "SERVER_NAME": f"127.0.0.1:{port}", "PREFERRED_URL_SCHEME": "http",
            "CANAILLE_DATABASE": "memory", "TESTING": True, "WTF_CSRF_ENABLED": True,
            "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "HTMX": False, "FORCE_HTTPS": False},
            "CANAILLE_OIDC": {"REQUIRE_NONCE": True},
        })
        with app.app_context(), Backend.instance.session():
            people = {}
            mails = {"mei": "mei@example.com", "bob": "bob@example.com", "eve": "agent@example.com"}
            for name, mail in mails.items():
                user = models.User(formatted_name=name.title(), given_name=name, family_name=name.title(),
                                   user_name=name, emails=[mail], password="correct horse battery")
                Backend.instance.save(user)
                people[name] = user
            group = models.Group(display_name="leads", members=[people["mei"], people["eve"]])
            Backend.instance.save(group)
            client = models.Client(
                client_id="moat", client_secret="between us", client_name="Moat", client_uri="http://127.0.0.1",
                redirect_uris=[callback], grant_types=["authorization_code"], response_types=["code"],
                token_endpoint_auth_method="client_secret_basic", scope=["openid", "email", "profile", "groups"],
                client_id_issued_at=datetime.datetime.now(datetime.timezone.utc))
            Backend.instance.save(client)
            client.audience = [client]
            Backend.instance.save(client)
        app.run("127.0.0.1", port, threaded=True)
        """

    private static let person = #"""
        # A person with a browser: goes where links and forms lead, signs in at the provider, ends where Moat leads.
        import re, sys, html, httpx
        start, user, password, home = sys.argv[1:5]
        with httpx.Client(follow_redirects=False, timeout=20) as browser:
            answer, here = browser.get(start), start
            for _ in range(20):
                if answer.is_redirect:
                    here = str(httpx.URL(here).join(answer.headers["location"]))
                    if here.startswith(home) and "/callback" not in here:
                        break
                    answer = browser.get(here)
                    continue
                form = re.search(r"<form(?![^>]*search)[^>]*method=\"post\".*?</form>", answer.text, re.S | re.I)
                if not form:
                    print("stuck", answer.status_code, here, answer.text[:300].replace("\n", " "))
                    sys.exit(1)
                fields = {}
                for tag in re.findall(r"<input[^>]*>", form.group(0)):
                    name = re.search(r'name="([^"]*)"', tag)
                    value = re.search(r'value="([^"]*)"', tag)
                    if name and 'type="submit"' not in tag:
                        fields[name.group(1)] = html.unescape(value.group(1)) if value else ""
                if "login" in fields: fields["login"] = user
                if "password" in fields: fields["password"] = password
                if 'name="answer"' in form.group(0): fields["answer"] = "accept"
                action = re.search(r'<form[^>]*action="([^"]*)"', form.group(0))
                place = html.unescape(action.group(1)) if action and action.group(1) else here
                here = str(httpx.URL(here).join(place))
                answer = browser.post(here, data=fields, headers={"Referer": here})
            cookies = {cookie.name: cookie.value for cookie in browser.cookies.jar if cookie.value}
            print(here, cookies.get("moat_session", "-"))
        """#
}

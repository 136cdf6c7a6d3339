internal import Base
internal import Contracts
internal import Crypto
internal import HTTP
internal import ServiceKit
internal import Store

/// Signing in by an OpenID provider: authorization code with PKCE (RFC 7636), accounts made at the first time, roles
/// from groups.
struct OpenID: Sendable {
    static let cookie = "moat_oidc"
    private static let patience = Instant.Span.minutes(10)

    let settings: OpenIDSettings
    let publicURL: String
    let isSecure: Bool
    let store: Store
    let time: any TimeSource
    let client: HTTPClient
    let accounts: AccountCalls
    private let known = Locked<Provider?>(nil)

    init(
        settings: OpenIDSettings, publicURL: String, isSecure: Bool, store: Store, time: any TimeSource,
        client: HTTPClient, accounts: AccountCalls
    ) {
        (self.settings, self.publicURL, self.isSecure, self.store) = (settings, publicURL, isSecure, store)
        (self.time, self.client, self.accounts) = (time, client, accounts)
    }

    private struct Provider: Sendable {
        var authorization: String
        var token: String
        var userInfo: String?
        var takesBasic: Bool
    }

    private var redirect: String { "\(publicURL)\(RouteTable.prefix)/session/oidc/callback" }

    /// Where the browser goes, and the cookie that ties the answer to it.
    func begin(next: String) async throws -> (location: String, cookie: String) {
        let provider = try await provider()
        let (state, verifier, nonce) = (SecureRandom.token(), SecureRandom.token(), SecureRandom.token(bytes: 16))
        let end = time.now() + OpenID.patience
        try await store.write { tx in
            try tx.execute("DELETE FROM outside_tries WHERE expires_at < \(tx.now)")
            try tx.execute(
                """
                INSERT INTO outside_tries (state, verifier, nonce, next, expires_at) VALUES
                (\(Sessions.hash(state)), \(verifier), \(nonce), \(next), \(end))
                """)
        }
        let query = OpenID.form([
            ("response_type", "code"), ("client_id", settings.client), ("redirect_uri", redirect),
            ("scope", settings.scopes), ("state", state), ("nonce", nonce),
            ("code_challenge", Base64.encode(Digest.sha256(verifier), .url)), ("code_challenge_method", "S256"),
        ])
        let mark = provider.authorization.contains("?") ? "&" : "?"
        return (provider.authorization + mark + query, cookie(state, maxAge: Int(OpenID.patience.seconds)))
    }

    /// The account of whoever comes back, and where they wanted to go; 401 `auth.oidc`, 403 `auth.oidc_group`.
    func finish(_ request: HTTPRequest) async throws -> (account: Account, next: String) {
        guard let state = request.query("state"), let code = request.query("code"),
            let cookie = request.cookie(OpenID.cookie), equalInConstantTime(cookie, state)
        else { throw OpenIDClaims.refused("it was not asked for by this browser") }
        guard request.query("iss").map({ OpenIDClaims.bare($0) == settings.issuer }) ?? true else {
            throw OpenIDClaims.refused("another provider sent it")
        }
        let hash = Sessions.hash(state)
        let kept = try await store.write { tx -> (verifier: String, nonce: String, next: String)? in
            let row = try tx.first("SELECT verifier, nonce, next, expires_at FROM outside_tries WHERE state = \(hash)")
            try tx.execute("DELETE FROM outside_tries WHERE state = \(hash)")
            guard let row, try row.instant("expires_at") > tx.now else { return nil }
            return (try row.string("verifier"), try row.string("nonce"), try row.string("next"))
        }
        guard let kept else { throw OpenIDClaims.refused("it comes too late") }
        let claims = try await claims(code, kept.verifier, kept.nonce)
        return (try await account(of: claims), kept.next)
    }

    func cookie(_ value: String, maxAge: Int) -> String {
        "\(OpenID.cookie)=\(value); Path=\(RouteTable.prefix)/session; HttpOnly; SameSite=Lax; Max-Age=\(maxAge)"
            + (isSecure ? "; Secure" : "")
    }

    private func claims(_ code: String, _ verifier: String, _ nonce: String) async throws -> OpenIDClaims {
        let provider = try await provider()
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", verifier), ("client_id", settings.client),
        ]
        var headers: HTTPHeaders = [
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
        ]
        if let secret = settings.secret {
            if provider.takesBasic {
                let pair = PercentCoding.encode(settings.client) + ":" + PercentCoding.encode(secret)
                headers["Authorization"] = "Basic " + Base64.encode(Array(pair.utf8))
            } else {
                fields.append(("client_secret", secret))
            }
        }
        let tokens = try await ask(
            .init("POST", provider.token, headers: headers, body: Array(OpenID.form(fields).utf8)))
        guard let token = tokens["id_token"]?.string else { throw OpenIDClaims.refused("there is no ID token") }
        var claims = try OpenIDClaims(
            idToken: token, issuer: settings.issuer, client: settings.client, nonce: nonce, now: time.now())
        if let place = provider.userInfo, let access = tokens["access_token"]?.string {
            try claims.add(await ask(.init(place, headers: ["Authorization": "Bearer \(access)"])))
        }
        return claims
    }

    private func provider() async throws -> Provider {
        if let provider = known.withLock({ $0 }) { return provider }
        let document = try await ask(.init(settings.issuer + "/.well-known/openid-configuration"))
        guard document["issuer"]?.string.map(OpenIDClaims.bare) == settings.issuer,
            let authorization = document["authorization_endpoint"]?.string,
            let token = document["token_endpoint"]?.string
        else { throw OpenIDClaims.refused("its description does not fit") }
        let ways = document["token_endpoint_auth_methods_supported"]?.array?.compactMap(\.string)
        let provider = Provider(
            authorization: authorization, token: token, userInfo: document["userinfo_endpoint"]?.string,
            takesBasic: ways?.contains("client_secret_basic") ?? true)
        known.withLock { $0 = provider }
        return provider
    }

    private func ask(_ request: HTTPClient.Request) async throws -> JSON {
        var request = request
        request.timeout = .seconds(10)
        request.maximumBody = 1 << 20
        do {
            let answer = try await client.send(request)
            guard answer.status == 200 else {
                throw OpenIDClaims.refused("it says \(answer.status)")
            }
            return try JSON(parsing: answer.body)
        } catch let error as HTTPError {
            throw Problem.unavailable("auth.oidc_away", "The provider cannot be reached: \(error.code.rawValue).")
        }
    }

    static func form(_ fields: [(String, String)]) -> String {
        fields.map { PercentCoding.encode($0.0) + "=" + PercentCoding.encode($0.1) }.joined(separator: "&")
    }
}

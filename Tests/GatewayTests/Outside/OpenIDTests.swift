@testable import Gateway
import Base
import Contracts
import Crypto
import HTTP
import ServiceKit
import TestSupport
import Testing

/// Against a real provider, with a browser that fills in its forms.
@Suite(.timeLimit(.minutes(5))) struct OpenIDTests {
    @Test func `groups at the provider become roles here, and others stay outside`() async throws {
        let (own, theirs) = (try freePort(), try freePort())
        let home = "http://127.0.0.1:\(own)"
        let provider = try await ProviderProcess.start(
            port: theirs, callback: home + "/api/v1/session/oidc/callback")
        let house = try await GatewayHouse(environment: [
            "HTTP_PORT": "\(own)", "PUBLIC_URL": home, "OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": "moat",
            "OIDC_CLIENT_SECRET": ProviderProcess.secret, "OIDC_ROLES": "leads=supervisor",
        ])
        try await house.run { client in
            #expect(try await client.send("GET", "/api/v1/session/ways").json["oidc"] == true)
            let start = home + "/api/v1/session/oidc?next=/reports"
            let mei = try await provider.visit(start, as: "mei", home: home)
            #expect(mei.place == home + "/reports")
            var browser = client
            browser.cookie = mei.session
            let session = try await browser.send("GET", "/api/v1/session")
            #expect(session.json["account"]?["roles"] == ["supervisor"])
            #expect(session.json["account"]?["email"] == "mei@example.com")
            // The second time it is the same account.
            browser.cookie = try await provider.visit(start, as: "mei", home: home).session
            #expect(
                try await browser.send("GET", "/api/v1/session").json["account"]?["id"]
                    == session.json["account"]?["id"])
            let bob = try await provider.visit(start, as: "bob", home: home)
            #expect(bob.session == "-" && bob.place == home + "/sign-in?problem=auth.oidc_group")
            // She says that she has the agent's mail address, and the provider has not checked it.
            let eve = try await provider.visit(start, as: "eve", home: home)
            #expect(eve.session == "-" && eve.place == home + "/sign-in?problem=auth.oidc")
        }
    }

    @Test func `a way back that nobody asked for leads nowhere`() async throws {
        let own = try freePort()
        let home = "http://127.0.0.1:\(own)"
        let house = try await GatewayHouse(environment: [
            "HTTP_PORT": "\(own)", "PUBLIC_URL": home, "OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "moat",
        ])
        try await house.run { client in
            for query in ["", "?code=x&state=y", "?error=access_denied&state=y"] {
                let answer = try await client.send("GET", "/api/v1/session/oidc/callback" + query)
                #expect(answer.status == 302 && answer.headers["Location"] == "/sign-in?problem=auth.oidc")
            }
            #expect(try await client.send("GET", "/api/v1/session/oidc").code == "auth.oidc_away")
        }
    }

    private static let now = Instant(seconds: 1_795_420_800)

    private static func token(_ change: (inout [String: JSON]) -> Void) -> String {
        var claims: [String: JSON] = [
            "iss": "https://id.example", "aud": "moat", "exp": 1_795_421_000, "nonce": "n", "sub": "mei",
        ]
        change(&claims)
        return "e30." + Base64.encode(JSON.object(claims).bytes, .url) + ".sig"
    }

    private static func isTaken(_ token: String) -> Bool {
        (try? OpenIDClaims(idToken: token, issuer: "https://id.example", client: "moat", nonce: "n", now: now)) != nil
    }

    @Test func `an ID token is for us, of now, and the answer to what we asked`() {
        #expect(OpenIDTests.isTaken(OpenIDTests.token { _ in }))
        #expect(OpenIDTests.isTaken(OpenIDTests.token { $0["aud"] = ["moat"] }))
        #expect(OpenIDTests.isTaken(OpenIDTests.token { ($0["aud"], $0["azp"]) = (["moat", "x"], "moat") }))
        let wrong: [(inout [String: JSON]) -> Void] = [
            { $0["iss"] = "https://evil.example" }, { $0["aud"] = "other" }, { $0["aud"] = [] },
            { $0["aud"] = ["moat", "x"] }, { $0["exp"] = 1_795_420_000 }, { $0["exp"] = nil }, { $0["nonce"] = "m" },
            { $0["nonce"] = nil }, { $0["sub"] = nil }, { $0["sub"] = "" },
        ]
        for (index, change) in wrong.enumerated() {
            #expect(!OpenIDTests.isTaken(OpenIDTests.token(change)), "\(index)")
        }
        for text in ["", "a.b", "a.b.c", "..", "e30.e30.x"] { #expect(!OpenIDTests.isTaken(text)) }
    }
}

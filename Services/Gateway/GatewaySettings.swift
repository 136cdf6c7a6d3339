internal import Base
internal import ServiceKit

/// What the gateway is told by its environment beside what every service is.
struct GatewaySettings: Sendable {
    /// `HTTP_HOST`
    var host: String
    /// `HTTP_PORT`; 0 = any free port.
    var port: Int
    /// `HTTP_LEAVE`: seconds in which a balancer is led away before new connections are refused.
    var leave: Instant.Span
    /// `WEB_ROOT`: the folder of the pages.
    var webRoot: String
    /// `SECURE_COOKIES`: true behind TLS.
    var secureCookies: Bool
    /// `COMPANY_NAME`
    var company: String
    /// `DEFAULT_LANGUAGE`: `zh` or `en`.
    var language: String
    /// `PUBLIC_URL`: how people reach the pages; in links by mail.
    var publicURL: String
    /// `RATE_ADDRESS`: requests a minute of an address that is not signed in; 0 = any number.
    var perAddress: Int
    /// `RATE_SESSION`: requests a minute of a session; 0 = any number.
    var perSession: Int
    /// `TRUSTED_PROXIES`: whose `X-Forwarded-For` is believed.
    var proxies: TrustedProxies
    /// `OIDC_…`
    var openID: OpenIDSettings?

    init(_ settings: Settings) {
        host = settings.string("HTTP_HOST", default: "127.0.0.1")
        port = settings.int("HTTP_PORT", default: 8_080, in: 0...65_535)
        leave = .seconds(settings.int("HTTP_LEAVE", default: 0, in: 0...3))
        webRoot = settings.string("WEB_ROOT", default: "Services/Gateway/Web")
        secureCookies = settings.bool("SECURE_COOKIES", default: false)
        company = settings.string("COMPANY_NAME", default: "Moat")
        language = settings.string("DEFAULT_LANGUAGE", default: "zh")
        publicURL = settings.string("PUBLIC_URL", default: "http://\(host):\(port)")
        perAddress = settings.int("RATE_ADDRESS", default: 6_000, in: 0...1_000_000)
        perSession = settings.int("RATE_SESSION", default: 0, in: 0...1_000_000)
        proxies = TrustedProxies(settings.string("TRUSTED_PROXIES", default: ""))
        openID = OpenIDSettings(settings)
        if !["zh", "en"].contains(language) { settings.report("DEFAULT_LANGUAGE=\(language): expected zh or en") }
    }
}

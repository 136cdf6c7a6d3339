package import Base
package import Contracts

/// A call whose caller may use it on some things only.
package struct ScopedCall: Sendable {
    package let name: String
    package let caller: Caller
    package let scope: Scope
    package let request: JSON

    package init(_ name: String, _ caller: Caller, _ scope: Scope, _ request: JSON) {
        (self.name, self.caller, self.scope, self.request) = (name, caller, scope, request)
    }
}

extension Service {
    /// Says what a narrower scope than all means for this service's calls: `check` throws when the request is about
    /// something outside of it. A service that says nothing refuses every such call.
    package func limitScopes(_ check: @escaping @Sendable (ScopedCall) async throws -> Void) {
        setScopeCheck(check)
    }

    func checkScope(_ call: ScopedCall) async throws {
        guard let check = scopeCheck else {
            throw Problem.forbidden("This cannot be done on some things only.")
        }
        try await check(call)
    }
}

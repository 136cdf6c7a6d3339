@testable import Analytics
@testable import Channels
@testable import Knowledge
@testable import Rules
import ServiceKit
import TestSupport

/// The other services themselves: with the real tickets and customers it is a whole house.
enum RealOthers {
    static func start(in house: ServiceHouse) async throws -> [Service] {
        let knowledge = try await house.service("knowledge", migrations: Knowledge.Schema.migrations)
        try await KnowledgeService.register(on: knowledge)
        let rules = try await house.service("rules", migrations: Rules.Schema.migrations)
        try await RulesService.register(on: rules)
        let analytics = try await house.service("analytics", migrations: Analytics.Schema.migrations)
        AnalyticsService.register(on: analytics)
        let channels = try await house.service("channels", migrations: Channels.Schema.migrations)
        try await ChannelsService.register(on: channels, publicURL: "https://help.shop.example")
        return [knowledge, rules, analytics, channels]
    }
}

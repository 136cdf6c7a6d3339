internal import Base
internal import Contracts

extension RouteTable {
    /// The house itself: accounts, roles, keys, audit, webhooks.
    static let houseRoutes: [Route] = [
        .call("POST", "/accounts/{id}/invitation", GatewayAPI.invite, .accepted),
        .call("DELETE", "/accounts/{id}/factor", GatewayAPI.resetFactor),
        .call("GET", "/roles", GatewayAPI.roles, .page),
        .call(
            "PUT", "/roles/{id}", GatewayAPI.saveRole,
            defaults: [
                "names": [:], "builtIn": false, "allowed": [:], "denied": [], "masked": [], "requiresFactor": false,
                "version": 0,
            ]),
        .call("DELETE", "/roles/{id}", GatewayAPI.removeRole, .nothing),
        .call("GET", "/rights", GatewayAPI.rights, .page),
        .call("GET", "/api-keys", GatewayAPI.keys, .page),
        .call("POST", "/api-keys", GatewayAPI.addKey, .created),
        .call("DELETE", "/api-keys/{id}", GatewayAPI.revokeKey),
        .call("GET", "/audit", GatewayAPI.audit, .page, query: ["actor", "action", "object"]),
        .call("GET", "/audit/export", GatewayAPI.exportAudit, query: ["from"], defaults: ["from": 0]),
        .call("POST", "/audit/verification", GatewayAPI.verifyAudit),
        .call("GET", "/webhooks", ChannelsAPI.webhooks, .page),
        .call(
            "POST", "/webhooks", ChannelsAPI.saveWebhook, .created, operation: "channels.webhooks.add",
            defaults: ["id": "", "enabled": true, "renewSecret": false, "version": 0]),
        .call("GET", "/webhooks/{id}", ChannelsAPI.webhook),
        .call(
            "PUT", "/webhooks/{id}", ChannelsAPI.saveWebhook,
            defaults: ["enabled": true, "renewSecret": false, "version": 0]),
        .call("DELETE", "/webhooks/{id}", ChannelsAPI.removeWebhook, .nothing),
        .call("GET", "/webhooks/{webhook}/deliveries", ChannelsAPI.deliveries, .page, query: ["state"]),
        .call(
            "POST", "/webhooks/{webhook}/deliveries/{delivery}/replay", ChannelsAPI.replayDelivery, .accepted),
        .call("POST", "/webhooks/{id}/test", ChannelsAPI.testWebhook, .accepted),
    ]
}

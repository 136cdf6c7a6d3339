import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import Moat

struct SecretsTests {
    @Test func `passwords stay, addresses are written anew`() throws {
        let folder = TemporaryFolder()
        let secrets = Secrets(folder: folder.path + "/secrets")
        try secrets.write(bus: ["bus:4222"], postgres: nil)
        let alone = try secrets.busURLs()
        #expect(Set(alone.values).count == 8 && alone.values.allSatisfy { $0.hasSuffix("@bus:4222") })

        try secrets.write(bus: ["a:1", "b:2"], postgres: "db:5432")
        for (name, url) in try secrets.busURLs() {
            #expect(url == alone[name]?.replacing("@bus:4222", with: "@a:1,nats://b:2"))
        }
        let store = Environment(["URL_FILE": "secrets/store-url-rules"], folder: folder.path)["URL"]
        #expect(
            store
                == alone["rules"]?.replacing("nats:", with: "postgres:").replacing("@bus:4222", with: "@db:5432/rules"))
        let users = try #require(FileManager.default.contents(atPath: secrets.folder + "/bus-users.json"))
        #expect(BusUsers(file: try JSON(parsing: users))?.password(of: "rules").isEmpty == false)
    }

    @Test func `a users' file without everybody is no users' file`() throws {
        #expect(BusUsers(file: [:]) == nil)
        let users = BusUsers(.seeded(1))
        #expect(BusUsers(file: users.file) == users)
        #expect(throws: Mistake.self) { try Secrets(folder: "/nowhere").busURLs() }
    }

    @Test func `databases are made for services only, with their own roles`() throws {
        let files = try Secrets.files(BusUsers(.seeded(1)), bus: ["bus:4222"], postgres: "postgres:5432")
        let statements = try #require(files["databases.sql"])
        #expect(statements.split(separator: "\n").count == 14)
        #expect(statements.contains("CREATE DATABASE tickets OWNER tickets") && !statements.contains("ROLE moat "))
        #expect(files["store-url-moat"] == nil && files["bus-url-moat"] != nil)
    }
}

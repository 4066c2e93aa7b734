import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { OutboundPolicy } from "./outbound_policy.ts"

const policyOf = (...allow: ReadonlyArray<string>) =>
  Effect.provide(Effect.service(OutboundPolicy), OutboundPolicy.layer(allow))

describe("OutboundPolicy", () => {
  it.effect("allows nothing by default", () =>
    Effect.gen(function* () {
      const policy = yield* OutboundPolicy
      assert.isFalse(policy.allowsAddress("127.0.0.1"))
      assert.isFalse(policy.allowsHost("http:", "localhost", "80"))
    })
  )

  it.effect("blocks hold addresses of either family, mapped ones too", () =>
    Effect.gen(function* () {
      const policy = yield* policyOf("10.20.0.0/16", "fd00::/8", "192.168.1.5", "::1")
      for (const address of ["10.20.255.1", "fd12::1", "192.168.1.5", "::1", "::ffff:10.20.0.1"]) {
        assert.isTrue(policy.allowsAddress(address), address)
      }
      for (const address of ["10.21.0.1", "fc00::1", "192.168.1.6", "::2", "", "host", "10.20.0.1.evil.test"]) {
        assert.isFalse(policy.allowsAddress(address), address)
      }
    })
  )

  it.effect("a host is allowed at any port, host:port at one, an origin with its scheme", () =>
    Effect.gen(function* () {
      const policy = yield* policyOf(
        "API.internal.",
        "db.internal:5000",
        "https://secure.internal",
        "[::1]:80",
        "a.test:80"
      )
      const rows = [
        ["http:", "api.internal", "80", true],
        ["https:", "api.internal.", "8443", true],
        ["http:", "xapi.internal", "80", false],
        ["http:", "api.internal.evil.test", "80", false],
        ["http:", "db.internal", "5000", true],
        ["http:", "db.internal", "5001", false],
        ["https:", "secure.internal", "443", true],
        ["http:", "secure.internal", "443", false],
        ["https:", "secure.internal", "444", false],
        ["http:", "::1", "80", true],
        ["http:", "[::1]", "80", true],
        ["http:", "::1", "81", false],
        ["http:", "a.test", "80", true],
        ["http:", "a.test", "443", false]
      ] as const
      for (const [protocol, host, port, expected] of rows) {
        assert.strictEqual(policy.allowsHost(protocol, host, port), expected, `${protocol}//${host}:${port}`)
      }
    })
  )

  it.effect("an entry that cannot be read is outbound_allow_entry_invalid", () =>
    Effect.gen(function* () {
      for (const entry of [
        "",
        "  ",
        "*",
        "*.internal",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/8/8",
        "name/8",
        "http://a/path",
        "a?x",
        "user@host",
        "ftp://a",
        "a:99999",
        "a b"
      ]) {
        assert.strictEqual((yield* Effect.flip(policyOf(entry))).code, "outbound_allow_entry_invalid", entry)
      }
    })
  )
})

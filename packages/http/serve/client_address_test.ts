import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { Headers, HttpServerRequest } from "effect/http"
import { addressGroup, clientAddress } from "./client_address.ts"

const from = (peer: string | undefined, forwarded?: string) => {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded }
  const request = HttpServerRequest.fromWeb(new Request("http://localhost/", { headers }))
  return request.modify({ headers: Headers.fromInput(headers), remoteAddress: Option.fromNullishOr(peer) })
}

describe("clientAddress", () => {
  it("is the other end of the connection; attack: whatever a client says of itself", () => {
    expect(clientAddress(from("10.0.0.1", "1.2.3.4"), { trustedProxies: 0 })).toBe("10.0.0.1")
    expect(clientAddress(from(undefined, "1.2.3.4"), { trustedProxies: 0 })).toBeNull()
  })

  it("is what the first trusted proxy saw, whatever the client wrote before it", () => {
    const cases = [
      ["1.2.3.4", 1, "1.2.3.4"],
      ["9.9.9.9, 1.2.3.4", 1, "1.2.3.4"],
      ["9.9.9.9, 1.2.3.4, 10.0.0.2", 2, "1.2.3.4"],
      ["2001:db8::1", 1, "2001:db8::1"],
      ["", 1, "10.0.0.1"],
      ["evil", 1, "10.0.0.1"],
      ["1.2.3.4, <script>", 1, "10.0.0.1"],
      ["1.2.3.4", 2, "10.0.0.1"]
    ] as const
    for (const [forwarded, trustedProxies, address] of cases) {
      expect(clientAddress(from("10.0.0.1", forwarded), { trustedProxies }), forwarded).toBe(address)
    }
  })
})

describe("addressGroup", () => {
  it("is the address itself, and for IPv6 the network of it, however it is written", () => {
    expect(addressGroup("127.0.0.1")).toBe("127.0.0.1")
    expect(addressGroup("::ffff:127.0.0.1")).toBe("::ffff:127.0.0.1")
    const network = "2001:db8:0:1::/64"
    for (const address of ["2001:db8:0:1::1", "2001:0db8:0000:0001:ffff:ffff:ffff:ffff", "2001:DB8:0:1:2:3:4:5"]) {
      expect(addressGroup(address)).toBe(network)
    }
    expect(addressGroup("::1")).toBe("0:0:0:0::/64")
    expect(addressGroup("fe80::1%eth0")).toBe("fe80:0:0:0::/64")
    expect(addressGroup("")).toBe("")
  })
})

import { assert, describe, it } from "@effect/vitest"
import { timeZone } from "./_time_zone.mjs"
import { timeZoneFile } from "./_time_zone_file.mjs"

const at = (text: string) => Date.parse(text) / 1000

describe("timeZone", () => {
  it("finds the changes of a zone to the second", () => {
    const changes = timeZone("America/New_York")
    const of2024 = changes.filter(({ time }) => time >= at("2024-01-01T00:00Z") && time < at("2025-01-01T00:00Z"))
    assert.deepStrictEqual(of2024, [
      { time: at("2024-03-10T07:00Z"), offset: -4 * 3600, name: "EDT", isSummer: true },
      { time: at("2024-11-03T06:00Z"), offset: -5 * 3600, name: "EST", isSummer: false }
    ])
  })

  it("tells a new standard from summer, and a day that an island skipped from both", () => {
    const kathmandu = timeZone("Asia/Kathmandu").map(({ offset, name, isSummer }) => ({ offset, name, isSummer }))
    assert.deepStrictEqual(kathmandu, [
      { offset: 19_800, name: "+0530", isSummer: false },
      { offset: 20_700, name: "+0545", isSummer: false }
    ])
    const skipped = timeZone("Pacific/Apia").find(({ time }) => time === at("2011-12-30T10:00Z"))
    assert.deepStrictEqual(skipped, { time: at("2011-12-30T10:00Z"), offset: 14 * 3600, name: "+14", isSummer: false })
  })

  it("knows seconds of old clocks and throws for what is no zone", () => {
    assert.strictEqual(timeZone("Africa/Monrovia")[0]?.offset, -(44 * 60 + 30))
    for (const wrong of ["No/Such", "", "../../etc/passwd", "\0"]) assert.throws(() => timeZone(wrong))
  })
})

describe("timeZoneFile", () => {
  it("has the parts of a TZif file in their lengths", () => {
    const bytes = Buffer.from(timeZoneFile("Asia/Tokyo"))
    assert.strictEqual(bytes.toString("latin1", 0, 5), "TZif2")
    assert.strictEqual(bytes.toString("latin1", 51, 56), "TZif2")
    const [changes, kinds, characters] = [32, 36, 40].map((place) => bytes.readUInt32BE(51 + place))
    assert.deepStrictEqual([changes, kinds, characters], [0, 1, 4])
    assert.strictEqual(bytes.readInt32BE(95), 9 * 3600)
    assert.strictEqual(bytes.toString("latin1", 101), "+09\0\n\n")
  })
})

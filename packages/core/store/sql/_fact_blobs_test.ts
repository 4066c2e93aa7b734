import type { PgClient } from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { Database } from "./_database.ts"
import { cutBlobs, joinBlobs, longestText } from "./_fact_blobs.ts"

/** Cuts texts, and joins them again by what was cut out of all of them. */
const roundTrip = (texts: ReadonlyArray<string>) => {
  const cut = texts.map(cutBlobs)
  const blobs = new Map(cut.flatMap((one) => one.blobs.map((blob) => [blob.hash, blob] as const)))
  const client: PgClient = Object.assign(Object.create(null), { unsafe: () => Effect.succeed([...blobs.values()]) })
  const database = new Database(client, (column) => column)
  const joined = joinBlobs(
    database,
    cut.map(({ body }) => body)
  )
  return Effect.map(joined, (bodies) => ({
    texts: bodies.map((body) => Buffer.from(Result.getOrThrow(body)).toString()),
    sizes: cut.map(({ body }) => body.length),
    count: blobs.size
  }))
}

const large = "large ".repeat(10_000)

describe("the large texts of facts", () => {
  it.effect("are taken out once, and put back where they were", () =>
    Effect.gen(function* () {
      const facts = [{ a: large, b: [large, { [large]: large }] }, { small: "x" }, { c: `${large}!` }]
      const given = facts.map((fact) => JSON.stringify(fact))
      const { texts, sizes, count } = yield* roundTrip(given)
      assert.deepStrictEqual(texts, given)
      assert.strictEqual(count, 2)
      assert.isBelow(Math.max(...sizes), 400)
    })
  )

  it.effect("hostile: quotes, escapes, marks and hashes in values stay what they are", () =>
    Effect.gen(function* () {
      const hash = cutBlobs(JSON.stringify(large)).blobs[0]?.hash ?? ""
      const values = [
        `\u0001${hash}\u0001`,
        `${large}\u0001${hash}\u0001`,
        '\\"'.repeat(40_000),
        "\\".repeat(40_001),
        `"${"\\\\".repeat(20_000)}`,
        "\ud800".repeat(40_000),
        "\u{1f600}".repeat(20_000),
        { $blob: hash, $large: large },
        "x".repeat(longestText - 2),
        "x".repeat(longestText - 1),
        "x".repeat(longestText)
      ]
      const given = values.map((value) => JSON.stringify({ value, large }))
      const { texts } = yield* roundTrip(given)
      assert.isTrue(texts.every((text, index) => text === given[index]))
    })
  )

  it.effect("hostile: one that is gone is told by a code, and harms no other fact", () =>
    Effect.gen(function* () {
      const client: PgClient = Object.assign(Object.create(null), { unsafe: () => Effect.succeed([]) })
      const bodies = [JSON.stringify({ large }), JSON.stringify({ small: 1 })].map((text) => cutBlobs(text).body)
      const [gone, there] = yield* joinBlobs(new Database(client, (column) => column), bodies)
      assert.isTrue(gone !== undefined && Result.isFailure(gone))
      assert.isTrue(there !== undefined && Result.isSuccess(there))
    })
  )
})

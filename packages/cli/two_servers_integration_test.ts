import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import type { EventReader } from "./fixtures/event_reader.ts"
import { killServers, type ServerProcess } from "./fixtures/server_process.ts"
import { SteppedServers } from "./fixtures/stepped_servers.ts"

afterAll(killServers)

const Record = Schema.Struct({
  event: Schema.String,
  data: Schema.optionalKey(
    Schema.Struct({
      id: Schema.optionalKey(Schema.String),
      node_id: Schema.optionalKey(Schema.String),
      status: Schema.optionalKey(Schema.String),
      outputs: Schema.optionalKey(Schema.Unknown)
    })
  )
})

/** What a client of the service API was told: names of events, with the node and how it ended. */
const told = ({ events }: EventReader): ReadonlyArray<typeof Record.Type> =>
  events.flatMap(({ data }) => (Schema.is(Record)(data) ? [data] : []))

const shortOf = ({ event, data }: typeof Record.Type): string =>
  [event, data?.node_id, event.endsWith("_finished") ? data?.status : undefined]
    .filter((part) => part !== undefined)
    .join(" ")

const Executions = Schema.fromJsonString(
  Schema.Struct({
    data: Schema.Array(
      Schema.Struct({ id: Schema.String, node_id: Schema.String, status: Schema.String, outputs: Schema.Unknown })
    )
  })
)

/** Everything that a client was told of ended nodes is what the run says in the end, once. */
const checkTold = (client: EventReader, executions: string): void => {
  const { data } = Schema.decodeUnknownSync(Executions)(executions)
  assert.strictEqual(new Set(data.map(({ id }) => id)).size, data.length)
  const ends = told(client).filter(({ event }) => event === "node_finished")
  assert.strictEqual(new Set(ends.map((end) => end.data?.id)).size, ends.length, "an end was told twice")
  for (const end of ends) {
    const kept = data.find(({ id }) => id === end.data?.id)
    assert.deepStrictEqual(
      [kept?.node_id, kept?.status, kept?.outputs],
      [end.data?.node_id, end.data?.status, end.data?.outputs]
    )
  }
}

const whole = [
  "workflow_started",
  "node_started start",
  "node_finished start succeeded",
  "node_started first",
  "node_finished first succeeded",
  "node_started second",
  "text_chunk",
  "node_finished second succeeded",
  "node_started end",
  "node_finished end succeeded",
  "workflow_finished succeeded"
]

const both = (story: (steps: SteppedServers, owner: ServerProcess, other: ServerProcess) => Promise<void>) =>
  Effect.gen(function* () {
    const url = Redacted.value(yield* (yield* TestPostgres).freshDatabase)
    yield* Effect.promise(async () => {
      const steps = await SteppedServers.on({ DATABASE_URL: url })
      const owner = await steps.start()
      const other = await steps.start()
      await steps.makeApp(owner)
      await story(steps, owner, other)
      for (const server of [owner, other]) {
        if (server.child.exitCode === null && server.child.signalCode === null) server.child.kill("SIGTERM")
        await server.outcome
      }
      steps.close()
    })
  })

const isCompleted = ({ event }: { readonly event: string }): boolean => event === "workflow_run_completed"

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("two servers on one PostgreSQL", (it) => {
  it.effect(
    "a run is watched and stopped through the one that does not work on it",
    () =>
      both(async (steps, owner, other) => {
        const { outside } = steps
        const { id, client } = await steps.run(owner)
        await outside.count(1)
        const watched = await steps.watch(other, id)
        assert.strictEqual((await watched.until(({ event }) => event === "snapshot")).event, "snapshot")
        outside.asked[0]?.answer()
        await outside.count(2)
        await watched.until(({ event, data }) => event === "node_changed" && JSON.stringify(data).includes('"first"'))
        assert.strictEqual((await steps.stop(other, id)).status, 200)
        assert.strictEqual(await client.ended(), "ended")
        assert.strictEqual(told(client).map(shortOf).at(-1), "workflow_finished stopped")
        await watched.until(isCompleted)
        assert.strictEqual(await watched.ended(), "ended")
        assert.strictEqual(await steps.snapshot(owner, id), await steps.snapshot(other, id))
        // Whoever comes back with the number of the last event that it had, whichever server gave it, misses nothing.
        const last = watched.events[0]?.id
        const again = await steps.watch(owner, id, last)
        await again.ended()
        assert.notInclude(
          again.events.map(({ event }) => event),
          "snapshot"
        )
        assert.isTrue(again.events.some(isCompleted))
      }),
    120_000
  )

  it.effect(
    "the owner is killed: what was accepted by either goes on within 3 seconds, and every client is told the rest",
    () =>
      both(async (steps, owner, other) => {
        const { outside } = steps
        const mine = await steps.run(owner)
        await outside.count(1)
        const theirs = await steps.run(other)
        await outside.count(2)
        for (const { answer } of [...outside.asked]) answer()
        await outside.count(4)
        for (const { client } of [mine, theirs]) {
          await client.until(
            ({ data }) => JSON.stringify(data).includes('"node_finished"') && JSON.stringify(data).includes('"first"')
          )
        }
        const watched = await steps.watch(other, mine.id)
        await watched.until(({ event }) => event === "snapshot")
        const before = performance.now()
        owner.child.kill("SIGKILL")
        await owner.outcome
        // One that is accepted while nobody owns the runs is not lost.
        const late = await steps.run(other)
        await outside.count(5)
        assert.isBelow(performance.now() - before, 3000)
        await outside.count(7)
        outside.open()
        for (const { client } of [theirs, late]) {
          assert.strictEqual(await client.ended(), "ended")
          assert.deepStrictEqual(told(client).map(shortOf), whole)
        }
        assert.strictEqual(await mine.client.ended(), "cut off")
        await watched.until(isCompleted)
        for (const { id, client } of [mine, theirs, late]) {
          assert.include(await steps.ended(other, id), '"succeeded"')
          checkTold(client, await steps.executions(other, id))
        }
        // What was in flight was asked for once more, under the same key; what had ended was not.
        assert.deepStrictEqual(
          [...outside.times].filter(([, times]) => times > 1).map(([work, times]) => [work.split(" ")[0], times]),
          [
            ["/second", 2],
            ["/second", 2]
          ]
        )
      }),
    120_000
  )

  it.effect(
    "the owner stands still and wakes: its clients are told how their runs went on, and see no failure",
    () =>
      both(async (steps, owner, other) => {
        const { outside } = steps
        const { id, client } = await steps.run(owner)
        await outside.count(1)
        const watched = await steps.watch(owner, id)
        await watched.until(({ event }) => event === "snapshot")
        outside.asked[0]?.answer()
        await outside.count(2)
        owner.child.kill("SIGSTOP")
        await outside.count(3)
        assert.strictEqual(outside.asked[1]?.key, outside.asked[2]?.key)
        owner.child.kill("SIGCONT")
        // What it asked for itself, long ago, is never answered: it learns from the database that the run goes on.
        outside.asked[2]?.answer()
        assert.strictEqual(await client.ended(), "ended")
        assert.deepStrictEqual(told(client).map(shortOf), whole)
        await watched.until(isCompleted)
        assert.include(await steps.ended(other, id), '"succeeded"')
        checkTold(client, await steps.executions(other, id))
        assert.strictEqual(await steps.snapshot(owner, id), await steps.snapshot(other, id))
      }),
    120_000
  )

  it.effect(
    "SIGTERM ends each within 10 seconds: streams end where they can be taken up again, and the run ends elsewhere",
    () =>
      both(async (steps, owner, other) => {
        const { outside } = steps
        const { id, client } = await steps.run(other)
        await outside.count(1)
        const watched = [await steps.watch(owner, id), await steps.watch(other, id)]
        for (const reader of watched) await reader.until(({ event }) => event === "snapshot")
        for (const server of [other, owner]) {
          const before = performance.now()
          server.child.kill("SIGTERM")
          const { status, stderr } = await server.outcome
          assert.deepStrictEqual([status, stderr], [0, ""])
          assert.isBelow(performance.now() - before, 10_000)
        }
        for (const reader of [client, ...watched]) assert.strictEqual(await reader.ended(), "ended")
        assert.notInclude(told(client).map(shortOf).join(), "workflow_finished")
        outside.open()
        const third = await steps.start()
        assert.include(await steps.ended(third, id), '"succeeded"')
        checkTold(client, await steps.executions(third, id))
        for (const reader of watched) {
          const again = await steps.watch(third, id, reader.events.at(-1)?.id)
          await again.ended()
          assert.isFalse(again.events.some(({ event }) => event === "snapshot"))
          assert.isTrue(again.events.some(isCompleted))
        }
        assert.deepStrictEqual([...outside.times.values()], [2, 1])
        third.child.kill("SIGTERM")
        await third.outcome
      }),
    120_000
  )
})

describe("a server on a folder", () => {
  it("is killed while clients read: nothing that they were told is lost or done again", {
    timeout: 120_000
  }, async () => {
    const steps = await SteppedServers.on({})
    const { outside } = steps
    const first = await steps.start()
    await steps.makeApp(first)
    const { id, client } = await steps.run(first)
    await outside.count(1)
    outside.asked[0]?.answer()
    await outside.count(2)
    const watched = await steps.watch(first, id)
    await watched.until(({ event }) => event === "snapshot")
    first.child.kill("SIGKILL")
    await first.outcome
    assert.strictEqual(await client.ended(), "cut off")
    outside.open()
    const second = await steps.start()
    assert.include(await steps.ended(second, id), '"succeeded"')
    checkTold(client, await steps.executions(second, id))
    const again = await steps.watch(second, id, watched.events.at(-1)?.id)
    await again.ended()
    assert.notInclude(
      again.events.map(({ event }) => event),
      "snapshot"
    )
    assert.isTrue(again.events.some(isCompleted))
    assert.deepStrictEqual([...outside.times.values()], [1, 2])
    second.child.kill("SIGTERM")
    assert.strictEqual((await second.outcome).status, 0)
    steps.close()
  })
})

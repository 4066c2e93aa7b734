import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import type { EventReader } from "./fixtures/event_reader.ts"
import { killServers } from "./fixtures/server_process.ts"
import { SteppedServers } from "./fixtures/stepped_servers.ts"

afterAll(killServers)

const textOf = ({ events }: EventReader): string => JSON.stringify(events.map(({ data }) => data))

const isCompleted = ({ event }: { readonly event: string }): boolean => event === "workflow_run_completed"

/** A server that is told to end while a run works and two clients read, and the one that comes after it. */
const drains = async (env: { readonly [name: string]: string }): Promise<void> => {
  const steps = await SteppedServers.on(env)
  const { outside } = steps
  const first = await steps.start()
  await steps.makeApp(first)
  const { id, client } = await steps.run(first)
  await outside.count(1)
  const watched = await steps.watch(first, id)
  await watched.until(({ event }) => event === "snapshot")
  outside.asked[0]?.answer()
  await outside.count(2)
  await watched.until(({ data }) => JSON.stringify(data).includes("answer of /first"))

  const before = performance.now()
  first.child.kill("SIGTERM")
  // No server answers for longer than it says it is ready to.
  await sleep(300)
  assert.strictEqual((await fetch(`${first.address}/ready`)).status, 503)
  const ends = await Promise.all([client.ended(), watched.ended()])
  const { status, signal, stderr } = await first.outcome
  assert.isBelow(performance.now() - before, 10_000)
  assert.deepStrictEqual([...ends, status, signal, stderr], ["ended", "ended", 0, null, ""])
  // The run has not ended, so nobody was told that it has.
  assert.notInclude(textOf(client), "workflow_finished")
  assert.isFalse(watched.events.some(isCompleted))
  assert.match(watched.events.at(-1)?.id ?? "", /^\d+$/)

  const second = await steps.start()
  await outside.count(3)
  outside.open()
  const again = await steps.watch(second, id, watched.events.at(-1)?.id)
  await again.until(isCompleted)
  assert.notInclude(
    again.events.map(({ event }) => event),
    "snapshot"
  )
  assert.include(await steps.ended(second, id), '"succeeded"')
  const whole = await steps.follow(second, id)
  await whole.ended()
  assert.include(textOf(whole), '"status":"succeeded"')
  // What was in flight is asked for once more, under the same key; what had ended is not.
  assert.deepStrictEqual([...outside.times.values()], [1, 2])
  second.child.kill("SIGTERM")
  assert.strictEqual((await second.outcome).status, 0)
  steps.close()
}

describe("a server that is told to end while a run works and clients read", () => {
  it(
    "ends their streams where they can be taken up again, and the run goes on at the next start",
    {
      timeout: 120_000
    },
    () => drains({})
  )

  it.live(
    "does the same on PostgreSQL",
    () =>
      Effect.gen(function* () {
        const url = Redacted.value(yield* (yield* TestPostgres).freshDatabase)
        yield* Effect.promise(() => drains({ DATABASE_URL: url }))
      }).pipe(Effect.provide(TestPostgres.layer)),
    180_000
  )
})

import { assert, describe, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { send } from "../serve/_test_client.ts"
import { looping } from "../stream/_test_workflows.ts"
import { openStream } from "./_test_open_stream.ts"
import { startService } from "./_test_service.ts"

const megabyte = 1024 * 1024
const size = 200_000
const rounds = 100

/** A loop whose every round tells of a long text: twenty megabytes of records. */
const talkative = {
  ...looping,
  graph: JSON.parse(
    JSON.stringify(looping.graph)
      .replace('"loop_count":3', `"loop_count":${rounds}`)
      .replace('"template":"x"', `"template":"${"x".repeat(size)}"`)
  )
}

describe("attack: a reader who does not read", () => {
  it.live("holds up nobody and costs no memory, and gets everything once it reads", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "unused" }])
      const { token } = yield* service.publish((yield* service.workspace("one")).id, talkative)
      const reading = yield* openStream(service.port, token, {})
      const taskId = yield* reading.taskId
      reading.response.pause()
      const before = process.memoryUsage().arrayBuffers
      const run = /"workflow_run_id":"([^"]+)"/.exec(yield* reading.read)?.[1] ?? assert.fail(taskId)
      const look = send(service.port, `/v1/workflows/run/${run}`, { headers: { authorization: `Bearer ${token}` } })
      const ended = yield* Effect.repeat(look, {
        schedule: Schedule.spaced(50),
        until: ({ text }) => !text.includes('"status":"running"')
      })
      assert.include(ended.text, '"status":"succeeded"')
      assert.isBelow((process.memoryUsage().arrayBuffers - before) / megabyte, 5)
      reading.response.resume()
      const text = yield* reading.rest
      assert.isAbove(text.length, rounds * size)
      assert.match(text, /"event":"workflow_finished".*\n\n$/)
    }).pipe(Effect.scoped)
  )
})

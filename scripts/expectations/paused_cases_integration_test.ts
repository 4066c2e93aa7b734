/** The cases of the reference that pause for a person: what they ask, and where an answer leads. */
import { assert, describe, it } from "@effect/vitest"
import { PausedForm, WorkflowRunner } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Schema } from "effect"
import { workflowOf } from "./drawn_graphs.ts"
import { comparedEvents } from "./event_order.ts"
import { readExpectations } from "./expected_case.ts"
import { runByCommand } from "./run_by_command.ts"
import { optionsOf, runInProcess } from "./run_in_process.ts"
import { endOf, positionOf } from "./seen_run.ts"

const expectations = readExpectations()

describe.skipIf(expectations === undefined)("hitl-pause", () => {
  const { folder, cases } = expectations ?? { folder: "", cases: [] }
  const one = cases.find(({ id }) => id === "hitl-pause")
  if (one === undefined) return

  it.live("pauses with all that a form needs", () =>
    Effect.gen(function* () {
      const run = yield* Effect.orDie(runInProcess(folder, one))
      assert.strictEqual(run.events.at(-1)?.event, "run_paused")
      const asked = run.events.find((event) => event.event === "human_input_required")
      assert.isDefined(asked)
      const form = Schema.decodeUnknownSync(PausedForm)(asked.form)
      assert.isAbove(form.form_id.length, 0)
      assert.isString(form.form_content)
      assert.deepStrictEqual([form.node_id, form.node_title !== ""], [asked.node_id, true])
      assert.deepStrictEqual(
        form.actions.map(({ id }) => id),
        ["action_1", "action_2", "action_3"]
      )
      assert.isArray(form.inputs)
      assert.isObject(form.resolved_default_values)
      assert.isAbove(form.expiration_time, Date.now() / 1000)
    })
  )

  it("pauses the command line with exit code 3", () => {
    const run = runByCommand(folder, one)
    assert.strictEqual(run.exitCode, 3)
    assert.isAtLeast(positionOf(run, "run_paused"), 0)
  })

  for (const action of ["action_1", "action_2", "action_3"]) {
    it.live(`${action} ends the run, with its own id where it has an end`, () =>
      Effect.gen(function* () {
        const run = yield* Effect.orDie(runInProcess(folder, one, { answer: { action, inputs: {} } }))
        const end = endOf(run)
        assert.strictEqual(end?.event, "run_succeeded")
        assert.deepStrictEqual({ ...end?.outputs }, action === "action_1" ? {} : { x: action })
      })
    )
  }

  it.live("the same form answered twice: the second answer is an error", () =>
    Effect.gen(function* () {
      const runner = yield* WorkflowRunner
      const run = yield* runner.start(workflowOf(folder, one), optionsOf(one))
      const [form] = (yield* run.result).forms ?? []
      assert.isDefined(form)
      yield* runner.resume(run.id, { form: form.form_id, action: "action_2", inputs: {} })
      const second = yield* Effect.flip(runner.resume(run.id, { form: form.form_id, action: "action_3", inputs: {} }))
      assert.strictEqual(second.code, "human_input_form_submitted")
      assert.strictEqual((yield* run.result).status, "succeeded")
    }).pipe(Effect.provide(layerEngine()))
  )
})

describe.skipIf(expectations === undefined)("human-branch-secondary", () => {
  const { folder, cases } = expectations ?? { folder: "", cases: [] }
  const one = cases.find(({ id }) => id === "human-branch-secondary")
  if (one === undefined) return

  it.live("streams nothing before the answer, then what was held back, then the chosen branch alone", () =>
    Effect.gen(function* () {
      const run = yield* Effect.orDie(runInProcess(folder, one, { answer: { action: "secondary" } }))
      const resumed = positionOf(run, "run_resumed")
      const legs = [run.events.slice(0, resumed), run.events.slice(resumed)]
      const [before, after] = one.runs ?? []
      const first = comparedEvents({ events: legs[0] ?? [], took: 0 }, before?.events ?? [])
      assert.deepStrictEqual(first.seen, first.expected)
      // Here a resumed run goes on instead of starting again, and the node that asked with it.
      const continued = (after?.events ?? []).filter(
        ([name, node]) => name !== "run_started" && !(name === "node_started" && node === "human")
      )
      const second = comparedEvents({ events: legs[1] ?? [], took: 0 }, continued)
      assert.deepStrictEqual(second.seen, second.expected)
      assert.deepStrictEqual(
        { ...endOf(run)?.outputs },
        { initial_text: "Initial stream", secondary_text: "Secondary" }
      )
    })
  )
})

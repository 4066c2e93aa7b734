import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { caseChecks } from "./case_checks.ts"
import { comparedEvents } from "./event_order.ts"
import { type ExpectedCase, readExpectations } from "./expected_case.ts"
import { runByCommand } from "./run_by_command.ts"
import { runInProcess } from "./run_in_process.ts"
import { chunksOf, endOf, positionOf, type SeenRun, statusOf } from "./seen_run.ts"

/** Cases that somebody answers; paused_cases_integration_test.ts has what they say. */
const answered = new Set(["hitl-pause", "human-branch-secondary"])

/** What is streamed are the answers, whole and once; which of two branches speaks first may differ from which ends first. */
const streamsItsAnswers = (run: SeenRun): void => {
  const answers = run.events.flatMap((event) =>
    event.event === "node_succeeded" && event.node_type === "answer" ? [String(event.outputs.answer)] : []
  )
  if (answers.length === 0) return
  const streamed = chunksOf(run)
    .map(({ text }) => text)
    .join("")
  for (const answer of answers) assert.include(streamed, answer)
  assert.strictEqual(streamed.length, answers.join("").length)
}

/** Everything a case says, of a run seen from anywhere. */
const holds = (one: ExpectedCase, run: SeenRun): void => {
  const { status, outputs, outputs_match: match, checks = [], events } = one.expected
  assert.strictEqual(statusOf(run), status)
  const given = endOf(run)?.outputs ?? {}
  if (outputs !== undefined) {
    const compared =
      match === "exact" ? given : Object.fromEntries(Object.keys(outputs).map((name) => [name, given[name]]))
    assert.deepStrictEqual(compared, outputs)
  }
  const said = caseChecks[one.id] ?? []
  assert.strictEqual(said.length, checks.length, "every statement of the case is checked")
  for (const check of said) check(run)
  if (events !== undefined) {
    const { seen, expected } = comparedEvents(run, events)
    assert.deepStrictEqual(seen, expected)
  }
  if (status === "succeeded") streamsItsAnswers(run)
}

const expectations = readExpectations()

// FLOWGLASS_REFERENCE names the folder that holds corpus/expectations.json; without it there is nothing to compare with.
describe.skipIf(expectations === undefined)("cases of the reference (FLOWGLASS_REFERENCE)", () => {
  const { folder, cases } = expectations ?? { folder: "", cases: [] }

  it("are all 27 here, those that pause in their own test", () => {
    assert.strictEqual(cases.length, 27)
    assert.strictEqual(cases.filter(({ id }) => answered.has(id)).length, answered.size)
  })

  for (const one of cases.filter(({ id }) => !answered.has(id))) {
    it.live(`${one.id}, in this process`, () =>
      Effect.map(Effect.orDie(runInProcess(folder, one)), (run) => holds(one, run))
    )

    it(`${one.id}, through the command line`, () => {
      const run = runByCommand(folder, one)
      holds(one, run)
      assert.strictEqual(run.exitCode, one.expected.status.endsWith("succeeded") ? 0 : 1)
    })
  }

  const scalar = cases.find(({ id }) => id === "bare-scalar")
  it.live("bare-scalar, beside an observer that throws", () =>
    scalar === undefined
      ? Effect.void
      : Effect.map(Effect.orDie(runInProcess(folder, scalar, { brokenObserver: true })), (run) => holds(scalar, run))
  )

  const ownEdge = cases.find(({ id }) => id === "import-non-uuid-conv-var")
  it.live("import-non-uuid-conv-var, where the producer runs: the answer does not wait for it", () =>
    ownEdge === undefined
      ? Effect.void
      : Effect.map(Effect.orDie(runInProcess(folder, { ...ownEdge, query: "hello" })), (run) => {
          assert.isAbove(positionOf(run, "node_started", "producer"), positionOf(run, "node_started", "answer"))
          assert.strictEqual(endOf(run)?.outputs.answer, "- ")
        })
  )
})

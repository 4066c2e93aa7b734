import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { caseChecks } from "./case_checks.ts"
import { comparedEvents } from "./event_order.ts"
import { type ExpectedCase, readExpectations } from "./expected_case.ts"
import { runByCommand } from "./run_by_command.ts"
import { runInProcess } from "./run_in_process.ts"
import { chunksOf, endOf, positionOf, type SeenRun, statusOf } from "./seen_run.ts"

/** Cases that cannot run yet, and the codes that say why; null where the graph is only described, not a file. */
const waiting: Readonly<Record<string, ReadonlyArray<string> | null>> = {
  "hitl-pause": ["node_type_unknown"],
  // Described, not drawn: the containers among them are graphs of the engine's own tests (container_test.ts).
  "human-branch-secondary": null,
  "g-iteration-parallel-1-worker": null,
  "g-iteration-error-terminated": null,
  "g-iteration-error-remove-abnormal-output": null,
  "g-loop-break-0": null,
  "g-loop-end-node": null
}

const isProblem = (value: unknown): value is { readonly code: string } =>
  typeof value === "object" && value !== null && "code" in value && typeof value.code === "string"

const problemsOf = (error: { readonly code: string; readonly params?: unknown }): ReadonlyArray<string> => {
  const { params } = error
  const listed: unknown = typeof params === "object" && params !== null && "problems" in params ? params.problems : []
  const codes = Array.isArray(listed) ? listed.filter(isProblem).map(({ code }) => code) : []
  return codes.length === 0 ? [error.code] : [...new Set(codes)]
}

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

describe.skipIf(expectations === undefined)("cases of the reference", () => {
  const { folder, cases } = expectations ?? { folder: "", cases: [] }

  it("are all known here: each runs, or waits for a reason", () => {
    const unknown = Object.keys(waiting).filter((id) => !cases.some((one) => one.id === id))
    assert.deepStrictEqual(unknown, [])
    assert.isAtLeast(cases.length - Object.keys(waiting).length, 17)
  })

  for (const one of cases.filter(({ id }) => !Object.hasOwn(waiting, id))) {
    it.live(`${one.id}, in this process`, () =>
      Effect.map(Effect.orDie(runInProcess(folder, one)), (run) => holds(one, run))
    )

    it(`${one.id}, through the command line`, () => {
      const run = runByCommand(folder, one)
      holds(one, run)
      assert.strictEqual(run.exitCode, one.expected.status === "succeeded" ? 0 : 1)
    })
  }

  for (const one of cases.filter(({ id }) => Array.isArray(waiting[id]))) {
    it.live(`${one.id} waits: ${waiting[one.id]?.join()}`, () =>
      Effect.map(Effect.flip(runInProcess(folder, one)), (error) =>
        assert.deepStrictEqual(problemsOf(error), waiting[one.id])
      )
    )
  }

  const scalar = cases.find(({ id }) => id === "bare-scalar")
  it.live("bare-scalar, beside an observer that throws", () =>
    scalar === undefined
      ? Effect.void
      : Effect.map(Effect.orDie(runInProcess(folder, scalar, true)), (run) => holds(scalar, run))
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

describe.skipIf(expectations !== undefined)("cases of the reference", () => {
  it("are not here: set FLOWGLASS_REFERENCE to the folder that holds corpus/expectations.json", () => {
    assert.isUndefined(expectations)
  })
})

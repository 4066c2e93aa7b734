import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { toPlain } from "../../value/to_plain.ts"
import { answerAll } from "../_test_answer_all.ts"
import { continuedRun } from "../_test_continued_run.ts"
import { factsOf, startWorkflow } from "../_test_paused_run.ts"
import { engineLayer } from "../_test_run_to_end.ts"
import type { Fact } from "../fact.ts"
import type { Workflow } from "../workflow.ts"
import { interpret, type Outcome } from "./_test_interpret.ts"
import { type Program, programs, programWorkflow } from "./_test_program.ts"

const forgotten = ["__action_id", "__action_value", "__rendered_content", "files"]

/** What somebody put in and shows again is another test's matter. */
const compared = (outputs: object): object =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => !forgotten.includes(name)))

/** What a node does on the way into its container is none of the program's. */
const isEntry = (id: string): boolean => id.endsWith("entry")

/** Paths of frames, from the facts that opened them. */
const framePaths = (facts: ReadonlyArray<Fact>, { compiled }: Workflow): ReadonlyMap<number, string> => {
  const paths = new Map([[0, "root"]])
  for (const fact of facts) {
    if (fact.kind !== "frame_started") continue
    paths.set(fact.frame, `${paths.get(fact.parentFrame)}/${compiled.nodes[fact.container]?.id}[${fact.round}]`)
  }
  return paths
}

const executionsOf = (facts: ReadonlyArray<Fact>, workflow: Workflow) => {
  const paths = framePaths(facts, workflow)
  return facts.flatMap((fact) => {
    if (fact.kind !== "node_finished") return []
    const id = workflow.compiled.nodes[fact.node]?.id ?? ""
    if (isEntry(id)) return []
    const outputs = compared(Object(toPlain(fact.outputs)))
    return [{ execution: `${paths.get(fact.frame)}/${id}`, status: fact.status, outputs }]
  })
}

const byExecution = <One extends { readonly execution: string }>(all: ReadonlyArray<One>): ReadonlyArray<One> =>
  all.toSorted((left, right) => (left.execution < right.execution ? -1 : 1))

/** Every execution starts and ends once, and the run ends once, last. */
const checkShape = (facts: ReadonlyArray<Fact>): void => {
  const ends = facts.filter((fact) => fact.kind === "run_finished")
  assert.strictEqual(ends.length, 1, "one end of the run")
  assert.strictEqual(facts.at(-1)?.kind, "run_finished", "nothing after its end")
  const counts = new Map<string, { started: number; finished: number }>()
  for (const fact of facts) {
    if (fact.kind !== "node_started" && fact.kind !== "node_finished") continue
    const key = `${fact.frame}/${fact.node}`
    const count = counts.get(key) ?? { started: 0, finished: 0 }
    if (fact.kind === "node_finished") count.finished++
    else count.started++
    counts.set(key, count)
  }
  for (const [key, { started, finished }] of counts) {
    assert.isAtLeast(started, 1, key)
    assert.strictEqual(finished, 1, `${key} finishes once`)
  }
}

const check = (facts: ReadonlyArray<Fact>, workflow: Workflow, expected: Outcome): void => {
  checkShape(facts)
  const last = facts.at(-1)
  if (last?.kind !== "run_finished") return
  assert.strictEqual(last.status, expected.status)
  // A run that fails stops whoever is at work: how far they came is a matter of time.
  if (expected.status === "failed") return
  assert.deepStrictEqual(byExecution(executionsOf(facts, workflow)), byExecution(expected.nodes))
  assert.deepStrictEqual([last.exceptionsCount, last.totalSteps], [expected.exceptions, expected.steps])
  const { answer, ...outputs } = Object(toPlain(last.outputs))
  assert.deepStrictEqual(compared(outputs), { ...expected.outputs })
  const pieces = String(answer ?? "")
    .split(/(?<=;)/)
    .filter((piece) => piece !== "")
  assert.deepStrictEqual(pieces.toSorted(), expected.answers.toSorted())
}

const ran = (workflow: Workflow, items: ReadonlyArray<number>, concurrency: number) =>
  Effect.gen(function* () {
    const run = yield* startWorkflow(workflow, { items }, { limits: { concurrency } })
    yield* answerAll(run)
    return yield* factsOf(run)
  }).pipe(Effect.provide(engineLayer))

/** Goes on from the first facts of a run as another process would. */
const continued = (workflow: Workflow, prefix: ReadonlyArray<Fact>) =>
  Effect.flatMap(continuedRun(workflow, prefix), ({ run, writer }) => Effect.as(answerAll(run), writer.facts()))

interface Scenario {
  readonly program: Program
  readonly items: ReadonlyArray<number>
  readonly concurrency: number
  /** Where the run is cut, as parts of its facts. */
  readonly cuts: ReadonlyArray<number>
}

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  program: programs,
  items: fc.array(fc.nat(9), { maxLength: 3 }),
  concurrency: fc.constantFrom(1, 2, 10),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 })
})

describe("400 random programs", () => {
  it.live(
    "come to what the reference interpreter says, also when they are cut anywhere and continued",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(scenarios, ({ program, items, concurrency, cuts }) =>
            Effect.runPromise(
              Effect.gen(function* () {
                const workflow = programWorkflow(program)
                const expected = interpret(program, items)
                const facts = yield* ran(workflow, items, concurrency)
                check(facts, workflow, expected)
                for (const cut of cuts) {
                  const length = 1 + Math.floor(cut * (facts.length - 1))
                  check(yield* continued(workflow, facts.slice(0, length)), workflow, expected)
                }
              })
            )
          ),
          { numRuns: 400, endOnFailure: true }
        )
      ),
    { timeout: 60_000 }
  )

  it("are of every kind, and the reference tells wrong outcomes from right ones", () => {
    const sample = fc.sample(programs, { numRuns: 300, seed: 7 })
    const kindsOf = ({ nodes }: Program): ReadonlyArray<string> =>
      nodes.flatMap((node) => [node.kind, ...("inside" in node ? kindsOf(node.inside) : [])])
    const kinds = new Set(sample.flatMap(kindsOf))
    assert.deepStrictEqual(
      [...kinds].toSorted(),
      ["ask", "bump", "end", "iteration", "loop", "parity", "show", "start", "sum"].toSorted()
    )
    const outcomes = sample.map((program) => interpret(program, [1, 2]))
    for (const status of ["succeeded", "partial-succeeded", "failed"]) {
      assert.isAbove(outcomes.filter((outcome) => outcome.status === status).length, 10, status)
    }
  })
})

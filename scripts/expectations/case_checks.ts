import { assert } from "@effect/vitest"
import { chunksOf, endOf, executionOf, nodesWith, positionOf, type SeenRun } from "./seen_run.ts"

/** One statement about a run. */
export type Check = (run: SeenRun) => void

const queryNode = "1754239042599"
const query = "Hello, how are you?"

const firstChunkBeforeAnyModel: Check = (run) => {
  const first = positionOf(run, "chunk")
  assert.isAtLeast(first, 0)
  assert.isAbove(
    run.events.findIndex((event) => event.event === "node_succeeded" && event.node_type === "llm"),
    first
  )
}

const branchAndModelStart: Check = (run) => {
  assert.isAtLeast(positionOf(run, "node_started", "1755502773326"), 0)
  assert.isAtLeast(positionOf(run, "node_started", "1755502777322"), 0)
}

const chunkAfterModelStart: Check = (run) => {
  const model = positionOf(run, "node_started", "1755502777322")
  assert.isAbove(
    run.events.findLastIndex(({ event }) => event === "chunk"),
    model
  )
}

const startBeforeSuccess: Check = (run) => {
  assert.strictEqual(positionOf(run, "run_started"), 0)
  assert.isAbove(positionOf(run, "run_succeeded"), 0)
}

const complexBranch: ReadonlyArray<Check> = [branchAndModelStart, chunkAfterModelStart, startBeforeSuccess]

const sharedCodeRunsOnce: Check = (run) =>
  assert.strictEqual(nodesWith(run, "node_started").filter((id) => id === "17542307611100").length, 1)

const exceptions =
  (count: number): Check =>
  (run) =>
    assert.strictEqual(endOf(run)?.exceptions_count, count)

/** What the cases say in prose, in code: as many statements for each case, in the same order. */
export const caseChecks: Readonly<Record<string, ReadonlyArray<Check>>> = {
  "llm-delay": [({ took }) => assert.isAtLeast(took, 100)],
  "llm-error": [
    (run) => assert.strictEqual(positionOf(run, "run_succeeded"), -1),
    (run) => {
      const end = endOf(run)
      assert(end?.event === "run_failed")
      assert.deepStrictEqual(end.error, { code: "mock_failure", type: "MockError", message: "Simulated LLM API error" })
    }
  ],
  "stream-vs-template-blocking-1": [
    (run) => assert.strictEqual(chunksOf(run).length, 3),
    (run) => {
      const [first] = chunksOf(run)
      assert.strictEqual(first?.text, query)
      assert.strictEqual(first?.execution, executionOf(run, queryNode))
    },
    (run) => {
      const second = chunksOf(run)[1]
      assert.strictEqual(second?.text, "\n")
      assert.strictEqual(second?.node_type, "end")
      assert.deepStrictEqual([second?.node_id], nodesWith(run, "node_succeeded").slice(-1))
    },
    (run) => {
      const third = chunksOf(run)[2]
      assert.strictEqual(third?.text, endOf(run)?.outputs.text)
      assert.strictEqual(third?.node_type, "template-transform")
      assert.strictEqual(third?.execution, executionOf(run, "1754296914925"))
    },
    firstChunkBeforeAnyModel
  ],
  "stream-vs-template-blocking-2": [
    (run) => {
      const [first, second, ...others] = chunksOf(run)
      assert.strictEqual(first?.text, query)
      assert.strictEqual(second?.text, "\n")
      assert.strictEqual(second?.node_type, "end")
      assert.isAbove(others.length, 0)
    },
    (run) => {
      const started = nodesWith(run, "node_started")
      for (const chunk of chunksOf(run).slice(2)) {
        assert.strictEqual(chunk.node_type, "llm")
        assert.include(started, chunk.node_id)
      }
    },
    firstChunkBeforeAnyModel
  ],
  "complex-branch-0": complexBranch,
  "complex-branch-1": complexBranch,
  "parallel-code-1": [sharedCodeRunsOnce],
  "parallel-code-0": [sharedCodeRunsOnce],
  "iteration-parallel-format": [
    (run) =>
      assert.deepStrictEqual(
        run.events.flatMap((event) => (event.event === "iteration_next" ? [event.index] : [])),
        [0, 1, 2]
      )
  ],
  "loop-answer-inside-main": [
    (run) =>
      assert.strictEqual(
        chunksOf(run)
          .map((chunk) => chunk.text)
          .join(""),
        "1\n2\nhi + 2"
      )
  ],
  "bare-scalar": [
    (run) => assert.deepStrictEqual(new Set(nodesWith(run, "node_succeeded")), new Set(["start", "end"])),
    // The test runs this case once more, beside an observer that throws.
    startBeforeSuccess
  ],
  "g-iteration-parallel-1-worker": [({ took }) => assert.isBelow(took, 2000)],
  "g-iteration-error-terminated": [
    exceptions(2),
    (run) => {
      assert.strictEqual(nodesWith(run, "node_started").filter((id) => id === "child-response").length, 1)
      const failed = run.events.find((event) => event.event === "iteration_failed")
      assert.deepStrictEqual(failed?.outputs, { output: [] })
      assert.deepStrictEqual(
        run.events.slice(-3).map(({ event }) => event),
        ["iteration_failed", "node_failed", "run_failed"]
      )
    }
  ],
  "g-iteration-error-remove-abnormal-output": [
    exceptions(2),
    (run) => {
      assert.strictEqual(nodesWith(run, "node_started").filter((id) => id === "child-response").length, 2)
      const ended = run.events.find((event) => event.event === "iteration_succeeded")
      assert.deepStrictEqual(ended?.outputs, { output: [] })
      assert.strictEqual(run.events.at(-1)?.event, "run_partial_succeeded")
    }
  ],
  "g-loop-break-0": [
    (run) => assert.strictEqual(positionOf(run, "node_started", "increment"), -1),
    (run) => {
      const ended = run.events.find((event) => event.event === "loop_succeeded")
      assert.deepStrictEqual([ended?.steps, ended?.outputs, ended?.completed_reason], [0, {}, "loop_break"])
    },
    (run) => assert.strictEqual(positionOf(run, "loop_next"), -1)
  ],
  "g-loop-end-node": [
    (run) => {
      const ended = run.events.find((event) => event.event === "loop_succeeded")
      assert.deepStrictEqual([ended?.outputs, ended?.completed_reason], [{ loop_round: 1 }, "loop_break"])
    }
  ],
  "import-non-uuid-conv-var": [
    startBeforeSuccess,
    (run) => {
      const started = run.events.findIndex((event) => event.event === "edge_taken" && event.target_node_id === "answer")
      const edge = run.events[started]
      assert.strictEqual(edge?.event === "edge_taken" ? edge.node_id : "", "start")
      assert.strictEqual(positionOf(run, "node_started", "producer"), -1)
    }
  ]
}

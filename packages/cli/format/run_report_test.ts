import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { greeting, storedRun } from "../fixtures/stored_run.ts"
import { runReport } from "./run_report.ts"

describe("the report of a run", () => {
  it.effect("has the run and its executions in the order in which they started", () =>
    Effect.map(storedRun("greet.yml", greeting), (run) => {
      const report = runReport(run)
      expect(report).toMatchObject({
        run_id: run.accepted.runId,
        status: "succeeded",
        outputs: { greeting: "Hello Ada" },
        error: null,
        total_steps: 5,
        exceptions_count: 0
      })
      expect(report.nodes.map((node) => node.node_id)).toEqual(["start", "route", "greeter", "greeting", "end"])
      expect(report.nodes[2]).toMatchObject({
        type: "llm",
        title: "greeter",
        status: "succeeded",
        attempts: 1,
        mocked: true,
        outputs: { text: "Hello Ada" },
        error: null,
        parent: null
      })
    })
  )

  it.effect("has the failure on its node and on the run", () =>
    Effect.map(storedRun("greet.yml", { ...greeting, mocks: { "node:greeter": { error: "boom" } } }), (run) => {
      const report = runReport(run)
      const error = { code: "mock_failure", message: "boom" }
      expect(report).toMatchObject({ status: "failed", outputs: {}, error })
      expect(report.nodes.at(-1)).toMatchObject({ node_id: "greeter", status: "failed", error })
    })
  )

  it.effect("shows no secret in inputs and outputs of nodes", () =>
    Effect.map(storedRun("greet.yml", { ...greeting, inputs: { name: "sk-very-secret-token" } }), (run) => {
      expect(JSON.stringify(runReport(run).nodes)).not.toContain("sk-very-secret-token")
    })
  )

  it.effect("tells of a run that has not ended", () =>
    Effect.map(storedRun("greet.yml", greeting), (run) => {
      const facts = run.facts().slice(0, 4)
      const report = runReport({ ...run, accepted: run.accepted, graph: run.graph, facts: () => facts })
      expect(report).toMatchObject({ status: "running", outputs: {} })
      expect(report.nodes.at(-1)?.status).toBe("running")
    })
  )
})

import { describe, expect, it } from "@effect/vitest"
import { hintOf } from "@flowglass/core"
import { Effect } from "effect"
import { agent, inspect, nodeOf, outputOf, runId, snapshotOf, text, tool, wire } from "./_test_ask_inspector.ts"
import { MadeRun } from "./_test_made_run.ts"
import type { OutputInspectionError } from "./error/inspector_errors.ts"
import type { Inspector } from "./inspector.ts"

const report = { name: "report", type: "file", required: true } as const

const check = (kind: "output_type_check" | "output_check", status: string, reason: string | null) => ({
  [kind]: { passed: false, results: [{ name: "text", status, reason }] }
})

const fileReference = { transfer_method: "tool_file", reference: "dify-file-ref:e30=", type: "document" }

describe("Dify's checklist of the service", () => {
  it.effect("snapshot_404_when_workflow_run_missing", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(inspect(new MadeRun([agent]), (inspector) => inspector.snapshot("missing")))
      expect(wire(error)).toEqual({
        code: "workflow_run_not_found",
        message: "Workflow run not found.",
        status: 404
      })
    })
  )

  for (const trigger of ["app-run", "webhook", "schedule", "plugin"] as const) {
    it.effect(`snapshot_accepts_published_run_d1_lifted, snapshot_accepts_webhook_triggered_run: ${trigger}`, () =>
      Effect.gen(function* () {
        const run = new MadeRun([agent], { trigger })
        const snapshot = yield* inspect(run, (inspector) => inspector.snapshot(runId, { path: "published" }))
        expect(snapshot.node_outputs.map((node) => node.node_id)).toEqual(["agent-1"])
      })
    )
  }

  it.effect("node_detail_404_when_node_id_absent_from_graph", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(nodeOf(new MadeRun([agent]), "agent-2"))
      expect(wire(error)).toEqual({
        code: "node_not_in_workflow_run",
        message: `Node 'agent-2' does not appear in workflow run '${runId}'.`,
        status: 404
      })
      expect(hintOf(error)).toBe('did you mean "agent-1"?')
    })
  )

  it.effect("output_preview_404_when_output_name_unknown", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(outputOf(new MadeRun([agent]), "agent-1", "it's"))
      expect(wire(error)).toEqual({
        code: "node_output_not_declared",
        message: `Output "it's" is not declared on node 'agent-1'.`,
        status: 404
      })
    })
  )

  it.effect("output_preview_404_when_node_id_absent_from_graph", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(outputOf(new MadeRun([agent]), "nobody", "nothing"))
      expect(error.code).toBe("node_not_in_workflow_run")
    })
  )

  it.effect("snapshot_status_pending_when_node_has_no_execution", () =>
    Effect.gen(function* () {
      const snapshot = yield* snapshotOf(new MadeRun([agent]))
      expect(snapshot).toEqual({
        workflow_run_id: runId,
        workflow_run_status: "running",
        node_outputs: [
          {
            node_id: "agent-1",
            node_kind: "agent",
            node_display_name: "Agent",
            node_status: "idle",
            node_started_at: null,
            node_completed_at: null,
            outputs: [
              {
                name: "text",
                type: "string",
                status: "pending",
                value_preview: null,
                type_check: null,
                output_check: null,
                retried: 0
              }
            ]
          }
        ]
      })
    })
  )

  it.effect("snapshot_status_running", () =>
    Effect.gen(function* () {
      const node = yield* nodeOf(new MadeRun([agent]).started("agent-1"))
      expect(node).toMatchObject({ node_status: "running", node_started_at: "2026-05-26T07:34:33.000" })
      expect(node.outputs).toMatchObject([{ status: "running", value_preview: null }])
    })
  )

  it.effect("snapshot_status_failed_node_marks_all_outputs_failed", () =>
    Effect.gen(function* () {
      const run = new MadeRun([{ ...agent, outputs: [text, report] }]).started("agent-1")
      run.finished("agent-1", { status: "failed", outputs: { text: "half" } })
      expect((yield* nodeOf(run)).outputs).toMatchObject([
        { name: "text", status: "failed", value_preview: null },
        { name: "report", status: "failed", value_preview: null }
      ])
      expect(yield* outputOf(run, "agent-1", "text")).toMatchObject({ status: "failed", value: null })
    })
  )

  it.effect("snapshot_status_ready_when_outputs_present_and_no_failure_metadata", () =>
    Effect.gen(function* () {
      const run = new MadeRun([agent]).started("agent-1").finished("agent-1", { outputs: { text: "hello" } })
      expect(yield* nodeOf(run)).toMatchObject({ node_status: "ready", node_completed_at: "2026-05-26T07:34:34.000" })
      expect((yield* nodeOf(run)).outputs).toMatchObject([{ status: "ready", value_preview: "hello" }])
    })
  )

  it.effect("snapshot_marks_type_check_failure", () =>
    Effect.gen(function* () {
      const metadata = check("output_type_check", "type_check_failed", "expected string, got int")
      const run = new MadeRun([agent]).started("agent-1").finished("agent-1", { outputs: { text: 1 }, metadata })
      expect((yield* nodeOf(run)).outputs).toMatchObject([
        { status: "type_check_failed", type_check: { passed: false, reason: "expected string, got int" } }
      ])
    })
  )

  it.effect("snapshot_marks_output_check_failure_when_type_check_passed", () =>
    Effect.gen(function* () {
      const metadata = {
        ...check("output_type_check", "ready", null),
        ...check("output_check", "failed", "not like the benchmark")
      }
      const run = new MadeRun([agent]).started("agent-1").finished("agent-1", { outputs: { text: "x" }, metadata })
      expect((yield* nodeOf(run)).outputs).toMatchObject([
        {
          status: "output_check_failed",
          value_preview: "x",
          type_check: { passed: true, reason: null },
          output_check: { passed: false, reason: "not like the benchmark" }
        }
      ])
    })
  )

  it.effect("snapshot_marks_not_produced_when_declared_output_missing_from_payload", () =>
    Effect.gen(function* () {
      const run = new MadeRun([{ ...agent, outputs: [text, report] }]).started("agent-1")
      run.finished("agent-1", { outputs: { text: null } })
      expect((yield* nodeOf(run)).outputs).toMatchObject([{ status: "ready" }, { status: "not_produced" }])
      expect(yield* outputOf(run, "agent-1", "report")).toEqual({
        node_id: "agent-1",
        output_name: "report",
        type: "file",
        status: "not_produced",
        value: null
      })
    })
  )

  it.effect("non_agent_node_outputs_inferred_from_payload_keys", () =>
    Effect.gen(function* () {
      const run = new MadeRun([tool]).started("tool-1").finished("tool-1", { outputs: { zeta: 1, alpha: 2 } })
      expect((yield* nodeOf(run, "tool-1")).outputs).toMatchObject([
        { name: "zeta", type: null, inferred: true, status: "ready" },
        { name: "alpha", type: null, inferred: true, status: "ready" }
      ])
    })
  )

  it.effect("file_output_preview_includes_signed_url, file_output_preview_endpoint_returns_full_value", () =>
    Effect.gen(function* () {
      const value = { transfer_method: "remote_url", url: "https://a.test/r.pdf" }
      const run = new MadeRun([{ ...agent, outputs: [report] }]).started("agent-1")
      run.finished("agent-1", { outputs: { report: value } })
      const shown = { ...value, preview_url: "https://a.test/r.pdf" }
      expect((yield* nodeOf(run)).outputs).toMatchObject([{ status: "ready", value_preview: shown }])
      expect(yield* outputOf(run, "agent-1", "report")).toMatchObject({ status: "ready", value: shown })
    })
  )

  it.effect("file_output_preview_uses_none_when_signed_url_resolution_fails", () =>
    Effect.gen(function* () {
      const run = new MadeRun([{ ...agent, outputs: [report] }]).started("agent-1")
      run.finished("agent-1", { outputs: { report: fileReference } })
      expect((yield* nodeOf(run)).outputs).toMatchObject([
        { status: "ready", value_preview: { ...fileReference, preview_url: null } }
      ])
    })
  )

  it.effect("array_file_output_preview_includes_signed_urls_for_each_item", () =>
    Effect.gen(function* () {
      const files = { name: "files", type: "array", item: "file", required: true } as const
      const remote = { transfer_method: "remote_url", url: "https://a.test/r.pdf" }
      const run = new MadeRun([{ ...agent, outputs: [files] }]).started("agent-1")
      run.finished("agent-1", { outputs: { files: [remote, fileReference] } })
      const shown = [
        { ...remote, preview_url: "https://a.test/r.pdf" },
        { ...fileReference, preview_url: null }
      ]
      expect((yield* nodeOf(run)).outputs).toMatchObject([{ type: "array", value_preview: shown }])
      expect(yield* outputOf(run, "agent-1", "files")).toMatchObject({ value: shown })
    })
  )

  it.effect("object_output_preview_does_not_augment_canonical_file_mapping_shape", () =>
    Effect.gen(function* () {
      const outputs = [{ name: "data", type: "object", required: true }] as const
      const run = new MadeRun([{ ...agent, outputs }]).started("agent-1")
      run.finished("agent-1", { outputs: { data: fileReference } })
      const [output] = (yield* nodeOf(run)).outputs
      expect(output?.value_preview).toEqual(fileReference)
    })
  )

  it.effect("retried_count_pulled_from_attempt_metadata", () =>
    Effect.gen(function* () {
      const run = new MadeRun([{ ...agent, outputs: [text, report] }]).started("agent-1")
      run.finished("agent-1", { outputs: { text: "x" }, metadata: { attempt: 2 } })
      expect((yield* nodeOf(run)).outputs.map((output) => output.retried)).toEqual([2, 2])
    })
  )

  it.effect("keeps_latest_execution_per_node_by_index", () =>
    Effect.gen(function* () {
      const run = new MadeRun([{ id: "loop" }, agent]).started("loop")
      run.framed(1, "loop", 0).framed(2, "loop", 1)
      run.started("agent-1", { frame: 1 }).started("agent-1", { frame: 2 })
      run.finished("agent-1", { frame: 2, outputs: { text: "second" } })
      run.finished("agent-1", { frame: 1, outputs: { text: "first, but later" } })
      const node = yield* nodeOf(run)
      expect(node).toMatchObject({ rounds: 2, attempts: 1, outputs: [{ value_preview: "second" }] })
    })
  )

  it.effect("array_typed_output_with_array_item_renders_correctly", () =>
    Effect.gen(function* () {
      const outputs = [{ name: "list", type: "array", item: "string", required: true }] as const
      const run = new MadeRun([{ ...agent, outputs }]).started("agent-1")
      run.finished("agent-1", { outputs: { list: ["a", "b"] } })
      expect((yield* nodeOf(run)).outputs).toMatchObject([{ type: "array", value_preview: ["a", "b"] }])
    })
  )

  it.effect("unparseable_graph_blob_yields_empty_snapshot_not_500", () =>
    Effect.gen(function* () {
      expect((yield* snapshotOf(new MadeRun([]))).node_outputs).toEqual([])
    })
  )

  it.effect("run of another tenant seen with a foreign app object: the same as a missing one", () =>
    Effect.gen(function* () {
      const run = new MadeRun([agent])
      const missing = yield* Effect.flip(inspect(run, (inspector) => inspector.snapshot("missing")))
      for (const scope of [{ tenantId: "other" }, { appId: "other" }, { tenantId: "other", appId: "app" }]) {
        const calls: ReadonlyArray<(inspector: Inspector["Service"]) => Effect.Effect<unknown, OutputInspectionError>> =
          [
            (inspector) => inspector.snapshot(runId, scope),
            (inspector) => inspector.node(runId, "agent-1", scope),
            (inspector) => inspector.output(runId, "agent-1", "text", scope),
            (inspector) => inspector.events(runId, scope)
          ]
        for (const call of calls) expect(wire(yield* Effect.flip(inspect(run, call)))).toEqual(wire(missing))
      }
      const own = { tenantId: "tenant", appId: "app" }
      expect(yield* inspect(run, (inspector) => inspector.snapshot(runId, own))).toMatchObject({
        workflow_run_id: runId
      })
    })
  )
})

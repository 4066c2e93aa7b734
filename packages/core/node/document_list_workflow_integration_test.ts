import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { LanguageModels } from "../model/language_models.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import { engineLayer } from "../run/_test_run_to_end.ts"
import { WorkflowRunner } from "../run/workflow_runner.ts"
import { CodeRunner } from "../sandbox/code_runner.ts"
import { builtinNodes } from "./builtin.ts"
import { docxOf } from "./document_extractor/_test_archive.ts"
import { NodeRegistry } from "./node_registry.ts"

const layer = WorkflowRunner.layer.pipe(
  Layer.provideMerge(NodeRegistry.layer(builtinNodes)),
  Layer.provideMerge(engineLayer),
  Layer.provide(Layer.mergeAll(LanguageModels.layerScripted([]), CodeRunner.layer, OutboundHttp.layer))
)

const node = (id: string, type: string, data: object) => ({ id, data: { type, title: id, ...data } })

const workflow = JSON.stringify({
  kind: "app",
  version: "0.6.0",
  app: { mode: "workflow", name: "documents" },
  workflow: {
    graph: {
      nodes: [
        node("start", "start", {
          variables: [
            {
              variable: "files",
              label: "files",
              type: "file-list",
              required: true,
              allowed_file_types: ["document", "image"],
              allowed_file_upload_methods: ["local_file", "remote_url"]
            }
          ]
        }),
        node("documents", "list-operator", {
          variable: ["start", "files"],
          var_type: "array[file]",
          item_var_type: "file",
          filter_by: { enabled: true, conditions: [{ key: "type", comparison_operator: "in", value: ["document"] }] },
          order_by: { enabled: true, key: "name", value: "asc" },
          limit: { enabled: false, size: 10 },
          extract_by: { enabled: false, serial: "1" }
        }),
        node("read", "document-extractor", { variable_selector: ["documents", "result"], is_array_file: true }),
        node("first", "document-extractor", {
          variable_selector: ["documents", "first_record"],
          is_array_file: false,
          error_strategy: "default-value",
          default_value: [{ key: "text", type: "string", value: "unreadable" }]
        }),
        node("end", "end", {
          outputs: [
            { variable: "texts", value_selector: ["read", "text"] },
            { variable: "first", value_selector: ["first", "text"] },
            { variable: "last", value_selector: ["documents", "last_record", "name"] }
          ]
        })
      ],
      edges: ["start", "documents", "read", "first", "end"].slice(1).map((target, index) => ({
        source: ["start", "documents", "read", "first"][index],
        target,
        sourceHandle: "source"
      }))
    }
  }
})

const given = (filename: string, type: string, bytes: Uint8Array) => ({
  transfer_method: "local_file",
  type,
  filename,
  bytes
})

const run = (files: ReadonlyArray<object>) =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    return yield* runner.run({ text: workflow }, { inputs: { files } })
  }).pipe(Effect.provide(layer))

describe("a workflow that filters files and reads them", () => {
  it.live("reads the documents among its files", () =>
    Effect.gen(function* () {
      const word = docxOf("<w:p><w:r><w:t>from Word</w:t></w:r></w:p>")
      const image = new Uint8Array([1, 2, 3])
      const result = yield* run([
        given("b.docx", "document", word),
        given("c.png", "image", image),
        given("a.txt", "document", new TextEncoder().encode("from text"))
      ])
      assert.strictEqual(result.status, "succeeded", result.error?.message)
      assert.deepStrictEqual(
        { ...result.outputs },
        { texts: ["from text", "from Word"], first: "from text", last: "b.docx" }
      )
    })
  )

  it.live("a document that cannot be read ends the run with its code", () =>
    Effect.gen(function* () {
      const result = yield* run([given("a.docx", "document", new Uint8Array([1, 2, 3]))])
      assert.strictEqual(result.status, "failed")
      assert.strictEqual(result.error?.code, "document_invalid")
    })
  )
})

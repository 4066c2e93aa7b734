import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { defineNode } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Schema } from "effect"
import { outcomeLine } from "./corpus_outcome.ts"
import { runCorpusFile } from "./run_corpus_file.ts"

interface Data {
  readonly [name: string]: unknown
}

const model = { provider: "p", name: "m", mode: "chat", completion_params: {} }
const llm: Data = { type: "llm", model, prompt_template: [{ role: "user", text: "hi" }], context: { enabled: false } }
const code = (text: string): Data => ({
  type: "code",
  code_language: "javascript",
  code: text,
  variables: [],
  outputs: { v: { type: "string" } }
})

const described = {
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({}),
  outputs: () => [],
  errors: [],
  example: { config: {}, outputs: {} }
} as const

const breaks = defineNode({ ...described, type: "test/breaks", run: () => Effect.die(new Error("oh")) })
const hangs = defineNode({ ...described, type: "test/hangs", run: () => Effect.never })

/** Runs nodes one after the other, behind a start, as a file of a corpus. */
const outcomeOf = (...nodes: ReadonlyArray<Data>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "corpus-"))),
    (folder) => {
      const all: ReadonlyArray<Data> = [{ type: "start", variables: [] }, ...nodes]
      const graph = {
        nodes: all.map((data, index) => ({ id: data.id ?? `n${index}`, data: { title: `n${index}`, ...data } })),
        // What is inside a container has no edge to it.
        edges: nodes.flatMap((data, index) =>
          data.id === undefined ? [{ source: `n${index}`, target: `n${index + 1}` }] : []
        )
      }
      const file = { app: { mode: "workflow", name: "t" }, kind: "app", version: "0.6.0", workflow: { graph } }
      writeFileSync(join(folder, "file.yml"), JSON.stringify(file))
      return runCorpusFile(folder, "file.yml", 3000).pipe(Effect.provide(layerEngine({ nodes: [breaks, hangs] })))
    },
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )

describe("a file of a corpus", () => {
  it.live("ends well when its run does, mocked where it would leave the process", () =>
    Effect.gen(function* () {
      const outcome = yield* outcomeOf(llm, { type: "answer", answer: "{{#n1.text#}}" })
      assert.strictEqual(outcome.verdict, "well")
      assert.match(outcomeLine(outcome), /^ok +succeeded +\d+ ms +file\.yml$/)
    })
  )

  it.live("ends well when its code throws behind a mocked value, and only then", () =>
    Effect.gen(function* () {
      const thrower = code("function main() { throw new Error('no JSON') }")
      const behind = yield* outcomeOf(llm, thrower)
      assert.deepStrictEqual([behind.verdict, behind.status, behind.codes], ["well", "failed", ["code_threw"]])
      assert.strictEqual((yield* outcomeOf(thrower)).verdict, "failed")
      const wrong = yield* outcomeOf(llm, code("function main() { return { v: 1 } }"))
      assert.deepStrictEqual([wrong.verdict, wrong.codes], ["failed", ["code_output_type_mismatch"]])
    })
  )

  it.live("ends well when it waits for somebody, whom nobody calls", () =>
    Effect.gen(function* () {
      const ask = { type: "human-input", form_content: "?", user_actions: [{ id: "yes", title: "Yes" }] }
      const outcome = yield* outcomeOf(ask)
      assert.deepStrictEqual([outcome.verdict, outcome.status], ["well", "paused"])
    })
  )

  it.live("ends well when code inside an iteration throws behind a mocked list", () =>
    Effect.gen(function* () {
      const loop = {
        type: "iteration",
        iterator_selector: ["n1", "list"],
        output_selector: ["i", "v"],
        start_node_id: "i"
      }
      const thrower = { ...code("function main() { throw new Error('no') }"), iteration_id: "n2" }
      const outcome = yield* outcomeOf(
        {
          type: "parameter-extractor",
          model,
          query: ["sys", "query"],
          parameters: [{ name: "list", type: "array[string]" }]
        },
        loop,
        { ...thrower, id: "i" }
      )
      assert.deepStrictEqual([outcome.verdict, outcome.status, outcome.codes], ["well", "failed", ["code_threw"]])
    })
  )

  it.live("is refused with the codes of all its problems", () =>
    Effect.gen(function* () {
      const outcome = yield* outcomeOf({ type: "unheard-of" }, { type: "answer" })
      assert.strictEqual(outcome.verdict, "refused")
      assert.deepStrictEqual(outcome.codes.toSorted(), ["node_config_invalid", "node_type_unknown"])
      assert.match(outcomeLine(outcome), /^stop +- +\d+ ms +file\.yml {2}node_/)
    })
  )

  it.live("is a defect when a node breaks, and when it hangs", () =>
    Effect.gen(function* () {
      const broken = yield* outcomeOf({ type: "test/breaks" })
      assert.strictEqual(broken.verdict, "defect")
      assert.include(broken.reason, "oh")
      const hanging = yield* outcomeOf({ type: "test/hangs" })
      assert.strictEqual(hanging.verdict, "defect")
      assert.include(hanging.reason, "hangs")
    })
  )
})

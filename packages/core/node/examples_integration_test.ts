import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { LanguageModels } from "../model/language_models.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import { engineLayer } from "../run/_test_run_to_end.ts"
import { WorkflowRunner } from "../run/workflow_runner.ts"
import { CodeRunner } from "../sandbox/code_runner.ts"
import { RunStore } from "../store/run_store.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { valueType } from "../value/value_type.ts"
import { exampleWorkflow } from "./_test_example_workflow.ts"
import { givenNodes } from "./_test_given_nodes.ts"
import { builtinNodes } from "./builtin.ts"
import { NodeRegistry } from "./node_registry.ts"
import type { OutputDeclaration } from "./output_declaration.ts"

const models = LanguageModels.layerScripted([{ text: '{"text": "Hello Ada", "files": [], "json": {}}' }])

const layer = WorkflowRunner.layer.pipe(
  Layer.provideMerge(NodeRegistry.layer([...builtinNodes, ...givenNodes])),
  Layer.provideMerge(engineLayer),
  Layer.provide(Layer.mergeAll(models, CodeRunner.layer, OutboundHttp.layer))
)

/** Runs the example of a node type, and finds how its executions ended. */
const runExample = Effect.fnUntraced(function* (type: string, version: string, mockExternals: boolean) {
  const registry = yield* NodeRegistry
  const runner = yield* WorkflowRunner
  const store = yield* RunStore
  const node = registry.find(type, version)
  assert.isDefined(node)
  const { description } = node
  const bound = Result.getOrThrow(node.decode(description.example.config))
  const { text, inputs } = exampleWorkflow(description, bound.selectors)
  const workflow = yield* runner.load({ text })
  const requirements = yield* bound.requirements ?? Effect.succeed([])
  const isMockOnly = requirements.some(({ kind }) => kind === "unsupported")
  const mocks = isMockOnly ? { [`node:${type}`]: description.example.outputs } : {}
  const run = yield* runner.start(workflow, { inputs, mocks, mockExternals, query: "" })
  const { answer } = description.example
  if ((yield* run.result).status === "paused" && answer !== undefined) yield* runner.resume(run.id, answer)
  const result = yield* run.result
  assert.strictEqual(result.status, "succeeded", result.error?.message)
  const index = workflow.compiled.graph.nodes.findIndex(({ id }) => id === type)
  const facts = (yield* store.find(result.run_id))?.facts() ?? []
  const finished = facts.filter((fact) => fact.kind === "node_finished").filter((fact) => fact.node === index)
  return { description, bound, finished, isMockOnly, warnings: workflow.warnings.map(({ message }) => message) }
})

/** The types of Dify that a declared type stands for. */
const isOfType = (value: Value, { type, item }: Pick<OutputDeclaration, "type" | "item">): boolean => {
  const found = valueType(value)
  if (type === null) return true
  if (type === "number") return found === "integer" || found === "float"
  if (type !== "array" || !Array.isArray(value)) return found === type
  return item === undefined || value.every((one: Value) => isOfType(one, { type: item }))
}

const assertDeclared = (outputs: ValueObject, declared: ReadonlyArray<OutputDeclaration>): void => {
  const names = new Set(declared.map(({ name }) => name))
  assert.deepStrictEqual(
    Object.keys(outputs).filter((name) => !names.has(name)),
    [],
    "produced and not declared"
  )
  for (const declaration of declared) {
    const value = Object.hasOwn(outputs, declaration.name) ? outputs[declaration.name] : undefined
    if (value === undefined || value === null) assert.isFalse(declaration.required, `${declaration.name} is required`)
    else assert.isTrue(isOfType(value, declaration), `${declaration.name} is no ${declaration.type}`)
  }
}

/** The system variables under the node a run starts at, which old files select there, are declared nowhere. */
const withoutSystem = (outputs: ValueObject): ValueObject =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => !name.startsWith("sys.")))

describe("the example of every built-in node type", () => {
  for (const { description } of builtinNodes) {
    const { type, version, external } = description
    it.live(`${type} ${version}: produces what it says, of the declared types`, () =>
      Effect.gen(function* () {
        const { bound, finished, isMockOnly, warnings } = yield* runExample(type, version, true)
        // A missing, misspelt or superfluous variable would be a warning of the file.
        assert.deepStrictEqual(warnings, [])
        const [first, ...others] = finished
        assert.isDefined(first)
        assert.deepStrictEqual(
          others.map(({ outputs }) => outputs),
          others.map(() => ({}))
        )
        assert.strictEqual(first.mocked, external === true || isMockOnly)
        const outputs = description.kind === "root" ? withoutSystem(first.outputs) : first.outputs
        assert.deepStrictEqual({ ...outputs }, { ...description.example.outputs })
        assertDeclared(outputs, bound.outputs)
      }).pipe(Effect.provide(layer))
    )
  }
})

describe("a model that answers in place of the mock", () => {
  for (const [type, version] of [
    ["llm", "1"],
    ["agent", "2"],
    ["question-classifier", "1"],
    ["parameter-extractor", "1"]
  ] as const) {
    it.live(`${type} ${version}: produces outputs of the declared types`, () =>
      Effect.gen(function* () {
        const { bound, finished } = yield* runExample(type, version, false)
        assert.deepStrictEqual(
          finished.map(({ mocked }) => mocked),
          [false]
        )
        assertDeclared(finished[0]?.outputs ?? {}, bound.outputs)
      }).pipe(Effect.provide(layer))
    )
  }
})

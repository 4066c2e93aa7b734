import { assert, describe, expect, layer } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { CodeRunner } from "../sandbox/code_runner.ts"
import { FileValue } from "../value/file_value.ts"
import { Float, type Value } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { VariablePool } from "../value/variable_pool.ts"
import { code } from "./code.ts"
import { defaultNodeLimits, type NodeLimits } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import { NodeRegistry } from "./node_registry.ts"

interface Scopes {
  readonly [scope: string]: { readonly [name: string]: Value }
}

const bind = (data: unknown) =>
  Effect.map(NodeRegistry, (registry) => {
    const found = registry.find("code", "1")
    return Result.getOrThrow(found === undefined ? Result.fail(new Error("no code node")) : found.decode(data))
  })

/** Runs the node once; a failure is what it ends with. */
const attempt = (data: unknown, scopes: Scopes = {}, limits: Partial<NodeLimits> = {}) =>
  Effect.gen(function* () {
    const variables = new VariablePool()
    for (const [scope, values] of Object.entries(scopes)) variables.setScope(scope, values)
    const bound = yield* bind(data)
    const outcome = bound.run({
      runId: "run",
      nodeId: "code",
      title: "Code",
      variables,
      execution: "root/code",
      attempt: 0,
      failureIsHandled: false,
      limits: { ...defaultNodeLimits, ...limits },
      signal: () => {}
    })
    return Effect.isEffect(outcome) ? yield* Effect.catch(outcome, Effect.succeed) : outcome
  })

const javascript = (body: string, outputs: unknown, variables: ReadonlyArray<unknown> = []) => ({
  type: "code",
  title: "Code",
  desc: "",
  selected: false,
  variables,
  code_language: "javascript",
  code: `function main(inputs) { ${body} }`,
  outputs,
  dependencies: null
})

const failed = (outcome: unknown) => {
  assert.instanceOf(outcome, NodeFailure)
  const { error, details } = outcome
  return {
    code: error.code,
    type: details.type,
    message: error.message,
    inputs: details.inputs,
    processData: details.processData
  }
}

const registry = NodeRegistry.layer([code]).pipe(Layer.provide(CodeRunner.layer))

layer(registry, { timeout: 30_000, excludeTestServices: true })("the code node", (it) => {
  it.effect("its example runs", () =>
    Effect.gen(function* () {
      const { config, variables, outputs } = code.description.example
      expect(yield* attempt(config, variables)).toMatchObject({ inputs: { name: "Ada" }, outputs })
    })
  )

  it.effect("gives null for what is missing, files as objects, and null for an empty list of files", () =>
    Effect.gen(function* () {
      const variables = [
        { variable: "missing", value_selector: ["start", "nothing"] },
        { variable: "unset", value_selector: [] },
        { variable: "files", value_selector: ["start", "files"], value_type: "array[file]" },
        { variable: "none", value_selector: ["start", "none"], value_type: "array[file]" },
        { variable: "list", value_selector: ["start", "none"] }
      ]
      const file = new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test/b.png" })
      const body = "const { files, ...rest } = inputs; return { url: files[0].remote_url, rest: JSON.stringify(rest) }"
      const data = javascript(body, { url: { type: "string" }, rest: { type: "string" } }, variables)
      const outcome = yield* attempt(data, { start: { files: [file], none: [] } })
      expect(outcome).toMatchObject({
        outputs: { url: "https://a.test/b.png", rest: '{"missing":null,"unset":null,"none":null,"list":[]}' },
        inputs: { missing: null, files: [file], none: null }
      })
    })
  )

  it.effect("checks what came back, with Dify's types of errors", () =>
    Effect.gen(function* () {
      const outputs = { a: { type: "number", children: null } }
      expect(failed(yield* attempt(javascript("console.log('hm'); return { a: 'many' }", outputs)))).toEqual({
        code: "code_output_type_mismatch",
        type: "OutputValidationError",
        message: "Output a is not a number, got <class 'str'> instead.",
        inputs: objectFrom([]),
        processData: { logs: "hm\n" }
      })
      expect(failed(yield* attempt(javascript("return { a: 1, b: 1 }", outputs)))).toMatchObject({
        code: "code_output_undeclared",
        type: "CodeNodeError"
      })
      expect(
        failed(yield* attempt(javascript("return { o: { b: { c: { d: { e: { f: 1 } } } } } }", null)))
      ).toMatchObject({
        code: "code_output_too_deep",
        type: "DepthLimitError"
      })
      expect(failed(yield* attempt(javascript("return 1", outputs)))).toMatchObject({
        code: "code_result_invalid",
        type: "ValueError",
        message: "Result must be a dict, got int"
      })
    })
  )

  it.effect("fails with the code of the sandbox, keeping inputs and what was printed", () =>
    Effect.gen(function* () {
      const variables = [{ variable: "n", value_selector: ["start", "n"] }]
      const data = javascript("console.log(inputs); inputs.n.x.y", {}, variables)
      expect(failed(yield* attempt(data, { start: { n: 1 } }))).toEqual({
        code: "code_threw",
        type: "CodeExecutionError",
        message: "TypeError: cannot read property 'y' of undefined (line 1)",
        inputs: objectFrom([["n", 1]]),
        processData: { logs: '{"n":1}\n' }
      })
    })
  )

  it.effect("keeps the run's limits of time and memory", () =>
    Effect.gen(function* () {
      const slow = yield* attempt(javascript("for (;;) {}", {}), {}, { codeTimeout: 200 })
      assert.strictEqual(failed(slow).code, "code_time_limit_exceeded")
      const large = yield* attempt(javascript("return { a: 'x'.repeat(2e7).split('') }", {}), {}, { codeMemory: 2e7 })
      assert.strictEqual(failed(large).code, "code_memory_limit_exceeded")
    })
  )

  it.effect("declares its outputs before it runs", () =>
    Effect.gen(function* () {
      const { outputs } = yield* bind(
        javascript("", { s: { type: "string" }, l: { type: "array[object]", children: null }, b: { type: "boolean" } })
      )
      assert.deepStrictEqual(outputs, [
        { name: "s", type: "string", required: true },
        { name: "l", type: "array", item: "object", required: true },
        { name: "b", type: "boolean", required: true }
      ])
      assert.deepStrictEqual((yield* bind(javascript("", null))).outputs, [])
    })
  )

  it.effect("reads its variables, and not those without a selector", () =>
    Effect.gen(function* () {
      const variables = [
        { variable: "a", value_selector: ["start", "a"] },
        { variable: "b", value_selector: [] }
      ]
      assert.deepStrictEqual((yield* bind(javascript("", {}, variables))).selectors, [["start", "a"]])
    })
  )

  it.effect("says before the run which languages it cannot run", () =>
    Effect.gen(function* () {
      const requirementsOf = (language: string) =>
        Effect.flatMap(
          bind({ ...javascript("", {}), code_language: language }),
          (bound) => bound.requirements ?? Effect.succeed([])
        )
      const [ruby] = yield* requirementsOf("ruby")
      assert.strictEqual(ruby?.kind, "unsupported")
      assert.strictEqual(ruby?.error.code, "code_language_unknown")
      assert.deepStrictEqual(yield* requirementsOf("javascript"), [])
      assert.deepStrictEqual(yield* requirementsOf("python3"), [])
    })
  )

  describe("in Python", () => {
    const python = (code: string, outputs: unknown, variables: ReadonlyArray<unknown> = []) => ({
      ...javascript("", outputs, variables),
      code_language: "python3",
      code
    })

    it.effect("gives the variables as named arguments and checks what came back with Dify's messages", () =>
      Effect.gen(function* () {
        const variables = [
          { variable: "n", value_selector: ["start", "n"] },
          { variable: "files", value_selector: ["start", "files"], value_type: "array[file]" },
          { variable: "missing", value_selector: ["start", "nothing"] }
        ]
        const file = new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test/b.png" })
        const code =
          "def main(n: float, files: list, missing):\n    print(n)\n    return {'half': n / 2, 'url': files[0]['remote_url'], 'flag': missing is None}"
        const declared = { half: { type: "number" }, url: { type: "string" }, flag: { type: "boolean" } }
        const outcome = yield* attempt(python(code, declared, variables), { start: { n: 2, files: [file] } })
        expect(outcome).toMatchObject({
          outputs: { half: new Float(1), url: "https://a.test/b.png", flag: true },
          inputs: { n: 2, missing: null, files: [file] },
          processData: { logs: "2\n" }
        })
        const wrong = python("def main(): return {'a': 1}", { a: { type: "string" } })
        expect(failed(yield* attempt(wrong))).toMatchObject({
          code: "code_output_type_mismatch",
          type: "OutputValidationError",
          message: "Output a must be a string, got int instead."
        })
        expect(failed(yield* attempt(python("def main(): return 'a'", {})))).toMatchObject({
          code: "code_result_invalid",
          type: "ValueError",
          message: "Result must be a dict, got str"
        })
      })
    )

    it.effect("fails with the code of the sandbox, keeping what was printed", () =>
      Effect.gen(function* () {
        const code = "def main():\n    print('here')\n    return {'a': [][0]}"
        expect(failed(yield* attempt(python(code, {})))).toMatchObject({
          code: "code_threw",
          type: "CodeExecutionError",
          message: "IndexError: list index out of range (line 3)",
          processData: { logs: "here\n" }
        })
        const slow = yield* attempt(python("def main():\n    while True: pass", {}), {}, { codeTimeout: 300 })
        assert.strictEqual(failed(slow).code, "code_time_limit_exceeded")
        const large = python("def main(): return {'a': 'x' * 10 ** 8}", {})
        assert.strictEqual(failed(yield* attempt(large, {}, { codeMemory: 2e7 })).code, "code_memory_limit_exceeded")
      })
    )

    it.effect("keeps infinity and large integers as far as Dify does", () =>
      Effect.gen(function* () {
        const code = "def main(): return {'a': 2 ** 62, 'b': float('inf')}"
        const outcome = yield* attempt(python(code, { a: { type: "number" }, b: { type: "number" } }))
        expect(failed(outcome)).toMatchObject({
          code: "code_output_limit_exceeded",
          message:
            "Output variable `b` is out of range, it must be between -9223372036854775807 and 9223372036854775807."
        })
      })
    )
  })

  it("refuses a declared type that code cannot have, at its place", () => {
    const decoded = code.decode(javascript("", { root: { type: "object", children: { n: { type: "integer" } } } }))
    const place = '["outputs"]["root"]["children"]["n"]["type"]'
    assert.include(Result.isFailure(decoded) ? String(decoded.failure) : "no failure", place)
  })

  describe("hostile files", () => {
    it.effect("a declared output named __proto__ is an output", () =>
      Effect.gen(function* () {
        const outputs = JSON.parse('{"__proto__": {"type": "string"}}')
        const data = javascript('return JSON.parse(\'{"__proto__": "mine"}\')', outputs)
        assert.deepStrictEqual((yield* bind(data)).outputs, [{ name: "__proto__", type: "string", required: true }])
        const outcome = yield* attempt(data)
        assert.isFalse(outcome instanceof NodeFailure)
        assert.deepStrictEqual(Object.entries(outcome instanceof NodeFailure ? {} : outcome.outputs), [
          ["__proto__", "mine"]
        ])
      })
    )
  })
})

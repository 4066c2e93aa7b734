import { Effect, Result } from "effect"
import { capabilityErrors } from "../error/capability_errors.ts"
import { codeOutputErrors } from "../error/code_output_errors.ts"
import { sandboxErrors } from "../error/sandbox_errors.ts"
import { CodeRunner, type CodeUnavailable } from "../sandbox/code_runner.ts"
import { CodeConfig, codeOutputDeclarations } from "./code/code_config.ts"
import { codeErrorType } from "./code/code_error_type.ts"
import { codeInputs } from "./code/code_inputs.ts"
import { checkCodeOutput } from "./code/code_output_check.ts"
import { codePrinted } from "./code/code_printed.ts"
import { defineNode, type Requirement } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"

/** Bytes of JSON that code may return; its declared outputs have limits of their own far below. */
const outputBytes = 16 * 1024 * 1024

const unsupported = (error: CodeUnavailable): ReadonlyArray<Requirement> => [{ kind: "unsupported", error }]

const requirements = Effect.fnUntraced(function* (config: CodeConfig) {
  const runner = yield* CodeRunner
  const check = runner.check(config.code_language)
  return yield* Effect.match(check, { onFailure: unsupported, onSuccess: (): ReadonlyArray<Requirement> => [] })
})

const run = Effect.fnUntraced(function* (config: CodeConfig, node: NodeContext) {
  const runner = yield* CodeRunner
  const inputs = codeInputs(config, node.variables)
  const { codeTimeout: timeout, codeMemory: memory } = node.limits
  const ran = yield* Effect.result(
    runner.run({
      language: config.code_language,
      code: config.code,
      inputs,
      limits: { timeout, memory, output: outputBytes },
      run: node.runId
    })
  )
  const details = { inputs, ...codePrinted(ran) }
  const checked = Result.flatMap(ran, ({ result }) => checkCodeOutput(result, config.outputs, node.limits))
  if (Result.isSuccess(checked)) return { ...details, outputs: checked.success }
  return yield* Effect.fail(new NodeFailure(checked.failure, { ...details, type: codeErrorType(checked.failure) }))
})

/**
 * Runs code of the workflow's author in a sandbox (Dify's `code`): `main` gets the variables and returns the declared
 * outputs. What it printed is in its process data as `logs`.
 */
export const code = defineNode({
  type: "code",
  version: "1",
  kind: "executable",
  summary: "Runs Python or JavaScript code in a sandbox.",
  config: CodeConfig,
  outputs: codeOutputDeclarations,
  selectors: (config) =>
    config.variables.flatMap((variable) => (variable.value_selector.length > 0 ? [variable.value_selector] : [])),
  requirements,
  errors: [...sandboxErrors, ...codeOutputErrors, ...capabilityErrors],
  retries: true,
  example: {
    config: {
      variables: [{ variable: "name", value_selector: ["start", "name"] }],
      code_language: "javascript",
      code: "function main({ name }) { return { greeting: `Hello ${name}`, length: name.length } }",
      outputs: { greeting: { type: "string", children: null }, length: { type: "number", children: null } }
    },
    variables: { start: { name: "Ada" } },
    outputs: { greeting: "Hello Ada", length: 3 }
  },
  run
})

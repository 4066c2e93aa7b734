import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject, objectFrom, property } from "../../value/value_object.ts"
import type { NodeResult } from "../node_result.ts"
import type { OutputType } from "../output_declaration.ts"
import type { AgentConfig } from "./agent_config.ts"
import { agentOutputs } from "./agent_outputs.ts"
import { effectiveOutputs } from "./agent_task.ts"
import type { DeclaredOutput } from "./declared_output.ts"
import type { FileAccess } from "./file_access.ts"
import { judgeOutputs, verdictMetadata } from "./output_verdict.ts"

const examples: Record<Exclude<OutputType, "string">, Value> = {
  number: 42,
  boolean: true,
  object: { key: "value" },
  array: [],
  file: { transfer_method: "remote_url", url: "https://example.com/mocked.txt" }
}

/** A mock that gives an `output` speaks for the whole agent, whatever its outputs are called. */
const speaksForAll = (outputs: ReadonlyArray<DeclaredOutput>, answer: ValueObject): boolean =>
  property(answer, "output") !== undefined &&
  !outputs.some(({ name }) => name === "output" || (name !== "files" && Object.hasOwn(answer, name)))

const payloadOf = (config: AgentConfig, outputs: ReadonlyArray<DeclaredOutput>, answer: ValueObject): ValueObject => {
  if (!speaksForAll(outputs, answer)) return answer
  const output = property(answer, "output") ?? null
  if (config.agent_node_job.declared_outputs.length === 0) {
    return { text: output, files: property(answer, "files") ?? [], json: emptyObject() }
  }
  return objectFrom(
    outputs.map(({ name, type }) => [name, property(answer, name) ?? (type === "string" ? output : examples[type])])
  )
}

/**
 * What a mocked agent leaves behind. The mock's keys are the outputs, checked as a model's would be, so that
 * `type_check_failed` and `not_produced` can be shown without a model; `{ output, files }`, the default mock, gives
 * every declared output a value of its type. A failed check takes default values where all failed outputs ask for them;
 * it never fails the node: `error` in the mock does that.
 */
export const mockAgent = (config: AgentConfig, answer: ValueObject, access: FileAccess): NodeResult => {
  const outputs = effectiveOutputs(config)
  const payload = payloadOf(config, outputs, answer)
  // No retry changes a mock, so what counts is the decision after the last one.
  const verdict = judgeOutputs(outputs, payload, access, Number.POSITIVE_INFINITY)
  const usesDefault = verdict.decision?.decision === "use_default"
  return {
    outputs: agentOutputs(outputs, payload, access, usesDefault ? verdict.failed : new Set()),
    metadata: verdictMetadata(usesDefault ? verdict : { ...verdict, decision: undefined }, 0)
  }
}

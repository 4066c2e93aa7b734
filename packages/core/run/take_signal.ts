import { Predicate, Result } from "effect"
import { ValueTooLarge } from "../error/value_errors.ts"
import type { NodeSignal } from "../node/node_context.ts"
import { NodeFailure } from "../node/node_failure.ts"
import { fromUnknown } from "../value/from_unknown.ts"
import { isValueObject } from "../value/value_object.ts"
import { defectFailure } from "./node_conclusion.ts"
import type { NodeExecution } from "./node_execution.ts"

const read = (signal: unknown, maximumSize: number): Result.Result<NodeSignal, string> => {
  if (!Predicate.isObject(signal)) return Result.fail("it announced what is no object")
  const { kind, output, text, data }: Record<string, unknown> = { ...signal }
  if (kind === "log") {
    const value = fromUnknown(data, maximumSize)
    if (Result.isFailure(value)) return Result.fail(value.failure.message.replace("The data", "what it logged"))
    return isValueObject(value.success)
      ? Result.succeed({ kind, data: value.success })
      : Result.fail("what it logged is no object")
  }
  if (kind !== "chunk" && kind !== "reasoning") return Result.fail("it announced something of an unknown kind")
  if (typeof text !== "string") return Result.fail("it streamed what is no text")
  if (kind === "reasoning") return Result.succeed({ kind, text })
  return typeof output === "string"
    ? Result.succeed({ kind, output, text })
    : Result.fail("it streamed text of an output without a name")
}

/** The fault of an execution whose announcement cannot be taken; undefined while it can. */
const faultOf = (
  execution: NodeExecution,
  problem: string | undefined,
  maximumSize: number
): NodeFailure | undefined => {
  if (problem !== undefined) return defectFailure(execution.node, problem)
  if (execution.streamed <= maximumSize) return undefined
  const message = `Node ${execution.nodeId} streamed more than ${maximumSize} characters`
  return new NodeFailure(new ValueTooLarge({ message }), { type: "WorkflowNodeError" })
}

/**
 * What a node announces, once it is what its types say; undefined for what is not. Then the execution has a fault, and
 * cannot succeed: it must not be thrown, because a node may announce from a callback that nobody watches.
 */
export const takeSignal = (execution: NodeExecution, signal: unknown, maximumSize: number): NodeSignal | undefined => {
  if (execution.isOver || execution.fault !== undefined) return undefined
  const taken = Result.getOrElse(
    Result.try(() => read(signal, maximumSize)),
    () => Result.fail("it announced what cannot be read")
  )
  if (Result.isSuccess(taken) && taken.success.kind !== "log") execution.streamed += taken.success.text.length
  execution.fault = faultOf(execution, Result.isFailure(taken) ? taken.failure : undefined, maximumSize)
  return Result.isSuccess(taken) && execution.fault === undefined ? taken.success : undefined
}

import { Schema } from "effect"
import type { ValueObject } from "../value/value.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import { CountLimit, SizeLimit, TimeLimit, unlessUsual } from "./limit_kind.ts"

/** What a node may announce while it works. */
export type NodeSignal =
  /** A piece of streamed text of an output; an empty piece ends it. Answers and ends that refer to it show it in their order. */
  | { readonly kind: "chunk"; readonly output: string; readonly text: string }
  /** A piece of the model's reasoning, kept apart from its text. */
  | { readonly kind: "reasoning"; readonly text: string }
  /** A step of an agent or tool. */
  | { readonly kind: "log"; readonly data: ValueObject }

/** What one document may take. */
const usualDocument = {
  documentSize: 15 * 1024 * 1024,
  documentTimeout: 30_000,
  documentMemory: 256 * 1024 * 1024
}

/** Limits that are settings with Dify's defaults. Lengths are code points, sizes bytes, times milliseconds. */
export const NodeLimits = Schema.Struct({
  templateOutputLength: SizeLimit,
  codeTimeout: TimeLimit,
  codeMemory: CountLimit,
  codeStringLength: SizeLimit,
  codeStringArrayLength: SizeLimit,
  codeObjectArrayLength: SizeLimit,
  codeNumberArrayLength: SizeLimit,
  codeDepth: CountLimit,
  codePrecision: SizeLimit,
  httpConnectTimeout: TimeLimit,
  httpReadTimeout: TimeLimit,
  httpWriteTimeout: TimeLimit,
  httpBinarySize: SizeLimit,
  httpTextSize: SizeLimit,
  documentSize: unlessUsual(SizeLimit, usualDocument.documentSize),
  documentTimeout: unlessUsual(TimeLimit, usualDocument.documentTimeout),
  documentMemory: unlessUsual(CountLimit, usualDocument.documentMemory)
})
export type NodeLimits = typeof NodeLimits.Type

/** Dify 1.14.2's defaults. */
export const defaultNodeLimits: NodeLimits = {
  templateOutputLength: 400_000,
  codeTimeout: 15_000,
  codeMemory: 64 * 1024 * 1024,
  codeStringLength: 400_000,
  codeStringArrayLength: 30,
  codeObjectArrayLength: 30,
  codeNumberArrayLength: 1000,
  codeDepth: 5,
  codePrecision: 20,
  httpConnectTimeout: 10_000,
  httpReadTimeout: 600_000,
  httpWriteTimeout: 600_000,
  httpBinarySize: 10 * 1024 * 1024,
  httpTextSize: 1024 * 1024,
  ...usualDocument
}

/** What a node is given beside its config: the variables it can see, and a place to announce progress. */
export interface NodeContext {
  readonly runId: string
  readonly nodeId: string
  readonly title: string
  readonly variables: VariableReader
  /** Frame path and node: the same for every attempt; with the attempt it is the idempotency key of outside calls. */
  readonly execution: string
  /** 0 for the first attempt. */
  readonly attempt: number
  /** Whether a failure of this node is handled (retry, fail branch or default value). */
  readonly failureIsHandled: boolean
  readonly limits: NodeLimits
  readonly signal: (signal: NodeSignal) => void
}

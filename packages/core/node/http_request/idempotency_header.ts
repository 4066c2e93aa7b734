import type { HeaderPairs } from "../../net/outbound_request.ts"
import type { NodeContext } from "../node_context.ts"

const changing = new Set(["POST", "PUT", "PATCH", "DELETE"])

/**
 * The `Idempotency-Key` of a request that changes something: run and execution, the same for every attempt and after a
 * crash, so that a server can recognise what it has done already.
 */
export const idempotencyHeader = (method: string, { runId, execution }: NodeContext): HeaderPairs =>
  changing.has(method) ? [["Idempotency-Key", encodeURI(`${runId}:${execution}`.toWellFormed())]] : []

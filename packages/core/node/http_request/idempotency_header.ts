import type { HeaderPairs } from "../../net/outbound_request.ts"
import type { NodeContext } from "../node_context.ts"

const changing = new Set(["POST", "PUT", "PATCH", "DELETE"])

// Node ids may be any text, header values may not.
const headerText = (text: string): string => text.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent)

/**
 * The `Idempotency-Key` of a request that changes something: run and execution, the same for every attempt and after a
 * crash, so that a server can recognise what it has done already.
 */
export const idempotencyHeader = (method: string, { runId, execution }: NodeContext): HeaderPairs =>
  changing.has(method) ? [["Idempotency-Key", headerText(`${runId}:${execution}`)]] : []

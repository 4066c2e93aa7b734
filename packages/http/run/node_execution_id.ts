import { createHash } from "node:crypto"

/**
 * The id of a node execution on the wire: Dify's clients expect a UUID. It follows from run and execution key, so that
 * the stream, the lists of the console and every replay name the same execution alike.
 */
export const nodeExecutionId = (runId: string, execution: string): string => {
  const hex = createHash("sha256").update(`${runId}\n${execution}`).digest("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

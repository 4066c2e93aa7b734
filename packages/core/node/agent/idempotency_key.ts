/**
 * Identifies one attempt of an agent to the model's server: `run:execution`, later attempts with `:retry-1` and so on.
 * Equal after a crash and replay, so that a server can recognise the call.
 */
export const idempotencyKey = (runId: string, execution: string, attempt: number): string => {
  const base = runId === "" ? execution : `${runId}:${execution}`
  return attempt === 0 ? base : `${base}:retry-${attempt}`
}

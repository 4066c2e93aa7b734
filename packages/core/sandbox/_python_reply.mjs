// How a call ended, as the host is told: a line of JSON, and after it the JSON that the program returned.
import { hasMoreParts } from "./_json_parts.mjs"

const mostParts = 50_000
/** An interpreter that grew by this much is worth a new process: its memory goes back to the system at once. */
const largeBytes = 32 * 1024 * 1024

const failure = (kind, message = "") => ({ kind, name: "", message, line: null, module: null })

const readReply = (written, outputBytes) => {
  const bytes = Buffer.from(written.buffer, written.byteOffset, written.length)
  const end = bytes.indexOf(10)
  const ending = JSON.parse(bytes.toString("utf8", 0, end))
  const body = bytes.subarray(end + 1)
  if (ending.kind !== "result") return { ending }
  if (body.length > outputBytes) return { ending: failure("output_too_large") }
  if (hasMoreParts(body.toString("latin1"), mostParts)) return { ending: failure("too_many_parts", String(mostParts)) }
  return { ending, body }
}

/**
 * The parts of the reply to a call: what `run` of an interpreter gave, an interpreter that must not run anything more
 * said so with `retire`.
 */
export const replyParts = (ran, interpreter, outputBytes) => {
  let reply
  try {
    reply = ran instanceof Uint8Array ? readReply(ran, outputBytes) : { ending: { ...failure(ran.kind, ran.message) } }
  } catch (error) {
    reply = { ending: failure("broken", String(error)) }
  }
  const retire = !(ran instanceof Uint8Array) || reply.ending.kind === "broken" || interpreter.grown() > largeBytes
  const head = Buffer.from(`${JSON.stringify({ ...reply.ending, retire })}\n`)
  return reply.body === undefined ? [head] : [head, reply.body]
}

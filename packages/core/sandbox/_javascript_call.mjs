// One call of JavaScript code in a machine of its own.
import { EvalFlags } from "quickjs-wasi"
import { callText, isThrown } from "./_javascript_machine.mjs"
import { hasMoreParts } from "./_json_parts.mjs"

/** A machine that reached this size is worth a new thread: its memory goes back to the system at once. */
const largeBytes = 32 * 1024 * 1024
/** Machines are small garbage that a thread collects late; after this many of them a new thread is cheaper. */
const mostCalls = 500
const mostParts = 50_000
let calls = 0

const failure = (kind, message = "") => ({ kind, name: "", message, line: null })

/** What the guest answered: a mark and JSON. A long result is not copied out of the machine. */
const readAnswer = (answer, outputBytes) => {
  if (answer.length > outputBytes + 1) return failure("output_too_large")
  const text = answer.toString()
  const body = text.slice(1)
  if (text[0] === "!") return JSON.parse(body)
  if (text[0] === "?") return failure("no_json", JSON.parse(body))
  if (Buffer.byteLength(body) > outputBytes) return failure("output_too_large")
  if (hasMoreParts(body, mostParts)) return failure("too_many_parts", String(mostParts))
  return { kind: "result", text: body }
}

const runMain = ({ vm, entry }, inputs) => {
  const answer = callText(vm, entry.getProp("run"), vm.newString(inputs))
  if (answer === undefined || answer.length > 0) return answer
  vm.executePendingJobs()
  return callText(vm, entry.getProp("settled"))
}

const evaluate = async (machine, call) => {
  const { vm, entry } = machine
  let loaded
  try {
    // As an asynchronous script, what it throws comes as a value and not as an exception that reads the value.
    loaded = vm.evalCode(call.code, "main.js", EvalFlags.ASYNC)
  } catch (error) {
    if (!isThrown(error) || error.name !== "SyntaxError") throw error
    return { ...failure("syntax", error.message), line: /main\.js:(\d+)/.exec(error.stack ?? "")?.[1] ?? null }
  }
  if (loaded.promiseState === 0) vm.executePendingJobs()
  const outcome = loaded.promiseState === 0 ? undefined : await vm.resolvePromise(loaded)
  if (outcome === undefined) return failure("never_settled")
  const answer =
    "error" in outcome ? callText(vm, entry.getProp("threw"), outcome.error) : runMain(machine, call.inputs)
  return answer === undefined ? failure("never_settled") : readAnswer(answer, call.output)
}

const isFull = (machine) => machine.used() > machine.memory

/** Why the machine could not go on: it was stopped, is full, or is broken. */
const interruption = (machine, error) => {
  if (machine.stopped) return failure("time")
  const message = error instanceof Error ? String(error.message) : ""
  if (machine.fault === undefined) {
    // Native parsers recurse on the stack of the thread; what overflows there is the program's recursion all the same.
    if (error instanceof RangeError) return { ...failure("threw", message), name: "RangeError" }
  }
  if (isFull(machine) || message.includes("out of memory")) return failure("memory")
  return machine.fault === undefined && isThrown(error)
    ? { ...failure("threw", message), name: error.name }
    : failure("broken", message)
}

// Without memory a promise cannot even queue what would settle it.
const isOutOfMemory = (machine, reply) =>
  (reply.name === "InternalError" && reply.message === "out of memory") ||
  (reply.kind === "never_settled" && isFull(machine))

const attempt = async (machine, call) => {
  try {
    if (machine.fault !== undefined) throw machine.fault
    machine.start(call.timeout)
    const reply = await evaluate(machine, call)
    // A promise can swallow the interruption of its job, so an answer does not prove that there was none.
    if (machine.stopped) return failure("time")
    return isOutOfMemory(machine, reply) ? failure("memory") : reply
  } catch (error) {
    return interruption(machine, error)
  }
}

const readLogs = ({ vm, logs }) => {
  try {
    const text = callText(vm, logs)
    return text === undefined ? "" : JSON.parse(text.toString())
  } catch {
    // A machine without memory cannot even say what it printed.
    return ""
  }
}

/**
 * Runs `call.code` and its `main` with `call.inputs`, and ends the machine. The reply is `{ kind: "result", text }` or
 * a failure `{ kind, name, message, line }`, with `logs` and whether to `retire` the thread.
 */
export const runJavascript = async (machine, call) => {
  const reply = await attempt(machine, call)
  // What was printed is read without a deadline: it is a bounded text that no code of the guest can touch.
  machine.start(Number.POSITIVE_INFINITY)
  const logs = machine.logs === undefined || reply.kind === "broken" ? "" : readLogs(machine)
  const retire = machine.used() > largeBytes || ++calls >= mostCalls
  machine.vm.dispose()
  return { ...reply, logs, retire }
}

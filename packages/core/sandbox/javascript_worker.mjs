// The thread that runs JavaScript code: says `ready`, then answers one call at a time.
import { parentPort, workerData } from "node:worker_threads"
import { runJavascript } from "./_javascript_call.mjs"
import { makeMachine } from "./_javascript_machine.mjs"

/** A machine made while nobody waits, for a next call with the same limit. No machine is used twice. */
let spare

const machineFor = (call) => {
  const machine =
    spare?.memory === call.memory ? spare.machine : makeMachine(call.wasm, call.memory, workerData.extensions)
  spare = undefined
  return machine
}

parentPort.on("message", async (call) => {
  const reply = await runJavascript(await machineFor(call), call)
  parentPort.postMessage(reply)
  if (!reply.retire) spare = { memory: call.memory, machine: machineFor(call) }
})
parentPort.postMessage("ready")

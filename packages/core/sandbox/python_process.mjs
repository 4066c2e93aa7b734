// The process that runs Python code: its host sends programs over standard input and gets the endings over standard
// output. It waits without an event loop, so nothing can happen in it between two messages.
import { lockProcess } from "./_process_lock.mjs"
import { receiveFrame, sendFrame } from "./_python_frames.mjs"
import { startInterpreter } from "./_python_interpreter.mjs"
import { makeLogs } from "./_python_logs.mjs"
import { replyParts } from "./_python_reply.mjs"
import { openSnapshot } from "./_python_snapshot_file.mjs"

const host = process
const { ppid } = host
const leave = () => host.reallyExit(0)

// Ctrl-C goes to all processes of a terminal; when to end is the host's decision.
host.on("SIGINT", () => undefined)

const beatMilliseconds = 200
/** The host kills a program at its limit. If it cannot, because it is gone, the program must not run forever. */
const lateMilliseconds = 5_000
let checked = 0
let deadline = Number.POSITIVE_INFINITY
const beat = () => {
  const now = performance.now()
  if (now - checked < beatMilliseconds) return
  checked = now
  if (host.ppid !== ppid || now > deadline) leave()
}

const { folder, snapshot, recorded, warm } = JSON.parse(host.argv[2] ?? "")
const logs = makeLogs()
const interpreter = await startInterpreter({
  folder,
  recorded,
  snapshot: snapshot === undefined ? undefined : openSnapshot(snapshot),
  beat,
  print: logs.print
})

if (recorded) {
  sendFrame("r")
  receiveFrame()
  sendFrame("a", interpreter.record())
  leave()
}
interpreter.close()
lockProcess(host)

if (warm) {
  // What most programs need is compiled when it is first used: here nobody waits for it.
  const program = JSON.stringify("def main(a):\n    print()\n    return {'a': [f'{a}', 1.5]}")
  interpreter.run(Buffer.from(`${program}\n{"a": [null, 1]}`), Number.POSITIVE_INFINITY)
}
sendFrame("r")

for (let frame = receiveFrame(); frame !== undefined; frame = receiveFrame()) {
  const end = frame.body.indexOf(10)
  const { timeout, memory, output } = JSON.parse(frame.body.toString("utf8", 0, end))
  deadline = performance.now() + timeout + lateMilliseconds
  logs.begin()
  const ran = interpreter.run(frame.body.subarray(end + 1), memory)
  deadline = Number.POSITIVE_INFINITY
  sendFrame("a", ...replyParts(ran, interpreter, output))
}
leave()

// @ts-check
// A worker that ends the process when the main thread has not answered for too long: an endless loop of the engine
// itself cannot be seen from inside.
import { writeSync } from "node:fs"
import { workerData } from "node:worker_threads"

/** @type {{ readonly beat: Int32Array, readonly files: ReadonlyArray<string>, readonly limit: number }} */
const { beat, files, limit } = workerData

for (let seen = -1; ; ) {
  const now = Atomics.load(beat, 0)
  if (now === files.length) break
  if (Atomics.wait(beat, 0, now, limit) === "timed-out" && now === seen) {
    writeSync(2, `DEFECT ${files[now] ?? ""}: the engine hangs\n`)
    process.kill(process.pid, "SIGKILL")
  }
  seen = now
}

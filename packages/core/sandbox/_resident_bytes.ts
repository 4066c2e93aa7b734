import { readFileSync } from "node:fs"
import { Result } from "effect"

/** Bytes of memory that a process has now; undefined where the system does not say (it does on Linux). */
export const residentBytes = (pid: number | undefined): number | undefined => {
  if (pid === undefined || process.platform !== "linux") return undefined
  const status = Result.getOrElse(
    Result.try(() => readFileSync(`/proc/${pid}/status`, "latin1")),
    () => ""
  )
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

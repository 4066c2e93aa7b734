import { type ChildProcess, spawn } from "node:child_process"
import { Socket } from "node:net"

/** How to start a process: a Node executable, its parameters, and a file that it gets opened as descriptor 3. */
export interface ProcessStart {
  readonly node: string
  readonly parameters: ReadonlyArray<string>
  readonly folder: string
  readonly file?: number | undefined
}

/** Whether a process and its pipes keep the host alive. */
export const holdHost = (child: ChildProcess, held: boolean): void => {
  for (const handle of [child, ...child.stdio]) {
    if (handle !== child && !(handle instanceof Socket)) continue
    if (held) handle.ref()
    else handle.unref()
  }
}

/** Starts a process that sees no environment variable of the host and does not keep it alive. */
export const spawnGuest = ({ node, parameters, folder, file }: ProcessStart): ChildProcess => {
  const pipe = "pipe" as const
  const stdio = file === undefined ? [pipe, pipe, pipe] : [pipe, pipe, pipe, file]
  const child = spawn(node, parameters, { cwd: folder, env: {}, stdio, windowsHide: true })
  holdHost(child, false)
  return child
}

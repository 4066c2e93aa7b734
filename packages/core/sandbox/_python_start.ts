import { createHash } from "node:crypto"
import { realpathSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import type { SnapshotFile } from "./_snapshot_file.ts"
import type { ProcessStart } from "./_spawn_guest.ts"

/** The files that a snapshot depends on. */
const sources = [
  ...["refusals", "event_loop", "run_code", "time_zones", "prepare", "preload"].map(
    (name) => `./guest/python_${name}.py`
  ),
  "./_python_boundary.mjs",
  "./_python_interpreter.mjs",
  "./_python_snapshot_file.mjs"
]

/** A name that says what a snapshot is of: versions, processor and our own part of it. */
export const snapshotName = (version: string): Effect.Effect<string> =>
  Effect.map(
    Effect.forEach(sources, (source) => Effect.promise(() => readFile(new URL(source, import.meta.url)))),
    (contents) => {
      const digest = createHash("sha256")
      for (const content of contents) digest.update(content)
      const parts = [version, process.version, process.platform, process.arch, digest.digest("hex").slice(0, 12)]
      return `python-${parts.join("-")}.snapshot`
    }
  )

/** The system's chance, where it is a file. */
const chance = process.platform === "win32" ? [] : ["--allow-fs-read=/dev/urandom"]

/** How a process starts: it may read the package, the files of this folder and chance, and nothing else of the system. */
export const pythonStart = (options: {
  readonly node: string
  readonly file: URL
  readonly folder: string
  readonly snapshot?: SnapshotFile | undefined
  readonly recorded?: boolean
  /** Whether to use the time until the first program. */
  readonly warm?: boolean
}): ProcessStart => {
  const folder = realpathSync(options.folder)
  const file = realpathSync(fileURLToPath(options.file))
  const { snapshot, recorded = false, warm = false } = options
  return {
    node: options.node,
    folder,
    file: snapshot?.file,
    parameters: [
      "--permission",
      `--allow-fs-read=${folder}`,
      `--allow-fs-read=${realpathSync(dirname(fileURLToPath(import.meta.url)))}`,
      ...chance,
      "--disallow-code-generation-from-strings",
      "--max-old-space-size=256",
      "--no-warnings",
      file,
      JSON.stringify({ folder, recorded, warm, snapshot: snapshot?.layout })
    ]
  }
}

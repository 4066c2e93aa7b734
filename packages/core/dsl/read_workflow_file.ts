import { basename, extname } from "node:path"
import { Effect, Result } from "effect"
import { DslFileTooLarge, DslFileUnreadable } from "../error/dsl_errors.ts"
import { decodeText } from "./decode_text.ts"
import { maximumFileSize } from "./maximum_file_size.ts"
import { readBoundedFile } from "./read_bounded_file.ts"
import { type ReadOptions, readWorkflow, type WorkflowReading } from "./read_workflow.ts"
import type { Reading } from "./reading.ts"

const refused = (path: string, reason: string) =>
  new DslFileUnreadable({ message: `${path} cannot be read: ${reason}` })

/**
 * Reads a workflow file. Fails with `dsl_file_unreadable` or `dsl_file_too_large`; everything that is wrong inside the
 * file is among the problems of the reading. A workflow without a name of its own takes that of the file.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { NodeRegistry, readWorkflowFile } from "@flowglass/core"
 *
 * const reading = NodeRegistry.use((registry) => Effect.flip(readWorkflowFile("no/such/file.yml", registry)))
 * const error = await Effect.runPromise(Effect.provide(reading, NodeRegistry.layer([])))
 * error.message // => "no/such/file.yml cannot be read: there is no such file"
 * ```
 */
export const readWorkflowFile = Effect.fn("readWorkflowFile")(function* (
  path: string,
  registry: Reading["registry"],
  options: ReadOptions = {}
): Effect.fn.Return<WorkflowReading, DslFileUnreadable | DslFileTooLarge> {
  const bytes = yield* readBoundedFile(path, maximumFileSize).pipe(
    Effect.mapError(({ reason, tooLarge }) =>
      tooLarge ? new DslFileTooLarge({ message: `${path} cannot be read: ${reason}` }) : refused(path, reason)
    )
  )
  const text = decodeText(bytes)
  if (Result.isFailure(text)) return yield* refused(path, text.failure)
  return readWorkflow(text.success, registry, { name: basename(path, extname(path)), ...options })
})

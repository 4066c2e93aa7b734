import { decodeText, readWorkflow, readWorkflowFile, type WorkflowReading } from "@flowglass/core"
import { DslFileTooLarge, DslFileUnreadable } from "@flowglass/core/error"
import type { NodeRegistry } from "@flowglass/core/node"
import { Effect } from "effect"
import { descriptorOf } from "./handed_over.ts"
import { argumentLimit, readGivenFile } from "./read_given_file.ts"

/** What can be wrong with a workflow file before it is understood. */
type WorkflowFileError = DslFileUnreadable | DslFileTooLarge

/** A workflow as the engine takes it: the path of an ordinary file, or the text of it. */
export type GivenWorkflow = string | { readonly text: string }

/** The text of a workflow file, be it an ordinary one or one that a shell hands over. */
export const givenWorkflowText = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<string, WorkflowFileError> {
  const bytes = yield* Effect.mapError(readGivenFile(path, { limit: argumentLimit }), ({ reason, isTooLarge }) => {
    const message = `${path} cannot be read: ${reason}`
    return isTooLarge ? new DslFileTooLarge({ message }) : new DslFileUnreadable({ message })
  })
  return yield* Effect.mapError(
    Effect.fromResult(decodeText(bytes)),
    (reason) => new DslFileUnreadable({ message: `${path} cannot be read: ${reason}` })
  )
})

/**
 * The workflow of a path that somebody gave. What a shell hands over is read here, as in `cat greet.yml | flowglass
 * run -`; the engine reads ordinary files itself.
 */
export const givenWorkflow = (path: string): Effect.Effect<GivenWorkflow, WorkflowFileError> =>
  descriptorOf(path) === undefined ? Effect.succeed(path) : Effect.map(givenWorkflowText(path), (text) => ({ text }))

/** Reads the workflow of a path that somebody gave; what is wrong inside is among the problems of the reading. */
export const readGivenWorkflow = Effect.fnUntraced(function* (
  path: string,
  registry: NodeRegistry["Service"]
): Effect.fn.Return<WorkflowReading, WorkflowFileError> {
  const source = yield* givenWorkflow(path)
  return typeof source === "string" ? yield* readWorkflowFile(source, registry) : readWorkflow(source.text, registry)
})

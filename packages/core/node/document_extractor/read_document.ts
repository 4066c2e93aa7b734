import { createRequire } from "node:module"
import { availableParallelism } from "node:os"
import { Effect, Schema, Semaphore } from "effect"
import type { CapabilityNotInstalled } from "../../error/capability_errors.ts"
import {
  DocumentEncrypted,
  type DocumentError,
  DocumentInvalid,
  DocumentMemoryLimitExceeded,
  DocumentReaderLost,
  DocumentTimeLimitExceeded,
  DocumentTooLarge,
  DocumentTypeUnsupported
} from "../../error/document_errors.ts"
import { loadCapability } from "../../error/load_capability.ts"
import type { NodeLimits } from "../node_context.ts"
import type { DocumentKind } from "./document_kind.ts"
import { DocumentRefusal, type RefusalReason, refusalReasons } from "./document_refusal.ts"
import { documentText, type PlainKind } from "./document_text.ts"
import { runDocumentThread } from "./document_thread.ts"

/** A document whose bytes are at hand. */
export interface Document {
  /** What messages call it. */
  readonly name: string
  readonly kind: DocumentKind
  readonly bytes: Uint8Array
}

const Reply = Schema.Union([
  Schema.Struct({ kind: Schema.tag("text"), text: Schema.String }),
  Schema.Struct({
    kind: Schema.tag("refused"),
    reason: Schema.Literals(refusalReasons),
    message: Schema.String
  })
])
const isReply = Schema.is(Reply)

const pdf = { name: "PDF reading", packages: ["unpdf@1.8.1"] }

const needed = (kind: DocumentKind): Effect.Effect<void, CapabilityNotInstalled> =>
  kind === "pdf"
    ? Effect.asVoid(
        // It is loaded by the thread; here it is only looked for.
        loadCapability(pdf, () => Promise.resolve(createRequire(import.meta.url).resolve("unpdf")))
      )
    : Effect.void

const refusal = ({ name, kind }: Document, reason: RefusalReason, why: string): DocumentError => {
  const message = `Failed to extract text from ${kind.toUpperCase()}: ${name}: ${why}`
  if (reason === "encrypted") return new DocumentEncrypted({ message })
  if (reason === "old_format") return new DocumentTypeUnsupported({ message })
  return reason === "too_large" ? new DocumentTooLarge({ message }) : new DocumentInvalid({ message })
}

// Not a service: how many threads make sense is a property of the machine, whatever the number of engines in it.
const permits = Semaphore.makeUnsafe(availableParallelism())

const readInThread = Effect.fnUntraced(function* (document: Document, limits: NodeLimits) {
  const { name, kind, bytes } = document
  const { documentTimeout: timeout, documentMemory: memory } = limits
  const ending = yield* permits.withPermit(runDocumentThread({ kind, bytes, timeout, memory }))
  if (ending.kind === "overdue") {
    return yield* new DocumentTimeLimitExceeded({ message: `Reading ${name} took longer than ${timeout} ms` })
  }
  if (ending.kind === "overfull") {
    return yield* new DocumentMemoryLimitExceeded({ message: `Reading ${name} needed more than ${memory} bytes` })
  }
  if (ending.kind === "lost") {
    return yield* new DocumentReaderLost({ message: `Reading ${name} ended early: ${ending.why}` })
  }
  if (!isReply(ending.reply)) {
    return yield* new DocumentReaderLost({ message: `Reading ${name} gave no valid reply` })
  }
  const { reply } = ending
  return reply.kind === "text" ? reply.text : yield* refusal(document, reply.reason, reply.message)
})

/** Documents of plain text up to this size are read in place: it takes less time than to start a thread. */
const smallSize = 128 * 1024
const plainKinds = ["text", "json", "csv", "subtitles", "properties"] as const

const readHere = (document: Document, kind: PlainKind): Effect.Effect<string, DocumentError> =>
  Effect.tryPromise({
    try: () => Promise.resolve(documentText(kind, document.bytes)),
    catch: (cause) => {
      // As in the thread: whatever a document makes its reader throw is a fault of the document.
      const { reason, message } =
        cause instanceof DocumentRefusal ? cause : { reason: "invalid" as const, message: String(cause) }
      return refusal(document, reason, message)
    }
  })

/**
 * The text of a document. All but small plain texts are read in a thread with a deadline and a memory limit, so that no
 * document holds up the process or takes it down. As many are read at a time as there are processors.
 */
export const readDocument = (
  document: Document,
  limits: NodeLimits
): Effect.Effect<string, DocumentError | CapabilityNotInstalled> => {
  const plain = plainKinds.find((kind) => kind === document.kind)
  return plain !== undefined && document.bytes.length <= smallSize
    ? readHere(document, plain)
    : Effect.flatMap(needed(document.kind), () => readInThread(document, limits))
}

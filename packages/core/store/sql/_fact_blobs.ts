import { createHash } from "node:crypto"
import { Effect, Result } from "effect"
import { StoredValueUnreadable, type StoreUnavailable } from "../../error/store_errors.ts"
import { Column, type Database } from "./_database.ts"

/** Longer texts are kept once for all facts that have them, in characters of JSON. */
export const longestText = 32 * 1024

/**
 * Stands before and after the hash of a text that was taken out. JSON never has this character as it is, so nothing that
 * a fact says can look like that.
 */
const mark = "\u0001"
const markByte = 1
const hashLength = 64

/** A text that was taken out of a fact: a JSON string without its quotes. */
export interface Blob {
  readonly hash: string
  readonly body: Uint8Array
}

/** A fact as it is stored, and what was taken out of it. */
export interface CutFact {
  readonly body: Uint8Array
  readonly blobs: ReadonlyArray<Blob>
}

/** Where the JSON string ends that begins behind this quote. */
const endOfString = (text: string, from: number): number => {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text[end - 1 - escapes] === "\\") escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}

const none: ReadonlyArray<Blob> = []

/** Takes the long strings out of a JSON text, those of files as well. */
export const cutBlobs = (text: string): CutFact => {
  if (text.length <= longestText) return { body: Buffer.from(text), blobs: none }
  const blobs: Array<Blob> = []
  let left = ""
  let kept = 0
  for (let quote = text.indexOf('"'); quote >= 0; ) {
    const end = endOfString(text, quote + 1)
    if (end - quote > longestText) {
      const body = Buffer.from(text.slice(quote + 1, end))
      const hash = createHash("sha256").update(body).digest("hex")
      blobs.push({ hash, body })
      left += `${text.slice(kept, quote + 1)}${mark}${hash}${mark}`
      kept = end
    }
    quote = text.indexOf('"', end + 1)
  }
  return { body: Buffer.from(left + text.slice(kept)), blobs }
}

/** The hashes of what was taken out of a fact, with their places. */
const cutsOf = (body: Buffer): ReadonlyArray<{ readonly at: number; readonly hash: string }> => {
  const cuts: Array<{ at: number; hash: string }> = []
  for (let at = body.indexOf(markByte); at >= 0; at = body.indexOf(markByte, at + hashLength + 2)) {
    cuts.push({ at, hash: body.toString("latin1", at + 1, at + 1 + hashLength) })
  }
  return cuts
}

const missing = (): StoredValueUnreadable =>
  new StoredValueUnreadable({ message: "A stored run is damaged: a large text of it is not there." })

/** The whole fact. */
const joined = (body: Buffer, blobs: ReadonlyMap<string, Uint8Array>): Result.Result<Buffer, StoredValueUnreadable> => {
  const parts: Array<Uint8Array> = []
  let kept = 0
  for (const { at, hash } of cutsOf(body)) {
    const blob = blobs.get(hash)
    if (blob === undefined) return Result.fail(missing())
    parts.push(body.subarray(kept, at), blob)
    kept = at + hashLength + 2
  }
  return Result.succeed(kept === 0 ? body : Buffer.concat([...parts, body.subarray(kept)]))
}

/** The whole facts of what is stored, in order; one that cannot be made whole says why. */
export const joinBlobs = Effect.fnUntraced(function* (
  database: Database,
  bodies: ReadonlyArray<Uint8Array>
): Effect.fn.Return<ReadonlyArray<Result.Result<Uint8Array, StoredValueUnreadable>>, StoreUnavailable> {
  const stored = bodies.map((body) => Buffer.from(body.buffer, body.byteOffset, body.byteLength))
  const hashes = new Set(stored.flatMap((body) => cutsOf(body).map(({ hash }) => hash)))
  if (hashes.size === 0) return bodies.map((body) => Result.succeed(body))
  const rows = yield* database.query<{ hash: string; body: Uint8Array }>(
    "SELECT hash, body FROM blobs WHERE hash = ANY ($1::text[])",
    [new Column("text", [...hashes])]
  )
  const blobs = new Map(rows.map(({ hash, body }) => [hash, body]))
  return stored.map((body) => joined(body, blobs))
})

// A reference comes with its blob: whoever removes what nobody refers to sees both or none.
const writeStatement = `WITH new_blobs AS (
    INSERT INTO blobs (hash, body) SELECT DISTINCT ON (hash) hash, body FROM unnest($1::text[], $2::bytea[]) AS b (hash, body)
    ON CONFLICT DO NOTHING
  )
  INSERT INTO run_blobs (run_id, hash) SELECT * FROM unnest($3::text[], $1::text[]) ON CONFLICT DO NOTHING`

/** Writes what was taken out of facts; they follow. */
export const writeBlobs = (database: Database, blobs: ReadonlyArray<Blob & { readonly runId: string }>) =>
  database.attempt(writeStatement, [
    new Column(
      "text",
      blobs.map(({ hash }) => hash)
    ),
    new Column(
      "bytea",
      blobs.map(({ body }) => body)
    ),
    new Column(
      "text",
      blobs.map(({ runId }) => runId)
    )
  ])

import { Duplex } from "node:stream"
import type { PGlite } from "@electric-sql/pglite"

/** The length of the first whole message; undefined while it has not arrived. The first one has no type. */
const messageLength = (bytes: Buffer, from: number, isTyped: boolean): number | undefined => {
  const head = isTyped ? 1 : 0
  if (bytes.length - from < head + 4) return undefined
  const length = head + bytes.readUInt32BE(from + head)
  return bytes.length - from < length ? undefined : length
}

const terminate = "X".charCodeAt(0)

/** What a client sends instead of a startup message to stop a statement: here every statement ends by itself. */
const cancelRequest = 80_877_102

/** A connection of the PostgreSQL protocol to a database in this process. Only one may be open at a time. */
export class PgliteStream extends Duplex {
  readonly #database: PGlite
  #received: Buffer = Buffer.alloc(0)
  #isStarted = false

  constructor(database: PGlite) {
    super()
    this.#database = database
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const messages = this.#wholeMessages()
    if (messages === undefined) return done()
    const isStartup = messages[0] === 0
    if (messages[0] === terminate || (isStartup && messages.readUInt32BE(4) === cancelRequest)) {
      this.push(null)
      return done()
    }
    const database = this.#database
    // A connection that broke off leaves its transaction and its prepared statements behind.
    const ready = isStartup ? database.exec("ROLLBACK; DEALLOCATE ALL") : Promise.resolve()
    const answer = ready.then(() => database.runExclusive(() => database.execProtocolRaw(messages)))
    answer.then(
      (bytes) => {
        this.push(bytes)
        done()
      },
      (cause: unknown) => done(cause instanceof Error ? cause : new Error(String(cause)))
    )
  }

  /** What sockets have and the client asks for. */
  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  #wholeMessages(): Buffer | undefined {
    let end = 0
    while (end < this.#received.length) {
      const length = messageLength(this.#received, end, this.#isStarted)
      if (length === undefined) break
      this.#isStarted = true
      end += length
      // What follows "terminate" is nothing; before it comes what was asked.
      if (this.#received[end] === terminate) break
    }
    if (end === 0) return undefined
    const messages = this.#received.subarray(0, end)
    this.#received = this.#received.subarray(end)
    return messages
  }
}

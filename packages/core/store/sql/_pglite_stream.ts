import { Duplex } from "node:stream"
import type { PgliteServer } from "./_pglite_server.ts"

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

const errorType = "E".charCodeAt(0)

/** What ends every answer, but for the state of the transaction. */
const ready = Buffer.from("Z\0\0\0\u0005", "latin1")

/** Whether the database broke down over a question: it gives no whole answer, and says why. */
const isBreakdown = (answer: Uint8Array): boolean => {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength)
  if (bytes.subarray(-6, -1).equals(ready)) return false
  for (let from = 0; from < bytes.length; ) {
    const length = messageLength(bytes, from, true)
    if (length === undefined) return false
    const said = bytes.toString("latin1", from + 5, from + length)
    if (bytes[from] === errorType && /\0V(FATAL|PANIC)\0/.test(`\0${said}`)) return true
    from += length
  }
  return false
}

/** A connection of the PostgreSQL protocol to a database in this process. Only one may be open at a time. */
export class PgliteStream extends Duplex {
  readonly #server: PgliteServer
  #received: Buffer = Buffer.alloc(0)
  #isStarted = false

  constructor(server: PgliteServer) {
    super()
    this.#server = server
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
    this.#answer(messages, isStartup).then(
      () => done(),
      (cause: unknown) => done(cause instanceof Error ? cause : new Error(String(cause)))
    )
  }

  #answer(messages: Buffer, isStartup: boolean): Promise<void> {
    return this.#server.database.then((database) => {
      // A connection that broke off leaves its transaction and its prepared statements behind.
      const begun = isStartup ? database.exec("ROLLBACK; DEALLOCATE ALL") : Promise.resolve()
      return begun
        .then(() => database.runExclusive(() => database.execProtocolRaw(messages)))
        .then((bytes) => {
          if (isBreakdown(bytes)) return Promise.reject(new Error("The database broke down."))
          this.push(bytes)
          return undefined
        })
        .catch((cause: unknown) => {
          this.#server.broke(database)
          return Promise.reject(cause)
        })
    })
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

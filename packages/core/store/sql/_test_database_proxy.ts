import { connect, createServer, type Socket } from "node:net"
import { Effect, Redacted } from "effect"

/** The code and the words of a server that cannot take connections. */
export interface ServerRefusal {
  readonly code: string
  readonly message: string
}

/** What a server says before it ends a connection, in the PostgreSQL protocol. */
const refusalBytes = ({ code, message }: ServerRefusal): Buffer => {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write("E")
  head.writeUInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

/** What stands between a store and its database: it may keep an answer, end connections, and let nobody in. */
export class DatabaseProxy {
  /** Of so many answers one is kept; 0 for none. */
  dropsOneOf = 0
  /** The answer to the next statement that says this is kept. */
  dropsAnswerTo: string | undefined
  /** Nothing goes through any more, in silence, once a statement says this. */
  silencesAt: string | undefined
  dropped = 0
  #answers = 0
  #refusal: ServerRefusal | undefined
  /** The codes of class 57P that the server has said. */
  readonly codes = new Set<string>()
  /** How many connections were refused. */
  refused = 0
  readonly #sockets = new Set<Socket>()
  readonly #silent = new WeakSet<Socket>()

  readonly accept = (client: Socket, port: number): void => {
    if (this.#refusal !== undefined) {
      this.refused++
      const bytes = refusalBytes(this.#refusal)
      // The first thing that a client sends is answered.
      client.on("error", () => undefined).once("data", () => client.end(bytes))
      return
    }
    const server = connect(port, "127.0.0.1")
    this.#sockets.add(client).add(server)
    let isDropped = false
    const end = (): void => {
      client.destroy()
      server.destroy()
      this.#sockets.delete(client)
      this.#sockets.delete(server)
    }
    for (const socket of [client, server]) socket.on("error", end).on("close", end)
    client.on("data", (chunk) => {
      if (this.silencesAt !== undefined && chunk.includes(this.silencesAt)) {
        this.silencesAt = undefined
        this.silence()
      }
      if (this.#silent.has(client)) return
      if (this.dropsAnswerTo !== undefined && chunk.includes(this.dropsAnswerTo)) {
        this.dropsAnswerTo = undefined
        isDropped = true
      }
      server.write(chunk)
    })
    server.on("data", (chunk) => {
      if (this.#silent.has(client)) return
      for (const [, code = ""] of chunk.toString("latin1").matchAll(/\0C(57P\d\d)\0/g)) this.codes.add(code)
      this.#answers++
      const isNext = this.dropsOneOf > 0 && this.#answers % this.dropsOneOf === 0
      if (!isDropped && !isNext) return void client.write(chunk)
      // What was asked for has happened; nobody will know.
      this.dropped++
      end()
    })
  }

  /** Nothing goes through the connections that there are any more, and nobody is told. */
  silence(): void {
    for (const socket of this.#sockets) this.#silent.add(socket)
  }

  /** Ends all connections, and lets nobody in until `admit`; everybody is told why. */
  refuse(ended: ServerRefusal, refusal: ServerRefusal): void {
    this.#refusal = refusal
    for (const socket of this.#sockets) {
      if (socket.remotePort !== undefined && socket.localPort === this.port) socket.write(refusalBytes(ended))
    }
    setImmediate(() => this.close())
  }

  admit(): void {
    this.#refusal = undefined
  }

  port = 0

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** One before a database, and its address, until the scope closes. */
export const databaseProxy = (target: Redacted.Redacted) =>
  Effect.acquireRelease(
    Effect.callback<{ proxy: DatabaseProxy; url: Redacted.Redacted; close: () => void }>((resume) => {
      const proxy = new DatabaseProxy()
      const url = new URL(Redacted.value(target))
      const port = Number(url.port)
      const server = createServer((client) => proxy.accept(client, port)).listen(0, "127.0.0.1", () => {
        const address = server.address()
        proxy.port = typeof address === "object" && address !== null ? address.port : 0
        url.port = String(proxy.port)
        const close = (): void => {
          proxy.close()
          server.close()
        }
        resume(Effect.succeed({ proxy, url: Redacted.make(url.href), close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

/** The part of a generated client that is the same for every API. It is text, because it ends up in another file. */
export const clientRuntime = `/** One event of a stream: \`data\` is what the server sent, JSON in most cases. */
export interface ServerSentEvent {
  readonly event?: string
  readonly id?: string
  readonly data: string
}

/** What a route answers: its value, or one of the errors it declares. */
export type Answer<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure }

/** How the client reaches the server. */
export interface ClientOptions {
  /** For example \`http://127.0.0.1:3000\`. */
  readonly baseUrl: string
  /** Headers of every request: the key, or cookies and CSRF token. */
  readonly headers?: () => Record<string, string>
  readonly fetch?: typeof globalThis.fetch
  readonly signal?: AbortSignal
}

type Fields = { readonly [name: string]: string | number | boolean | undefined }

interface Parts {
  readonly path?: Fields
  readonly query?: Fields
  readonly body?: unknown
}

async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ""
  try {
    for (;;) {
      const { done, value } = await reader.read()
      text += done ? decoder.decode() : decoder.decode(value, { stream: true })
      const records = text.split(/\\r?\\n\\r?\\n/)
      text = done ? "" : (records.pop() ?? "")
      for (const record of records) {
        const fields: { event?: string; id?: string } = {}
        const data: Array<string> = []
        for (const line of record.split(/\\r?\\n/)) {
          const [, name, content = ""] = /^(data|event|id):? ?(.*)$/.exec(line) ?? []
          if (name === "data") data.push(content)
          else if (name === "event") fields.event = content
          else if (name === "id") fields.id = content
        }
        if (data.length > 0 || fields.event !== undefined) yield { ...fields, data: data.join("\\n") }
      }
      if (done) return
    }
  } finally {
    await reader.cancel()
  }
}

// What a route answers is known from its document, not from here.
function send<Value, Failure>(
  options: ClientOptions,
  method: string,
  path: string,
  parts?: Parts
): Promise<Answer<Value, Failure>>
async function send(
  options: ClientOptions,
  method: string,
  path: string,
  parts: Parts = {}
): Promise<Answer<unknown, unknown>> {
  const address = path.replace(/\\{(\\w+)\\}/g, (_, name) => encodeURIComponent(String(parts.path?.[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts.query ?? {})) if (value !== undefined) query.set(name, String(value))
  const search = query.size === 0 ? "" : \`?\${query}\`
  const response = await (options.fetch ?? fetch)(\`\${options.baseUrl.replace(/\\/$/, "")}\${address}\${search}\`, {
    method,
    headers: {
      ...(parts.body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers?.()
    },
    ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal })
  })
  const type = response.headers.get("content-type") ?? ""
  if (response.ok && type.startsWith("text/event-stream") && response.body !== null) {
    return { ok: true, value: serverSentEvents(response.body) }
  }
  const text = await response.text()
  if (response.ok) return { ok: true, value: text === "" ? null : type.includes("json") ? JSON.parse(text) : text }
  // Not from this server: a proxy in between, for example.
  if (!type.includes("json")) throw new Error(\`\${method} \${address} answered \${response.status}: \${text.slice(0, 200)}\`)
  return { ok: false, error: JSON.parse(text) }
}
`

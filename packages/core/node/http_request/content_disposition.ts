import { Result } from "effect"

/** What a `content-disposition` header says. */
export interface ContentDisposition {
  readonly attachment: boolean
  /** The last part of the name, without a path; undefined when there is none. */
  readonly filename: string | undefined
}

// One parameter: name, then a quoted text or a token.
const parameter = /;\s*([\w*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g

const decoded = (text: string): string => {
  const [, charset = "", value = text] = /^([^']*)'[^']*'(.*)$/.exec(text) ?? []
  const bytes = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Result.getOrElse(
    Result.try(() => new TextDecoder(charset || "utf-8").decode(Buffer.from(bytes, "latin1"))),
    () => value
  )
}

// A server's name for a file is only a name: never a path, never with line breaks.
const lastPart = (name: string): string | undefined => {
  const part = name
    .replace(/\p{Cc}/gu, "")
    .split(/[/\\]/)
    .at(-1)
    ?.trim()
  return part === undefined || /^\.*$/.test(part) ? undefined : part.slice(0, 255)
}

/** Reads a `content-disposition` header, `filename*` first. */
export const contentDisposition = (header: string): ContentDisposition => {
  const names = new Map<string, string>()
  for (const [, name = "", quoted, token = ""] of header.matchAll(parameter)) {
    names.set(name.toLowerCase(), quoted === undefined ? token.trim() : quoted.replace(/\\(.)/g, "$1"))
  }
  const extended = names.get("filename*")
  const filename = extended === undefined ? names.get("filename") : decoded(extended)
  return {
    attachment: /^\s*attachment\s*(?:;|$)/i.test(header),
    filename: filename === undefined ? undefined : lastPart(filename)
  }
}

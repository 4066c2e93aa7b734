import { refuseInvalid } from "./document_refusal.ts"

/** Looks up an attribute by its full name (`r:id`), or by the part behind the prefix. */
export type AttributeLookup = (name: string) => string | undefined

/** What a scan tells, in the order of the text. Names have no namespace prefix. */
export interface XmlReader {
  readonly open: (name: string, attribute: AttributeLookup) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
}

const entities = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", "\u00a0"]
])

const entityPattern = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w{1,32}));/g

// No entity is ever declared, so none can unfold into others: unknown ones stay as they are written.
const unescape = (text: string): string =>
  text.includes("&")
    ? text.replaceAll(entityPattern, (written: string, decimal?: string, hexadecimal?: string, name?: string) => {
        if (name !== undefined) return entities.get(name) ?? written
        const point = Number.parseInt(decimal ?? hexadecimal ?? "", decimal === undefined ? 16 : 10)
        return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd"
      })
    : text

const localName = (name: string): string => name.slice(name.indexOf(":") + 1)

const tagPattern = /^(\/?)([^\s/>]+)/
// Sticky: where an attribute cannot be read the rest of the tag is left, so a tag is passed once whatever is in it.
const attributePattern = /\s*([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y

const attributesOf = (tag: string, nameLength: number) => {
  let found: Map<string, string> | undefined
  const read = (): Map<string, string> => {
    const attributes = new Map<string, string>()
    attributePattern.lastIndex = nameLength
    for (let match = attributePattern.exec(tag); match !== null; match = attributePattern.exec(tag)) {
      const [, name = "", double, single] = match
      attributes.set(name, unescape(double ?? single ?? ""))
    }
    return attributes
  }
  return (name: string): string | undefined => {
    found ??= read()
    const exact = found.get(name)
    if (exact !== undefined || name.includes(":")) return exact
    for (const [full, value] of found) if (localName(full) === name) return value
    return undefined
  }
}

/** The end of a tag: the first `>` outside quotes. */
const tagEnd = (text: string, from: number): number => {
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x3e) return index
    if (code !== 0x22 && code !== 0x27) continue
    index = text.indexOf(code === 0x22 ? '"' : "'", index + 1)
    if (index < 0) break
  }
  return refuseInvalid("a tag of its XML is not closed")
}

const after = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from)
  return found < 0 ? refuseInvalid(`its XML has no "${mark}" where one is needed`) : found + mark.length
}

/** Passes a DOCTYPE; one that declares entities is refused, and no address in it is ever asked. */
const passDoctype = (text: string, from: number): number => {
  const end = tagEnd(text, from)
  if (text.slice(from, end).includes("[")) refuseInvalid("its XML declares entities of its own")
  return end + 1
}

/** Reads XML from its beginning to its end, in time linear to its length and without building a tree. */
export const scanXml = (text: string, reader: XmlReader): void => {
  const say = (from: number, to: number): void => {
    if (to > from) reader.text(unescape(text.slice(from, to)))
  }
  let index = 0
  while (index < text.length) {
    const start = text.indexOf("<", index)
    say(index, start < 0 ? text.length : start)
    if (start < 0) return
    if (text.startsWith("<!--", start)) index = after(text, "-->", start + 4)
    else if (text.startsWith("<![CDATA[", start)) {
      index = after(text, "]]>", start + 9)
      reader.text(text.slice(start + 9, index - 3))
    } else if (text.startsWith("<?", start)) index = after(text, "?>", start + 2)
    else if (text.startsWith("<!", start)) index = passDoctype(text, start + 2)
    else {
      const end = tagEnd(text, start + 1)
      const tag = text.slice(start + 1, end)
      index = end + 1
      const [, slash, name] = tagPattern.exec(tag) ?? refuseInvalid("a tag of its XML has no name")
      const local = localName(name ?? "")
      if (slash === "/") reader.close(local)
      else {
        reader.open(local, attributesOf(tag, (name ?? "").length))
        if (tag.endsWith("/")) reader.close(local)
      }
    }
  }
}

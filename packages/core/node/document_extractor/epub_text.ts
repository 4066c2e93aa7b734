import { posix } from "node:path"
import { refuseInvalid } from "./document_refusal.ts"
import { checkTextLength } from "./markdown_table.ts"
import { openArchive } from "./open_archive.ts"
import { scanXml } from "./scan_xml.ts"

const hiddenParts = new Set(["head", "script", "style"])
const blocks = new Set(
  "p div h1 h2 h3 h4 h5 h6 li tr section article blockquote pre br dt dd figcaption table ul ol".split(" ")
)

/** The text of a page: one line for each block. */
const pageLines = (xml: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  let hidden = 0
  const end = (): void => {
    const text = line.replaceAll(/\s+/g, " ").trim()
    if (text !== "") lines.push(text)
    line = ""
  }
  scanXml(xml, {
    open: (name) => {
      if (hiddenParts.has(name)) hidden++
      if (blocks.has(name)) end()
    },
    close: (name) => {
      if (hiddenParts.has(name)) hidden--
      if (blocks.has(name)) end()
      else if (name === "td" || name === "th") line += " "
    },
    text: (text) => {
      if (hidden === 0) line += text
    }
  })
  end()
  return lines
}

/** An address inside a book without its fragment; one that cannot be decoded is taken as it is written. */
const plainPath = (address: string): string => {
  const [path = ""] = address.split(/[?#]/)
  return /%(?![\da-f]{2})/i.test(path) ? path : Buffer.from(unescapePercent(path), "latin1").toString("utf8")
}

const unescapePercent = (path: string): string =>
  Buffer.from(path, "utf8")
    .toString("latin1")
    .replaceAll(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))

/** The text of a book, its chapters in reading order. */
export const epubText = (bytes: Uint8Array): string => {
  const archive = openArchive(bytes)
  let packagePath = ""
  scanXml(archive.text("META-INF/container.xml") ?? "", {
    open: (name, attribute) => {
      if (name === "rootfile" && packagePath === "") packagePath = plainPath(attribute("full-path") ?? "")
    },
    close: () => {},
    text: () => {}
  })
  const xml = archive.text(packagePath)
  if (xml === undefined) return refuseInvalid("it has no package part, so it is no EPUB")
  const addresses = new Map<string, string>()
  const lines: Array<string> = []
  let length = 0
  scanXml(xml, {
    open: (name, attribute) => {
      if (name === "item") addresses.set(attribute("id") ?? "", attribute("href") ?? "")
      if (name !== "itemref") return
      const address = addresses.get(attribute("idref") ?? "")
      const page =
        address === undefined
          ? undefined
          : archive.text(posix.join(posix.dirname(packagePath), plainPath(address)).replace(/^\/+/, ""))
      for (const line of page === undefined ? [] : pageLines(page)) {
        checkTextLength((length += line.length))
        lines.push(line)
      }
    },
    close: () => {},
    text: () => {}
  })
  return lines.join("\n")
}

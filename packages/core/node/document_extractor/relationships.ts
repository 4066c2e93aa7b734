import { posix } from "node:path"
import type { Archive } from "./open_archive.ts"
import { scanXml } from "./scan_xml.ts"

/** A part of an Office document that another part refers to. */
export interface Relationship {
  readonly id: string
  /** The last word of its type: `officeDocument`, `worksheet`, `slide`. */
  readonly type: string
  /** The name of its entry in the archive. */
  readonly target: string
}

/** What a part of an Office document refers to; an empty part name stands for the whole document. Links are left out. */
export const relationshipsOf = (archive: Archive, part: string): ReadonlyArray<Relationship> => {
  const folder = posix.dirname(part)
  const text = archive.text(posix.join(folder, "_rels", `${posix.basename(part)}.rels`))
  const found: Array<Relationship> = []
  scanXml(text ?? "", {
    open: (name, attribute) => {
      if (name !== "Relationship" || attribute("TargetMode") === "External") return
      const type = attribute("Type") ?? ""
      const target = attribute("Target") ?? ""
      found.push({
        id: attribute("Id") ?? "",
        type: type.slice(type.lastIndexOf("/") + 1),
        // Either from the root, or relative to the part. It only ever names an entry of this archive.
        target: target.startsWith("/") ? target.slice(1) : posix.join(folder, target)
      })
    },
    close: () => {},
    text: () => {}
  })
  return found
}

/** The name of the main part of an Office document, which is usually `usual`. */
export const mainPart = (archive: Archive, usual: string): string =>
  relationshipsOf(archive, "").find(({ type }) => type === "officeDocument")?.target ?? usual

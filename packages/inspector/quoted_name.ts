import { pythonRepr } from "@flowglass/core"

/** Longer names are cut in messages, in characters: a name may be of any size. */
const longestName = 200

/** A name as Dify quotes it in messages. */
export const quotedName = (name: string): string => {
  if (name.length <= longestName) return pythonRepr(name)
  return pythonRepr(
    `${Array.from(name.slice(0, longestName * 2))
      .slice(0, longestName)
      .join("")}…`
  )
}

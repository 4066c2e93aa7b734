import { createHash } from "node:crypto"

/** Longer texts do not fit into an index. */
const longest = 500

/** What stands for a text in a unique index: itself, or its hash when it is too long for one. */
export const indexKey = (text: string): string =>
  text.length <= longest && !text.startsWith("sha256:")
    ? text
    : `sha256:${createHash("sha256").update(Buffer.from(text, "utf16le")).digest("hex")}`

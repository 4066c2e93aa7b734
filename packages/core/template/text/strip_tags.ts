import { unescapeHtml } from "./unescape_html.ts"
import { splitWords } from "./whitespace.ts"

/** Without everything between an opening and the next closing mark; an opening that is never closed stays. */
const without = (text: string, open: string, close: string): string => {
  let kept = ""
  let from = 0
  for (;;) {
    const start = text.indexOf(open, from)
    const end = start < 0 ? -1 : text.indexOf(close, start)
    if (end < 0) return kept + text.slice(from)
    kept += text.slice(from, start)
    from = end + close.length
  }
}

/** The text of HTML: no comments, no tags, single spaces, entities as characters. */
export const stripTags = (text: string): string =>
  unescapeHtml(splitWords(without(without(text, "<!--", "-->"), "<", ">")).join(" "))

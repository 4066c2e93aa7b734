import { refuseInvalid } from "./document_refusal.ts"

interface Caption {
  /** Who speaks; empty when the file does not say. */
  readonly speaker: string
  readonly text: string
}

const voice = /^<v(?:\.[^\s>]*)?[ \t]([^>]*)>/
const tag = /<[^<>]*>/g

const captionOf = (block: string): Caption | undefined => {
  const lines = block.split("\n")
  const times = lines.findIndex((line) => line.includes("-->"))
  if (times < 0) return undefined
  const content = lines.slice(times + 1).join("\n")
  return { speaker: voice.exec(content)?.[1]?.trim() ?? "", text: content.replaceAll(tag, "").replace(/\n$/, "") }
}

/** WebVTT captions as `Speaker "text"` lines; what one speaker says in a row is one line. */
export const subtitleText = (given: string): string => {
  const text = given.replaceAll(/\r\n?/g, "\n")
  if (!text.startsWith("WEBVTT")) return refuseInvalid("it does not start with WEBVTT")
  const spoken: Array<{ speaker: string; readonly texts: Array<string> }> = []
  for (const block of text.split(/\n{2,}/)) {
    const caption = captionOf(block)
    if (caption === undefined) continue
    const last = spoken.at(-1)
    if (last !== undefined && caption.speaker !== "" && last.speaker === caption.speaker) last.texts.push(caption.text)
    else spoken.push({ speaker: caption.speaker, texts: [caption.text] })
  }
  return spoken.map(({ speaker, texts }) => `${speaker} "${texts.join(" ")}"`).join("\n")
}

import { ThinkSplitter } from "./think_splitter.ts"

/** An answer without what stands in its `<think>` tags. */
export const withoutReasoning = (text: string): string => {
  const splitter = new ThinkSplitter()
  const pieces = [...splitter.feed(text), ...splitter.end()]
  return pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("")
}

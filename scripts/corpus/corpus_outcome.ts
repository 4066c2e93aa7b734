/** What became of one file. */
export interface CorpusOutcome {
  readonly file: string
  /**
   * `well`: succeeded, partly succeeded, paused, or failed by a guest's exception behind a mocked value. `failed`: a run
   * that failed otherwise. `refused`: stopped before anything ran. `defect`: Flowglass itself is at fault.
   */
  readonly verdict: "well" | "failed" | "refused" | "defect"
  /** The status of the run; `-` where there was none. */
  readonly status: string
  /** Every code there was, the cause first. */
  readonly codes: ReadonlyArray<string>
  /** Why, in one line; empty where there is nothing to say. */
  readonly reason: string
  /** Milliseconds. */
  readonly took: number
}

const marks = { well: "ok    ", failed: "failed", refused: "stop  ", defect: "DEFECT" } as const

const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 3)}...` : text

/** How often each code occurs: `node_config_invalid x8, node_type_unknown`. */
const counted = (codes: ReadonlyArray<string>): string => {
  const counts = new Map<string, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return Array.from(counts, ([code, count]) => (count === 1 ? code : `${code} x${count}`)).join(", ")
}

/** One line about one file. */
export const outcomeLine = ({ verdict, status, codes, reason, file, took }: CorpusOutcome): string => {
  const line = `${marks[verdict]} ${status.padEnd(17)} ${Math.round(took)} ms`.padEnd(34)
  const why = [counted(codes), shortened(reason, 140)].filter((part) => part !== "").join(": ")
  return `${line} ${file}${why === "" ? "" : `  ${why}`}`
}

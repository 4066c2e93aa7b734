import { Effect } from "effect"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"

/** How text may be marked, and how wide it may be. */
export interface Style {
  /** The columns of the terminal; no limit for a file or a pipe. */
  readonly columns: number
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
}

const plain = (text: string): string => text

const escape =
  (code: number) =>
  (text: string): string =>
    text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`

/** Colours for a terminal, none for a file, a pipe or with NO_COLOR set. */
export const makeStyle = (coloured: boolean, columns = Infinity): Style =>
  coloured
    ? { columns, good: escape(32), bad: escape(31), warn: escape(33), dim: escape(2), bold: escape(1) }
    : { columns, good: plain, bad: plain, warn: plain, dim: plain, bold: plain }

/** The style of standard output: NO_COLOR, FORCE_COLOR, TERM and whether it is a terminal decide. */
export const outputStyle: Effect.Effect<Style> = Effect.map(TerminalCapabilities, ({ canColor }) =>
  makeStyle(canColor, process.stdout.isTTY ? process.stdout.columns : Infinity)
)

/** The style of standard error: as that of standard output, but only when it is a terminal itself or both are forced. */
export const errorStyle: Effect.Effect<Style> = Effect.map(TerminalCapabilities, ({ canColor }) => {
  // Colours without a terminal are there because FORCE_COLOR asks for them.
  const isForced = canColor && process.stdout.isTTY !== true
  return makeStyle(isForced || (canColor && process.stderr.isTTY === true))
})

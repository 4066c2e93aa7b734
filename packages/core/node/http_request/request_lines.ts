import type { HeaderPairs } from "../../net/outbound_request.ts"

// Where Python's str.splitlines breaks a text.
// oxlint-disable-next-line no-control-regex -- Python counts the separators of files, groups and records as line ends.
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/

/** The lines of a text as Python's `splitlines` finds them, without blank ones. */
export const linesOf = (text: string): ReadonlyArray<string> => text.split(lineEnd).filter((line) => line.trim() !== "")

/** A line `name: value`, split at its first colon; without one the value is empty. */
const pairOf = (line: string): readonly [name: string, value: string] => {
  const colon = line.indexOf(":")
  return colon < 0 ? [line.trim(), ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
}

/** Query parameters: each line is split before its variables are filled in, so a value may hold anything. */
export const paramsOf = (params: string, fill: (template: string) => string): HeaderPairs =>
  linesOf(params)
    .map(pairOf)
    .filter(([name]) => name !== "")
    .map(([name, value]) => [fill(name), fill(value)])

/** Headers: variables are filled in first, so one variable may hold several lines. The last of equal names wins. */
export const headersOf = (headers: string, fill: (template: string) => string): HeaderPairs => {
  const byName = new Map<string, readonly [string, string]>()
  for (const pair of linesOf(fill(headers)).map(pairOf)) byName.set(pair[0].toLowerCase(), pair)
  return [...byName.values()]
}

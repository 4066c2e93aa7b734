import type { RunEvent } from "@flowglass/core"
import type { SeenRun } from "./seen_run.ts"

/** Names of the cases that are other ones here. */
const ownNames: Readonly<Record<string, string>> = {
  node_pause_requested: "node_paused",
  node_variable_updated: "variable_updated"
}

const described = (event: RunEvent): ReadonlyArray<string> => {
  if (event.event === "chunk") return [event.event, event.node_id, event.text]
  return "node_id" in event && event.node_id !== undefined ? [event.event, event.node_id] : [event.event]
}

/**
 * The events of a run in the form in which a case lists them, without those it does not speak of, and what the case
 * says; `*` stands for any node.
 */
export const comparedEvents = (run: SeenRun, listed: ReadonlyArray<ReadonlyArray<string>>) => {
  const expected = listed.map(([name = "", ...rest]) => [ownNames[name] ?? name, ...rest])
  const vocabulary = new Set(expected.map(([name]) => name))
  const seen = run.events
    .filter(({ event }) => vocabulary.has(event))
    .map((event, index) => described(event).map((part, place) => (expected[index]?.[place] === "*" ? "*" : part)))
  return { seen, expected }
}

import { createHash } from "node:crypto"
import { Result, Schema } from "effect"
import { StoredValueUnreadable } from "../../error/store_errors.ts"
import { RunGraph } from "../../graph/run_graph.ts"

const encodeGraph = Schema.encodeSync(RunGraph)
const decodeGraph = Schema.decodeUnknownResult(RunGraph)

/** A graph as it is stored: once for all runs that share it. */
export interface StoredGraph {
  /** Of everything in the graph; its own `hash` does not count what nodes declare. */
  readonly hash: string
  readonly body: Uint8Array
}

const made = new WeakMap<RunGraph, StoredGraph>()

/** Runs of one workflow share their graph by reference, so it is written once. */
export const storedGraphOf = (graph: RunGraph): StoredGraph => {
  const known = made.get(graph)
  if (known !== undefined) return known
  const body = Buffer.from(JSON.stringify(encodeGraph(graph)))
  const stored = { hash: createHash("sha256").update(body).digest("hex"), body }
  made.set(graph, stored)
  return stored
}

/** Graphs that were read, by hash. Few, because each run that is kept holds its own. */
export class ReadGraphs {
  readonly #graphs = new Map<string, RunGraph>()

  read(hash: string, body: Uint8Array): Result.Result<RunGraph, StoredValueUnreadable> {
    const known = this.#graphs.get(hash)
    if (known !== undefined) return Result.succeed(known)
    return Result.try({
      try: (): unknown => JSON.parse(Buffer.from(body).toString()),
      catch: () => "it is no JSON"
    }).pipe(
      Result.flatMap((data) => Result.mapError(decodeGraph(data), ({ message }) => message.slice(0, 200))),
      Result.mapError(
        (problem) => new StoredValueUnreadable({ message: `The graph of a stored run is damaged: ${problem}` })
      ),
      Result.map((graph) => {
        if (this.#graphs.size >= 50) this.#graphs.clear()
        this.#graphs.set(hash, graph)
        return graph
      })
    )
  }
}

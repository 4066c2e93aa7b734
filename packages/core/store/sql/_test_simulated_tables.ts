import { Column, type Row } from "./_database.ts"

/** A row of `runs`, as far as a store of runs asks for it. */
interface RunRow {
  id: string
  epoch: number
  owner: string | null
  graphHash: unknown
  status: unknown
  crashes: number
  crashedAt: number
  wakeAt: number
  finishedAt: number | null
  errorCode: unknown
}

interface FactRow {
  readonly epoch: number
  readonly kind: unknown
  readonly body: unknown
}

type Parameters = ReadonlyArray<unknown>

const valuesOf = (parameter: unknown): ReadonlyArray<unknown> => (parameter instanceof Column ? parameter.values : [])

/**
 * The tables of runs as plain data, with what the statements of a store do to them. It stands for a database in
 * simulations, where real ones would take real time; the conformance suite says that real ones do the same.
 */
export class SimulatedTables {
  readonly runs = new Map<string, RunRow>()
  readonly facts = new Map<string, Map<number, FactRow>>()
  readonly graphs = new Map<unknown, unknown>()
  owner: string | undefined
  /** How many statements it has executed. */
  statements = 0

  execute(statement: string, parameters: Parameters): ReadonlyArray<Row> {
    this.statements++
    if (statement.includes("INTO ownership")) this.owner = String(parameters[0])
    else if (statement.includes("INTO run_facts")) {
      return parameters.length === 9 ? this.#writeFacts(parameters) : this.#writeAll(parameters)
    } else if (statement.startsWith("SELECT graph_hash")) return this.#readRun(String(parameters[0]))
    else if (statement.startsWith("SELECT body FROM run_facts")) return this.#readFacts(String(parameters[0]))
    else if (statement.startsWith("WITH come")) return this.#reopen(String(parameters[0]), String(parameters[1]))
    else if (statement.startsWith("SELECT id, epoch, owner IS NOT")) return this.#orders(parameters)
    else if (statement.startsWith("UPDATE runs SET owner = NULL WHERE")) this.#release(String(parameters[0]))
    else if (statement.includes("DELETE FROM run_facts")) this.#forget(parameters)
    else throw new Error(`a simulated database does not know: ${statement.slice(0, 80)}`)
    return []
  }

  #writeFacts([ids, owner, runIds, seqs, epochs, kinds, , bodies]: Parameters): ReadonlyArray<Row> {
    const owned = valuesOf(ids)
      .flatMap((id) => this.runs.get(String(id)) ?? [])
      .filter((run) => run.owner === owner)
    this.#insertFacts(owned, runIds, seqs, epochs, kinds, bodies)
    return owned.map(({ id, epoch }) => ({ id, epoch, mine: true }))
  }

  #writeAll(parameters: Parameters): ReadonlyArray<Row> {
    const [hashes, graphs, owner, ids, , , epochs, runHashes] = parameters
    for (const [index, hash] of valuesOf(hashes).entries()) this.graphs.set(hash, valuesOf(graphs)[index])
    const accepted = new Set(valuesOf(ids).map(String))
    for (const [index, id] of [...accepted].entries()) {
      if (this.runs.has(id)) continue
      this.runs.set(id, {
        id,
        epoch: Number(valuesOf(epochs)[index]),
        owner: this.owner === owner ? String(owner) : null,
        graphHash: valuesOf(runHashes)[index],
        status: "running",
        crashes: 0,
        crashedAt: 0,
        wakeAt: 0,
        finishedAt: null,
        errorCode: null
      })
    }
    const owned = valuesOf(parameters[15])
      .flatMap((id) => this.runs.get(String(id)) ?? [])
      .filter((run) => run.owner === owner || accepted.has(run.id))
    this.#insertFacts(owned, parameters[16], parameters[17], parameters[18], parameters[19], parameters[21])
    this.#progress(owned, parameters.slice(22))
    return owned.map(({ id, epoch, owner: by }) => ({ id, epoch, mine: by === owner }))
  }

  #insertFacts(owned: ReadonlyArray<RunRow>, ...columns: ReadonlyArray<unknown>): void {
    const [ids, seqs, epochs, kinds, bodies] = columns.map(valuesOf)
    for (const [index, id] of (ids ?? []).entries()) {
      const epoch = Number(epochs?.[index])
      if (!owned.some((run) => run.id === id && run.epoch === epoch)) continue
      const facts = this.facts.get(String(id)) ?? new Map<number, FactRow>()
      this.facts.set(String(id), facts)
      const seq = Number(seqs?.[index])
      if (!facts.has(seq)) facts.set(seq, { epoch, kind: kinds?.[index], body: bodies?.[index] })
    }
  }

  #progress(owned: ReadonlyArray<RunRow>, columns: Parameters): void {
    const [ids, epochs, statuses, , codes, , , , , , finishedAt, wakeAt] = columns.map(valuesOf)
    for (const [index, id] of (ids ?? []).entries()) {
      const run = owned.find((one) => one.id === id && one.epoch === epochs?.[index])
      if (run === undefined) continue
      run.status = statuses?.[index]
      run.errorCode = codes?.[index]
      const ended = finishedAt?.[index]
      run.finishedAt = typeof ended === "number" ? ended : null
      run.wakeAt = Number(wakeAt?.[index] ?? 0)
    }
  }

  #readRun(id: string): ReadonlyArray<Row> {
    const run = this.runs.get(id)
    return run === undefined
      ? []
      : [{ hash: run.graphHash, finishedAt: run.finishedAt, body: this.graphs.get(run.graphHash) }]
  }

  /** The facts of a run by position. */
  factsOf(id: string): ReadonlyArray<FactRow> {
    const facts = [...(this.facts.get(id) ?? [])].toSorted(([left], [right]) => left - right)
    return facts.map(([, fact]) => fact)
  }

  #readFacts(id: string): ReadonlyArray<Row> {
    return this.factsOf(id).map(({ body }) => ({ body }))
  }

  #reopen(id: string, owner: string): ReadonlyArray<Row> {
    const run = this.runs.get(id)
    if (run === undefined || run.finishedAt !== null || this.owner !== owner) return []
    const ends = [...(this.facts.get(id) ?? [])].filter(([, { kind }]) => kind === "node_finished")
    const come = Math.max(0, ...ends.map(([seq]) => seq))
    if (run.owner !== null && run.owner !== owner && run.status !== "paused")
      run.crashes = run.crashedAt < come ? 1 : run.crashes + 1
    run.crashedAt = come
    run.owner = owner
    run.epoch++
    return [{ epoch: run.epoch, crashes: run.crashes }]
  }

  #orders([owner, now, stranded]: Parameters): ReadonlyArray<Row> {
    const ids = valuesOf(stranded)
    return [...this.runs.values()]
      .filter((run) => run.finishedAt === null)
      .filter((run) => ids.includes(run.id) || (run.owner !== owner && run.wakeAt <= Number(now)))
      .map(({ id, epoch, owner: by }) => ({ id, epoch, mine: by === owner, reason: null, formId: null, body: null }))
  }

  #release(owner: string): void {
    for (const run of this.runs.values()) if (run.owner === owner && run.finishedAt === null) run.owner = null
  }

  #forget([ids, owner]: Parameters): void {
    for (const id of valuesOf(ids).map(String)) {
      const run = this.runs.get(id)
      if (run === undefined || run.epoch !== 1 || run.finishedAt !== null) continue
      if (run.owner !== null && run.owner !== owner) continue
      this.runs.delete(id)
      this.facts.delete(id)
    }
  }
}

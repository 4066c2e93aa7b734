import { Column, type Row } from "./_database.ts"

/** A row of `runs`, as far as a store of runs asks for it. */
interface RunRow {
  readonly id: string
  readonly tenantId: string
  readonly appId: string
  epoch: number
  owner: string | null
  graphHash: unknown
  status: unknown
  stopReason: string | null
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
  /** By run, then by form. */
  readonly answers = new Map<string, Map<string, unknown>>()
  /** Who works on the runs. */
  owner: string | undefined
  /** The most rows that one statement has brought. */
  largest = 0

  execute(statement: string, parameters: Parameters): ReadonlyArray<Row> {
    const [first, second] = parameters
    const id = String(first)
    this.largest = Math.max(this.largest, ...parameters.map((parameter) => valuesOf(parameter).length))
    if (statement.includes("INTO run_facts"))
      return parameters.length === 9 ? this.#writeFacts(parameters) : this.#writeAll(parameters)
    if (statement.startsWith("SELECT graph_hash")) return this.#readRun(id)
    if (statement.startsWith("SELECT body FROM run_facts")) return this.factsOf(id).map(({ body }) => ({ body }))
    if (statement.startsWith("SELECT f.id")) return this.#follow(parameters)
    if (statement.startsWith("SELECT epoch FROM runs")) return this.#only(id).map(({ epoch }) => ({ epoch }))
    if (statement.startsWith("SELECT id, epoch FROM runs")) return this.#taken(parameters)
    if (statement.startsWith("SELECT id, epoch, owner IS NOT")) return this.#orders(parameters)
    if (statement.startsWith("SELECT id, tenant_id")) return this.#summary(parameters)
    if (statement.startsWith("WITH come")) return this.#reopen(id, String(second))
    if (statement.includes("INTO run_answers")) return this.#answer(parameters)
    if (statement.startsWith("DELETE FROM run_answers")) this.answers.get(id)?.delete(String(second))
    else if (statement.startsWith("UPDATE runs SET stop_reason")) this.#stop(id, String(second))
    else if (statement.startsWith("UPDATE runs SET owner = NULL WHERE")) this.#release(id)
    else if (statement.includes("DELETE FROM run_facts")) this.#forget(parameters)
    else throw new Error(`a simulated database does not know: ${statement.slice(0, 80)}`)
    return []
  }

  /** The run with this id, unless it has ended. */
  #working(id: string): ReadonlyArray<RunRow> {
    return this.#only(id).filter(({ finishedAt }) => finishedAt === null)
  }

  #only(id: string): ReadonlyArray<RunRow> {
    const run = this.runs.get(id)
    return run === undefined ? [] : [run]
  }

  #writeFacts([ids, owner, runIds, seqs, epochs, kinds, , bodies]: Parameters): ReadonlyArray<Row> {
    const owned = valuesOf(ids)
      .flatMap((id) => this.#only(String(id)))
      .filter((run) => run.owner === owner)
    this.#insertFacts(owned, runIds, seqs, epochs, kinds, bodies)
    return owned.map(({ id, epoch }) => ({ id, epoch, mine: true }))
  }

  #writeAll(parameters: Parameters): ReadonlyArray<Row> {
    const [hashes, graphs, owner, ids, tenants, apps, epochs, runHashes] = parameters
    for (const [index, hash] of valuesOf(hashes).entries()) this.graphs.set(hash, valuesOf(graphs)[index])
    const accepted = new Set(valuesOf(ids).map(String))
    for (const [index, id] of [...accepted].entries()) {
      if (this.runs.has(id)) continue
      this.runs.set(id, {
        id,
        tenantId: String(valuesOf(tenants)[index]),
        appId: String(valuesOf(apps)[index]),
        epoch: Number(valuesOf(epochs)[index]),
        owner: this.owner === owner ? String(owner) : null,
        graphHash: valuesOf(runHashes)[index],
        status: "running",
        stopReason: null,
        crashes: 0,
        crashedAt: 0,
        wakeAt: 0,
        finishedAt: null,
        errorCode: null
      })
    }
    const owned = valuesOf(parameters[15])
      .flatMap((id) => this.#only(String(id)))
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
    return this.#only(id).map((run) => ({
      hash: run.graphHash,
      finishedAt: run.finishedAt,
      body: this.graphs.get(run.graphHash)
    }))
  }

  /** The facts of a run by position. */
  factsOf(id: string): ReadonlyArray<FactRow> {
    const facts = [...(this.facts.get(id) ?? [])].toSorted(([left], [right]) => left - right)
    return facts.map(([, fact]) => fact)
  }

  #follow([ids, after]: Parameters): ReadonlyArray<Row> {
    return valuesOf(ids).flatMap((value, index): ReadonlyArray<Row> => {
      const id = String(value)
      const run = this.runs.get(id)
      const row = { id, isGone: run === undefined, isOver: (run?.finishedAt ?? null) !== null }
      const facts = this.factsOf(id).slice(Number(valuesOf(after)[index]))
      return facts.length === 0 ? [{ ...row, body: null }] : facts.map(({ body }) => ({ ...row, body }))
    })
  }

  #taken([ids, owner]: Parameters): ReadonlyArray<Row> {
    const runs = valuesOf(ids).flatMap((id) => this.#only(String(id)))
    return runs.filter((run) => run.owner !== owner).map(({ id, epoch }) => ({ id, epoch }))
  }

  #summary([tenantId, appId, runId]: Parameters): ReadonlyArray<Row> {
    return this.#only(String(runId))
      .filter((run) => run.tenantId === tenantId && run.appId === appId)
      .map(({ id, status }) => ({ id, tenantId, appId, status, inputs: "{}", outputs: "{}" }))
  }

  #reopen(id: string, owner: string): ReadonlyArray<Row> {
    const [run] = this.owner === owner ? this.#working(id) : []
    if (run === undefined) return []
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
    return [...this.runs.values()].flatMap((run): ReadonlyArray<Row> => {
      if (run.finishedAt !== null) return []
      const row = { id: run.id, epoch: run.epoch, mine: run.owner === owner, reason: run.stopReason }
      const answers = [...(this.answers.get(run.id) ?? [])]
      if (answers.length > 0) return answers.map(([formId, body]) => ({ ...row, formId, body }))
      const isLeft = run.owner !== owner && run.wakeAt <= Number(now)
      return run.stopReason !== null || ids.includes(run.id) || isLeft ? [{ ...row, formId: null, body: null }] : []
    })
  }

  #answer([runId, formId, body]: Parameters): ReadonlyArray<Row> {
    return this.#working(String(runId)).flatMap(({ id }) => {
      const answers = this.answers.get(id) ?? new Map<string, unknown>()
      this.answers.set(id, answers)
      const [given] = valuesOf(body)
      const known = answers.get(String(formId))
      if (known !== undefined && String(known) !== String(given)) return []
      answers.set(String(formId), given)
      return [{ run_id: id }]
    })
  }

  #stop(id: string, reason: string): void {
    for (const run of this.#working(id)) run.stopReason = reason
  }

  #release(owner: string): void {
    for (const run of this.runs.values()) if (run.owner === owner && run.finishedAt === null) run.owner = null
  }

  #forget([ids, owner]: Parameters): void {
    for (const run of valuesOf(ids).flatMap((id) => this.#working(String(id)))) {
      if (run.epoch !== 1 || (run.owner !== null && run.owner !== owner)) continue
      this.runs.delete(run.id)
      this.facts.delete(run.id)
    }
  }
}

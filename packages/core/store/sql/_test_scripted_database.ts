import type { PgClient } from "@effect/sql-pg/PgClient"
import { Effect, Layer, Redacted } from "effect"
import { SqlError, UnknownError } from "effect/sql/SqlError"
import { encodeFact } from "../../run/encode_fact.ts"
import type { Fact } from "../../run/fact.ts"
import type { DurabilityMode } from "../durability.ts"
import { RunStore } from "../run_store.ts"
import { Column, Database, type Row } from "./_database.ts"
import { makeSqlRunStore } from "./_sql_run_store.ts"
import { Sealer } from "./sealer.ts"

/** What a test decides about a database that has no tables. */
export class DatabaseScript {
  /** The kinds of fact in each statement that was let through. */
  readonly written: Array<string> = []
  /** Statements with a fact of this kind are refused. */
  refusedKind: string | undefined
  /** Whether somebody else has the runs. */
  isLost = false
  /** The facts that somebody else has written of a run by now; undefined for a run that is gone. */
  elsewhere: ReadonlyArray<Fact> | undefined
  #isOpen = true
  #waiting: Array<() => void> = []

  /** Keeps statements from now on. */
  hold(): void {
    this.#isOpen = false
  }

  /** Lets everything through that was kept, and what comes. */
  release(): void {
    this.#isOpen = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }

  /** How many statements are kept. */
  get held(): number {
    return this.#waiting.length
  }

  #follow([ids, after]: ReadonlyArray<unknown>): ReadonlyArray<Row> {
    if (!this.isLost || !Array.isArray(ids) || !Array.isArray(after)) return []
    return ids.flatMap((id, index): ReadonlyArray<Row> => {
      const row = { id, isGone: this.elsewhere === undefined, isOver: false, body: null }
      const facts = (this.elsewhere ?? []).slice(Number(after[index]))
      return facts.length === 0 ? [row] : facts.map((fact) => ({ ...row, body: Buffer.from(encodeFact(fact)) }))
    })
  }

  readonly attempt = (
    statement: string,
    parameters: ReadonlyArray<unknown>
  ): Effect.Effect<ReadonlyArray<Row>, SqlError> => {
    if (statement.startsWith("SELECT f.id")) return Effect.sync(() => this.#follow(parameters))
    const gate = Effect.callback<void>((resume) => {
      if (this.#isOpen) resume(Effect.void)
      else this.#waiting.push(() => resume(Effect.void))
    })
    return Effect.andThen(
      gate,
      Effect.suspend(() => {
        // The statement about facts alone has fewer parameters than the one that can do everything.
        const places = parameters.length === 9 ? [0, 5] : [15, 19]
        const [runs, kinds] = places
          .map((place) => parameters[place])
          .map((column) => (Array.isArray(column) ? column : []))
        if (this.refusedKind !== undefined && kinds?.includes(this.refusedKind) === true) {
          return Effect.fail(new SqlError({ reason: new UnknownError({ cause: { code: "22003" }, message: "no" }) }))
        }
        // Everything else that a store says is about other runs, of which there are none.
        if (runs?.length === 0) return Effect.succeed([])
        this.written.push(kinds?.join(" ") ?? "")
        return Effect.succeed(this.isLost ? [] : (runs ?? []).map((id) => ({ id, epoch: 1, mine: true })))
      })
    )
  }
}

/** A store of runs whose database is a script. */
export const layerScriptedRunStore = (script: DatabaseScript, mode: DurabilityMode): Layer.Layer<RunStore> =>
  Layer.effect(
    RunStore,
    Effect.gen(function* () {
      const unsafe = (statement: string, parameters: ReadonlyArray<unknown>) => script.attempt(statement, parameters)
      const client: PgClient = Object.assign(Object.create(null), { unsafe })
      const database = new Database(client, (column: Column) => column.values)
      return yield* Effect.orDie(makeSqlRunStore({ database, session: undefined, sealer: yield* Sealer, mode }))
    })
  ).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))

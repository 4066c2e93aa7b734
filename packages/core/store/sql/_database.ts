import type { PgClient } from "@effect/sql-pg/PgClient"
import { Context, type Duration, Effect, Predicate, Schedule, type Scope } from "effect"
import { ConnectionError, SqlError } from "effect/sql/SqlError"
import { StoreUnavailable } from "../../error/store_errors.ts"
import { fromColumnText, toColumnText } from "./_exact_text.ts"

/** Values of one type, row by row: how many rows go into one statement. */
export class Column {
  readonly type: "text" | "int4" | "float8" | "bytea"
  readonly values: ReadonlyArray<string | number | Uint8Array | null>

  constructor(type: Column["type"], values: Column["values"]) {
    this.type = type
    this.values = values
  }
}

/** What a statement can be given. */
export type Parameter = string | number | boolean | null | Column

/** A row by its column names. */
export type Row = Record<string, unknown>

const exact = (value: Column["values"][number]): Column["values"][number] =>
  typeof value === "string" ? toColumnText(value) : value

const exactRow = <Columns extends Row>(row: Columns): Columns => {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "string" && value.includes("\ue000")) Object.assign(row, { [name]: fromColumnText(value) })
  }
  return row
}

/** The SQLSTATE of a failure, when the database itself said it. */
export const sqlState = (error: SqlError): string | undefined => {
  const cause: unknown = error.reason.cause
  return Predicate.hasProperty(cause, "code") && typeof cause.code === "string" ? cause.code : undefined
}

/**
 * Shutting down, crashed, starting up, no connection left: the client library does not count these among the failures
 * that pass.
 */
const passing = new Set(["57P01", "57P02", "57P03", "53300"])

/** Whether the same statement may succeed when it is sent again. */
export const isPassing = (error: SqlError): boolean => error.isRetryable || passing.has(sqlState(error) ?? "")

/** Tries again after 50, 90, 160 ... milliseconds, for about five seconds. */
export const untilBack = { schedule: Schedule.exponential(50, 1.8).pipe(Schedule.jittered), times: 8 }

/** Why a database does not let anybody in, in words: what whoever starts a server gets wrong first. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", "nothing listens at its address"],
  ["ENOTFOUND", "there is no such host"],
  ["EAI_AGAIN", "the name of its host cannot be looked up"],
  ["28000", "it does not let this user in"],
  ["28P01", "it does not take this user name with this password"],
  ["3D000", "it has no database of this name"],
  ["53300", "it has no connection left"],
  ["57P03", "it is starting up or shutting down"]
])

/**
 * What a failure of the database is to everybody else; it repeats nothing of the statement or its values. `place` says
 * where the database is, when that is of use.
 */
export const storeUnavailable = (error: SqlError, place?: string): StoreUnavailable => {
  const database = place === undefined ? "The database" : `The database at ${place}`
  const state = sqlState(error)
  const reason = state === undefined ? undefined : reasons.get(state)
  const said = state === undefined ? "" : reason === undefined ? ` (${state})` : `: ${reason} (${state})`
  if (isPassing(error)) {
    return new StoreUnavailable({ message: `${database} does not answer${said}. What was confirmed is kept.` })
  }
  const what = reason === undefined ? "refused a statement" : "cannot be used"
  return new StoreUnavailable({
    message: `${database} ${what}${said}. ${reason === undefined ? "Nothing of it was written." : "Nothing was written."}`
  })
}

const noAnswer = (): SqlError =>
  new SqlError({ reason: new ConnectionError({ cause: undefined, message: "No answer in time" }) })

/** A database: runs statements with exact texts. Every statement may be sent twice, so each is written for that. */
export class Database {
  readonly client: PgClient
  readonly #encodeColumn: (column: Column) => unknown
  readonly #patience: Duration.Input | undefined

  /**
   * `encodeColumn` says a column in the terms of the client. A statement without an answer for `patience` is given up
   * with its connection, which may lead nowhere any more; without it a statement is waited for.
   */
  constructor(client: PgClient, encodeColumn: (column: Column) => unknown, patience?: Duration.Input) {
    this.client = client
    this.#encodeColumn = encodeColumn
    this.#patience = patience
  }

  /** One statement, one attempt. Texts go in and come out exactly, whatever they hold. */
  attempt<Columns extends Row = Row>(
    statement: string,
    parameters: ReadonlyArray<Parameter> = []
  ): Effect.Effect<ReadonlyArray<Columns>, SqlError> {
    const encoded = parameters.map((parameter) => {
      if (parameter instanceof Column)
        return this.#encodeColumn(new Column(parameter.type, parameter.values.map(exact)))
      return typeof parameter === "string" ? toColumnText(parameter) : parameter
    })
    const asked = Effect.map(this.client.unsafe<Columns>(statement, encoded), (rows) => rows.map(exactRow))
    if (this.#patience === undefined) return asked
    return Effect.timeoutOrElse(asked, { duration: this.#patience, orElse: () => Effect.fail(noAnswer()) })
  }

  /** One statement, sent again while the database is only away for a moment. */
  query<Columns extends Row = Row>(
    statement: string,
    parameters: ReadonlyArray<Parameter> = []
  ): Effect.Effect<ReadonlyArray<Columns>, StoreUnavailable> {
    return this.attempt<Columns>(statement, parameters).pipe(
      Effect.retry({ ...untilBack, while: isPassing }),
      Effect.mapError(storeUnavailable)
    )
  }

  /**
   * Statements on one connection that count together or not at all; a failure within has to reach the outside. A
   * connection that breaks is a failure like any other, which `withTransaction` of the client makes a defect.
   */
  transaction<A, E>(statements: Effect.Effect<A, E>): Effect.Effect<A, E | SqlError> {
    // A `BEGIN` that was given up may have begun.
    const whole = Effect.andThen(this.attempt("BEGIN"), statements).pipe(
      Effect.onExit(({ _tag }) =>
        _tag === "Success" ? Effect.asVoid(this.attempt("COMMIT")) : Effect.ignore(this.attempt("ROLLBACK"))
      )
    )
    const { reserve, transactionService } = this.client
    return Effect.scoped(
      Effect.flatMap(reserve, (connection) => Effect.provideService(whole, transactionService, [connection, 0]))
    )
  }

  /** The first row of a statement, if it has any. */
  first<Columns extends Row = Row>(
    statement: string,
    parameters: ReadonlyArray<Parameter> = []
  ): Effect.Effect<Columns | undefined, StoreUnavailable> {
    return Effect.map(this.query<Columns>(statement, parameters), ([row]) => row)
  }
}

/**
 * The database that all stores share. It is a layer of its own, and so has a scope of its own: while the stores close,
 * connections can still be made for what is left to write.
 */
export class SharedDatabase extends Context.Service<
  SharedDatabase,
  {
    readonly database: Database
    /** The same database by a connection of its own; undefined where no other process can open it. */
    readonly session: Effect.Effect<Database, SqlError, Scope.Scope> | undefined
  }
>()("@flowglass/core/store/sql/SharedDatabase") {}

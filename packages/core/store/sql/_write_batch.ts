import type { Effect } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import type { RunProgress, RunSummary } from "../run_summary.ts"
import { Column, type Database, type Parameter } from "./_database.ts"
import type { Blob } from "./_fact_blobs.ts"
import { toJsonText } from "./_json_text.ts"
import type { StoredGraph } from "./_stored_graph.ts"

/** A run to be accepted, encoded. */
export interface AcceptedRow {
  readonly summary: RunSummary
  readonly epoch: number
  readonly graph: StoredGraph
  readonly body: Uint8Array
  /** What was taken out of the body. */
  readonly blobs: ReadonlyArray<Blob>
}

/** A fact to be written, encoded, and what it makes of the summary of its run. */
export interface FactRow {
  readonly runId: string
  readonly seq: number
  readonly epoch: number
  readonly kind: string
  readonly version: number
  readonly body: Uint8Array
  /** What was taken out of the body. */
  readonly blobs: ReadonlyArray<Blob>
  readonly progress: RunProgress | undefined
  /** When somebody has to look after the run should nobody have it: milliseconds since 1970. */
  readonly wakeAt: number
}

/** Who writes. */
export interface BatchWriter {
  /** Tells this process from any other that ever writes to the database. */
  readonly owner: string
  /** Whether other processes have the database open too, and are to be told. */
  readonly isShared: boolean
  /** Called when something was written. */
  readonly onWritten: () => void
}

/** Everything that one statement writes. */
export interface Batch {
  readonly accepted: ReadonlyArray<AcceptedRow>
  readonly facts: ReadonlyArray<FactRow>
}

// One statement is one commit. Rows of runs are locked before facts go in, so that whoever takes a run over or removes
// it comes before or after, never in between. What is there already was written by an attempt whose answer got lost.
// A run that is accepted by a process that does not own the runs of the database has no owner: it is for the one who does.
const statement = `WITH new_graphs AS (
    INSERT INTO graphs (hash, body) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING
  ), new_runs AS (
    INSERT INTO runs (owner, id, tenant_id, app_id, epoch, graph_hash, workflow_id, version, trigger, created_by_role,
      created_by_id, inputs, created_at, status, outputs, elapsed, total_tokens, total_steps, exceptions_count)
    SELECT (SELECT owner FROM ownership WHERE id = 1 AND owner = $3), r.*, 'running', '{}', 0, 0, 0, 0
    FROM unnest($4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[],
      $12::text[], $13::text[], $14::text[], $15::float8[]) AS r
    ON CONFLICT (id) DO NOTHING RETURNING id, epoch, owner
  ), known AS (
    SELECT id, epoch, owner FROM runs WHERE id = ANY ($16::text[]) AND (owner = $3 OR id = ANY ($4::text[]))
    ORDER BY id FOR NO KEY UPDATE
  ), owned AS (
    SELECT * FROM new_runs UNION ALL SELECT * FROM known
  ), new_facts AS (
    INSERT INTO run_facts (run_id, seq, epoch, kind, version, body)
    SELECT f.* FROM unnest($17::text[], $18::int[], $19::int[], $20::text[], $21::int[], $22::bytea[])
      AS f (run_id, seq, epoch, kind, version, body)
    JOIN owned ON owned.id = f.run_id AND owned.epoch = f.epoch
    ON CONFLICT (run_id, seq) DO NOTHING
  ), progress AS (
    UPDATE runs SET status = p.status, outputs = p.outputs, error_code = p.error_code, error_message = p.error_message,
      elapsed = p.elapsed, total_tokens = p.total_tokens, total_steps = p.total_steps,
      exceptions_count = p.exceptions_count, finished_at = p.finished_at, wake_at = p.wake_at
    FROM unnest($23::text[], $24::int[], $25::text[], $26::text[], $27::text[], $28::text[], $29::float8[],
      $30::float8[], $31::float8[], $32::float8[], $33::float8[], $34::float8[])
      AS p (run_id, epoch, status, outputs, error_code, error_message, elapsed, total_tokens, total_steps,
        exceptions_count, finished_at, wake_at)
    JOIN owned ON owned.id = p.run_id AND owned.epoch = p.epoch
    WHERE runs.id = p.run_id
  )
  SELECT id, epoch, owner IS NOT DISTINCT FROM $3 AS mine,
    CASE WHEN $35::boolean THEN pg_notify('flowglass', CASE WHEN owner = $3 THEN 'facts' ELSE 'runs' END)::text END
  FROM owned`

// Most batches are facts of runs that are known: the short statement takes half the time.
const factsStatement = `WITH owned AS (
    SELECT id, epoch FROM runs WHERE id = ANY ($1::text[]) AND owner = $2 ORDER BY id FOR NO KEY UPDATE
  ), new_facts AS (
    INSERT INTO run_facts (run_id, seq, epoch, kind, version, body)
    SELECT f.* FROM unnest($3::text[], $4::int[], $5::int[], $6::text[], $7::int[], $8::bytea[])
      AS f (run_id, seq, epoch, kind, version, body)
    JOIN owned ON owned.id = f.run_id AND owned.epoch = f.epoch
    ON CONFLICT (run_id, seq) DO NOTHING
  )
  SELECT id, epoch, true AS mine, CASE WHEN $9::boolean THEN pg_notify('flowglass', 'facts')::text END FROM owned`

const factsParameters = (facts: ReadonlyArray<FactRow>, { owner, isShared }: BatchWriter): ReadonlyArray<Parameter> => {
  const runIds = facts.map(({ runId }) => runId)
  return [
    texts([...new Set(runIds)]),
    owner,
    texts(runIds),
    integers(facts.map(({ seq }) => seq)),
    integers(facts.map(({ epoch }) => epoch)),
    texts(facts.map(({ kind }) => kind)),
    integers(facts.map(({ version }) => version)),
    bytes(facts.map(({ body }) => body)),
    isShared
  ]
}

/** A run that was accepted here or that this process may still write, its epoch, and whether this process works on it. */
export type OwnedRun = { readonly id: string; readonly epoch: number; readonly mine: boolean }

/** The last progress of each run. */
const progressOf = (facts: ReadonlyArray<FactRow>) => {
  const latest = new Map(facts.flatMap((fact) => (fact.progress === undefined ? [] : [[fact.runId, fact] as const])))
  return [...latest.values()].flatMap(({ runId, epoch, progress, wakeAt }) =>
    progress === undefined ? [] : [{ runId, epoch, wakeAt, ...progress }]
  )
}

const texts = (values: ReadonlyArray<string | null>) => new Column("text", values)
const integers = (values: ReadonlyArray<number>) => new Column("int4", values)
const numbers = (values: ReadonlyArray<number | null>) => new Column("float8", values)
const bytes = (values: ReadonlyArray<Uint8Array>) => new Column("bytea", values)

const parametersOf = ({ accepted, facts }: Batch, { owner, isShared }: BatchWriter): ReadonlyArray<Parameter> => {
  const summaries = accepted.map(({ summary }) => summary)
  const ids = summaries.map(({ id }) => id)
  const epochs = accepted.map(({ epoch }) => epoch)
  const hashes = accepted.map(({ graph }) => graph.hash)
  const progress = progressOf(facts)
  const runIds = [...ids, ...facts.map(({ runId }) => runId)]
  return [
    texts(hashes),
    bytes(accepted.map(({ graph }) => graph.body)),
    owner,
    texts(ids),
    texts(summaries.map(({ tenantId }) => tenantId)),
    texts(summaries.map(({ appId }) => appId)),
    integers(epochs),
    texts(hashes),
    texts(summaries.map(({ workflowId }) => workflowId)),
    texts(summaries.map(({ version }) => version)),
    texts(summaries.map(({ trigger }) => trigger)),
    texts(summaries.map(({ createdBy }) => createdBy?.role ?? null)),
    texts(summaries.map(({ createdBy }) => createdBy?.id ?? null)),
    texts(summaries.map(({ inputs }) => toJsonText(inputs))),
    numbers(summaries.map(({ createdAt }) => createdAt)),
    texts([...new Set(runIds)]),
    texts(runIds),
    integers([...ids.map(() => 1), ...facts.map(({ seq }) => seq)]),
    integers([...epochs, ...facts.map(({ epoch }) => epoch)]),
    texts([...ids.map(() => "run_accepted"), ...facts.map(({ kind }) => kind)]),
    integers([...ids.map(() => 1), ...facts.map(({ version }) => version)]),
    bytes([...accepted.map(({ body }) => body), ...facts.map(({ body }) => body)]),
    texts(progress.map(({ runId }) => runId)),
    integers(progress.map(({ epoch }) => epoch)),
    texts(progress.map(({ status }) => status)),
    texts(progress.map(({ outputs }) => toJsonText(outputs))),
    texts(progress.map(({ error }) => error?.code ?? null)),
    texts(progress.map(({ error }) => error?.message ?? null)),
    numbers(progress.map(({ elapsed }) => elapsed)),
    numbers(progress.map(({ totalTokens }) => totalTokens)),
    numbers(progress.map(({ totalSteps }) => totalSteps)),
    numbers(progress.map(({ exceptionsCount }) => exceptionsCount)),
    numbers(progress.map(({ finishedAt }) => finishedAt)),
    numbers(progress.map(({ wakeAt }) => wakeAt)),
    isShared
  ]
}

/** Writes a batch in one statement; returns the runs in it that this owner may write. All others were not written. */
export const writeBatch = (
  database: Database,
  batch: Batch,
  writer: BatchWriter
): Effect.Effect<ReadonlyArray<OwnedRun>, SqlError> =>
  batch.accepted.length === 0 && batch.facts.every(({ progress }) => progress === undefined)
    ? database.attempt<OwnedRun>(factsStatement, factsParameters(batch.facts, writer))
    : database.attempt<OwnedRun>(statement, parametersOf(batch, writer))

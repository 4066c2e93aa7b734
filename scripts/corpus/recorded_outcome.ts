import { Schema } from "effect"
import type { CorpusFile } from "./corpus_manifest.ts"
import type { CorpusOutcome } from "./corpus_outcome.ts"

/** What is kept of the outcome of a file: no word of the file itself. */
export const RecordedOutcome = Schema.Struct({
  file: Schema.String,
  /** Who wrote it: `community`, `dify-template`, `generated` and so on. */
  tier: Schema.String,
  verdict: Schema.Literals(["well", "failed", "refused", "defect"]),
  /** The status of the run; `-` where there was none. */
  status: Schema.String,
  /** Each code once, and how often it came. */
  codes: Schema.Record(Schema.String, Schema.Number)
})

/** What is kept of the outcome of a file. */
export type RecordedOutcome = typeof RecordedOutcome.Type

/** Where `npm run test:corpus FOLDER -- --record` keeps the outcomes, and the README has them from. */
export const recordedOutcomes = new URL("../generated/corpus_outcomes.json", import.meta.url)

/** What is kept of an outcome. */
export const recordedOutcome = (
  { file, verdict, status, codes }: CorpusOutcome,
  { tier }: CorpusFile
): RecordedOutcome => ({
  file,
  tier,
  verdict,
  status,
  codes: Object.fromEntries(
    Map.groupBy(codes, (code) => code)
      .entries()
      .map(([code, all]) => [code, all.length])
  )
})

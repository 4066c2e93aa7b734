// `npm run test:corpus FOLDER`: runs every workflow file that FOLDER/MANIFEST.json lists, everything outside mocked.
// `-- --record` also keeps what became of each, which the README has from there (`npm run generate`).
// Exit code 0: no defect, and at least as many files end well as ever before; 1: not so; 2: there is no such folder.
import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { Worker } from "node:worker_threads"
import { layerEngine } from "@flowglass/inspector"
import { Effect } from "effect"
import { compareCommand } from "./corpus/compare_command.ts"
import { type Corpus, readCorpus } from "./corpus/corpus_manifest.ts"
import { type CorpusOutcome, outcomeLine } from "./corpus/corpus_outcome.ts"
import { recordedOutcome, recordedOutcomes } from "./corpus/recorded_outcome.ts"
import { runCorpusFile } from "./corpus/run_corpus_file.ts"

/** How many files end well at least. It only grows; raise it with the node types that make more of them run. */
const floor = 36

/** How many files the real command line runs too. */
const compared = 6

/** Files that came to different things, so that few of them show most. */
const differentOutcomes = (outcomes: ReadonlyArray<CorpusOutcome>): ReadonlyArray<CorpusOutcome> => [
  ...new Map(outcomes.map((outcome) => [`${outcome.verdict} ${outcome.codes[0]}`, outcome])).values()
]

/** Calls back before each file; a worker ends the process when one of them keeps this thread from answering. */
const watchHangs = (files: ReadonlyArray<string>): ((next: number) => void) => {
  const beat = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL("./corpus/watch_hangs.mjs", import.meta.url), {
    workerData: { beat, files, limit: 40_000 }
  })
  worker.unref()
  return (next) => {
    Atomics.store(beat, 0, next)
    Atomics.notify(beat, 0)
  }
}

const record = ({ files }: Corpus, outcomes: ReadonlyArray<CorpusOutcome>): void => {
  const kept = outcomes.flatMap((outcome, index) => {
    const file = files[index]
    return file === undefined ? [] : [recordedOutcome(outcome, file)]
  })
  writeFileSync(recordedOutcomes, `${JSON.stringify(kept, null, 2)}\n`)
}

const runAll = Effect.fnUntraced(function* (folder: string, files: ReadonlyArray<string>) {
  const beat = watchHangs(files)
  const outcomes: Array<CorpusOutcome> = []
  for (const [index, file] of files.entries()) {
    beat(index)
    const outcome = yield* runCorpusFile(folder, file).pipe(Effect.provide(layerEngine(), { local: true }))
    outcomes.push(outcome)
    console.log(outcomeLine(outcome))
  }
  beat(files.length)
  return outcomes
})

const report = (folder: string, outcomes: ReadonlyArray<CorpusOutcome>): boolean => {
  const count = (verdict: CorpusOutcome["verdict"]): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length
  const chosen = differentOutcomes(outcomes).slice(0, compared)
  const differences = chosen.flatMap((outcome) => compareCommand(folder, outcome) ?? [])
  for (const difference of differences) console.log(`DIFFERS ${difference}`)
  const well = count("well")
  console.log(`\n${well} of ${outcomes.length} end well (at least ${floor} must)`)
  console.log(`${count("refused")} stopped before they ran, ${count("failed")} failed, ${count("defect")} defects`)
  console.log(`${chosen.length - differences.length} of ${chosen.length} ended the same through the command line`)
  return well >= floor && count("defect") === 0 && differences.length === 0
}

const program = Effect.gen(function* () {
  const given = process.argv[2]
  if (given === undefined) {
    console.error("Give the folder of the workflow files: npm run test:corpus FOLDER")
    return 2
  }
  const corpus = yield* readCorpus(resolve(given))
  if (corpus === undefined) {
    console.error(`${given} is no folder with a MANIFEST.json, so there is nothing to run.`)
    return 2
  }
  const outcomes = yield* runAll(
    corpus.folder,
    corpus.files.map(({ file }) => file)
  )
  if (process.argv.includes("--record")) record(corpus, outcomes)
  return report(corpus.folder, outcomes) ? 0 : 1
})

process.exitCode = await Effect.runPromise(program)

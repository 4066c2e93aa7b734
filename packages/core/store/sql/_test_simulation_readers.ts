import { assert } from "@effect/vitest"
import type { Fact } from "../../run/fact.ts"
import type { RunEvent } from "../../run/run_event.ts"
import type { Watcher } from "./_test_simulated_process.ts"
import type { SimulationFaults } from "./_test_simulation_faults.ts"

const shortOf = (event: RunEvent): string =>
  "execution" in event ? `${event.event} ${event.execution} ${event.attempt}` : event.event

const isEnd = ({ event }: RunEvent): boolean => /^run_(succeeded|partial_succeeded|failed|stopped)$/.test(event)

const isText = ({ event }: RunEvent): boolean => event === "chunk" || event === "chunk_reset"

/** What events tell beside the text, which comes in other pieces to who reads it later. */
const storyOf = (events: ReadonlyArray<RunEvent>): ReadonlyArray<string> =>
  events.filter((event) => !isText(event)).map(shortOf)

/** The text that a reader has in the end, by frame: what was withdrawn is gone. */
const textsOf = (events: ReadonlyArray<RunEvent>): { readonly [frame: string]: string } => {
  const frames = new Map<string, Array<{ readonly from: string; readonly text: string }>>()
  for (const event of events) {
    if (event.event !== "chunk" && event.event !== "chunk_reset") continue
    const kept = frames.get(event.frame) ?? []
    frames.set(event.frame, kept)
    const from = event.selector.join(".")
    if (event.event === "chunk") kept.push({ from, text: event.text })
    else while (kept.at(-1)?.from === from) kept.pop()
  }
  return Object.fromEntries(Array.from(frames, ([frame, kept]) => [frame, kept.map(({ text }) => text).join("")]))
}

/** What nodes gave that show text, outside of containers. */
const answersIn = (events: ReadonlyArray<RunEvent>): ReadonlyArray<string> =>
  events.flatMap((event) =>
    event.event === "node_succeeded" && event.node_type === "show" && event.frame === "root"
      ? [String(event.outputs.answer)]
      : []
  )

/** A run that has ended, as far as readers are concerned. */
export interface ToldRun {
  readonly id: string
  readonly epoch: number
  readonly facts: ReadonlyArray<Fact>
  /** What its facts tell. */
  readonly events: ReadonlyArray<RunEvent>
}

/** What must hold for those who read: nothing that they were told is lost, told twice or taken back in silence. */
export class ReaderOracles {
  /** How often readers were told that text is withdrawn. */
  withdrawn = 0
  /** What readers know that come back with the number of facts they have, by run. */
  readonly #known = new Map<string, Array<string>>()
  readonly #faults: SimulationFaults
  readonly #isKeptAtEnd: boolean

  /** `isKeptAtEnd`: processes tell what they have not kept. */
  constructor(faults: SimulationFaults, isKeptAtEnd: boolean) {
    this.#faults = faults
    this.#isKeptAtEnd = isKeptAtEnd
  }

  /** The facts of a run as a process tells them to who has read it before, here or elsewhere. */
  read(runId: string, facts: ReadonlyArray<Fact>): void {
    if (this.#isKeptAtEnd) return
    const known = this.#known.get(runId) ?? []
    this.#known.set(runId, known)
    const told = facts.map(({ seq, epoch, kind }) => `${seq} ${epoch} ${kind}`)
    const both = Math.min(known.length, told.length)
    this.#faults.note(() =>
      assert.deepStrictEqual(told.slice(0, both), known.slice(0, both), `U3: what was told of ${runId} is lost`)
    )
    known.push(...told.slice(known.length))
  }

  check(run: ToldRun, watchers: ReadonlyArray<Watcher>): void {
    const [story, texts, answers] = [storyOf(run.events), textsOf(run.events), answersIn(run.events)]
    if (run.events.at(-1)?.event.endsWith("succeeded") === true) {
      for (const answer of answers) assert.include(texts.root, answer, `U3: text of ${run.id} is lost`)
      assert.strictEqual(texts.root?.length ?? 0, answers.join("").length, `U3: text of ${run.id} is said twice`)
    }
    for (const { events, isOver } of watchers) {
      assert.isTrue(isOver, `U4: a stream of ${run.id} does not end: ${events.map(shortOf).join()}`)
      assert.deepStrictEqual(events.filter(isEnd), events.slice(-1), `U4: a stream of ${run.id} has not one end`)
      for (const [index, { run_id, seq }] of events.entries()) {
        assert.strictEqual(run_id, run.id, "U6: an event of another run")
        assert.strictEqual(seq, index + 1, `U3: a stream of ${run.id} is not numbered`)
      }
      this.withdrawn += events.filter(({ event }) => event === "chunk_reset").length
      // Where only the end is kept, one who has lost a run has told what nobody knows any more.
      if (this.#isKeptAtEnd && run.epoch > 1) continue
      assert.deepStrictEqual(storyOf(events), story, `U3: events of ${run.id} are lost`)
      assert.deepStrictEqual(textsOf(events), texts, `U3: text of ${run.id} is lost, or said twice`)
    }
    const known = this.#known.get(run.id)
    if (known === undefined) return
    this.read(run.id, run.facts)
    assert.strictEqual(known.length, run.facts.length, `U3: a reader of ${run.id} knows more than there is`)
  }
}

import type { RunEvent } from "@flowglass/core"
import { createdBy } from "./created_by.ts"
import { formRequired, wireForms } from "./form_wire.ts"
import { seconds } from "./seconds.ts"
import type { Truncated } from "./truncate_fields.ts"
import type { WireBody } from "./wire_event.ts"
import { filesIn } from "./wire_files.ts"
import type { WireSource } from "./wire_source.ts"

type EventOf<Name extends RunEvent["event"]> = Extract<RunEvent, { readonly event: Name }>

/** The end of a run. */
export type RunEnd = EventOf<"run_succeeded" | "run_partial_succeeded" | "run_failed" | "run_stopped">

interface Fields {
  readonly [name: string]: unknown
}

const statuses = {
  run_succeeded: "succeeded",
  run_partial_succeeded: "partial-succeeded",
  run_failed: "failed",
  run_stopped: "stopped"
} as const

/** User inputs, and beside them every system variable but the conversation's id. */
const inputsOf = ({ inputs, system }: EventOf<"run_started">): Fields =>
  Object.fromEntries([
    ...Object.entries(inputs),
    ...Object.entries(system).flatMap(([name, value]) =>
      name === "conversation_id" ? [] : [[`sys.${name}`, value] as const]
    )
  ])

/** Writes the events of a run as a whole. */
export class RunWire {
  readonly #source: WireSource
  readonly #show: (fields: Fields) => Truncated
  #inputs: Fields = {}
  #createdAt = 0
  #steps = 0
  #isResumed = false

  constructor(source: WireSource, show: (fields: Fields) => Truncated) {
    this.#source = source
    this.#show = show
  }

  /** When the run, or the part of it since it was resumed, began: milliseconds. */
  get createdAt(): number {
    return this.#createdAt
  }

  started(event: EventOf<"run_started">): WireBody {
    this.#inputs = this.#show(inputsOf(event)).value
    return this.#begin(event.at, "initial")
  }

  resumed(event: EventOf<"run_resumed">): WireBody {
    this.#isResumed = true
    return this.#begin(event.at, "resumption")
  }

  /** Counts a node that started in the root graph. */
  step(): void {
    this.#steps++
  }

  /** Each form that waits, then the pause. */
  paused(event: EventOf<"run_paused">, tokens: number): ReadonlyArray<WireBody> {
    const forms = wireForms(event.reasons, this.#source.formToken)
    const pause: WireBody = {
      event: "workflow_paused",
      data: {
        workflow_run_id: this.#source.runId,
        paused_nodes: [...new Set(forms.map(({ node_id }) => node_id))],
        outputs: {},
        reasons: forms.map((form) => ({ ...form })),
        status: "paused",
        created_at: seconds(this.#createdAt),
        elapsed_time: (event.at - this.#createdAt) / 1000,
        total_tokens: tokens,
        total_steps: this.#steps
      }
    }
    return [...forms.map(formRequired), pause]
  }

  finished(event: RunEnd): WireBody {
    return {
      event: "workflow_finished",
      data: {
        id: this.#source.runId,
        workflow_id: this.#source.workflowId,
        status: statuses[event.event],
        outputs: this.#show(event.outputs).value,
        error: "error" in event ? event.error.message : null,
        // Since the run began, or was resumed last: Dify's clients time the stream they read.
        elapsed_time: (this.#isResumed ? event.at - this.#createdAt : event.elapsed_ms) / 1000,
        total_tokens: event.total_tokens,
        total_steps: event.total_steps,
        created_by: createdBy(this.#source.starter),
        created_at: seconds(this.#createdAt),
        finished_at: seconds(event.at),
        exceptions_count: event.exceptions_count,
        files: filesIn(event.outputs)
      }
    }
  }

  #begin(at: number, reason: "initial" | "resumption"): WireBody {
    this.#createdAt = at
    return {
      event: "workflow_started",
      data: {
        id: this.#source.runId,
        workflow_id: this.#source.workflowId,
        inputs: this.#inputs,
        created_at: seconds(at),
        reason
      }
    }
  }
}

import { FileValue, Float, objectFrom, type Value, type ValueObject } from "@flowglass/core"
import * as fc from "fast-check"
import { MadeRun } from "../_test_made_run.ts"

const name = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "", "$float", "$object", "text", "a.b"),
  fc.string({ unit: "binary", maxLength: 6 })
)

const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ud800", "\u0000", "\u2028", '"\\', "🙂"))

const file = fc
  .record(
    {
      id: fc.option(text, { nil: null }),
      remote_url: text,
      filename: fc.option(text, { nil: null }),
      size: fc.nat(),
      bytes: fc.uint8Array({ maxLength: 5 })
    },
    { requiredKeys: [] }
  )
  .map((attributes) => new FileValue({ type: "document", transfer_method: "remote_url", ...attributes }))

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double().map((float): Value => (Number.isInteger(float) ? new Float(float) : float)),
  fc.constantFrom(new Float(1), new Float(-0), new Float(1e300)),
  fc.bigInt({ min: 2n ** 60n, max: 2n ** 90n })
)

/** Any value there can be in a fact. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    text,
    number,
    file,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map((entries): Value => objectFrom(entries))
  )
})).value

const fields: fc.Arbitrary<ValueObject> = fc.array(fc.tuple(name, anyValue), { maxLength: 3 }).map(objectFrom)

interface Step {
  readonly kind: number
  readonly node: number
  readonly first: ValueObject
  readonly second: ValueObject
  readonly text: string
}

const step = fc.record({ kind: fc.nat(11), node: fc.nat(3), first: fields, second: fields, text })

const stamp = { seq: 0, epoch: 0, version: 1 } as const

const error = (message: string) => ({ code: "node_defect", type: message, message })

/** Adds what a step says, if a run could do that now. */
const take = (run: MadeRun, working: Map<number, number>, { kind, node, first, second, text: said }: Step): void => {
  const id = `n${node}`
  const attempt = working.get(node)
  const at = run.clock + 0.25
  const place = { frame: 0, node, attempt: attempt ?? 0 }
  if (attempt === undefined) {
    run.started(id, { at })
    working.set(node, 0)
    return
  }
  switch (kind) {
    case 0:
      run.add({ kind: "node_text", ...stamp, at, ...place, output: said, text: said })
      return
    case 1:
      run.add({ kind: "node_log", ...stamp, at, ...place, data: first })
      return
    case 2: {
      const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, total_price: said, latency: 0.5 }
      const rest = { delay: 10, inputs: first, processData: second, error: error(said), usage }
      run.add({ kind: "node_retried", ...stamp, at, ...place, ...rest })
      run.started(id, { attempt: attempt + 1 })
      working.set(node, attempt + 1)
      return
    }
    case 3:
      run.add({ kind: "node_paused", ...stamp, at, ...place, reason: first })
      return
    case 4:
      run.add({ kind: "run_paused", ...stamp, at, reasons: [first, second] })
      return
    case 5:
      run.add({ kind: "run_resumed", ...stamp, at })
      run.add({ kind: "node_resumed", ...stamp, at, ...place, action: said, values: first })
      return
    case 6: {
      const frame = run.facts().filter((fact) => fact.kind === "frame_started").length + 1
      run.add({
        kind: "frame_started",
        ...stamp,
        at,
        frame,
        parentFrame: 0,
        container: node,
        round: frame,
        variables: first
      })
      if (said === "") return
      run.add({
        kind: "frame_finished",
        ...stamp,
        at,
        frame,
        result: second,
        ended: false,
        elapsed: 1.5,
        error: error(said)
      })
      return
    }
    case 7:
      run.add({ kind: "container_started", ...stamp, at, ...place, inputs: first, length: 3, variables: second })
      return
    default: {
      working.delete(node)
      run.finished(id, {
        at,
        attempt,
        status: kind === 8 ? "exception" : kind === 9 ? "stopped" : "succeeded",
        inputs: first,
        processData: second,
        outputs: first,
        metadata: second,
        edges: [0, ~0],
        ready: [1],
        mocked: kind === 10,
        ...(kind === 8 ? { error: error(said), handle: said } : {}),
        ...(kind === 11 ? { updates: [{ selector: ["conversation", said], value: first }] } : {})
      })
    }
  }
}

/** Any run: every kind of fact, in an order a run can have, ended or not. */
export const anyRun: fc.Arbitrary<MadeRun> = fc
  .record({ steps: fc.array(step, { maxLength: 25 }), isEnded: fc.boolean(), accepted: fields, said: text })
  .map(({ steps, isEnded, accepted, said }) => {
    const nodes = Array.from({ length: 4 }, (_, index) => ({ id: `n${index}`, title: said, data: accepted }))
    const run = new MadeRun(nodes, {
      edges: [{ id: "e", source: "n0", target: "n1", sourceHandle: said }],
      inputs: accepted,
      system: accepted,
      environment: accepted,
      conversation: accepted,
      mocks: { [said]: accepted },
      parent: { runId: said, node: said }
    })
    const working = new Map<number, number>()
    for (const one of steps) take(run, working, one)
    if (!isEnded) return run
    run.add({ kind: "run_ending", ...stamp, at: 1, status: "failed", error: error(said), failedNode: 0 })
    return run.ended("failed", { outputs: accepted, error: error(said), failedNode: 0 })
  })

import { Predicate, Result } from "effect"
import { ValueNestedTooDeep, ValueTooLarge } from "../error/value_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import { NodeFailure, type NodeFailureDetails } from "../node/node_failure.ts"
import type { NodeDetails, NodeResult, VariableUpdate } from "../node/node_result.ts"
import { fromUnknown } from "../value/from_unknown.ts"
import { maximumDepth } from "../value/maximum_depth.ts"
import { integer, type Value, type ValueObject } from "../value/value.ts"
import { weighFields } from "../value/weigh_fields.ts"
import { defectFailure } from "./node_conclusion.ts"
import { readUsage } from "./read_usage.ts"

type Writable<Type> = { -readonly [Name in keyof Type]: Type[Name] }

type Data = Readonly<Record<string, unknown>>

const isData = (given: unknown): given is Data => Predicate.isObject(given) && !Array.isArray(given)

/** Names that only the engine gives values. */
const unchangeable: ReadonlySet<string> = new Set(["sys", "env"])

/** What an execution gave back, read part by part; the first thing that is wrong with it is kept. */
class OutcomeReader {
  readonly #node: CompiledNode
  readonly #maximumSize: number
  failure: NodeFailure | undefined

  constructor(node: CompiledNode, maximumSize: number) {
    this.#node = node
    this.#maximumSize = maximumSize
  }

  /** A result: copied, so that whatever its maker does with it later changes nothing. */
  result(given: unknown): NodeResult {
    const result: Writable<NodeResult> = { outputs: {} }
    if (!isData(given)) {
      this.#refuse("it returned no result")
      return result
    }
    this.#details(given, result)
    if (isData(given.outputs)) result.outputs = this.#fields(given.outputs, "output")
    else this.#refuse(`it returned ${Predicate.isPromiseLike(given) ? "a Promise instead of an Effect" : "no outputs"}`)
    if (this.#node.kind === "branch") this.#handle(given.handle, result)
    if (given.updates !== undefined) result.updates = this.#updates(given.updates)
    return this.weighed(result)
  }

  /** A failure, whose error must be one that can be told. */
  failed({ error, details }: NodeFailure): NodeFailure {
    const given: unknown = error
    if (!isData(given) || typeof given.code !== "string" || given.code === "" || typeof given.message !== "string") {
      this.#refuse("it failed without a code and a message")
      return new NodeFailure(error)
    }
    const read: Writable<NodeFailureDetails> = {}
    const givenDetails: unknown = details
    if (!isData(givenDetails)) this.#refuse("the details of its failure are no object")
    else {
      this.#details(givenDetails, read)
      if (typeof givenDetails.type === "string") read.type = givenDetails.type
      else if (givenDetails.type !== undefined) this.#refuse("the type of its failure is no text")
      if (isData(givenDetails.outputs)) read.outputs = this.#fields(givenDetails.outputs, "output")
      else if (givenDetails.outputs !== undefined) this.#refuse("the outputs of its failure are no object")
    }
    return this.weighedFailure(new NodeFailure({ code: given.code, message: given.message }, read))
  }

  /** A result whose values are not too much for those who come after. */
  weighed(result: NodeResult): NodeResult {
    this.#weigh(result.outputs, result)
    for (const { value } of result.updates ?? []) this.#weigh({ value }, result)
    return result
  }

  /** A failure is told all the same when what was produced before it is too much. */
  weighedFailure(failure: NodeFailure): NodeFailure {
    const { outputs, ...details } = failure.details
    if (outputs === undefined) return failure
    const { depth, size } = weighFields(outputs, this.#maximumSize)
    return depth > maximumDepth || size > this.#maximumSize ? new NodeFailure(failure.error, details) : failure
  }

  #weigh(fields: ValueObject, { inputs, processData, usage }: NodeDetails): void {
    const { depth, size } = weighFields(fields, this.#maximumSize)
    if (this.failure !== undefined || (depth <= maximumDepth && size <= this.#maximumSize)) return
    const { id } = this.#node
    const error =
      depth > maximumDepth
        ? new ValueNestedTooDeep({ message: `Node ${id} gave a value nested more than ${maximumDepth} levels deep` })
        : new ValueTooLarge({ message: `Node ${id} gave more than ${this.#maximumSize} characters` })
    this.failure = new NodeFailure(error, {
      type: "WorkflowNodeError",
      ...(inputs === undefined ? {} : { inputs }),
      ...(processData === undefined ? {} : { processData }),
      ...(usage === undefined ? {} : { usage })
    })
  }

  #refuse(what: string): void {
    this.failure ??= defectFailure(this.#node, what)
  }

  #details(given: Data, into: Writable<NodeDetails>): void {
    const { inputs, processData, metadata, usage } = given
    if (inputs !== undefined) into.inputs = this.#part(inputs, "inputs")
    if (processData !== undefined) into.processData = this.#part(processData, "processData")
    if (metadata !== undefined) into.metadata = this.#part(metadata, "metadata")
    if (usage === undefined) return
    const read = readUsage(usage)
    if (Result.isSuccess(read)) into.usage = read.success
    else this.#refuse(read.failure)
  }

  #part(given: unknown, name: string): ValueObject {
    if (isData(given)) return this.#fields(given, name)
    this.#refuse(`its ${name} are no object`)
    return {}
  }

  #fields(given: Data, part: string): ValueObject {
    const fields: Record<string, Value> = {}
    for (const name of Object.keys(given)) {
      const member = given[name]
      if (member === undefined) continue
      const value = this.#value(member, part, name)
      // Assigning to this one name would change the prototype.
      if (name !== "__proto__") fields[name] = value
      else Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true })
    }
    return fields
  }

  #value(given: unknown, part: string, name: string): Value {
    if (typeof given === "string" || typeof given === "boolean") return given
    if (typeof given === "number") return Number.isInteger(given) ? integer(given) : given
    const value = fromUnknown(given, this.#maximumSize)
    if (Result.isSuccess(value)) return value.success
    const { code, message } = value.failure
    const what = message.replace("The data", `its ${part} ${JSON.stringify(name)}`)
    if (code === "value_not_supported") this.#refuse(what)
    else {
      const Refusal = code === "value_too_large" ? ValueTooLarge : ValueNestedTooDeep
      const error = new Refusal({ message: `Node ${this.#node.id}: ${what}` })
      this.failure ??= new NodeFailure(error, { type: "WorkflowNodeError" })
    }
    return null
  }

  #handle(given: unknown, result: Writable<NodeResult>): void {
    const { handles } = this.#node.bound
    if (given === undefined) return
    if (typeof given !== "string") return this.#refuse("the branch it selected is no text")
    if (handles.length > 0 && !handles.includes(given)) {
      const known = handles
        .slice(0, 10)
        .map((handle) => JSON.stringify(handle))
        .join(", ")
      return this.#refuse(`it selected the branch ${JSON.stringify(given.slice(0, 100))}; it has ${known}`)
    }
    result.handle = given
  }

  #updates(given: unknown): ReadonlyArray<VariableUpdate> {
    if (!Array.isArray(given)) {
      this.#refuse("its updates are no list")
      return []
    }
    return given.flatMap((update: unknown): ReadonlyArray<VariableUpdate> => {
      const selector: unknown = isData(update) ? update.selector : undefined
      const [scope, name, ...more]: ReadonlyArray<unknown> = Array.isArray(selector) ? selector : []
      if (!isData(update) || typeof scope !== "string" || typeof name !== "string" || more.length > 0) {
        this.#refuse("an update needs the selector [scope, name] of a variable, and a value")
        return []
      }
      const place = JSON.stringify(`${scope}.${name}`)
      if (unchangeable.has(scope))
        this.#refuse(`it cannot change ${place}; only conversation and loop variables change`)
      return [{ selector: [scope, name], value: this.#value(update.value, "update of", `${scope}.${name}`) }]
    })
  }
}

/**
 * What an execution came to, as a result or failure that everything after it can rely on: values no deeper and larger
 * than allowed, usage that adds up, a handle that is there. Nobody else checks what code without types returns, so
 * whatever is wrong with it is a failure of its node: `node_defect`, `value_nested_too_deep` or `value_too_large`.
 */
export const readOutcome = (
  node: CompiledNode,
  outcome: NodeResult | NodeFailure,
  maximumSize: number
): NodeResult | NodeFailure => {
  const reader = new OutcomeReader(node, maximumSize)
  const isTrusted = node.bound.isTrusted === true
  // Getters and proxies are code of a host, which may throw anything.
  try {
    if (outcome instanceof NodeFailure) {
      const failure = isTrusted ? reader.weighedFailure(outcome) : reader.failed(outcome)
      return reader.failure ?? failure
    }
    const result = isTrusted ? reader.weighed(outcome) : reader.result(outcome)
    return reader.failure ?? result
  } catch (defect) {
    return defectFailure(node, defect)
  }
}

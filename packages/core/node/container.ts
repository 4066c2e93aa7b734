import type { ErrorData } from "../run/fact.ts"
import type { ValueObject } from "../value/value.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import type { NodeContext } from "./node_context.ts"
import type { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"

/** What a container works on, decided when it starts and kept for the whole of it. */
export interface ContainerOpening {
  /** Shown as its inputs; `next` and `roundVariables` get it back. */
  readonly inputs: ValueObject
  /** Items, or the most rounds there can be. */
  readonly length: number
  /** Variables under the container's own id that rounds share and change; none for an iteration. */
  readonly variables?: ValueObject
}

/** A round that is over. */
export interface FinishedRound {
  readonly round: number
  /** What `roundResult` read from its frame. */
  readonly result: ValueObject
  /** The first failure in it that nobody handled. */
  readonly error: ErrorData | undefined
  /** A node in it ended the container. */
  readonly ended: boolean
  /** Milliseconds. */
  readonly elapsed: number
}

/** How far a container is. */
export interface ContainerProgress {
  readonly opening: ContainerOpening
  readonly started: number
  readonly active: number
  /** The first round that ended with an error. */
  readonly failed: FinishedRound | undefined
  /** By round; undefined for rounds that are not over. */
  readonly rounds: ReadonlyArray<FinishedRound | undefined>
}

/** What a container does next: start its next round, wait for those at work, or end. */
export type ContainerStep = "round" | "wait" | NodeResult | NodeFailure

/** How a node type runs other nodes inside it. All of it is plain synchronous code over recorded facts. */
export interface ContainerBehaviour<Config> {
  /** Names its events: `iteration_started`, `loop_next`. */
  readonly kind: "iteration" | "loop"
  /** The id of the node that each round starts at. */
  readonly inside: (config: Config) => string
  readonly open: (config: Config, context: NodeContext) => ContainerOpening | NodeFailure
  /** Variables under the container's own id that only this round sees. */
  readonly roundVariables: (config: Config, opening: ContainerOpening, round: number) => ValueObject
  /** What is kept of a round that is over. */
  readonly roundResult: (config: Config, variables: VariableReader, nodeId: string) => ValueObject
  /** Asked at the start and after every round; `variables` are those of the last round, or of the container's frame. */
  readonly next: (config: Config, progress: ContainerProgress, variables: VariableReader) => ContainerStep
}

/** The behaviour of one container of a graph. */
export interface BoundContainer {
  readonly kind: "iteration" | "loop"
  readonly inside: string
  readonly open: (context: NodeContext) => ContainerOpening | NodeFailure
  readonly roundVariables: (opening: ContainerOpening, round: number) => ValueObject
  readonly roundResult: (variables: VariableReader, nodeId: string) => ValueObject
  readonly next: (progress: ContainerProgress, variables: VariableReader) => ContainerStep
}

/** A behaviour together with its config. */
export const bindContainer = <Config>(behaviour: ContainerBehaviour<Config>, config: Config): BoundContainer => ({
  kind: behaviour.kind,
  inside: behaviour.inside(config),
  open: (context) => behaviour.open(config, context),
  roundVariables: (opening, round) => behaviour.roundVariables(config, opening, round),
  roundResult: (variables, nodeId) => behaviour.roundResult(config, variables, nodeId),
  next: (progress, variables) => behaviour.next(config, progress, variables)
})

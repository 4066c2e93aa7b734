import { plainJson, type Workflow, type WorkflowVersion } from "@flowglass/core"

interface CachedWorkflow {
  readonly key: string
  readonly workflow: Workflow
  readonly weight: number
}

/** How much compiled work is kept: entries, and characters of the JSON they were compiled from. */
export interface CacheBounds {
  readonly entries: number
  readonly characters: number
}

const defaultBounds: CacheBounds = { entries: 256, characters: 64 * 1024 * 1024 }

/** Changes with everything that is compiled. The hash stands for the graph only, and a draft can change within a millisecond. */
const keyOf = ({ updatedAt, hash, environmentVariables, conversationVariables }: WorkflowVersion): string =>
  plainJson([updatedAt, hash, environmentVariables, conversationVariables])

/**
 * Compiled workflows by the id of their row, for one set of node types. Those used longest ago leave first; one that is
 * larger than all the room is never kept.
 */
export class WorkflowCache {
  readonly #bounds: CacheBounds
  readonly #kept = new Map<string, CachedWorkflow>()
  #characters = 0

  constructor(bounds: CacheBounds = defaultBounds) {
    this.#bounds = bounds
  }

  get size(): number {
    return this.#kept.size
  }

  find(version: WorkflowVersion): Workflow | undefined {
    const cached = this.#kept.get(version.id)
    if (cached === undefined) return undefined
    this.#forget(version.id, cached)
    if (cached.key !== keyOf(version)) return undefined
    this.#insert(version.id, cached)
    return cached.workflow
  }

  keep(version: WorkflowVersion, workflow: Workflow): void {
    const before = this.#kept.get(version.id)
    if (before !== undefined) this.#forget(version.id, before)
    const key = keyOf(version)
    const weight = key.length + plainJson(version.graph).length
    if (weight > this.#bounds.characters) return
    this.#insert(version.id, { key, workflow, weight })
    for (const [id, cached] of this.#kept) {
      if (this.#kept.size <= this.#bounds.entries && this.#characters <= this.#bounds.characters) return
      this.#forget(id, cached)
    }
  }

  #insert(id: string, cached: CachedWorkflow): void {
    this.#kept.set(id, cached)
    this.#characters += cached.weight
  }

  #forget(id: string, cached: CachedWorkflow): void {
    this.#kept.delete(id)
    this.#characters -= cached.weight
  }
}

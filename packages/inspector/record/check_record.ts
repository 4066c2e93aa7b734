import type { Fact } from "@flowglass/core"
import type { RunRecord } from "./run_record.ts"

/** The last moment that JavaScript has a date for, in milliseconds. */
const lastMoment = 8.64e15

/** What the facts so far say: which frames there are, and which attempt every execution is at. */
interface Known {
  readonly nodes: number
  readonly edges: number
  readonly frames: Set<number>
  readonly attempts: Map<number, Map<number, number>>
}

const isIndex = (index: number, length: number): boolean => index >= 0 && index < length

const attemptOf = (known: Known, frame: number, node: number): number | undefined =>
  known.attempts.get(frame)?.get(node)

const checkStart = (fact: Fact & { kind: "node_started" }, known: Known): string | undefined => {
  const { frame, node, attempt } = fact
  const last = attemptOf(known, frame, node)
  const isNext = last === undefined ? attempt === 0 : attempt >= 0 && (attempt === last || attempt === last + 1)
  if (!isNext) return `starts attempt ${attempt}, which is not the next one`
  known.attempts.set(frame, (known.attempts.get(frame) ?? new Map()).set(node, attempt))
  return undefined
}

const checkExecution = (fact: Fact, known: Known): string | undefined => {
  if (!("node" in fact)) return undefined
  if (!isIndex(fact.node, known.nodes)) return `speaks of node ${fact.node} of ${known.nodes}`
  if (!known.frames.has(fact.frame)) return `speaks of frame ${fact.frame}, which was not opened`
  if (fact.kind === "node_started") return checkStart(fact, known)
  if (attemptOf(known, fact.frame, fact.node) === undefined) return `speaks of node ${fact.node}, which did not start`
  if (fact.kind !== "node_finished") return undefined
  // Started again, it begins with its first attempt.
  known.attempts.get(fact.frame)?.set(fact.node, -1)
  const edge = fact.edges.find((decided) => !isIndex(decided < 0 ? ~decided : decided, known.edges))
  if (edge !== undefined) return `decides edge ${edge} of ${known.edges}`
  const ready = fact.ready.find((node) => !isIndex(node, known.nodes))
  return ready === undefined ? undefined : `makes node ${ready} of ${known.nodes} ready`
}

const checkFrame = (fact: Fact, known: Known): string | undefined => {
  if (fact.kind === "frame_finished" && !known.frames.has(fact.frame))
    return `ends frame ${fact.frame}, which was not opened`
  if (fact.kind !== "frame_started") return undefined
  if (known.frames.has(fact.frame)) return `opens frame ${fact.frame} again`
  if (!known.frames.has(fact.parentFrame)) return `opens a frame in frame ${fact.parentFrame}, which was not opened`
  if (!isIndex(fact.container, known.nodes)) return `opens a frame of node ${fact.container} of ${known.nodes}`
  known.frames.add(fact.frame)
  return undefined
}

const checkFact = (fact: Fact, index: number, known: Known): string | undefined => {
  if ((fact.kind === "run_accepted") !== (index === 0)) return "is not where a run is accepted"
  if (!(Math.abs(fact.at) <= lastMoment)) return `has no date: ${fact.at}`
  const failed = "failedNode" in fact ? fact.failedNode : undefined
  if (failed !== undefined && !isIndex(failed, known.nodes)) return `speaks of node ${failed} of ${known.nodes}`
  return checkExecution(fact, known) ?? checkFrame(fact, known)
}

/**
 * What is wrong with a record beside its shape, as a sentence: facts in an order no run has, or about nodes, edges and
 * frames that are not there. Whatever passes can be inspected, compared and replayed.
 */
export const checkRecord = ({ graph, facts }: RunRecord): string | undefined => {
  const ids = new Set(graph.nodes.map((node) => node.id))
  if (ids.size < graph.nodes.length) return "two nodes of its graph have the same id."
  const known: Known = {
    nodes: graph.nodes.length,
    edges: graph.edges.length,
    frames: new Set([0]),
    attempts: new Map()
  }
  for (const [index, fact] of facts.entries()) {
    if (facts[index - 1]?.kind === "run_finished") return `fact ${index + 1} comes after the end of the run.`
    const problem = checkFact(fact, index, known)
    if (problem !== undefined) return `fact ${index + 1} (${fact.kind}) ${problem}.`
  }
  return undefined
}

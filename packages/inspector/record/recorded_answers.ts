import { type NodeFinished, NodeFailure, type NodeResult, type StoredRun } from "@flowglass/core"

/** What a recorded execution came to, ready to be given again. */
const answerOf = (fact: NodeFinished): NodeResult | NodeFailure => {
  const details = { inputs: fact.inputs, processData: fact.processData, metadata: fact.metadata, ...(fact.usage && { usage: fact.usage }) }
  if (fact.error !== undefined) {
    return new NodeFailure(fact.error, { ...details, type: fact.error.type, outputs: fact.outputs })
  }
  return {
    ...details,
    outputs: fact.outputs,
    ...(fact.handle === undefined ? {} : { handle: fact.handle }),
    ...(fact.updates === undefined ? {} : { updates: fact.updates })
  }
}

/** Answers of a recorded run, by the frame and node that got them. */
export const recordedAnswers = (run: StoredRun): ((frame: number, nodeId: string) => NodeResult | NodeFailure | undefined) => {
  const answers = new Map<string, NodeFinished>()
  for (const fact of run.facts()) {
    if (fact.kind !== "node_finished" || fact.status === "stopped") continue
    answers.set(`${fact.frame}/${run.graph.nodes[fact.node]?.id ?? ""}`, fact)
  }
  return (frame, nodeId) => {
    const fact = answers.get(`${frame}/${nodeId}`)
    return fact === undefined ? undefined : answerOf(fact)
  }
}

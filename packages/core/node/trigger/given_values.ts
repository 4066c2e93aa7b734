import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject } from "../../value/value_object.ts"
import type { NodeContext } from "../node_context.ts"
import { systemVariables } from "../start/system_variables.ts"

/** What a run that starts at this node was given: a trigger takes it as it comes. */
export const givenValues = ({ nodeId, variables }: NodeContext): ValueObject => variables.scope(nodeId) ?? emptyObject()

/** The system variables of the run under `sys.` names: files select them at the node a run starts at. */
export const systemOutputs = ({ variables }: NodeContext): ValueObject => {
  const outputs: Record<string, Value> = emptyObject()
  for (const name of systemVariables) {
    const value = variables.get(["sys", name])
    if (value !== undefined) outputs[`sys.${name}`] = value
  }
  return outputs
}

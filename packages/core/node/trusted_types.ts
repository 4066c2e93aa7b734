import type { NodeType } from "./node_type.ts"

const trusted = new WeakSet<object>()

/** Marks node types of this package: what they give back are values already. Those that ask outside are not marked. */
export const trustTypes = <const Types extends ReadonlyArray<NodeType<unknown>>>(types: Types): Types => {
  for (const type of types) if (type.description.external !== true) trusted.add(type)
  return types
}

/** Whether results of a node type are taken as they are. A type that a host made, or made over, is another object. */
export const isTrusted = (type: NodeType<unknown>): boolean => trusted.has(type)

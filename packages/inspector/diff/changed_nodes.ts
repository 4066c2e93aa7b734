import { type GraphNode, isValueObject, objectFrom, type RunGraph, type Value } from "@flowglass/core"
import type { RunMask } from "../secret/run_mask.ts"
import { sameValue } from "./same_value.ts"

/** What the canvas keeps in a node's data; it does not change what the node does. */
const cosmetic = new Set(["title", "desc", "selected", "width", "height", "position"])

const behaviour = (node: GraphNode, mask: RunMask): Value => {
  const data = mask.data(node.data)
  return isValueObject(data) ? objectFrom(Object.entries(data).filter(([name]) => !cosmetic.has(name))) : data
}

const isSameNode = (left: GraphNode, right: GraphNode, mask: RunMask): boolean =>
  left.type === right.type &&
  left.version === right.version &&
  left.parent === right.parent &&
  sameValue(behaviour(left, mask), behaviour(right, mask))

/** Ids of the nodes whose own configuration differs between two graphs, or that only one of them has. */
export const changedNodes = (left: RunGraph, right: RunGraph, mask: RunMask): ReadonlySet<string> => {
  const before = new Map(left.nodes.map((node) => [node.id, node]))
  const after = new Map(right.nodes.map((node) => [node.id, node]))
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  return new Set(
    ids.filter((id) => {
      const one = before.get(id)
      const other = after.get(id)
      return one === undefined || other === undefined || !isSameNode(one, other, mask)
    })
  )
}

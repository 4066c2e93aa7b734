import type { ConnectedKnowledge } from "../../knowledge/connected_knowledge.ts"

/** Knowledge bases that a node can ask, by the ids that its file names. */
export type ConnectedBases = ReadonlyMap<string, ConnectedKnowledge>

/** The knowledge bases of a node that are connected. Documents that stand for several ids are there once. */
export const connectedBases = (
  ids: ReadonlyArray<string>,
  find: (id: string) => ConnectedKnowledge | undefined
): ConnectedBases => {
  const bases = new Map<string, ConnectedKnowledge>()
  for (const id of ids) {
    const base = find(id)
    const isThere = base?.isFixed === true && [...bases.values()].includes(base)
    if (base !== undefined && !isThere) bases.set(id, base)
  }
  return bases
}

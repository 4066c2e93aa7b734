/** One round that a frame is in. */
export interface RoundPlace {
  /** The iteration or loop. */
  readonly nodeId: string
  readonly round: number
}

const roundPattern = /^(.*)\[(\d+)\]$/s

/** Ids that could be taken for a path stand escaped in it. */
const decode = (id: string): string => (id.includes("%") ? decodeURIComponent(id) : id)

/** The rounds around a frame, outermost first: `root/it[2]/lp[0]` is the third item of `it`, in it the first round of `lp`. */
export const roundsOf = (frame: string): ReadonlyArray<RoundPlace> =>
  frame
    .split("/")
    .slice(1)
    .flatMap((part): ReadonlyArray<RoundPlace> => {
      const [, id, round] = roundPattern.exec(part) ?? []
      return id === undefined ? [] : [{ nodeId: decode(id), round: Number(round) }]
    })

/** The execution keys of the containers around a frame: `root/it[2]/lp[0]` is inside `root/it` and `root/it[2]/lp`. */
export const containersOf = (frame: string): ReadonlyArray<string> => {
  const parts = frame.split("/")
  return parts.slice(1).map((part, index) => [...parts.slice(0, index + 1), part.replace(/\[\d+\]$/, "")].join("/"))
}

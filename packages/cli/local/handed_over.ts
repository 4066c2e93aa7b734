/** What a shell hands over by number: `/dev/fd/63` of `<(command)`, `/dev/stdin`, `/dev/stdout`. */
const handedOver = /^(?:\/dev\/fd|\/proc\/(?:self|\d+)\/fd)\/(\d+)$/

const standard: ReadonlyMap<string, number> = new Map([
  ["/dev/stdin", 0],
  ["/dev/stdout", 1],
  ["/dev/stderr", 2]
])

/** The number under which a shell handed a path over; undefined for paths of files. */
export const descriptorOf = (path: string): number | undefined => {
  const number = handedOver.exec(path)?.[1]
  return number === undefined ? standard.get(path) : Number(number)
}

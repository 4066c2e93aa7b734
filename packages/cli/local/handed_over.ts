/** What a shell hands over by number: `/dev/fd/63` of `<(command)`, `/dev/stdin`, `/dev/stdout`. */
const handedOver = /^(?:\/dev\/fd|\/proc\/(?:self|\d+)\/fd)\/(\d+)$/

/** What `-` in the place of a file stands for. */
const standardInput = "/dev/stdin"

const standard: ReadonlyMap<string, number> = new Map([
  [standardInput, 0],
  ["/dev/stdout", 1],
  ["/dev/stderr", 2]
])

/** The path that somebody gave: `-` is standard input. */
export const givenPath = (argument: string): string => (argument === "-" ? standardInput : argument)

/** The number under which a shell handed a path over; undefined for paths of files. */
export const descriptorOf = (path: string): number | undefined => {
  const number = handedOver.exec(path)?.[1]
  return number === undefined ? standard.get(path) : Number(number)
}

// Time zones that JavaScript knows.

const firstYear = 1970
const lastYear = 2060
/** No two changes of a zone are closer than that. */
const stepSeconds = 10 * 86_400
/** Later clocks that go back within this time are summer time; others are a new standard. */
const summerSeconds = 330 * 86_400
/** Islands that changed sides of the date line moved by a day. */
const mostSummer = 2 * 3600

const secondsOf = (year) => Date.UTC(year, 0, 1) / 1000

const offsetOf = (text) => {
  const [, sign, hours, minutes = "0", seconds = "0"] = /([+-])(\d+):?(\d+)?:?(\d+)?$/.exec(text) ?? [
    undefined,
    "+",
    "0"
  ]
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds))
}

/** Where English has no abbreviation, the zone database's own kind of name: `+08`, `-0330`. */
const nameOf = (text, offset) => {
  if (!/\d/.test(text)) return text
  const minutes = Math.floor(Math.abs(offset) / 60)
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"))
  return `${offset < 0 ? "-" : "+"}${whole}${rest === "00" ? "" : rest}`
}

/** A function from seconds since 1970 to what the clocks of a zone show: `{ offset, name }`, in seconds east of UTC. */
const clockOf = (zone) => {
  const [long, short] = ["longOffset", "short"].map((timeZoneName) => {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName })
    return (seconds) => format.formatToParts(seconds * 1000).find(({ type }) => type === "timeZoneName")?.value ?? ""
  })
  return (seconds) => {
    const offset = offsetOf(long(seconds))
    return { offset, name: nameOf(short(seconds), offset) }
  }
}

/** Halves the time between two until only one second is left. */
const changeBetween = (at, before, after) => {
  let [low, high] = [before.time, after.time]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (at(middle).offset === before.offset) low = middle
    else high = middle
  }
  return { time: high, ...at(high) }
}

/**
 * What the clocks of a zone showed in 1970 and all changes until 2059: `[{ time, offset, name, isSummer }]`. Throws when
 * there is no such zone.
 */
export const timeZone = (zone) => {
  const at = clockOf(zone)
  const start = secondsOf(firstYear)
  const changes = [{ time: start, ...at(start) }]
  for (let before = changes[0], time = start + stepSeconds; time < secondsOf(lastYear); time += stepSeconds) {
    const after = { time, ...at(time) }
    if (after.offset !== before.offset) changes.push(changeBetween(at, before, after))
    before = after
  }
  return changes.map((change, index) => {
    const [last = change, next = change] = [changes[index - 1], changes[index + 1]]
    const step = change.offset - last.offset
    const goesBack = next.offset < change.offset && next.time - change.time < summerSeconds
    return { ...change, isSummer: goesBack && step > 0 && step <= mostSummer }
  })
}

const units: ReadonlyMap<string, number> = new Map([
  ["m", 1 / 1440],
  ["h", 1 / 24],
  ["d", 1],
  ["w", 7]
])

/** The days of `30d`, `12h`, `90m` or `4w`; undefined for anything else. */
export const daysOf = (text: string): number | undefined => {
  const [, amount, unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? []
  const length = units.get(unit)
  return amount === undefined || length === undefined ? undefined : Number(amount) * length
}

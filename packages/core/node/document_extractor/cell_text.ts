import type { DateFormat } from "./date_styles.ts"

const millisecondsOfDay = 86_400_000

/** Day 0 of a workbook; day 60 is the 29 February 1900 that never was. */
const epochs = { windows: Date.UTC(1899, 11, 30), mac: Date.UTC(1904, 0, 1) }

/** Which day a workbook counts from. */
export type DateSystem = keyof typeof epochs

const dateText = (serial: number, format: DateFormat, system: DateSystem): string | undefined => {
  const early = system === "windows" && serial >= 1 && serial < 60 ? 1 : 0
  const time = epochs[system] + Math.round((serial + early) * millisecondsOfDay)
  const date = new Date(time)
  if (!Number.isFinite(serial) || serial < 0 || Number.isNaN(date.getTime())) return undefined
  const text = date.toISOString().replace(/\.\d+Z$/, "")
  if (format === "time" && serial < 1) return text.slice(text.indexOf("T") + 1)
  return format === "date" && time % millisecondsOfDay === 0 ? text.slice(0, text.indexOf("T")) : text.replace("T", " ")
}

// Workbooks write numbers with up to 17 digits, of which the last are noise of the binary form.
const numberText = (value: string): string => {
  const number = Number(value)
  return value.length > 15 && Number.isFinite(number) && !Number.isInteger(number)
    ? String(Number(number.toPrecision(15)))
    : value
}

/** The text of a cell that holds a number or a date. */
export const numericText = (value: string, format: DateFormat | undefined, system: DateSystem): string => {
  if (value === "" || Number.isNaN(Number(value))) return value
  return (format === undefined ? undefined : dateText(Number(value), format, system)) ?? numberText(value)
}

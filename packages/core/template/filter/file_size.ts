import { fixedDigits } from "../format/decimal_digits.ts"

const decimalUnits = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
const binaryUnits = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"]

const oneDecimal = (value: number): string => (value < 0 ? "-" : "") + fixedDigits(Math.abs(value), 1)

/** A number of bytes for people: `1.5 MB`, or `1.4 MiB` with powers of 1024. */
export const fileSize = (bytes: number, binary: boolean): string => {
  const base = binary ? 1024 : 1000
  const units = binary ? binaryUnits : decimalUnits
  if (bytes === 1) return "1 Byte"
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`
  for (const [index, unit] of units.entries()) {
    const size = base ** (index + 2)
    if (bytes < size || index === units.length - 1) return `${oneDecimal((base * bytes) / size)} ${unit}`
  }
  return ""
}

import { isUtf8 } from "node:buffer"

const startsWith = (bytes: Uint8Array, ...mark: ReadonlyArray<number>): boolean =>
  mark.every((byte, index) => bytes[index] === byte)

const markedEncoding = (bytes: Uint8Array): string | undefined => {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return "utf-8"
  if (startsWith(bytes, 0xff, 0xfe)) return "utf-16le"
  return startsWith(bytes, 0xfe, 0xff) ? "utf-16be" : undefined
}

/** How much of a document tells its encoding, in bytes. */
const sampleSize = 64 * 1024

/** UTF-16 without a mark: Latin letters leave a zero in every other byte. */
const unmarkedUtf16 = (sample: Uint8Array): string | undefined => {
  let even = 0
  let odd = 0
  for (let index = 0; index < sample.length; index++) {
    if (sample[index] !== 0) continue
    if (index % 2 === 0) even++
    else odd++
  }
  const half = sample.length / 2
  if (odd > half * 0.4 && even < half * 0.05) return "utf-16le"
  return even > half * 0.4 && odd < half * 0.05 ? "utf-16be" : undefined
}

/** Chinese text is pairs of two high bytes; in Western text high bytes stand alone between letters. */
const looksChinese = (sample: Uint8Array): boolean => {
  let high = 0
  let paired = 0
  for (let index = 0; index < sample.length; index++) {
    if ((sample[index] ?? 0) < 0x81) continue
    high++
    if ((sample[index + 1] ?? 0) < 0xa1) continue
    high++
    paired += 2
    index++
  }
  return paired >= high * 0.7
}

/** UTF-8 that was damaged or cut off: few of its characters mean nothing. */
const looksDamaged = (sample: Uint8Array): boolean => {
  let broken = 0
  let whole = 0
  for (const character of new TextDecoder().decode(sample)) {
    if (character === "\ufffd") broken++
    else if (character > "\x7f") whole++
  }
  return broken <= whole * 0.1
}

const encodingOf = (bytes: Uint8Array): string => {
  if (isUtf8(bytes)) return "utf-8"
  const first = bytes.findIndex((byte) => byte >= 0x80)
  const sample = bytes.subarray(first, first + sampleSize)
  if (looksDamaged(sample)) return "utf-8"
  return looksChinese(sample) ? "gb18030" : "windows-1252"
}

/**
 * The text of a document: by its byte order mark, as UTF-8 when it is that, else as UTF-16, GB18030 or Windows-1252 by
 * the look of its bytes. A mark is not part of the text; bytes that mean nothing become U+FFFD.
 */
export const decodeDocument = (bytes: Uint8Array): string => {
  const encoding = markedEncoding(bytes) ?? unmarkedUtf16(bytes.subarray(0, sampleSize)) ?? encodingOf(bytes)
  return new TextDecoder(encoding).decode(bytes)
}

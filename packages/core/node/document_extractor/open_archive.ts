import { inflateRawSync } from "node:zlib"
import { decodeDocument } from "./decode_document.ts"
import { DocumentRefusal, refuseInvalid, refuseTooLarge } from "./document_refusal.ts"

const maximumEntries = 10_000
/** How many bytes may come out of one archive. */
const maximumInflated = 64 * 1024 * 1024
/** Entries beyond this size may be at most so many times larger than they were packed. */
const suspiciousSize = 32 * 1024 * 1024
const maximumRatio = 200

interface Entry {
  readonly encrypted: boolean
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** The files of a zip archive, inflated when they are asked for. Names are only names: nothing is ever written. */
export interface Archive {
  /** The text of an entry, or undefined when there is none of that name. */
  readonly text: (name: string) => string | undefined
  readonly names: ReadonlyArray<string>
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const endSize = 22

const findEnd = (view: DataView): number => {
  // A comment of up to 64 KiB may follow the end of the directory.
  for (let offset = view.byteLength - endSize; offset >= Math.max(0, view.byteLength - endSize - 65_535); offset--) {
    if (view.getUint32(offset, true) === endSignature) return offset
  }
  return refuseInvalid("it is no zip archive, or its end is missing")
}

const readDirectory = (bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> => {
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > maximumEntries) refuseTooLarge(`its archive has more than ${maximumEntries} entries`)
  const entries = new Map<string, Entry>()
  let offset = view.getUint32(end + 16, true)
  const decoder = new TextDecoder()
  for (let index = 0; index < count; index++) {
    if (offset + 46 > end || view.getUint32(offset, true) !== entrySignature) {
      return refuseInvalid("the directory of its archive is broken")
    }
    const nameLength = view.getUint16(offset + 28, true)
    // Some writers on Windows use backslashes, which no reader of these formats expects.
    const name = decoder.decode(bytes.subarray(offset + 46, offset + 46 + nameLength)).replaceAll("\\", "/")
    if (!entries.has(name)) {
      entries.set(name, {
        encrypted: (view.getUint16(offset + 8, true) & 1) === 1,
        method: view.getUint16(offset + 10, true),
        packed: view.getUint32(offset + 20, true),
        size: view.getUint32(offset + 24, true),
        offset: view.getUint32(offset + 42, true)
      })
    }
    offset += 46 + nameLength + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true)
  }
  return entries
}

const packedBytes = (bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array => {
  const { offset, packed } = entry
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== localSignature) {
    return refuseInvalid("an entry of its archive is not where the directory says")
  }
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packed > view.byteLength) return refuseInvalid("an entry of its archive is cut off")
  return bytes.subarray(start, start + packed)
}

const tooLarge = () => refuseTooLarge(`its archive holds more than ${maximumInflated / 1024 / 1024} MB`)

// The size in the directory can lie, so the decompressor itself is told where to stop.
const inflate = (packed: Uint8Array, room: number): Uint8Array => {
  const limit = Math.min(room, Math.max(suspiciousSize, packed.length * maximumRatio))
  try {
    return inflateRawSync(packed, { maxOutputLength: limit })
  } catch (cause) {
    if (!(cause instanceof RangeError)) return refuseInvalid("an entry of its archive cannot be decompressed")
    if (limit === room) return tooLarge()
    return refuseTooLarge(`an entry of its archive is packed more than ${maximumRatio} to one`)
  }
}

// The name of the stream that a password-protected document is kept in, in UTF-16.
const encryptedStream = Buffer.from("EncryptedPackage", "utf16le")

/** Refuses a compound file: what Office wrote before it wrote zip archives, and still writes around what has a password. */
const refuseCompound = (bytes: Uint8Array): void => {
  const [first, second] = bytes
  if (first !== 0xd0 || second !== 0xcf) return
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(encryptedStream)) {
    throw new DocumentRefusal("encrypted", "it has a password")
  }
  throw new DocumentRefusal("old_format", "it is in the binary format of old Office versions")
}

/** Opens a zip archive. What its entries unfold to is counted over all of them. */
export const openArchive = (bytes: Uint8Array): Archive => {
  refuseCompound(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readDirectory(bytes, view)
  let inflated = 0
  const read = (entry: Entry): Uint8Array => {
    if (entry.encrypted) throw new DocumentRefusal("encrypted", "its archive has a password")
    if (inflated + entry.size > maximumInflated) return tooLarge()
    const packed = packedBytes(bytes, view, entry)
    if (entry.method !== 0 && entry.method !== 8) return refuseInvalid("its archive uses an unknown compression")
    const content = entry.method === 0 ? packed : inflate(packed, maximumInflated - inflated)
    inflated += content.length
    return content
  }
  return {
    names: [...entries.keys()],
    text: (name) => {
      const entry = entries.get(name)
      return entry === undefined ? undefined : decodeDocument(read(entry))
    }
  }
}

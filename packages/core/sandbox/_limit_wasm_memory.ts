const pageSize = 65_536
const memorySection = 5
const headerLength = 8

/** A little-endian base-128 number and where it ends. */
const readNumber = (bytes: Uint8Array, start: number): readonly [value: number, end: number] => {
  let value = 0
  let offset = start
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[offset++] ?? 0
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return [value, offset]
  }
}

const writeNumber = (value: number): ReadonlyArray<number> => {
  const low = value % 0x80
  return value < 0x80 ? [low] : [low + 0x80, ...writeNumber(Math.floor(value / 0x80))]
}

/**
 * A WebAssembly module whose memory cannot grow beyond `bytes`, whatever its code asks for. A runtime's own limit
 * counts what its language allocates; native extensions (URL) allocate beside it and reached gigabytes.
 */
export const limitWasmMemory = (module: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> => {
  let start = headerLength
  while (start < module.length) {
    const [length, body] = readNumber(module, start + 1)
    const end = body + length
    if (module[start] === memorySection) {
      const [, flags] = readNumber(module, body)
      const [minimum] = readNumber(module, flags + 1)
      const limits = [1, 1, ...writeNumber(minimum), ...writeNumber(Math.max(minimum, Math.ceil(bytes / pageSize)))]
      return new Uint8Array(
        Buffer.concat([
          module.subarray(0, start),
          Uint8Array.from([memorySection, ...writeNumber(limits.length), ...limits]),
          module.subarray(end)
        ])
      )
    }
    start = end
  }
  return new Uint8Array(module)
}

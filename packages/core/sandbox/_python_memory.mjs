// The memory of WebAssembly has no limit that could change between calls, so growing it is what is limited.

const pageBytes = 64 * 1024
/** Memory grows by a twentieth more than is asked for, or not at all. */
const overhead = 1.05

/** Limits the growth of a memory: beyond the limit Python gets `MemoryError`. */
export const limitMemory = (memory) => {
  let most = Number.POSITIVE_INFINITY
  let full = false
  const used = () => memory.buffer.byteLength
  const { grow } = WebAssembly.Memory.prototype
  Object.defineProperty(memory, "grow", {
    value: (pages) => {
      if (used() + pages * pageBytes > most) {
        full = true
        throw new RangeError("memory limit")
      }
      return Reflect.apply(grow, memory, [pages])
    }
  })
  return {
    used,
    /** Bytes that the whole memory may have from now on. */
    limit: (bytes) => {
      most = bytes * overhead
      full = false
    },
    /** Whether the limit was in the way since it was set. */
    isFull: () => full
  }
}

// Devices in Python's files, for what it cannot do alone.
import { timeZoneFile } from "./_time_zone_file.mjs"

const mostWait = 50

const textOf = (buffer, offset, length) =>
  Buffer.from(buffer.subarray(offset, offset + Math.min(length, 64))).toString()

/** Writing a number of milliseconds takes so long, or less: between two waits the program can be stopped. */
const waiting = (beat) => {
  const clock = new Int32Array(new SharedArrayBuffer(4))
  return {
    open: () => undefined,
    close: () => undefined,
    write: (_stream, buffer, offset, length) => {
      beat()
      Atomics.wait(clock, 0, 0, Math.min(mostWait, Number(textOf(buffer, offset, length))))
      return length
    }
  }
}

/** After the name of a time zone was written, its file can be read; nothing when there is no such zone. */
const zones = () => ({
  open: (stream) => {
    stream.zone = Buffer.alloc(0)
  },
  close: () => undefined,
  write: (stream, buffer, offset, length) => {
    try {
      stream.zone = timeZoneFile(textOf(buffer, offset, length))
    } catch {
      stream.zone = Buffer.alloc(0)
    }
    return length
  },
  read: (stream, buffer, offset, length) => {
    const bytes = stream.zone.subarray(0, length)
    buffer.set(bytes, offset)
    stream.zone = stream.zone.subarray(bytes.length)
    return bytes.length
  }
})

/** Makes the devices `/dev/wait` and `/dev/zone`. `beat` is called with each wait. */
export const makeDevices = (files, beat) => {
  for (const [number, name, operations] of [
    [0, "wait", waiting(beat)],
    [1, "zone", zones()]
  ]) {
    const device = files.makedev(200, number)
    files.registerDevice(device, operations)
    files.mkdev(`/dev/${name}`, device)
  }
}

import { assert, describe, it } from "@effect/vitest"
import { frameBytes, makeFrameReader } from "./_frame_reader.ts"

const reading = (most: number) => {
  const seen: Array<string> = []
  const read = makeFrameReader({
    most: () => most,
    take: ({ kind, body }) => seen.push(`${kind}:${body.toString()}`),
    refuse: () => seen.push("refused")
  })
  return { seen, read }
}

const bytesOf = (...frames: ReadonlyArray<readonly [kind: string, text: string]>) =>
  Buffer.concat(frames.flatMap(([kind, text]) => frameBytes(kind, Buffer.from(text))))

describe("makeFrameReader", () => {
  it("reads the same messages whatever the chunks are", () => {
    const bytes = bytesOf(["r", ""], ["l", "one"], ["a", "{}\n"], ["l", ""])
    for (let size = 1; size <= bytes.length; size++) {
      const { seen, read } = reading(100)
      for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size))
      assert.deepStrictEqual(seen, ["r:", "l:one", "a:{}\n", "l:"], `${size} bytes at a time`)
    }
  })

  it("does not wait for a message that is too long, and reads nothing after it", () => {
    const { seen, read } = reading(4)
    read(bytesOf(["a", "1234"]))
    read(bytesOf(["a", "12345"]).subarray(0, 5))
    read(bytesOf(["a", "1"]))
    assert.deepStrictEqual(seen, ["a:1234", "refused"])
  })

  it("reads the largest length there is as a number and not as a negative one", () => {
    const { seen, read } = reading(2 ** 31)
    read(Buffer.from([97, 255, 255, 255, 255]))
    assert.deepStrictEqual(seen, ["refused"])
  })
})

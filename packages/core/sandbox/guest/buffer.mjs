// Runs inside the sandbox, before the user's code: the part of Node's Buffer that converts between text forms.
;(() => {
  const chunk = 8192
  const decodeBase64 = atob
  const encodeBase64 = btoa
  const utf8Encoder = new TextEncoder()
  const utf8Decoder = new TextDecoder()

  const binaryOf = (bytes) => {
    let text = ""
    for (let start = 0; start < bytes.length; start += chunk) {
      text += String.fromCharCode.apply(undefined, Array.from(bytes.subarray(start, start + chunk)))
    }
    return text
  }

  const fromBinary = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff)

  const fromHex = (text) => {
    const valid = /^(?:[0-9a-f]{2})*/i.exec(text)?.[0] ?? ""
    return Uint8Array.from({ length: valid.length / 2 }, (_, index) =>
      Number.parseInt(valid.slice(index * 2, index * 2 + 2), 16)
    )
  }

  // Node reads both alphabets, skips whatever is in neither, and stops at the padding.
  const fromBase64 = (text) => {
    const digits = text
      .split("=")[0]
      .replaceAll("-", "+")
      .replaceAll("_", "/")
      .replaceAll(/[^A-Za-z0-9+/]/g, "")
    return fromBinary(decodeBase64(digits.length % 4 === 1 ? digits.slice(0, -1) : digits))
  }

  const toBase64 = (bytes) => encodeBase64(binaryOf(bytes))
  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")

  const base64url = (bytes) => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
  const utf8 = [(text) => utf8Encoder.encode(text), (bytes) => utf8Decoder.decode(bytes)]
  const latin1 = [fromBinary, binaryOf]
  const encodings = new Map([
    ["utf8", utf8],
    ["utf-8", utf8],
    ["hex", [fromHex, toHex]],
    ["base64", [fromBase64, toBase64]],
    ["base64url", [fromBase64, base64url]],
    ["latin1", latin1],
    ["binary", latin1],
    ["ascii", [fromBinary, (bytes) => binaryOf(bytes.map((byte) => byte & 0x7f))]]
  ])

  const encodingOf = (name) => {
    const found = encodings.get(String(name ?? "utf8").toLowerCase())
    if (found === undefined) throw new TypeError(`Unknown encoding: ${name}`)
    return found
  }

  class Buffer extends Uint8Array {
    static from(data, encoding) {
      if (typeof data === "string") return new Buffer(encodingOf(encoding)[0](data))
      if (data instanceof ArrayBuffer || Array.isArray(data) || ArrayBuffer.isView(data)) return new Buffer(data)
      throw new TypeError("Buffer.from takes text, bytes, an array or an ArrayBuffer")
    }

    static alloc(size) {
      return new Buffer(size)
    }

    static byteLength(text, encoding) {
      return Buffer.from(text, encoding).length
    }

    static isBuffer(value) {
      return value instanceof Buffer
    }

    static concat(list) {
      const joined = new Buffer(list.reduce((length, part) => length + part.length, 0))
      let offset = 0
      for (const part of list) {
        joined.set(part, offset)
        offset += part.length
      }
      return joined
    }

    toString(encoding, start = 0, end = this.length) {
      return encodingOf(encoding)[1](new Uint8Array(this.buffer, this.byteOffset, this.length).subarray(start, end))
    }

    toJSON() {
      return { type: "Buffer", data: Array.from(this) }
    }

    equals(other) {
      return this.length === other.length && this.every((byte, index) => byte === other[index])
    }
  }

  Object.defineProperty(globalThis, "Buffer", { value: Buffer, writable: true, configurable: true })
})()

const isUnreserved = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) ||
  (byte >= 65 && byte <= 90) ||
  (byte >= 97 && byte <= 122) ||
  byte === 45 ||
  byte === 46 ||
  byte === 95 ||
  byte === 126

/** Bytes for an address: in a path `/` stays, in a query it is encoded and a space becomes `+`. */
export const percentEncode = (bytes: Uint8Array, query: boolean): string => {
  let encoded = ""
  for (const byte of bytes) {
    if (isUnreserved(byte) || (byte === 47 && !query)) encoded += String.fromCharCode(byte)
    else if (byte === 32 && query) encoded += "+"
    else encoded += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`
  }
  return encoded
}

import { type NativeTable, native, tableOf } from "../call/native.ts"
import type { ByteString } from "../value/byte_string.ts"

/** The methods of Python's bytes that templates need: the way back to text. */
export const byteMethods: NativeTable<ByteString> = tableOf<ByteString>([
  native("decode(encoding?, errors?)", (value) => new TextDecoder().decode(value.bytes))
])

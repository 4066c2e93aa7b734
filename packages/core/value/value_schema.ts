import { Predicate, Schema, SchemaTransformation } from "effect"
import { decodeValue, type EncodedValue, encodeValue } from "./encode_value.ts"
import { FileValue } from "./file_value.ts"
import { Float, type Value, type ValueObject } from "./value.ts"
import { emptyObject } from "./value_object.ts"

const isScalar = (data: unknown): boolean => {
  const type = typeof data
  return data === null || type === "string" || type === "number" || type === "boolean" || type === "bigint"
}

/** Whether data is a value in every part. Cycles and other classes are no values; deep data is looked at in full. */
export const isValue = (data: unknown): data is Value => {
  if (isScalar(data) || data instanceof Float || data instanceof FileValue) return true
  if (Array.isArray(data)) return data.every(isValue)
  return Predicate.isObject(data) && Object.values(data).every(isValue)
}

const isValueFields = (data: unknown): data is ValueObject =>
  Predicate.isObject(data) && !Array.isArray(data) && !(data instanceof Float) && !(data instanceof FileValue)

const decodeFields = (fields: { readonly [name: string]: EncodedValue }): ValueObject => {
  const decoded = emptyObject()
  for (const [name, member] of Object.entries(fields)) decoded[name] = decodeValue(member)
  return decoded
}

const encodeFields = (fields: ValueObject): { readonly [name: string]: EncodedValue } => {
  const encoded: Record<string, EncodedValue> = Object.create(null)
  for (const [name, member] of Object.entries(fields)) encoded[name] = encodeValue(member)
  return encoded
}

/** JSON of any shape: what encoded values are made of. */
const Encoded: Schema.Codec<EncodedValue> = Schema.declare<EncodedValue>(
  (data): data is EncodedValue => typeof data !== "bigint" && isValue(data) && !(data instanceof Float)
)

/** A value in a fact or record: lossless JSON outside, a `Value` inside. */
export const ValueSchema: Schema.Codec<Value, EncodedValue> = Encoded.pipe(
  Schema.decodeTo(
    Schema.declare<Value>(isValue),
    SchemaTransformation.transform({ decode: decodeValue, encode: encodeValue })
  )
)

/** An object of values by name, such as the outputs of a node; its own names are never taken for marks. */
export const ValueFields: Schema.Codec<ValueObject, { readonly [name: string]: EncodedValue }> = Schema.Record(
  Schema.String,
  Encoded
).pipe(
  Schema.decodeTo(
    Schema.declare<ValueObject>(isValueFields),
    SchemaTransformation.transform({ decode: decodeFields, encode: encodeFields })
  )
)

import type { HeaderPairs } from "../../net/outbound_request.ts"
import type { ValueObject } from "../../value/value.ts"
import { emptyObject } from "../../value/value_object.ts"

/** The values of a header joined by `, `; the name is in lower case. */
export const headerValue = (headers: HeaderPairs, name: string): string | undefined => {
  const values = headers.filter(([other]) => other === name).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(", ")
}

/** Response headers as the object of the node's output: names in lower case, repeated ones joined by `, `. */
export const headersObject = (headers: HeaderPairs): ValueObject => {
  const object = emptyObject()
  for (const [name, value] of headers) {
    const before = Object.hasOwn(object, name) ? object[name] : undefined
    object[name] = before === undefined ? value : `${before}, ${value}`
  }
  return object
}

import { valueUndefined } from "../failure.ts"
import { Callable, type Cursor, type HashKey, type TemplateValue } from "./template_value.ts"

// All of them are equal in Python, because they compare by type.
const key = Symbol("undefined")

/** A name, attribute or item that is not there. It shows as no text and iterates over nothing; all else fails. */
export class Undefined extends Callable {
  readonly typeName = "Undefined"
  /** What is not there, as the message of the failure. */
  readonly reason: string

  constructor(reason: string) {
    super()
    this.reason = reason
  }

  override repr(): string {
    return "Undefined"
  }

  override truthy(): boolean {
    return false
  }

  override size(): number {
    return 0
  }

  override cursor(): Cursor {
    return () => undefined
  }

  override hashKey(): HashKey {
    return key
  }

  override call(): TemplateValue {
    throw valueUndefined(this.reason)
  }
}

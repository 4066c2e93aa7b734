import type { CapabilityNotInstalled } from "../error/capability_errors.ts"
import type { sandboxErrors } from "../error/sandbox_errors.ts"
import type { ValueObject } from "../value/value.ts"

/** What one program may use. */
export interface CodeLimits {
  /** Milliseconds that the program may run; waiting for a free sandbox does not count. */
  readonly timeout: number
  /** Bytes that the program may allocate. */
  readonly memory: number
  /** Bytes of JSON that the program may return. */
  readonly output: number
}

/** A program and what it is called with. */
export interface CodeRequest {
  /** Dify's `code_language`: `javascript` or `python3`. */
  readonly language: string
  /** A program that defines `main`. */
  readonly code: string
  /** JavaScript gets them as one object, Python as named arguments. */
  readonly inputs: ValueObject
  readonly limits: CodeLimits
  /** The run that the program belongs to. Python programs of one run may share an interpreter, others never do. */
  readonly run?: string | undefined
}

/** What a program returned and printed. */
export interface CodeResult {
  readonly result: ValueObject
  /** What it printed, at most about 65,000 characters. */
  readonly logs: string
}

/** Every way in which running code fails. `params.logs` holds what the program had printed, if anything. */
export type CodeError = InstanceType<(typeof sandboxErrors)[number]> | CapabilityNotInstalled

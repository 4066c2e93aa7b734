/** The types an output can be declared as; `null` is "whatever it turns out to be" (shown as inferred). */
export type OutputType = "string" | "number" | "object" | "array" | "boolean" | "file"

/** An output that a node promises, known before it runs: what the Inspector lists as pending. */
export interface OutputDeclaration {
  readonly name: string
  readonly type: OutputType | null
  /** The type of the items of an array. */
  readonly item?: Exclude<OutputType, "array">
  /** Whether a successful node must have produced it. */
  readonly required: boolean
  readonly description?: string
}

import type { ResumeOptions, ValueObject } from "@flowglass/core"
import type { Option } from "effect"
import type { OutputFormat } from "./output_format.ts"

/** What somebody says to a form; without an action there is nothing said. */
export interface GivenAnswer extends Omit<ResumeOptions, "action" | "inputs"> {
  readonly action: string | undefined
  readonly inputs: ValueObject
}

/** What `flowglass resume` is told beside the name of a run. */
export interface ResumeRequest {
  readonly answer: GivenAnswer
  readonly format: OutputFormat
  /** The file of `--record`. */
  readonly record: Option.Option<string>
}

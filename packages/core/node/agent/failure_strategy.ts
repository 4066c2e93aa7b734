import { Schema } from "effect"
import { AnyValue } from "../config/any_value.ts"
import { closedStruct } from "../config/closed_struct.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainNumber } from "../config/plain_number.ts"

const upTo = (maximum: number) => PlainNumber.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum }))

const noRetry = { enabled: false, max_retries: 0, retry_interval_ms: 0 }

/** How often the agent is asked again when an output fails, and how long to wait before. */
const OutputRetry = closedStruct({
  enabled: orDefault(PlainBoolean, false),
  max_retries: orDefault(upTo(10), 0),
  /** Milliseconds. */
  retry_interval_ms: orDefault(upTo(60_000), 0)
})

/** What happens when an output is missing or of the wrong type. */
export const FailureStrategy = closedStruct({
  retry: orDefault(OutputRetry, noRetry),
  /** What counts once no retry is left. */
  on_failure: orDefault(Schema.Literals(["stop", "default_value", "fail_branch"]), "stop"),
  default_value: orDefault(AnyValue, null)
})

/** What happens when an output is missing or of the wrong type. */
export type FailureStrategy = typeof FailureStrategy.Type

/** No retry, then the node fails. */
export const defaultFailureStrategy: FailureStrategy = { retry: noRetry, on_failure: "stop", default_value: null }

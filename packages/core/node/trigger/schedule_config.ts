import { Schema } from "effect"
import { orDefault } from "../config/or_default.ts"
import { PlainNumber } from "../config/plain_number.ts"

const Weekday = Schema.Literals(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

const minuteProblem = (minute: number): string | true =>
  (Number.isInteger(minute) && minute >= 0 && minute <= 59) || `Invalid minute: ${minute}. Must be between 0 and 59`

const VisualConfig = Schema.Struct({
  on_minute: Schema.optional(Schema.NullOr(PlainNumber.check(Schema.makeFilter(minuteProblem)))),
  time: Schema.optional(Schema.NullOr(Schema.String)),
  weekdays: Schema.optional(Schema.NullOr(Schema.Array(Weekday))),
  monthly_days: Schema.optional(Schema.NullOr(Schema.Array(Schema.Union([PlainNumber, Schema.Literal("last")]))))
})

interface Schedule {
  readonly mode: "visual" | "cron"
  readonly frequency: string | null
  readonly cron_expression: string
  readonly visual_config: typeof VisualConfig.Type | null
}

const cronProblem = (expression: string): string | undefined => {
  const trimmed = expression.trim()
  if (trimmed === "") return "Cron expression is required for cron mode"
  const fields = trimmed.split(/\s+/)
  return trimmed.startsWith("@") || fields.length === 5
    ? undefined
    : `Cron expression must have exactly 5 fields or be a predefined expression (@daily, @weekly, etc.). Got ${fields.length} fields: '${expression}'`
}

const timeProblem = (text: string): string | undefined => {
  const [, hour, minute, period] = /^(\d{1,2}):(\d{2})\s+(\S+)$/.exec(text.trim()) ?? []
  if (hour === undefined || minute === undefined || period === undefined) {
    return `Invalid time format: '${text}'. Expected 'HH:MM AM/PM'`
  }
  if (!/^[ap]m$/i.test(period)) return `Invalid period: ${period}. Must be AM or PM`
  if (Number(hour) < 1 || Number(hour) > 12) return `Invalid hour: ${hour}. Must be between 1 and 12`
  const wrong = minuteProblem(Number(minute))
  return wrong === true ? undefined : wrong
}

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)

const visualProblem = ({ frequency, visual_config: visual }: Schedule): string | undefined => {
  if (frequency === null) return "Frequency is required for visual mode"
  // Without a picture the one of the builder counts.
  if (visual === null) return undefined
  if (frequency === "hourly") {
    return isMissing(visual.on_minute) ? "on_minute is required for hourly schedules" : undefined
  }
  if (!["daily", "weekly", "monthly"].includes(frequency)) return `Unsupported frequency: ${frequency}`
  if (isMissing(visual.time)) return `time is required for ${frequency} schedules`
  const wrongTime = timeProblem(visual.time ?? "")
  if (wrongTime !== undefined) return wrongTime
  if (frequency === "weekly" && isMissing(visual.weekdays)) return "Weekdays are required for weekly schedules"
  return frequency === "monthly" && isMissing(visual.monthly_days)
    ? "Monthly days are required for monthly schedules"
    : undefined
}

/** The `data` of a trigger-schedule node; its problems are Dify's sentences. */
export const ScheduleConfig = Schema.Struct({
  mode: orDefault(Schema.Literals(["visual", "cron"]), "visual"),
  frequency: orDefault(Schema.NullOr(Schema.String), null),
  cron_expression: orDefault(Schema.String, ""),
  visual_config: orDefault(Schema.NullOr(VisualConfig), null),
  timezone: orDefault(Schema.String, "UTC")
}).check(
  Schema.makeFilter(
    (schedule) => (schedule.mode === "cron" ? cronProblem(schedule.cron_expression) : visualProblem(schedule)) ?? true
  )
)

/** The `data` of a trigger-schedule node. */
export type ScheduleConfig = typeof ScheduleConfig.Type

import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { triggerSchedule } from "../trigger_schedule.ts"

const visual = (frequency: string | null, config: object | null = {}) => ({
  mode: "visual",
  frequency,
  visual_config: config
})

describe("a schedule", () => {
  it.each([
    { mode: "cron", cron_expression: "0 9 * * 1-5" },
    { mode: "cron", cron_expression: "@daily" },
    visual("hourly", { on_minute: 0 }),
    visual("daily", { time: "12:00 AM" }),
    visual("weekly", { time: "1:05 pm", weekdays: ["sun"] }),
    visual("monthly", { time: "9:30 AM", monthly_days: [1, "last"] }),
    visual("daily", null)
  ])("may be %j", (config) => {
    expect(triggerSchedule.decode(config)._tag).toBe("Success")
  })

  it.each([
    [{ mode: "cron" }, "Cron expression is required for cron mode"],
    [
      { mode: "cron", cron_expression: "* * *" },
      "Cron expression must have exactly 5 fields or be a predefined expression (@daily, @weekly, etc.). Got 3 fields: '* * *'"
    ],
    [visual(null), "Frequency is required for visual mode"],
    [visual("yearly"), "Unsupported frequency: yearly"],
    [visual("hourly"), "on_minute is required for hourly schedules"],
    [visual("hourly", { on_minute: 60 }), "Invalid minute: 60"],
    [visual("daily"), "time is required for daily schedules"],
    [visual("daily", { time: "25 o'clock" }), "Invalid time format: '25 o'clock'. Expected 'HH:MM AM/PM'"],
    [visual("daily", { time: "13:00 PM" }), "Invalid hour: 13. Must be between 1 and 12"],
    [visual("daily", { time: "9:00 XM" }), "Invalid period: XM"],
    [visual("weekly", { time: "9:00 AM", weekdays: [] }), "Weekdays are required for weekly schedules"],
    [visual("monthly", { time: "9:00 AM" }), "Monthly days are required for monthly schedules"]
  ])("is refused in Dify's words: %j", (config, problem) => {
    const decoded = triggerSchedule.decode(config)
    expect(Result.isFailure(decoded) ? decoded.failure.message : "").toContain(problem)
  })

  it("hostile: an expression of a megabyte is judged at once", () => {
    const from = performance.now()
    expect(triggerSchedule.decode({ mode: "cron", cron_expression: "* ".repeat(500_000) })._tag).toBe("Failure")
    expect(triggerSchedule.decode(visual("daily", { time: `${"1".repeat(500_000)}:00 AM` }))._tag).toBe("Failure")
    expect(performance.now() - from).toBeLessThan(1000)
  })
})

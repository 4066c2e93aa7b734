import { defineNode } from "./define_node.ts"
import { givenValues, systemOutputs } from "./trigger/given_values.ts"
import { ScheduleConfig } from "./trigger/schedule_config.ts"

/**
 * Where a run that a clock starts begins (Dify's `trigger-schedule`): by a frequency or a cron expression. Nothing here
 * keeps the time; the host starts the run, and its inputs and the system variables are the outputs.
 */
export const triggerSchedule = defineNode({
  type: "trigger-schedule",
  version: "1",
  kind: "root",
  summary: "Starts a run at a time of the clock.",
  config: ScheduleConfig,
  outputs: () => [],
  errors: [],
  example: {
    config: { mode: "visual", frequency: "daily", visual_config: { time: "9:30 AM" }, timezone: "UTC" },
    outputs: {}
  },
  run: (_, context) => {
    const inputs = givenValues(context)
    return { inputs, outputs: Object.assign(systemOutputs(context), inputs) }
  }
})

import { Clock, Effect } from "effect"
import { uuidV7 } from "../run/run_id.ts"

/** What every new row starts with: its id, and now. */
export const newRow: Effect.Effect<{ readonly id: string; readonly at: number }> = Effect.map(
  Clock.currentTimeMillis,
  (at) => ({ id: uuidV7(at), at })
)

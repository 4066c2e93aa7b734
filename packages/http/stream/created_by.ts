import type { RunStarter } from "../run/run_starter.ts"

/** Who started a run, as its last event tells. */
export const createdBy = (starter: RunStarter) =>
  starter.role === "account"
    ? { id: starter.id, name: starter.name, email: starter.email }
    : { id: starter.id, user: starter.user }

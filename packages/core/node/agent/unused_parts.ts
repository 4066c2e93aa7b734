import { Predicate } from "effect"
import type { ValueObject } from "../../value/value.ts"
import type { AgentSoul } from "./agent_soul.ts"

const parts = ["skills_files", "knowledge", "human", "env", "sandbox", "memory"] as const

const hasEntries = (part: unknown): boolean =>
  Predicate.isObject(part) && Object.values(part).some((member) => Array.isArray(member) && member.length > 0)

/** Warnings about parts of a soul that are kept in the file but not carried out here. */
export const unusedParts = (soul: AgentSoul | null | undefined): ReadonlyArray<ValueObject> =>
  parts
    .filter((part) => hasEntries(soul?.[part]))
    .map((part) => ({
      code: "agent_backend_layer_not_available",
      message: `The agent's ${part} is not carried out here.`
    }))

import { plainJson } from "@flowglass/core"

// JSON.stringify leaves these as they are, and some terminals obey them.
const steering = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** Plain data as JSON that a terminal can show: exact, with control characters escaped. */
export const jsonOutput = (data: unknown, indent?: number): string => plainJson(data, indent).replace(steering, escaped)

/** A time of the store, in whole seconds since 1970, for people: `2026-11-23 13:05:09Z`. */
export const timeText = (seconds: number | null): string =>
  seconds === null ? "never" : new Date(seconds * 1000).toISOString().replace("T", " ").replace(".000Z", "Z")

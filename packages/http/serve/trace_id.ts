import { randomBytes } from "node:crypto"

/** The id that a request and everything logged about it share: the caller's own if it is a plain one, else a new one. */
export const traceIdOf = (header: string | undefined): string =>
  header !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(header) ? header : randomBytes(16).toString("hex")

declare global {
  interface JSON {
    /** Text that `JSON.stringify` writes as it is (ES2025; Node 22 and later). */
    rawJSON(text: string): object
  }
}

const exact = (_name: string, value: unknown): unknown =>
  typeof value === "bigint" ? JSON.rawJSON(String(value)) : value

/**
 * Plain data as JSON text. Unlike `JSON.stringify` it writes big integers with all their digits.
 *
 * @example
 * ```ts
 * import { plainJson } from "@flowglass/core"
 *
 * plainJson({ id: 9007199254740993n }) // => '{"id":9007199254740993}'
 * ```
 */
export const plainJson = (value: unknown, indent?: number): string => JSON.stringify(value, exact, indent) ?? "null"

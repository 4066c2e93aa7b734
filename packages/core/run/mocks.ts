import type { ValueObject } from "../value/value.ts"

/**
 * Answers instead of nodes: `{"node:llm_1": {"text": "hi"}, "type:http-request": {"error": "boom"}}`. A node's own
 * mock wins over its type's. `error` fails the node with `mock_failure` (Dify type `MockError`), `delay_seconds` waits.
 */
export interface Mocks {
  readonly [target: string]: ValueObject
}

import type { Parser } from "./parser.ts"
import type { FilterBlockStatement } from "./statement.ts"

/** `{% filter upper | trim %}...{% endfilter %}` */
export const parseFilterBlock = (parser: Parser, offset: number): ReadonlyArray<FilterBlockStatement> => {
  const filter = parser.filters()
  return [{ kind: "filter_block", filter, body: parser.bodyUpTo("endfilter"), offset }]
}

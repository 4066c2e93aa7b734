// Section "jinja differences": the recorded cases of Jinja2 that come out differently here.
import { notReproduced } from "../../packages/core/template/not_reproduced.ts"
import { markdownTable } from "./markdown_table.ts"

const code = (text: string): string => `\`${text}\``

/** The table of the differences. */
export const jinjaDifferences = (): string =>
  markdownTable(
    ["case", "template", "Jinja2 writes", "here", "because"],
    notReproduced.map(({ id, template, jinja, here, because }) => [
      id,
      code(template),
      code(jinja),
      code(here),
      because
    ])
  )

// Sections "errors" and "inspector codes": the codes of all packages, from their declarations.
import { catalogue } from "../../packages/cli/error/catalogue.ts"
import { families } from "../../packages/core/error/family.ts"
import { markdownTable } from "./markdown_table.ts"

const declarations = catalogue.map(({ declaration }) => declaration)

/** All codes, by family; a family has one exit code. */
export const errorCodes = (): string =>
  Object.entries(families)
    .flatMap(([family, { title, exitCode }]) => {
      const rows = declarations
        .filter((declaration) => declaration.family === family)
        .map(({ code, status, title, remedy }) => [`\`${code}\``, String(status), `${title}.`, remedy])
      if (rows.length === 0) return []
      return [
        `## ${family}`,
        `${title}. Exit code ${exitCode}.`,
        markdownTable(["code", "status", "what happened", "what to do"], rows)
      ]
    })
    .join("\n\n")

/** The codes of the Inspector. */
export const inspectorCodes = (): string =>
  markdownTable(
    ["code", "status", "when", "what to do"],
    declarations
      .filter(({ family }) => family === "inspector")
      .map(({ code, status, title, remedy }) => [`\`${code}\``, String(status), `${title}.`, remedy])
  )

// Section "settings" and the file .env.example: what the command line reads from the environment.
import { settingTable } from "../../packages/cli/setting_table.ts"
import { markdownTable } from "./markdown_table.ts"

/** A Markdown table of all variables. */
export const settings = (): string =>
  markdownTable(
    ["variable", "meaning", "when unset", "for example"],
    settingTable.map(({ name, meaning, otherwise, example }) => [`\`${name}\``, meaning, otherwise, `\`${example}\``])
  )

/** The text of .env.example: every variable, none of them set. */
export const environmentExample = (): string =>
  [
    "# What the command line reads from the environment. Copy it to .env, take away the # of what you need, and load it:",
    "#   set -a; . ./.env; set +a",
    "",
    ...settingTable.flatMap(({ meaning, otherwise, example }) => [
      `# ${meaning.replaceAll("`", "")}. Unset: ${otherwise.replaceAll("`", "")}.`,
      `#${example}`,
      ""
    ])
  ]
    .join("\n")
    .trimEnd()
    .concat("\n")

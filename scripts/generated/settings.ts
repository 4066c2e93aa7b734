// Sections "settings" and "server settings" and the file .env.example: what is read from the environment.
import { serverSettingTable } from "../../packages/cli/server_setting_table.ts"
import { type Setting, settingTable } from "../../packages/cli/setting_table.ts"
import { markdownTable } from "./markdown_table.ts"

const tableOf = (table: ReadonlyArray<Setting>): string =>
  markdownTable(
    ["variable", "meaning", "when unset", "for example"],
    table.map(({ name, meaning, otherwise, example }) => [`\`${name}\``, meaning, otherwise, `\`${example}\``])
  )

/** A Markdown table of the variables of every command. */
export const settings = (): string => tableOf(settingTable)

/** A Markdown table of the variables of the server. */
export const serverSettings = (): string => tableOf(serverSettingTable)

const lines = (table: ReadonlyArray<Setting>): ReadonlyArray<string> =>
  table.flatMap(({ meaning, otherwise, example }) => [
    `# ${meaning.replaceAll("`", "")}. Unset: ${otherwise.replaceAll("`", "")}.`,
    `#${example}`,
    ""
  ])

/** The text of .env.example: every variable, none of them set. */
export const environmentExample = (): string =>
  [
    "# What Flowglass reads from the environment. `npm run setup` writes a .env with a SECRET_KEY; take away the # of what",
    "# else you need. Every command reads .env of the current folder, and the environment wins. A PROVIDER_BASE_URL of",
    "# the file is refused while the environment sets the key of that provider: set both in one place.",
    "",
    "# The server",
    "",
    ...lines(serverSettingTable),
    "# Every command",
    "",
    ...lines(settingTable)
  ]
    .join("\n")
    .trimEnd()
    .concat("\n")

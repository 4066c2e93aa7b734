// Makes a bash script of the commands in README.md, so that CI runs exactly what a reader runs:
// `node scripts/readme_commands.mjs README.md`. Plain JavaScript for Node 20: it runs before anything is installed.
//
//   ```sh              runs; the next block begins when it has ended
//   ```sh background   starts; the next block begins when it has said "ready"; it is stopped after the last one
//   ```sh no-ci        is not run
// @ts-check
import { readFileSync, realpathSync } from "node:fs"
import { fileURLToPath } from "node:url"

/**
 * A block of commands: the line of its fence from 1, its text, and whether it goes on while later blocks run.
 * @typedef {{ readonly line: number, readonly commands: string, readonly background: boolean }} CommandBlock
 */

/**
 * The blocks of a Markdown text that CI runs, in order.
 * @param {string} markdown
 * @returns {Array<CommandBlock>}
 */
export const commandBlocks = (markdown) => {
  const lines = markdown.split(/\r?\n/)
  /** @type {Array<CommandBlock>} */
  const blocks = []
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = "", marks, info = ""] = /^(\s*)(`{3,}|~{3,})\s*(.*)$/.exec(lines[index] ?? "") ?? []
    if (marks === undefined) continue
    const line = index + 1
    const isEnd = (/** @type {string} */ text) => text.trim().startsWith(marks) && /^[`~]+$/.test(text.trim())
    const length = lines.slice(line).findIndex(isEnd)
    if (length < 0) throw new Error(`line ${line}: this block never ends`)
    index += length + 1
    const [language, ...flags] = info.trim().split(/\s+/)
    if (language !== "sh" || flags.includes("no-ci")) continue
    const unknown = flags.find((flag) => flag !== "background")
    if (unknown !== undefined) throw new Error(`line ${line}: "${unknown}" is neither "background" nor "no-ci"`)
    const body = lines.slice(line, line + length).map((text) => text.replace(indent, ""))
    if (body.some((text) => text.startsWith("$ "))) throw new Error(`line ${line}: commands stand without a prompt`)
    blocks.push({ line, commands: body.join("\n"), background: flags.includes("background") })
  }
  return blocks
}

/**
 * The functions that the blocks use. Job control gives each server a process group, which is stopped as a whole; the
 * process that copies a server's output ends when the last process of the server has.
 */
const prelude = String.raw`set -euo pipefail
servers=() outputs=() passed=0
begin() { block="$1"; started=$SECONDS; printf '\n== %s\n' "$block"; }
finish() { passed=$((passed + 1)); printf -- '-- %s: %d s\n' "$block" $((SECONDS - started)); }
serve() {
  local log output; log="$(mktemp)"
  exec {output}> >(cat >"$log"); outputs+=($!)
  set -m; bash -euo pipefail -c "$1" >&"$output" 2>&1 </dev/null & set +m
  servers+=($!)
  exec {output}>&-
  for _ in $(seq 1200); do
    if grep -q ready "$log"; then cat "$log"; return; fi
    if ! kill -0 "\${outputs[-1]}" 2>/dev/null; then break; fi
    sleep 0.1
  done
  cat "$log"; echo "$block never said that it is ready" >&2; return 1
}
stop() {
  local status=$? index
  for index in "\${!servers[@]}"; do
    kill -TERM -- "-\${servers[index]}" 2>/dev/null || status=1
    for _ in $(seq 300); do if kill -0 "\${outputs[index]}" 2>/dev/null; then sleep 0.1; else continue 2; fi; done
    echo "a server did not stop within 30 s" >&2; kill -KILL -- "-\${servers[index]}"; status=1
  done
  if [ "$status" = 0 ]; then printf '\nREADME: %d passed, 0 failed\n' "$passed"
  else printf '\nREADME: %d passed, 1 failed (%s)\n' "$passed" "$block"; fi
  exit "$status"
}
trap stop EXIT
`.replaceAll("\\$", "$")

const quote = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * A bash script that runs the blocks one after the other in one shell and stops at the first command that fails.
 * @param {string} file
 * @param {ReadonlyArray<CommandBlock>} blocks
 */
export const commandScript = (file, blocks) =>
  [
    prelude,
    ...blocks.map(({ line, commands, background }) =>
      [`begin ${quote(`${file}:${line}`)}`, background ? `serve ${quote(commands)}` : commands, "finish", ""].join("\n")
    )
  ].join("\n")

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? "README.md"
  const blocks = commandBlocks(readFileSync(file, "utf8"))
  if (blocks.length === 0) throw new Error(`${file} has no \`\`\`sh block to run`)
  process.stdout.write(commandScript(file, blocks))
}

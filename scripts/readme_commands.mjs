// Makes a bash script of the commands in README.md, so that CI runs exactly what a reader runs:
// `node scripts/readme_commands.mjs README.md`. Plain JavaScript for Node 20: it runs before anything is installed.
//
//   ```sh              runs; the next block begins when it has ended
//   ```sh background   starts; the next block begins when the address that it prints answers /ready; it is interrupted
//                      after the last one, and has to end with exit code 0 and to leave nothing on standard error
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
 * The functions that the blocks use. Job control gives each server a process group. Only the server itself is interrupted,
 * not the npm and the shells above it: those would answer a signal with an exit code of their own.
 */
const prelude = String.raw`set -euo pipefail
servers=() logs=() passed=0
begin() { block="$1"; started=$SECONDS; printf '\n== %s\n' "$block"; }
finish() { passed=$((passed + 1)); printf -- '-- %s: %d s\n' "$block" $((SECONDS - started)); }
serve() {
  local log address; log="$(mktemp)"
  set -m; bash -euo pipefail -c "$1" >"$log" 2>"$log.errors" </dev/null & set +m
  servers+=($!) logs+=("$log")
  for _ in $(seq 1200); do
    address="$(grep -oE 'http://[^ ]+:[0-9]+' "$log" | head -n 1 || true)"
    if [ -n "$address" ] && curl -sf -o /dev/null "$address/ready"; then cat "$log"; return; fi
    if ! kill -0 "\${servers[-1]}" 2>/dev/null; then break; fi
    sleep 0.1
  done
  cat "$log" "$log.errors"; echo "$block never answered that it is ready" >&2; return 1
}
child() { ps -A -o ppid= -o pid= | awk -v parent="$1" '$1 == parent { print $2; exit }'; }
server() {
  local process="$1" next
  while [[ "$(ps -o args= -p "$process")" =~ ^(npm|npx|([^ ]*/)?(ba|da)?sh)($|[ ]) ]]; do
    next="$(child "$process")"; if [ -z "$next" ]; then break; fi; process="$next"
  done
  echo "$process"
}
end() {
  local log="$2" code=0
  kill -INT "$(server "$1")" || return 1
  for _ in $(seq 300); do if kill -0 "$1" 2>/dev/null; then sleep 0.1; else break; fi; done
  if kill -0 "$1" 2>/dev/null; then
    kill -KILL -- "-$1"; echo "a server did not stop within 30 s" >&2; return 1
  fi
  wait "$1" || code=$?
  if [ "$code" != 0 ]; then echo "a server ended with exit code $code" >&2; cat "$log.errors" >&2; return 1; fi
  if grep -v '^npm ' "$log.errors" >&2; then echo "a server has complained" >&2; return 1; fi
}
stop() {
  local status=$? index
  for index in "\${!servers[@]}"; do
    end "\${servers[index]}" "\${logs[index]}" || status=1
    rm -f "\${logs[index]}" "\${logs[index]}.errors"
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

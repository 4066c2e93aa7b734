// Section "corpus": what became of the files of Dify's users, as `npm run test:corpus FOLDER -- --record` kept it.
import { readFileSync } from "node:fs"
import { Effect, Schema } from "effect"
import { catalogue } from "../../packages/cli/error/catalogue.ts"
import { RecordedOutcome as Recorded, type RecordedOutcome, recordedOutcomes } from "../corpus/recorded_outcome.ts"
import { markdownTable } from "./markdown_table.ts"

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Array(Recorded)))

const titles = new Map<string, string>(catalogue.map(({ declaration }) => [declaration.code, declaration.title]))

const reasonOf = ({ codes }: RecordedOutcome): string =>
  Object.entries(codes)
    .map(([code, count]) => `\`${code}\`${count === 1 ? "" : ` (${count} times)`}: ${titles.get(code) ?? code}`)
    .join("; ")

/** A folder's name is a repository; its longest paths say little more than their file. */
const shortName = (file: string): string => {
  const parts = file.split("/")
  return parts.length > 2 ? `${parts[0]}/.../${parts.at(-1)}` : file
}

const verdicts = { well: "ends well", failed: "fails", refused: "does not start", defect: "a defect" } as const

/** The table of what did not end well, under how many there are. */
export const corpusTable = (outcomes: ReadonlyArray<RecordedOutcome>): string => {
  const others = outcomes.filter(({ verdict }) => verdict !== "well")
  const tiers = Map.groupBy(outcomes, ({ tier }) => tier)
  const counts = Array.from(tiers, ([tier, files]) => {
    const well = files.filter(({ verdict }) => verdict === "well").length
    return `${well} of ${files.length} ${tier}`
  })
  const rows = others.map((one) => [`\`${shortName(one.file)}\``, one.tier, verdicts[one.verdict], reasonOf(one)])
  return [
    `${outcomes.length - others.length} of ${outcomes.length} files end well (${counts.join(", ")}). The others:`,
    markdownTable(["file", "written by", "here", "because"], rows)
  ].join("\n\n")
}

/** The section. */
export const corpusFiles = (): string => corpusTable(Effect.runSync(decode(readFileSync(recordedOutcomes, "utf8"))))

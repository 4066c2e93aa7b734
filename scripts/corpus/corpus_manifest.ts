import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Schema } from "effect"

const CorpusFile = Schema.Struct({ file: Schema.String, tier: Schema.String })

/** A file of the manifest: its path below the folder, and who wrote it. */
export type CorpusFile = typeof CorpusFile.Type

const Manifest = Schema.fromJsonString(Schema.Struct({ files: Schema.Array(CorpusFile) }))

/** A folder of workflow files with a MANIFEST.json that lists them. */
export interface Corpus {
  readonly folder: string
  /** In the order of the manifest. */
  readonly files: ReadonlyArray<CorpusFile>
}

/** The corpus in a folder; undefined where there is no folder or no manifest in it. */
export const readCorpus = (folder: string): Effect.Effect<Corpus | undefined, Schema.SchemaError> => {
  const path = join(folder, "MANIFEST.json")
  if (!existsSync(path)) return Effect.undefined
  const decode = Schema.decodeUnknownEffect(Manifest)
  return Effect.map(decode(readFileSync(path, "utf8")), ({ files }) => ({ folder, files }))
}

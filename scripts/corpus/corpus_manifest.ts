import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Schema } from "effect"

const Manifest = Schema.fromJsonString(Schema.Struct({ files: Schema.Array(Schema.Struct({ file: Schema.String })) }))

/** A folder of workflow files with a MANIFEST.json that lists them. */
export interface Corpus {
  readonly folder: string
  /** Paths below the folder, in the order of the manifest. */
  readonly files: ReadonlyArray<string>
}

/** The corpus in a folder; undefined where there is no folder or no manifest in it. */
export const readCorpus = (folder: string): Effect.Effect<Corpus | undefined, Schema.SchemaError> => {
  const path = join(folder, "MANIFEST.json")
  if (!existsSync(path)) return Effect.undefined
  const decode = Schema.decodeUnknownEffect(Manifest)
  return Effect.map(decode(readFileSync(path, "utf8")), ({ files }) => ({
    folder,
    files: files.map(({ file }) => file)
  }))
}

import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"

/** The fixed floors, by the digest of their files: whoever changes a floor changes what every number means. */
const digests: Readonly<Record<string, string>> = {
  "floor_async.mjs": "e4af7c2b49c137afc7c75879a18e74188509d44f9f2f79c7f947ba452821f06e",
  "floor_durable.mjs": "21ca655b06e44e1dcec848a63682ad3ad34c873fce13095104e903345fa15322",
  "floor_effect.mjs": "2cec0867dbd7bb1909f02255702425a3c215a70f5cf26c264c893e254c59f017"
}

/** Names of floor files that are not what they were; empty when all is well. */
export const changedFloors = (): ReadonlyArray<string> =>
  Object.entries(digests)
    .filter(([name, digest]) => {
      const text = readFileSync(new URL(name, import.meta.url))
      return createHash("sha256").update(text).digest("hex") !== digest
    })
    .map(([name]) => name)

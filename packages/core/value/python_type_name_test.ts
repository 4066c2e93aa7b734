import { assert, describe, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { pythonTypeName } from "./python_type_name.ts"
import { float, type Value } from "./value.ts"

describe("pythonTypeName", () => {
  const cases: ReadonlyArray<readonly [value: Value, name: string]> = [
    [null, "NoneType"],
    ["", "str"],
    [1, "int"],
    [2n ** 70n, "int"],
    [1.5, "float"],
    [float(1), "float"],
    [Number.NaN, "float"],
    [false, "bool"],
    [[], "list"],
    [[1, "a"], "list"],
    [{}, "dict"],
    [new FileValue({ type: "image", transfer_method: "remote_url" }), "File"]
  ]
  for (const [value, name] of cases) it(name, () => assert.strictEqual(pythonTypeName(value), name))
})

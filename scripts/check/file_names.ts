// Rule: snake_case names that say what is in the file.
import type { Finding, SourceProject } from "./source_project.ts"

const vague = ["utils", "util", "helpers", "helper", "common", "types", "type", "index", "misc", "shared", "lib"]

/** Objects to names that are not snake_case, and to drawers such as `utils`. */
export const checkFileNames = (project: SourceProject): ReadonlyArray<Finding> =>
  project.files.flatMap(({ path }) => {
    const parts = path.replace(/(\.config|\.d)?\.ts$/, "").split("/")
    const finding = (message: string) => ({ file: path, line: 1, message })
    return [
      ...parts
        .filter((part) => !/^_?[a-z0-9]+(_[a-z0-9]+)*$/.test(part))
        .map((part) => finding(`"${part}" is not snake_case`)),
      ...parts
        .map((part) => part.replace(/^_|_test$/g, ""))
        .filter((part) => vague.includes(part))
        .map((part) => finding(`"${part}" says nothing: name the file after its main symbol`))
    ]
  })

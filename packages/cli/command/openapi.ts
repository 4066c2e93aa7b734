import { apiFiles } from "@flowglass/http"
import { Console, Effect, FileSystem, Path } from "effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { OpenapiNotWritable } from "../error/serve_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { jsonOutput } from "../format/json_output.ts"
import { oneLine } from "../format/safe_text.ts"
import { makeFolder } from "../local/make_folder.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

/** `flowglass openapi --output-dir DIR`: OpenAPI documents of both APIs, and a client for them. */
export const openapiCommand = Command.make(
  "openapi",
  {
    ...documentFormat,
    outputDir: Flag.String("output-dir").pipe(
      Flag.withMetavar("DIR"),
      Flag.withDescription("Folder to write to; it is made when it is not there")
    )
  },
  Effect.fnUntraced(function* (flags) {
    const system = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const files = [...apiFiles()].map(([name, text]) => ({ file: path.join(flags.outputDir, name), text }))
    const write = Effect.andThen(
      makeFolder(flags.outputDir, 0o777),
      Effect.forEach(files, ({ file, text }) => system.writeFileString(file, text), { discard: true })
    )
    yield* Effect.mapError(
      write,
      (error) =>
        new OpenapiNotWritable({ message: `${oneLine(flags.outputDir)} cannot be written to: ${fileProblem(error)}.` })
    )
    const names = files.map(({ file }) => file)
    const isJson = chosenFormat(flags) === "json"
    yield* Console.log(
      isJson ? jsonOutput({ files: names }, 2) : names.map((name) => `wrote ${oneLine(name)}`).join("\n")
    )
  })
).pipe(Command.withDescription("Write OpenAPI documents of the server's APIs, and a TypeScript client"))

import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import * as NodeStdio from "@effect/platform-node/NodeStdio"
import { Effect, Layer, Terminal } from "effect"
import type { Environment } from "effect/cli/Command"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"

const unused = Effect.die("No command asks questions or starts processes through Effect.")

/**
 * What commands run on: files, paths, standard input and output. Effect's command line also asks for a terminal and for
 * processes, which only its wizard and prompts use; leaving them out saves their loading.
 */
export const platformLayer: Layer.Layer<Environment> = Layer.mergeAll(
  NodeFileSystem.layer,
  NodePath.layer,
  NodeStdio.layer,
  Layer.succeed(
    Terminal.Terminal,
    Terminal.make({
      size: unused,
      columns: unused,
      rows: unused,
      readInput: unused,
      readLine: unused,
      display: () => unused
    })
  ),
  Layer.succeed(
    ChildProcessSpawner.ChildProcessSpawner,
    ChildProcessSpawner.make(() => unused)
  )
)

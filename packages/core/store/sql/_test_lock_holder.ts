import { Effect } from "effect"
import { announceAddress, lockDataFolder } from "./data_folder_lock.ts"

/** Run as a process: locks the folder of its argument, says so, and stays. */
const [, , folder = ""] = process.argv

Effect.runFork(
  Effect.scoped(
    Effect.gen(function* () {
      yield* lockDataFolder(folder)
      yield* announceAddress(folder, { address: "http://127.0.0.1:5001", commands: null })
      process.stdout.write("locked\n")
      yield* Effect.sleep(60_000)
    })
  )
)

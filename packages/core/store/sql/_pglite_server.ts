import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { PGlite } from "@electric-sql/pglite"

const isEmpty = (folder: string): boolean => !existsSync(folder) || readdirSync(folder).length === 0

/** Stands beside a folder while a database is made there for the first time: what was not finished is begun again. */
const makingFile = (folder: string): string => `${folder}.making`

/**
 * Makes a database where there is none; undefined where there is one. PGlite would make one too where only the file is
 * gone that says there is one.
 */
const make = (folder: string): Promise<PGlite> | undefined => {
  const making = makingFile(folder)
  if (existsSync(making)) rmSync(folder, { recursive: true, force: true })
  if (!isEmpty(folder)) {
    if (existsSync(join(folder, "PG_VERSION"))) return undefined
    return Promise.reject(new Error(`${folder} holds a database that is damaged: PG_VERSION is not there.`))
  }
  writeFileSync(making, "")
  // What is in it is for nobody else, whatever the permissions of the folder above it are.
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return open(folder).then((database) => {
    rmSync(making)
    return database
  })
}

const open = (folder: string | undefined): Promise<PGlite> =>
  folder === undefined ? PGlite.create() : PGlite.create({ dataDir: folder })

/** How long a folder is left alone whose database broke down, in milliseconds: what broke it may last. */
const rest = 500

/**
 * A database in this process. One that breaks down in the middle of its work, as on a full disk, is opened anew from its
 * files, as a server starts again after a crash; one in memory has none, and stays down.
 */
export class PgliteServer {
  readonly #folder: string | undefined
  #database: PGlite
  #isDown = false
  #opening: Promise<PGlite> | undefined

  private constructor(folder: string | undefined, database: PGlite) {
    this.#folder = folder
    this.#database = database
  }

  /** Fails when the files are damaged. */
  static start(folder: string | undefined): Promise<PgliteServer> {
    const made = folder === undefined ? undefined : make(folder)
    return (made ?? open(folder)).then((database) => new PgliteServer(folder, database))
  }

  /** The database, once it works. Fails when it cannot be opened again; the next one who asks tries that again. */
  get database(): Promise<PGlite> {
    if (!this.#isDown) return Promise.resolve(this.#database)
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  /** Notes that a database does not work any more: whoever connects next finds another one. */
  broke(database: PGlite): void {
    if (database === this.#database) this.#isDown = true
  }

  #reopen(): Promise<PGlite> {
    const folder = this.#folder
    if (folder === undefined) return Promise.reject(new Error("The database in memory broke down."))
    return sleep(rest)
      .then(() => open(folder))
      .then((database) => {
        this.#database = database
        this.#isDown = false
        return database
      })
  }

  /** Ends it. What broke down is left as it is: its files are put right when they are opened the next time. */
  close(): Promise<void> {
    return this.#isDown ? Promise.resolve() : this.#database.close()
  }
}

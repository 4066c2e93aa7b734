// Runs after `npm install`: npm scripts use the Node 24 that npm installed for this platform, or else the host's own,
// which may be too old.
import { isSupported } from "../packages/cli/launch.mjs"

if (!isSupported(process.versions.node)) {
  console.error(
    `Flowglass needs Node 22.19 or newer. npm installed none for ${process.platform} ${process.arch}, and the host's ` +
      `own is ${process.versions.node}: install a newer one from https://nodejs.org and run this command again.`
  )
  process.exitCode = 1
}

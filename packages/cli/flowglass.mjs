#!/usr/bin/env node
// @ts-check
// The command `flowglass`.
import { launch, programBeside } from "./launch.mjs"
import { resolveQuickly } from "./quick_resolve.mjs"

resolveQuickly()
await launch(import.meta.url, programBeside(import.meta.url))

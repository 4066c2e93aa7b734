#!/usr/bin/env node
// @ts-check
// The command `flowglass`.
import { launch, programBeside } from "./launch.mjs"

await launch(import.meta.url, programBeside(import.meta.url))

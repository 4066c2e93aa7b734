import * as Command from "effect/cli/Command"
import { appsExportCommand } from "./_apps_export.ts"
import { appsImportCommand } from "./_apps_import.ts"
import { appsListCommand } from "./_apps_list.ts"
import { appsPublishCommand } from "./_apps_publish.ts"

/** `flowglass apps import|export|list|publish`: the apps that a server keeps. */
export const appsCommand = Command.make("apps").pipe(
  Command.withDescription("List, import, export and publish the apps of a server"),
  Command.withSubcommands([appsListCommand, appsImportCommand, appsExportCommand, appsPublishCommand])
)

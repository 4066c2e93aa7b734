import type { App, AppAddress } from "@flowglass/core"

/** Where everything of an app is looked up. */
export const appAddress = ({ tenantId, id }: App): AppAddress => ({ tenantId, appId: id })

import { AccountNotLinkTenant, StoreUnavailable } from "@flowglass/core/error"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../auth/signed_in.ts"
import { plainText } from "../serve/plain_text.ts"
import { WellFormedBody } from "../serve/well_formed.ts"
import { WorkspaceDetail, WorkspaceEntry, WorkspaceMember } from "./workspace_view.ts"

/** The workspaces of the account that is signed in. */
export const workspaceGroup = HttpApiGroup.make("workspaces")
  .add(
    HttpApiEndpoint.get("listWorkspaces", "/workspaces", {
      success: Schema.Struct({ workspaces: Schema.Array(WorkspaceEntry) }),
      error: StoreUnavailable
    }),
    HttpApiEndpoint.post("currentWorkspace", "/workspaces/current", { success: WorkspaceDetail }),
    HttpApiEndpoint.post("currentWorkspaceInfo", "/info", { success: WorkspaceDetail }),
    HttpApiEndpoint.get("listMembers", "/workspaces/current/members", {
      success: Schema.Struct({ accounts: Schema.Array(WorkspaceMember) }),
      error: StoreUnavailable
    }),
    HttpApiEndpoint.post("switchWorkspace", "/workspaces/switch", {
      payload: Schema.Struct({ tenant_id: plainText(1, 255) }),
      success: Schema.Struct({ result: Schema.Literal("success"), new_tenant: WorkspaceDetail }),
      error: [AccountNotLinkTenant, StoreUnavailable]
    }).middleware(WellFormedBody)
  )
  .middleware(SignedIn)

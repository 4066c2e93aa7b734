import { Schema } from "effect"

const Quota = Schema.Struct({ size: Schema.Int, limit: Schema.Int })
const Usage = Schema.Struct({ usage: Schema.Int, limit: Schema.Int, reset_date: Schema.Int })

/** What a workspace can do. Its limits count only under billing, which is never on here. */
export const WorkspaceFeatures = Schema.Struct({
  billing: Schema.Struct({
    enabled: Schema.Boolean,
    subscription: Schema.Struct({ plan: Schema.String, interval: Schema.String })
  }),
  education: Schema.Struct({ enabled: Schema.Boolean, activated: Schema.Boolean }),
  members: Quota,
  apps: Quota,
  knowledge_rate_limit: Schema.Int,
  annotation_quota_limit: Quota,
  documents_upload_quota: Quota,
  docs_processing: Schema.String,
  can_replace_logo: Schema.Boolean,
  model_load_balancing_enabled: Schema.Boolean,
  dataset_operator_enabled: Schema.Boolean,
  webapp_copyright_enabled: Schema.Boolean,
  workspace_members: Schema.Struct({ enabled: Schema.Boolean, size: Schema.Int, limit: Schema.Int }),
  is_allow_transfer_workspace: Schema.Boolean,
  trigger_event: Usage,
  api_rate_limit: Usage,
  human_input_email_delivery_enabled: Schema.Boolean,
  knowledge_pipeline: Schema.Struct({ publish_enabled: Schema.Boolean }),
  next_credit_reset_date: Schema.Int
})

/** The values of a plain self-hosted server. */
export const workspaceFeatures: typeof WorkspaceFeatures.Type = {
  billing: { enabled: false, subscription: { plan: "sandbox", interval: "" } },
  education: { enabled: false, activated: false },
  members: { size: 0, limit: 1 },
  apps: { size: 0, limit: 10 },
  knowledge_rate_limit: 10,
  annotation_quota_limit: { size: 0, limit: 10 },
  documents_upload_quota: { size: 0, limit: 50 },
  docs_processing: "standard",
  can_replace_logo: false,
  model_load_balancing_enabled: false,
  dataset_operator_enabled: false,
  webapp_copyright_enabled: false,
  workspace_members: { enabled: false, size: 0, limit: 0 },
  is_allow_transfer_workspace: true,
  trigger_event: { usage: 0, limit: 3000, reset_date: 0 },
  api_rate_limit: { usage: 0, limit: 5000, reset_date: 0 },
  human_input_email_delivery_enabled: true,
  knowledge_pipeline: { publish_enabled: false },
  next_credit_reset_date: 0
}

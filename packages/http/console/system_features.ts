import { Schema } from "effect"

/** What the installation can do, for pages that nobody is signed in to. All keys are present, as Dify's pages need. */
export const SystemFeatures = Schema.Struct({
  sso_enforced_for_signin: Schema.Boolean,
  sso_enforced_for_signin_protocol: Schema.String,
  enable_marketplace: Schema.Boolean,
  max_plugin_package_size: Schema.Int,
  enable_email_code_login: Schema.Boolean,
  enable_email_password_login: Schema.Boolean,
  enable_social_oauth_login: Schema.Boolean,
  enable_collaboration_mode: Schema.Boolean,
  is_allow_register: Schema.Boolean,
  is_allow_create_workspace: Schema.Boolean,
  is_email_setup: Schema.Boolean,
  license: Schema.Struct({
    status: Schema.String,
    expired_at: Schema.String,
    workspaces: Schema.Struct({ enabled: Schema.Boolean, size: Schema.Int, limit: Schema.Int })
  }),
  branding: Schema.Struct({
    enabled: Schema.Boolean,
    application_title: Schema.String,
    login_page_logo: Schema.String,
    workspace_logo: Schema.String,
    favicon: Schema.String
  }),
  webapp_auth: Schema.Struct({
    enabled: Schema.Boolean,
    allow_sso: Schema.Boolean,
    sso_config: Schema.Struct({ protocol: Schema.String }),
    allow_email_code_login: Schema.Boolean,
    allow_email_password_login: Schema.Boolean
  }),
  plugin_installation_permission: Schema.Struct({
    plugin_installation_scope: Schema.String,
    restrict_to_marketplace_only: Schema.Boolean
  }),
  enable_change_email: Schema.Boolean,
  plugin_manager: Schema.Struct({ enabled: Schema.Boolean }),
  enable_creators_platform: Schema.Boolean,
  enable_trial_app: Schema.Boolean,
  enable_explore_banner: Schema.Boolean
})

/** The values of a plain self-hosted server. Collaboration is off: pages with it wait for a service that is not here. */
export const systemFeatures: typeof SystemFeatures.Type = {
  sso_enforced_for_signin: false,
  sso_enforced_for_signin_protocol: "",
  enable_marketplace: false,
  max_plugin_package_size: 15_728_640,
  enable_email_code_login: false,
  enable_email_password_login: true,
  enable_social_oauth_login: false,
  enable_collaboration_mode: false,
  is_allow_register: false,
  is_allow_create_workspace: false,
  is_email_setup: false,
  license: { status: "none", expired_at: "", workspaces: { enabled: false, size: 0, limit: 0 } },
  branding: { enabled: false, application_title: "", login_page_logo: "", workspace_logo: "", favicon: "" },
  webapp_auth: {
    enabled: false,
    allow_sso: false,
    sso_config: { protocol: "" },
    allow_email_code_login: false,
    allow_email_password_login: false
  },
  plugin_installation_permission: { plugin_installation_scope: "all", restrict_to_marketplace_only: false },
  enable_change_email: true,
  plugin_manager: { enabled: false },
  enable_creators_platform: false,
  enable_trial_app: false,
  enable_explore_banner: false
}

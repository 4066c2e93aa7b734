/** One step of the tables. Steps only go forward; one that was released is never changed. */
export interface Migration {
  readonly name: string
  readonly statements: ReadonlyArray<string>
}

const people: Migration = {
  name: "installation, accounts, workspaces, sessions",
  statements: [
    "CREATE TABLE installation (id int PRIMARY KEY CHECK (id = 1), account_id text NOT NULL, at float8 NOT NULL)",
    `CREATE TABLE tenants (
      id text PRIMARY KEY,
      name text NOT NULL,
      status text NOT NULL DEFAULT 'normal',
      created_at float8 NOT NULL
    )`,
    `CREATE TABLE accounts (
      id text PRIMARY KEY,
      email text NOT NULL,
      email_key text NOT NULL UNIQUE,
      name text NOT NULL,
      password_hash text,
      status text NOT NULL,
      interface_language text NOT NULL,
      interface_theme text NOT NULL,
      timezone text NOT NULL,
      last_login_at float8,
      last_login_ip text,
      created_at float8 NOT NULL
    )`,
    `CREATE TABLE memberships (
      tenant_id text NOT NULL,
      account_id text NOT NULL,
      role text NOT NULL,
      current boolean NOT NULL DEFAULT false,
      ordinal bigint GENERATED ALWAYS AS IDENTITY,
      PRIMARY KEY (tenant_id, account_id)
    )`,
    "CREATE INDEX memberships_of_account ON memberships (account_id, ordinal)",
    "CREATE TABLE sessions (token_key text PRIMARY KEY, account_id text NOT NULL, expires_at float8 NOT NULL)",
    // A hash index takes values of any length.
    "CREATE INDEX sessions_of_account ON sessions USING hash (account_id)",
    "CREATE INDEX sessions_by_end ON sessions (expires_at)",
    "CREATE TABLE login_failures (key text PRIMARY KEY, count int NOT NULL, until float8 NOT NULL)",
    "CREATE INDEX login_failures_by_end ON login_failures (until)"
  ]
}

const apps: Migration = {
  name: "apps, workflows, keys, end users",
  statements: [
    `CREATE TABLE apps (
      id text PRIMARY KEY,
      tenant_id text NOT NULL,
      ordinal bigint GENERATED ALWAYS AS IDENTITY,
      name text NOT NULL,
      name_folded text NOT NULL,
      description text NOT NULL,
      mode text NOT NULL,
      icon_type text,
      icon text,
      icon_background text,
      use_icon_as_answer_icon boolean NOT NULL,
      max_active_requests int NOT NULL,
      enable_api boolean NOT NULL,
      enable_site boolean NOT NULL,
      workflow_id text,
      key_count int NOT NULL DEFAULT 0,
      created_by text,
      created_at float8 NOT NULL,
      updated_by text,
      updated_at float8 NOT NULL
    )`,
    "CREATE INDEX apps_of_tenant ON apps (tenant_id, ordinal)",
    `CREATE TABLE workflows (
      id text PRIMARY KEY,
      tenant_id text NOT NULL,
      app_id text NOT NULL REFERENCES apps ON DELETE CASCADE,
      ordinal bigint GENERATED ALWAYS AS IDENTITY,
      mode text NOT NULL,
      version text NOT NULL,
      hash text NOT NULL,
      marked_name text NOT NULL,
      marked_comment text NOT NULL,
      graph text NOT NULL,
      features text NOT NULL,
      environment_variables text NOT NULL,
      conversation_variables text NOT NULL,
      created_by text,
      created_at float8 NOT NULL,
      updated_by text,
      updated_at float8 NOT NULL
    )`,
    "CREATE UNIQUE INDEX workflow_draft ON workflows (app_id) WHERE version = 'draft'",
    "CREATE INDEX workflows_of_app ON workflows (app_id, ordinal)",
    `CREATE TABLE app_keys (
      id text PRIMARY KEY,
      tenant_id text NOT NULL,
      app_id text NOT NULL REFERENCES apps ON DELETE CASCADE,
      ordinal bigint GENERATED ALWAYS AS IDENTITY,
      token text NOT NULL,
      token_key text NOT NULL UNIQUE,
      last_used_at float8,
      created_at float8 NOT NULL
    )`,
    "CREATE INDEX app_keys_of_app ON app_keys (app_id, ordinal)",
    `CREATE TABLE end_users (
      id text PRIMARY KEY,
      tenant_id text NOT NULL,
      app_id text NOT NULL REFERENCES apps ON DELETE CASCADE,
      session_id text NOT NULL,
      session_key text NOT NULL,
      created_at float8 NOT NULL,
      UNIQUE (app_id, session_key)
    )`
  ]
}

const runs: Migration = {
  name: "runs, facts, graphs, blobs",
  statements: [
    "CREATE TABLE graphs (hash text PRIMARY KEY, body bytea NOT NULL)",
    "CREATE TABLE blobs (hash text PRIMARY KEY, body bytea NOT NULL)",
    `CREATE TABLE runs (
      id text PRIMARY KEY,
      tenant_id text NOT NULL,
      app_id text NOT NULL,
      ordinal bigint GENERATED ALWAYS AS IDENTITY,
      epoch int NOT NULL,
      owner text,
      crashes int NOT NULL DEFAULT 0,
      crashed_at_seq int NOT NULL DEFAULT 0,
      stop_reason text,
      wake_at float8 NOT NULL DEFAULT 0,
      graph_hash text NOT NULL,
      workflow_id text NOT NULL,
      version text NOT NULL,
      trigger text NOT NULL,
      status text NOT NULL,
      created_by_role text,
      created_by_id text,
      inputs text NOT NULL,
      outputs text NOT NULL,
      error_code text,
      error_message text,
      elapsed float8 NOT NULL,
      total_tokens float8 NOT NULL,
      total_steps float8 NOT NULL,
      exceptions_count float8 NOT NULL,
      created_at float8 NOT NULL,
      finished_at float8
    )`,
    "CREATE INDEX runs_of_app ON runs (tenant_id, app_id, ordinal)",
    // When somebody has to look after the run: at once, or when the form it waits with is over.
    "CREATE INDEX runs_at_work ON runs (wake_at) WHERE finished_at IS NULL",
    `CREATE TABLE ownership (
      id int PRIMARY KEY CHECK (id = 1),
      owner text NOT NULL,
      epoch int NOT NULL,
      lease_until timestamptz NOT NULL
    )`,
    // No foreign key: it would double the cost of a fact. Who writes facts holds the row of the run.
    `CREATE TABLE run_facts (
      run_id text NOT NULL,
      seq int NOT NULL,
      epoch int NOT NULL,
      kind text NOT NULL,
      version int NOT NULL,
      body bytea NOT NULL,
      PRIMARY KEY (run_id, seq)
    )`
  ]
}

const answers: Migration = {
  name: "answers for runs that another process works on",
  statements: [
    "CREATE TABLE run_answers (run_id text NOT NULL, form_id text NOT NULL, body bytea NOT NULL, PRIMARY KEY (run_id, form_id))"
  ]
}

const retention: Migration = {
  name: "which run has which blob, and which ended first",
  statements: [
    "CREATE TABLE run_blobs (run_id text NOT NULL, hash text NOT NULL, PRIMARY KEY (run_id, hash))",
    "CREATE INDEX runs_of_blob ON run_blobs (hash)",
    "CREATE INDEX runs_of_graph ON runs (graph_hash)",
    "CREATE INDEX runs_by_end ON runs (finished_at) WHERE finished_at IS NOT NULL"
  ]
}

/** Where a database remembers which steps it has taken. */
export const migrationsTable = "flowglass_migrations"

/** All steps, in order; a database remembers how many it has taken. */
export const migrations: ReadonlyArray<Migration> = [people, apps, runs, answers, retention]

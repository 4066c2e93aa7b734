import type { Setting } from "./setting_table.ts"

/** Every variable that only the server and the commands about it read, under Dify's names where it has them. */
export const serverSettingTable: ReadonlyArray<Setting> = [
  {
    name: "SECRET_KEY",
    otherwise: "one is made and kept in the data folder; with `DATABASE_URL` it is needed",
    meaning: "Signs sessions and seals secrets; at least 32 characters, and the same one as long as the data lives",
    example: "SECRET_KEY=..."
  },
  {
    name: "DATABASE_URL",
    otherwise: "a database in the data folder",
    meaning: "A PostgreSQL database, in place of the one in the data folder",
    example: "DATABASE_URL=postgresql://user:password@localhost:5432/flowglass"
  },
  {
    name: "INIT_PASSWORD",
    otherwise: "whoever comes first sets the installation up",
    meaning: "Has to be given before the set-up, at `POST /console/api/init`; 30 characters at most",
    example: "INIT_PASSWORD=..."
  },
  {
    name: "CONSOLE_API_URL",
    otherwise: "cookies are for http too",
    meaning: "Where browsers reach the console API; with https here and in `CONSOLE_WEB_URL` cookies are `Secure`",
    example: "CONSOLE_API_URL=https://api.example.com"
  },
  {
    name: "CONSOLE_WEB_URL",
    otherwise: "no page of another origin may call the console API",
    meaning: "Where browsers reach the page that calls the console API",
    example: "CONSOLE_WEB_URL=https://console.example.com"
  },
  {
    name: "SERVICE_API_URL",
    otherwise: "answers show `/v1` without a host",
    meaning: "Where programs reach the service API",
    example: "SERVICE_API_URL=https://api.example.com"
  },
  {
    name: "CONSOLE_CORS_ALLOW_ORIGINS",
    otherwise: "that of `CONSOLE_WEB_URL`",
    meaning: "Origins of pages that may call the console API, with commas between them",
    example: "CONSOLE_CORS_ALLOW_ORIGINS=https://console.example.com"
  },
  {
    name: "COOKIE_DOMAIN",
    otherwise: "cookies are for one host",
    meaning: "Domain of the session cookies, for a page and an API on two hosts below it",
    example: "COOKIE_DOMAIN=example.com"
  },
  {
    name: "ACCESS_TOKEN_EXPIRE_MINUTES",
    otherwise: "60",
    meaning: "After how many minutes a session is renewed",
    example: "ACCESS_TOKEN_EXPIRE_MINUTES=60"
  },
  {
    name: "REFRESH_TOKEN_EXPIRE_DAYS",
    otherwise: "30",
    meaning: "After how many days without use a session ends",
    example: "REFRESH_TOKEN_EXPIRE_DAYS=30"
  },
  {
    name: "LOGIN_LOCKOUT_DURATION",
    otherwise: "86400",
    meaning: "For how many seconds an account is locked after too many wrong passwords",
    example: "LOGIN_LOCKOUT_DURATION=86400"
  },
  {
    name: "TRUSTED_PROXIES",
    otherwise: "0",
    meaning:
      "How many proxies stand before the server: so many addresses at the end of `X-Forwarded-For` are believed, for limits on signing in",
    example: "TRUSTED_PROXIES=1"
  },
  {
    name: "SIGN_INS_PER_MINUTE",
    otherwise: "120",
    meaning: "How often one address may try to sign in",
    example: "SIGN_INS_PER_MINUTE=120"
  },
  {
    name: "HTTP_BODY_LIMIT",
    otherwise: "15",
    meaning: "How many megabytes a request may have",
    example: "HTTP_BODY_LIMIT=15"
  },
  {
    name: "INSPECTOR_PUBLISHED_RUNS",
    otherwise: "`on`",
    meaning: "`off` keeps the Inspector from showing published runs",
    example: "INSPECTOR_PUBLISHED_RUNS=off"
  },
  {
    name: "FLOWGLASS_DURABILITY",
    otherwise: "`effects`",
    meaning:
      "What of a run is on disk before it goes on: `strict` every node, `effects` every node that leaves the process, `end` only how it ended",
    example: "FLOWGLASS_DURABILITY=strict"
  },
  {
    name: "WORKFLOW_LOG_RETENTION_DAYS",
    otherwise: "all are kept; `flowglass runs prune` removes old ones",
    meaning: "After how many days runs that have ended are removed",
    example: "WORKFLOW_LOG_RETENTION_DAYS=30"
  },
  {
    name: "FLOWGLASS_EMAIL",
    otherwise: "`--server` cannot sign in",
    meaning: "Who signs in for commands with `--server`",
    example: "FLOWGLASS_EMAIL=you@example.com"
  },
  {
    name: "FLOWGLASS_PASSWORD",
    otherwise: "`--password-file` names a file with it, or it is asked for",
    meaning: "The password of that account",
    example: "FLOWGLASS_PASSWORD=..."
  }
]

import { knownProviders } from "@flowglass/core"

/** A variable of the environment that the command line reads. */
export interface Setting {
  /** Its name; `PROVIDER` in it stands for a provider's name. */
  readonly name: string
  /** What holds when it is unset, as a sentence says it. */
  readonly otherwise: string
  readonly meaning: string
  /** A value as somebody would write it. */
  readonly example: string
}

/** The beginning of a provider's variables: `OPENAI` of `OPENAI_API_KEY`. */
export const variablePrefix = (provider: string): string => provider.toUpperCase().replace(/[^A-Z0-9]+/g, "_")

const providers = [...knownProviders.keys()].map((provider) => `\`${variablePrefix(provider)}\``).join(", ")

/** Every variable that the command line reads. README.md and .env.example are written from this table. */
export const settingTable: ReadonlyArray<Setting> = [
  {
    name: "PROVIDER_API_KEY",
    otherwise: "nodes of that provider need a mock",
    meaning: `The key of a provider of models, for example \`OPENAI_API_KEY\`. Providers: ${providers}`,
    example: "OPENAI_API_KEY=sk-..."
  },
  {
    name: "PROVIDER_BASE_URL",
    otherwise: "the provider's own address",
    meaning: "Another address for that provider, without user name and password",
    example: "OPENAI_BASE_URL=http://localhost:8000/v1"
  },
  {
    name: "FLOWGLASS_MODEL_BASE_URL",
    otherwise: "other providers need a mock",
    meaning: "An OpenAI-compatible server for the models of all other providers",
    example: "FLOWGLASS_MODEL_BASE_URL=http://localhost:8000/v1"
  },
  {
    name: "FLOWGLASS_MODEL_API_KEY",
    otherwise: "no key is sent",
    meaning: "The key of that server",
    example: "FLOWGLASS_MODEL_API_KEY=sk-..."
  },
  {
    name: "FLOWGLASS_ALLOW_HOSTS",
    otherwise: "public addresses only",
    meaning:
      "What workflows may reach although it is not public, such as a local server: hosts, `host:port`, CIDR blocks or origins, with commas between them",
    example: "FLOWGLASS_ALLOW_HOSTS=localhost:8080,10.0.0.0/8"
  },
  {
    name: "FLOWGLASS_HOME",
    otherwise: "`.flowglass` in the current folder",
    meaning: "The folder in which the latest 100 runs are kept, and the data of a server",
    example: "FLOWGLASS_HOME=.flowglass"
  },
  {
    name: "FLOWGLASS_DEBUG",
    otherwise: "off",
    meaning: "`1` shows what is behind an internal error, as `--debug` does",
    example: "FLOWGLASS_DEBUG=1"
  },
  {
    name: "NO_COLOR",
    otherwise: "colours in a terminal",
    meaning: "Any value takes the colours away; in the environment only",
    example: "NO_COLOR=1"
  },
  {
    name: "FORCE_COLOR",
    otherwise: "colours in a terminal",
    meaning: "`1` gives colours to files and pipes too; in the environment only",
    example: "FORCE_COLOR=1"
  }
]

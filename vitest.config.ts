import { defineConfig } from "vitest/config"

/** Tests that start processes or servers carry `integration` in their name; all others are unit tests. */
const integration = ["packages/**/*integration_test.ts", "scripts/**/*integration_test.ts", "examples/**/*_test.ts"]
const soak = ["packages/**/*soak_test.ts"]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Effect is loaded once per worker and not once per file: a sixth of the time. Unit tests share no state.
          isolate: false,
          include: ["packages/**/*_test.ts", "scripts/**/*_test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", ...integration, ...soak],
          // Some count in thousands, and two busy cores may have to do everything else as well.
          testTimeout: 30_000
        }
      },
      {
        test: {
          name: "integration",
          include: integration,
          exclude: ["**/node_modules/**", "**/dist/**"],
          testTimeout: 60_000
        }
      },
      {
        test: {
          name: "soak",
          include: soak,
          exclude: ["**/node_modules/**", "**/dist/**"],
          testTimeout: 30 * 60_000
        }
      }
    ]
  }
})

import { defineConfig } from "@playwright/test";

/** The system's own Chromium; nothing is downloaded. */
const chromium = process.env.TUNNELSCOPE_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "e2e",
  outputDir: "target/playwright/results",
  globalSetup: "./e2e/support/server.ts",
  // One after the other: a tenant runs one troubleshooting per subscription, and two cores are soon busy.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["junit", { outputFile: "target/playwright/junit.xml" }]],
  use: {
    browserName: "chromium",
    viewport: { width: 1400, height: 900 },
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

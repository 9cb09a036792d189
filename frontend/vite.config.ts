import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` forwards API requests to a running server (TUNNELSCOPE_URL); `npm run dev:double` needs none.
export default defineConfig({
  plugins: [react()],
  build: {
    // No data: URLs for scripts, fonts or styles: the content security policy allows files of our own only.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script; every browser we support knows module preload.
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 350,
  },
  server: {
    proxy: { "/api": process.env.TUNNELSCOPE_URL ?? "http://127.0.0.1:8080" },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    reporters: ["default", "junit"],
    outputFile: { junit: "target/vitest/junit.xml" },
    css: false,
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 40_000,
  },
});

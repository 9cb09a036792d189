import { test as base, expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** Answers that a test provokes on purpose are reported by the browser as errors of the console; these are none. */
const provoked = /^Failed to load resource: the server responded with a status of 4\d\d/;

interface Watched {
  /** A complaint that a test brings about on purpose. */
  provokes: RegExp | undefined;
  /** Fails the test when the page broke the content security policy, threw, or complained. */
  watch: undefined;
}

export const test = base.extend<Watched>({
  // Read when a test starts: the server's address is known only then.
  baseURL: async ({}, provide) => {
    await provide(process.env.TUNNELSCOPE_E2E_URL);
  },
  provokes: [undefined, { option: true }],
  watch: [
    async ({ context, provokes }, provide) => {
      const complaints: string[] = [];
      await context.exposeBinding("reportViolation", (_source, violation: string) => {
        complaints.push(`content security policy: ${violation}`);
      });
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          const report: unknown = Reflect.get(window, "reportViolation");
          const text = `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile} ${event.sample}`;
          if (typeof report === "function") Reflect.apply(report, undefined, [text]);
        });
      });
      context.on("weberror", (error) => complaints.push(`error: ${error.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error" && !provoked.test(message.text()))
          complaints.push(`console: ${message.text()}`);
      });
      await provide(undefined);
      const unexpected = complaints.filter((complaint) => !provokes?.test(complaint));
      expect(unexpected, "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs in as the persona of a role; the page that opens is the tenant's list of targets. */
export async function signIn(page: Page, role: string, tenant = "Contoso"): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(`, ${role} of ${tenant}`) }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Targets" })).toBeVisible();
}

/** Presses *Troubleshoot* on a target and waits for the page of its run. */
export async function troubleshoot(page: Page, target: string): Promise<void> {
  await page.getByRole("button", { name: `Troubleshoot ${target}`, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Run of ${target}` })).toBeVisible();
}

export function verdict(page: Page) {
  return page.getByRole("region", { name: "Verdict" });
}

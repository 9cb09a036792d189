import type { Page } from "@playwright/test";
import { expect, test, verdict } from "./support/test";

/** Tabs until the wanted control has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    const label = (await focused.getAttribute("aria-label")) ?? (await focused.textContent()) ?? "";
    if (name.test(label)) return;
  }
  throw new Error(`No control named ${String(name)} was reached by Tab.`);
}

test("sign in and troubleshoot with the keyboard alone", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: /, Operator of Contoso/ })).toBeVisible();
  await tabTo(page, /, Operator of Contoso/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Targets" })).toBeFocused();
  await expect(
    page.getByRole("button", { name: "Troubleshoot sim/PeerReachability", exact: true }),
  ).toBeVisible();
  await page.getByRole("searchbox", { name: "Search" }).focus();
  await page.keyboard.type("PeerReach");
  await expect(page).toHaveURL(/q=PeerReach/);
  await expect(page.getByRole("button", { name: /^Troubleshoot / })).toHaveCount(1);
  await tabTo(page, /^Troubleshoot sim\/PeerReachability$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Run of sim/PeerReachability" })).toBeFocused();
  await expect(verdict(page)).toContainText("Peer not reachable");
  await tabTo(page, /^Findings/);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: /Changes/ })).toBeFocused();
});

test("the first Tab offers to skip the navigation", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /, Viewer of Contoso/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Targets" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Targets" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
});

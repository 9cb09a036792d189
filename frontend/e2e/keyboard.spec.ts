import type { Locator, Page } from "@playwright/test";
import { expect, test, verdict } from "./support/test";

/** Presses a key until the control has the focus, as somebody without a mouse does; the focus must show each time. */
async function reach(page: Page, wanted: Locator, key = "Tab"): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    expect(await focusShows(page), `focus is seen at ${await page.locator(":focus").innerText()}`).toBe(true);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${String(wanted)} was not reached by ${key}.`);
}

/** Whether what has the focus, or the frame around it, is outlined, and lies inside the window. */
async function focusShows(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return true; // the browser's own controls
    const place = focused.getBoundingClientRect();
    const inside = place.bottom > 0 && place.top < window.innerHeight && place.right > 0;
    const style = getComputedStyle(focused);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const bordered = focused.matches("input, select") && style.borderTopWidth !== "0px";
    const hiddenBox = focused.matches("input[type=checkbox]");
    return hiddenBox || (inside && (outlined || bordered));
  });
}

test("from sign-in to the log line that proves it, with the keyboard alone", async ({ page }) => {
  await page.goto("/sign-in");
  await reach(page, page.getByRole("button", { name: /, Operator of Contoso/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Targets" })).toBeFocused();

  await reach(page, page.getByRole("searchbox", { name: "Search" }));
  await page.keyboard.type("PeerReach");
  await expect(page).toHaveURL(/q=PeerReach/);
  await expect(page.getByRole("button", { name: /^Troubleshoot / })).toHaveCount(1);
  await reach(page, page.getByRole("link", { name: "sim/PeerReachability", exact: true }));
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { level: 1, name: "sim/PeerReachability" })).toBeFocused();
  await reach(page, page.getByRole("button", { name: /^Troubleshoot/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Run of sim/PeerReachability" })).toBeFocused();
  await expect(verdict(page)).toContainText("Peer not reachable");

  await reach(page, page.getByRole("tab", { name: /Findings/ }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: /Changes/ })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  const proof = page.getByRole("button", { name: /^Open .+:\d+ in the log$/ }).first();
  await reach(page, proof);
  await page.keyboard.press("Enter");
  const line = page.locator("[aria-current=location]");
  await expect(line).toBeInViewport();

  const other = page.getByRole("listitem").getByRole("link", { name: /ConnectionStats\.txt/ });
  await reach(page, other, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Content of ConnectionStats.txt" })).toBeVisible();
});

test("the first Tab offers to skip the navigation, and it does", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /, Viewer of Contoso/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Targets" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Targets" })).toBeVisible();
  const skip = page.getByRole("link", { name: "Skip to content" });
  await reach(page, skip);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  // Past the navigation: the first control of the page itself.
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

import { expect, signIn, test } from "./support/test";

test("filters live in the address and survive a reload", async ({ page }) => {
  await signIn(page, "Viewer");
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const rows = page.locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  await page.getByRole("combobox", { name: "Verdict" }).selectOption({ label: "Healthy" });
  await expect(page).toHaveURL(/code=Healthy/);
  await expect(rows.first()).toContainText("Healthy");
  await expect(rows.filter({ hasText: "Unhealthy" })).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole("combobox", { name: "Verdict" })).toHaveValue("Healthy");
  await expect(rows.first()).toBeVisible();
  await expect(rows.filter({ hasText: "Unhealthy" })).toHaveCount(0);

  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await expect(rows.filter({ hasText: "Unhealthy" }).first()).toBeVisible();
});

test("a target shows its runs over time; one of them opens by its address alone", async ({ page }) => {
  await signIn(page, "Viewer");
  await page.getByRole("searchbox", { name: "Search" }).fill("PeerReach");
  await expect(page).toHaveURL(/q=PeerReach/);
  await page.getByRole("link", { name: "sim/PeerReachability", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "sim/PeerReachability" })).toBeVisible();
  await expect(page.getByText("Runs over time")).toBeVisible();

  // The address holds the whole resource id, slashes and dots included: it opens by itself too.
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "sim/PeerReachability" })).toBeVisible();
  await page
    .getByRole("link", { name: /^Unhealthy \(Peer not reachable\)/ })
    .last()
    .click();
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("Peer not reachable");
});

test("two runs are ticked and compared", async ({ page }) => {
  await signIn(page, "Viewer");
  await page.goto("/t/contoso/runs");
  const ticks = page.getByRole("checkbox", { name: /to compare$/, disabled: false });
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Compare runs" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "After" })).toBeVisible();
});

test("a run that differs from the one before it says how", async ({ page }) => {
  await signIn(page, "Viewer");
  await page.goto("/t/contoso/runs?changed=true");
  const first = page.locator("tbody tr").first();
  await expect(first).toContainText("Changed");
  await first.getByRole("link").first().click();
  await page.getByRole("tab", { name: /Changes/ }).click();
  await expect(
    page
      .getByRole("tabpanel")
      .getByText(/^(Appeared|Cleared|Worse|Better|Changed)$/)
      .first(),
  ).toBeVisible();
});

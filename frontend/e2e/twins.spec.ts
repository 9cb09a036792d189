import { expect, signIn, test } from "./support/test";

test("both halves of a connection are troubleshot from one page, and the half to mend is named", async ({
  page,
}) => {
  await signIn(page, "Operator");
  await page.getByRole("searchbox", { name: "Search" }).fill("to-");
  await page.getByRole("searchbox", { name: "Search" }).press("Enter");
  await page.locator("tr[data-target='seoul-hq/to-frankfurt'] th a").click();
  await expect(page.getByRole("heading", { level: 1, name: "seoul-hq/to-frankfurt" })).toBeVisible();
  const card = page.locator("section", {
    has: page.getByRole("heading", { name: "Both halves", exact: true }),
  });
  await expect(card.getByRole("listitem")).toHaveCount(2);
  // The last runs are of the history of the demo: hours old, and of one moment.
  await expect(card.getByRole("listitem").nth(1)).toContainText("hours ago");

  await card.getByRole("button", { name: "Troubleshoot both halves" }).press("Enter");
  await expect(card.getByRole("status")).toContainText("The comparison follows");
  await expect(card.getByRole("status")).toContainText("Mend the other half");
  await expect(card.getByRole("listitem").nth(1)).toContainText("To mend");
  await expect(card.getByRole("listitem").nth(1)).not.toContainText("hours ago");

  await card
    .getByRole("listitem")
    .nth(1)
    .getByRole("link", { name: /Last run/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Run of frankfurt/to-seoul-hq" })).toBeVisible();
  await expect(card.getByRole("status")).toContainText("Mend this half");
  await expect(card.getByRole("listitem").nth(0)).toContainText("This run");
});

import { expect, signIn, test } from "./support/test";

test("another tenant's pages are as absent as pages that never were", async ({ page }) => {
  await signIn(page, "Admin", "Fabrikam");
  await page.goto("/t/fabrikam/runs");
  await page.locator("tbody tr a").first().click();
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  const foreignRun = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await signIn(page, "Admin", "Contoso");
  const texts: string[] = [];
  for (const path of [
    "/t/fabrikam/targets",
    "/t/never-was/targets",
    `/t/contoso/runs/${foreignRun}`,
    "/t/contoso/runs/019ab0d0-0000-7000-8000-000000000000",
    "/t/contoso/targets/nothing",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
    texts.push(await page.getByText("This address leads nowhere").innerText());
  }
  expect(new Set(texts).size).toBe(1);
});

import { expect, signIn, test } from "./support/test";

test("the pages and the server's texts speak Korean, also after a reload", async ({ page }) => {
  await signIn(page, "Operator");
  await page.getByRole("button", { name: "Language" }).click();
  await page.getByRole("menuitem", { name: "한국어" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "점검 대상" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "점검 대상" })).toBeVisible();

  await page.getByRole("button", { name: "sim/Authentication 점검 시작", exact: true }).click();
  const finding = page.getByRole("article", { name: "인증 실패" });
  await expect(finding).toBeVisible();
  // The server's own sentences, not only the labels of the page.
  await expect(finding.locator("p").first()).toContainText(/[가-힣]/);
  await expect(finding.locator("ol li").first()).toContainText(/[가-힣]/);
});

import { expect, signIn, test } from "./support/test";

test("each page comes with a strict policy and a nonce of its own", async ({ page, request }) => {
  const nonces = new Set<string>();
  for (const path of ["/", "/sign-in", "/t/contoso/targets"]) {
    const answer = await request.get(path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
    const html = await answer.text();
    expect(html).not.toContain("__CSP_NONCE__");
    const nonce = /<meta name="csp-nonce" content="([^"]+)"/.exec(html)?.[1] ?? "";
    expect(policy).toContain(`'nonce-${nonce}'`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);

  // A dialog locks scrolling by a style element of its own: the watcher of every test would see it refused.
  await signIn(page, "Operator");
  await page.getByRole("button", { name: "Troubleshoot sim/Slow", exact: true }).click();
  await page.getByRole("button", { name: "Cancel run" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel this run?" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("This run was cancelled").first()).toBeVisible();
});

test.describe("a page that breaks the policy", () => {
  test.use({ provokes: /elsewhere\.invalid/ });

  test("is noticed", async ({ page }) => {
    await page.goto("/sign-in");
    const broken = await page.evaluate(
      () =>
        new Promise<string>((seen) => {
          document.addEventListener("securitypolicyviolation", (event) => {
            seen(event.effectiveDirective);
          });
          new Image().src = "https://elsewhere.invalid/pixel.png";
        }),
    );
    expect(broken).toBe("img-src");
  });
});

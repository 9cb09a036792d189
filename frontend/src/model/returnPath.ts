/**
 * Where to go after sign-in. The value stands in the address bar, so anybody can write it: only a path of this
 * very site is taken (no other host, no script, no sign-in loop); anything else leads to the start page.
 */
export function safeReturnPath(wanted: string | undefined, origin: string): string {
  if (!wanted?.startsWith("/") || wanted.startsWith("//") || wanted.includes("\\")) return "/";
  try {
    const url = new URL(wanted, origin);
    if (url.origin !== new URL(origin).origin || url.pathname.startsWith("//")) return "/";
    if (url.pathname === "/sign-in" || url.pathname.startsWith("/api/")) return "/";
    return url.pathname + url.search + url.hash;
  } catch {
    return "/";
  }
}

import { put, remove, tenantPath } from "./client";

function pathOf(tenant: string, target: string): string {
  return `${tenantPath(tenant)}/targets/${encodeURIComponent(target)}/baseline`;
}

/** Makes a run the one that later runs of its target are compared with, in place of an earlier one. */
export function pinBaseline(tenant: string, target: string, run: string): Promise<void> {
  return put(pathOf(tenant, target), { run });
}

export function unpinBaseline(tenant: string, target: string): Promise<void> {
  return remove(pathOf(tenant, target));
}

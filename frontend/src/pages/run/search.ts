import { z } from "zod";

export const runTabs = ["findings", "changes", "logs", "activity"] as const;

/** What of the run page stands in its address. A value that makes no sense is as good as none. */
export const runSearch = z.object({
  tab: z.enum(runTabs).optional().catch(undefined),
  file: z.string().max(200).optional().catch(undefined),
  line: z.coerce.number().int().min(1).max(999_999_999).optional().catch(undefined),
});

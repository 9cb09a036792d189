import * as z from "zod/mini";

export const runTabs = ["findings", "changes", "logs", "activity"] as const;

/** What of the run page stands in its address. A value that makes no sense is as good as none. */
export const runSearch = z.object({
  tab: z.catch(z.optional(z.enum(runTabs)), undefined),
  file: z.catch(z.optional(z.string().check(z.maxLength(200))), undefined),
  line: z.catch(
    z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(999_999_999))),
    undefined,
  ),
});

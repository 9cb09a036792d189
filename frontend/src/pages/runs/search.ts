import * as z from "zod/mini";

const text = z.catch(z.optional(z.string().check(z.maxLength(400))), undefined);
const day = z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))), undefined);

/** The filters of the list of runs, as they stand in its address, and the runs ticked for comparing. */
export const runsSearch = z.object({
  target: text,
  state: text,
  code: text,
  fault: text,
  cause: text,
  source: text,
  requester: text,
  from: day,
  to: day,
  changed: z.catch(z.optional(z.literal("true")), undefined),
});

export type RunsSearch = z.infer<typeof runsSearch>;

import { z } from "zod";

const text = z.string().max(400).optional().catch(undefined);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

/** The filters of the list of runs, as they stand in its address, and the runs ticked for comparing. */
export const runsSearch = z.object({
  target: text,
  state: text,
  code: text,
  fault: text,
  source: text,
  requester: text,
  from: day,
  to: day,
  changed: z.literal("true").optional().catch(undefined),
});

export type RunsSearch = z.infer<typeof runsSearch>;

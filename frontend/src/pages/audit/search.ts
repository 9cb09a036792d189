import * as z from "zod/mini";

const text = z.catch(z.optional(z.string().check(z.maxLength(512))), undefined);
const day = z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))), undefined);

/** The filters of the audit log, as they stand in its address. */
export const auditSearch = z.object({
  actor: text,
  action: text,
  object: text,
  result: text,
  from: day,
  to: day,
});

export type AuditSearch = z.infer<typeof auditSearch>;

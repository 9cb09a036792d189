import * as z from "zod/mini";

const text = z.catch(z.optional(z.string().check(z.maxLength(200))), undefined);

/** The filters of the audit log, as they stand in its address. */
export const auditSearch = z.object({ actor: text, action: text, result: text, from: text, to: text });

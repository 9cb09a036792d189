import * as z from "zod/mini";

// zod tries whether it may compile schemas by eval. The content security policy forbids that, and even the try is a
// violation. This must be said before the first schema is made: main.tsx imports this file first.
z.config({ jitless: true });

import { MantineProvider, localStorageColorSchemeManager } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import {
  RouterProvider,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
} from "@tanstack/react-router";
import type { RouterHistory } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { z } from "zod";
import { sessionQuery } from "./api/session";
import { theme } from "./components/theme";
import { LanguageContext, catalogues, initialLanguage, keepLanguage } from "./i18n/messages";
import type { Language } from "./i18n/messages";
import { AuditPage, auditSearch } from "./pages/audit/AuditPage";
import { CrashPage } from "./pages/CrashPage";
import { DiffPage } from "./pages/diff/DiffPage";
import { TenantFrame } from "./pages/frame/TenantFrame";
import { NotFoundPage } from "./pages/notfound/NotFoundPage";
import { RunPage } from "./pages/run/RunPage";
import { runSearch } from "./pages/run/search";
import { RunsPage } from "./pages/runs/RunsPage";
import { runsSearch } from "./pages/runs/search";
import { SignInPage } from "./pages/signin/SignInPage";
import { TargetPage } from "./pages/target/TargetPage";
import { TargetsPage } from "./pages/targets/TargetsPage";
import { UploadPage } from "./pages/upload/UploadPage";
import { NoTenantPage } from "./pages/notfound/NoTenantPage";

const text = z.string().max(400).optional().catch(undefined);

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ notFoundComponent: NotFoundPage });

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: NoTenantPage,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: "/sign-in", search: { return: beyondStart(location.href) } });
    const [first] = session.memberships;
    if (first) throw redirect({ to: "/t/$tenant/targets", params: { tenant: first.tenant } });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignInPage,
  validateSearch: z.object({ return: z.string().max(2000).optional().catch(undefined) }),
});

/** Everything of a tenant: only for somebody who is signed in. */
const tenant = createRoute({
  getParentRoute: () => root,
  path: "/t/$tenant",
  component: TenantFrame,
  notFoundComponent: NotFoundPage,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: "/sign-in", search: { return: beyondStart(location.href) } });
  },
});

const pages = [
  createRoute({
    getParentRoute: () => tenant,
    path: "/",
    beforeLoad: ({ params }) => {
      throw redirect({ to: "/t/$tenant/targets", params });
    },
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/targets",
    component: TargetsPage,
    validateSearch: z.object({ q: text, kind: text, state: text, fault: text }),
  }),
  createRoute({ getParentRoute: () => tenant, path: "/targets/$target", component: TargetPage }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/runs",
    component: RunsPage,
    validateSearch: runsSearch,
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/runs/$run",
    component: RunPage,
    validateSearch: runSearch,
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/diff",
    component: DiffPage,
    validateSearch: z.object({ from: text, to: text }),
  }),
  createRoute({ getParentRoute: () => tenant, path: "/upload", component: UploadPage }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/audit",
    component: AuditPage,
    validateSearch: auditSearch,
  }),
] as const;

/** The start page needs no way back. */
function beyondStart(href: string): string | undefined {
  return href === "/" ? undefined : href;
}

const routeTree = root.addChildren([start, signIn, tenant.addChildren(pages)]);

/** Search values are plain texts: `?state=FAILED`, no quotes, no JSON. */
function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query).entries());
}

function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string" ? value !== "" : typeof value === "number") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

export function makeRouter(queries: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    history,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof makeRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}

const colorSchemes = localStorageColorSchemeManager({ key: "tunnelscope-color-scheme" });

function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
}

export function App({ router, queries }: { router: AppRouter; queries: QueryClient }) {
  const [language, setLanguage] = useState<Language>(() => {
    const initial = initialLanguage();
    document.documentElement.lang = initial;
    return initial;
  });
  const choice = useMemo(
    () => ({
      language,
      m: catalogues[language],
      setLanguage: (wanted: Language) => {
        keepLanguage(wanted);
        setLanguage(wanted);
        // The server's texts follow the language too.
        void queries.invalidateQueries();
      },
    }),
    [language, queries],
  );
  return (
    <LanguageContext value={choice}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemes}
        getStyleNonce={styleNonce}
      >
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </LanguageContext>
  );
}

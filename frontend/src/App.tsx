import { MantineProvider, localStorageColorSchemeManager } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import {
  RouterProvider,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { RouterHistory } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import * as z from "zod/mini";
import { sessionQuery } from "./api/session";
import { theme } from "./components/theme";
import { LanguageContext, catalogues, initialLanguage, keepLanguage } from "./i18n/messages";
import type { Language } from "./i18n/messages";
import { auditSearch } from "./pages/audit/search";
import { signInProblems } from "./model/role";
import { CrashPage } from "./pages/CrashPage";
import { NotFoundPage } from "./pages/notfound/NotFoundPage";
import { runSearch } from "./pages/run/search";
import { runsSearch } from "./pages/runs/search";
import { NoTenantPage } from "./pages/notfound/NoTenantPage";

const text = z.catch(z.optional(z.string().check(z.maxLength(400))), undefined);

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
  component: lazyRouteComponent(() => import("./pages/signin/SignInPage"), "SignInPage"),
  validateSearch: z.object({
    return: z.catch(z.optional(z.string().check(z.maxLength(2000))), undefined),
    problem: z.catch(z.optional(z.enum(signInProblems)), undefined),
    request: z.catch(z.optional(z.string().check(z.regex(/^[0-9a-f-]{36}$/))), undefined),
  }),
});

/** Everything of a tenant: only for somebody who is signed in. */
const tenant = createRoute({
  getParentRoute: () => root,
  path: "/t/$tenant",
  component: lazyRouteComponent(() => import("./pages/frame/TenantFrame"), "TenantFrame"),
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
    component: lazyRouteComponent(() => import("./pages/targets/TargetsPage"), "TargetsPage"),
    validateSearch: z.object({ q: text, kind: text, state: text, fault: text, tag: text }),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/targets/$target",
    component: lazyRouteComponent(() => import("./pages/target/TargetPage"), "TargetPage"),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/runs",
    component: lazyRouteComponent(() => import("./pages/runs/RunsPage"), "RunsPage"),
    validateSearch: runsSearch,
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/runs/$run",
    component: lazyRouteComponent(() => import("./pages/run/RunPage"), "RunPage"),
    validateSearch: runSearch,
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/diff",
    component: lazyRouteComponent(() => import("./pages/diff/DiffPage"), "DiffPage"),
    validateSearch: z.object({ from: text, to: text }),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/schedules",
    component: lazyRouteComponent(() => import("./pages/schedules/SchedulesPage"), "SchedulesPage"),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/schedules/add",
    component: lazyRouteComponent(() => import("./pages/schedules/AddSchedulePage"), "AddSchedulePage"),
    validateSearch: z.object({ target: text }),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/schedules/$schedule",
    component: lazyRouteComponent(() => import("./pages/schedules/SchedulePage"), "SchedulePage"),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/slack-link/$code",
    component: lazyRouteComponent(() => import("./pages/slack/SlackLinkPage"), "SlackLinkPage"),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/upload",
    component: lazyRouteComponent(() => import("./pages/upload/UploadPage"), "UploadPage"),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: "/audit",
    component: lazyRouteComponent(() => import("./pages/audit/AuditPage"), "AuditPage"),
    validateSearch: auditSearch,
  }),
] as const;

/** The settings of a tenant: its sections beside the one that is open. */
const settings = createRoute({
  getParentRoute: () => tenant,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/settings/SettingsFrame"), "SettingsFrame"),
});

const sections = [
  createRoute({
    getParentRoute: () => settings,
    path: "/",
    beforeLoad: ({ params }) => {
      throw redirect({ to: "/t/$tenant/settings/general", params, replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/general",
    component: lazyRouteComponent(() => import("./pages/settings/GeneralPage"), "GeneralPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/members",
    component: lazyRouteComponent(() => import("./pages/settings/MembersPage"), "MembersPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/roles",
    component: lazyRouteComponent(() => import("./pages/settings/RolesPage"), "RolesPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/sign-in",
    component: lazyRouteComponent(() => import("./pages/settings/SignInRulesPage"), "SignInRulesPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/identity-provider",
    component: lazyRouteComponent(
      () => import("./pages/settings/IdentityProviderPage"),
      "IdentityProviderPage",
    ),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/tokens",
    component: lazyRouteComponent(() => import("./pages/settings/TokensPage"), "TokensPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/subscriptions",
    component: lazyRouteComponent(() => import("./pages/settings/SubscriptionsPage"), "SubscriptionsPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/subscriptions/add",
    component: lazyRouteComponent(
      () => import("./pages/settings/AddSubscriptionPage"),
      "AddSubscriptionPage",
    ),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/subscriptions/$subscription",
    component: lazyRouteComponent(() => import("./pages/settings/SubscriptionPage"), "SubscriptionPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/slack",
    component: lazyRouteComponent(() => import("./pages/settings/SlackPage"), "SlackPage"),
    validateSearch: z.object({ outcome: text }),
  }),
] as const;

/** The start page needs no way back. */
function beyondStart(href: string): string | undefined {
  return href === "/" ? undefined : href;
}

const routeTree = root.addChildren([
  start,
  signIn,
  tenant.addChildren([...pages, settings.addChildren(sections)]),
]);

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
    // A page is its own file, fetched when somebody goes there, or is about to.
    defaultPreload: "intent",
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

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { startRun } from "../api/runs";

/** What a new run changes on any page. */
function refresh(queries: QueryClient, tenant: string): Promise<unknown> {
  return Promise.all(
    ["targets", "target", "target-history", "runs", "twins"].map((key) =>
      queries.invalidateQueries({ queryKey: [key, tenant] }),
    ),
  );
}

interface Wish {
  target: string;
  active: boolean;
}

const nameOf = ({ target, active }: Wish) => `${active ? "active" : "passive"} ${target}`;

/**
 * Starts a run and goes to its page. The same wish keeps its idempotency key until the server has answered, so
 * a second press after a lost answer finds the run that is already there.
 */
export function useTroubleshoot(tenant: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const [startingTarget, setStartingTarget] = useState<string>();
  const { mutate, error, reset } = useMutation({
    mutationFn: (wish: Wish) => {
      const key = keys.current.get(nameOf(wish)) ?? crypto.randomUUID();
      keys.current.set(nameOf(wish), key);
      setStartingTarget(wish.target);
      return startRun(tenant, wish.target, wish.active, key);
    },
    onSuccess: async (started, wish) => {
      keys.current.delete(nameOf(wish));
      void refresh(queries, tenant);
      await navigate({ to: "/t/$tenant/runs/$run", params: { tenant, run: started.id } });
    },
    onSettled: () => {
      setStartingTarget(undefined);
    },
  });
  const start = (target: string, active = false) => {
    mutate({ target, active });
  };
  return { start, startingTarget, error, dismiss: reset };
}

/**
 * Starts runs of both halves of a connection, the first one first, and stays: the page shows how they go on. The keys
 * are kept until both are accepted, so that a second press starts only the half that is missing.
 */
export function useTroubleshootBoth(tenant: string) {
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: async (halves: [string, string]) => {
      for (const half of halves) {
        const key = keys.current.get(half) ?? crypto.randomUUID();
        keys.current.set(half, key);
        await startRun(tenant, half, false, key);
      }
    },
    onSuccess: () => {
      keys.current.clear();
    },
    // The button stays busy until the page knows what was started: one of the two may have been.
    onSettled: () => refresh(queries, tenant),
  });
  return { start: mutate, starting: isPending, error, dismiss: reset };
}

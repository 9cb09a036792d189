import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { startRun } from "../api/runs";

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
      void queries.invalidateQueries({ queryKey: ["targets", tenant] });
      void queries.invalidateQueries({ queryKey: ["target", tenant] });
      void queries.invalidateQueries({ queryKey: ["target-history", tenant] });
      void queries.invalidateQueries({ queryKey: ["runs", tenant] });
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

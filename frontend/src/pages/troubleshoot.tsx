import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { startRun } from "../api/runs";

/**
 * Starts a run and goes to its page. The same target keeps its idempotency key until the server has answered, so
 * a second press after a lost answer finds the run that is already there.
 */
export function useTroubleshoot(tenant: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const [startingTarget, setStartingTarget] = useState<string>();
  const { mutate, error, reset } = useMutation({
    mutationFn: (target: string) => {
      const key = keys.current.get(target) ?? crypto.randomUUID();
      keys.current.set(target, key);
      setStartingTarget(target);
      return startRun(tenant, target, key);
    },
    onSuccess: async (started, target) => {
      keys.current.delete(target);
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
  return { start: mutate, startingTarget, error, dismiss: reset };
}

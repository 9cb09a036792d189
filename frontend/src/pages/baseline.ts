import { useMutation, useQueryClient } from "@tanstack/react-query";
import { pinBaseline, unpinBaseline } from "../api/baselines";

/** Pins a run as the baseline of its target, or takes the pin away: easily undone, so nothing is asked. */
export function useBaseline(tenant: string, target: string) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (run: string | undefined) =>
      run === undefined ? unpinBaseline(tenant, target) : pinBaseline(tenant, target, run),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["target", tenant] }),
  });
  return {
    pin: (run: string) => {
      change.mutate(run);
    },
    unpin: () => {
      change.mutate(undefined);
    },
    busy: change.isPending,
    error: change.error,
    dismiss: change.reset,
  };
}

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { follow } from "../../api/events";
import { runQuery } from "../../api/runs";
import type { RunEvent } from "../../model/events";

interface Story {
  key: string;
  events: RunEvent[];
  mode: "connecting" | "live" | "polling";
}

/** The events of a run so far; each change of its state also renews what the page knows of the run. */
export function useRunEvents(tenant: string, run: string, language: string): Omit<Story, "key"> {
  const queries = useQueryClient();
  const key = `${tenant} ${run} ${language}`;
  const [story, setStory] = useState<Story>({ key, events: [], mode: "connecting" });
  useEffect(() => {
    const ended = new AbortController();
    const keepKey = (change: (before: Story) => Story) => {
      setStory((before) => change(before.key === key ? before : { key, events: [], mode: "connecting" }));
    };
    void follow({
      tenant,
      run,
      signal: ended.signal,
      onMode: (mode) => {
        keepKey((before) => ({ ...before, mode }));
      },
      onEvent: (event) => {
        keepKey((before) => ({ ...before, events: [...before.events, event] }));
        if (event.kind !== "progress") {
          void queries.invalidateQueries({ queryKey: runQuery(tenant, run).queryKey });
        }
        if (event.kind === "done") {
          for (const list of ["targets", "runs", "target", "target-history"]) {
            void queries.invalidateQueries({ queryKey: [list, tenant] });
          }
        }
      },
    });
    return () => {
      ended.abort();
    };
  }, [tenant, run, language, key, queries]);
  return story.key === key ? story : { events: [], mode: "connecting" };
}

import { Button } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { ApiError } from "../api/client";
import { EmptyState } from "../components/States";
import { useMessages } from "../i18n/messages";
import styles from "./frame/TenantFrame.module.css";
import { Failure } from "./Failure";

/** What the router shows when a page throws: what happened to the reader, and what to do. */
export function CrashPage({ error, reset }: { error: unknown; reset: () => void }) {
  const { m } = useMessages();
  const queries = useQueryErrorResetBoundary();
  const again = () => {
    queries.reset();
    reset();
  };
  return (
    <main className={styles.alone}>
      {error instanceof ApiError ? (
        <Failure error={error} onRetry={again} />
      ) : (
        <EmptyState
          icon={<IconBug size={28} stroke={1.5} />}
          title={m.problems.crashTitle}
          text={
            <>
              {m.problems.crashText}
              <br />
              <span className="mono">
                {m.problems.crashDetail}: {error instanceof Error ? error.message : String(error)}
              </span>
            </>
          }
        >
          <Button
            onClick={() => {
              window.location.reload();
            }}
          >
            {m.problems.reload}
          </Button>
        </EmptyState>
      )}
    </main>
  );
}

import { ActionIcon, Button, Loader } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { IconDownload, IconFileZip } from "@tabler/icons-react";
import { downloadLog, logLinesQuery, logsZipPath } from "../../api/logs";
import { Card } from "../../components/Card";
import { LogView } from "../../components/LogView";
import { EmptyState } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { proofLines } from "../../model/diagnosis";
import type { LogFile, Run } from "../../model/run";
import { size } from "../../model/size";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import styles from "./RunPage.module.css";

const route = getRouteApi("/t/$tenant/runs/$run");

/** The log files of a run: a list to choose from, and the chosen one to read. */
export function LogFiles({ run, tenant }: { run: Run; tenant: string }) {
  const { m, language } = useMessages();
  const search = route.useSearch();
  const save = useMutation({
    mutationFn: async (name: string) => {
      saveAs(await downloadLog(tenant, run.id, name), name);
    },
  });
  if (run.logs.length === 0) return <EmptyState title={m.run.noLogs} text={m.run.noLogsText} />;
  const chosen = run.logs.find((log) => log.name === search.file) ?? defaultFile(run);
  const number = new Intl.NumberFormat(language);
  return (
    <>
      <DeedFailure title={m.logs.downloadFailed} error={save.error} onClose={save.reset} />
      <Card
        padded={false}
        title={m.logs.files}
        aside={
          <Button
            component="a"
            href={logsZipPath(tenant, run.id)}
            download
            size="xs"
            variant="default"
            leftSection={<IconFileZip size={15} aria-hidden />}
          >
            {m.logs.downloadAll}
          </Button>
        }
      >
        <div className={styles.files}>
          <ul className={styles.fileList}>
            {run.logs.map((log) => (
              <li key={log.name} className={styles.file}>
                <Link
                  to="/t/$tenant/runs/$run"
                  params={{ tenant, run: run.id }}
                  search={{ tab: "logs", file: log.name }}
                  replace
                  resetScroll={false}
                  className={styles.fileLink}
                  aria-current={log.name === chosen?.name || undefined}
                >
                  <span className={styles.fileName}>{log.name}</span>
                  <span className={styles.fileFacts}>
                    {size(log.bytes)} · {m.logs.lines(log.lines, number.format(log.lines))}
                  </span>
                </Link>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={m.logs.downloadFile(log.name)}
                  onClick={() => {
                    save.mutate(log.name);
                  }}
                >
                  <IconDownload size={16} />
                </ActionIcon>
              </li>
            ))}
          </ul>
          {chosen ? (
            <LogReader
              key={chosen.name}
              run={run}
              tenant={tenant}
              file={chosen}
              line={chosen.name === search.file ? search.line : undefined}
            />
          ) : null}
        </div>
      </Card>
    </>
  );
}

/** Without a choice: the file with the proof of the root cause. */
function defaultFile(run: Run): LogFile | undefined {
  const proof = run.diagnosis?.results[0]?.evidence[0]?.file;
  return run.logs.find((log) => log.name === proof) ?? run.logs[0];
}

interface ReaderProps {
  run: Run;
  tenant: string;
  file: LogFile;
  line?: number;
}

function LogReader({ run, tenant, file, line }: ReaderProps) {
  const { m } = useMessages();
  const navigate = route.useNavigate();
  // Pages start around the wanted line, in steps of 250: near jumps stay on what is already loaded.
  const around = line === undefined ? 1 : Math.max(1, Math.round(line / 250) * 250);
  const query = useInfiniteQuery(logLinesQuery(tenant, run.id, file.name, around));
  if (query.isPending) {
    return (
      <div className={styles.loading}>
        <Loader size="sm" aria-label={m.app.loading} />
      </div>
    );
  }
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const { pages } = query.data;
  return (
    <LogView
      name={file.name}
      fromLine={pages[0]?.fromLine ?? 1}
      lines={pages.flatMap((page) => page.lines)}
      totalLines={pages.at(-1)?.totalLines ?? file.lines}
      proof={proofLines(run.diagnosis, file.name)}
      current={line}
      loading={query.isFetching}
      onGoTo={(wanted) =>
        void navigate({
          search: { tab: "logs", file: file.name, line: wanted },
          replace: true,
          resetScroll: false,
        })
      }
      onEarlier={query.hasPreviousPage ? () => void query.fetchPreviousPage() : undefined}
      onLater={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
    />
  );
}

function saveAs(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

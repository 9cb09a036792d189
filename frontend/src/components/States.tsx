import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconInbox, IconLock, IconMapOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useMessages } from "../i18n/messages";
import styles from "./States.module.css";

interface NoticeProps {
  icon: ReactNode;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  alert?: boolean;
  tone?: "plain" | "bad";
}

function PageNotice({ icon, title, text, children, alert, tone = "plain" }: NoticeProps) {
  return (
    <div className={styles.notice} role={alert ? "alert" : undefined} data-tone={tone}>
      <div className={styles.icon}>{icon}</div>
      <h2 className={styles.title}>{title}</h2>
      {text === undefined ? null : <p className={styles.text}>{text}</p>}
      {children === undefined ? null : <div className={styles.actions}>{children}</div>}
    </div>
  );
}

export function EmptyState({
  title,
  text,
  icon,
  children,
}: {
  title: string;
  text?: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <PageNotice icon={icon ?? <IconInbox size={28} stroke={1.5} />} title={title} text={text}>
      {children}
    </PageNotice>
  );
}

export function ErrorState({
  text,
  requestId,
  onRetry,
}: {
  text: string;
  requestId?: string;
  onRetry?: () => void;
}) {
  const { m } = useMessages();
  return (
    <PageNotice
      alert
      tone="bad"
      icon={<IconAlertTriangle size={28} stroke={1.5} />}
      title={m.problems.title}
      text={
        <>
          {text}
          {requestId === undefined ? null : (
            <span className={styles.request}>
              {m.problems.requestId} <span className="mono">{requestId}</span>
            </span>
          )}
        </>
      }
    >
      {onRetry ? (
        <Button variant="default" onClick={onRetry}>
          {m.problems.retry}
        </Button>
      ) : undefined}
    </PageNotice>
  );
}

export function NoPermission({ text, children }: { text: string; children?: ReactNode }) {
  const { m } = useMessages();
  return (
    <PageNotice icon={<IconLock size={28} stroke={1.5} />} title={m.problems.noPermissionTitle} text={text}>
      {children}
    </PageNotice>
  );
}

export function NotFoundState({ children }: { children?: ReactNode }) {
  const { m } = useMessages();
  return (
    <PageNotice
      icon={<IconMapOff size={28} stroke={1.5} />}
      title={m.problems.notFoundTitle}
      text={m.problems.notFoundText}
    >
      {children}
    </PageNotice>
  );
}

/** Rows to come. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  const { m } = useMessages();
  return (
    <div className={styles.skeleton} role="status" aria-label={m.app.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.skeletonRow}>
          <Skeleton height={12} width={`${String(24 + ((row * 17) % 26))}%`} />
          <Skeleton height={18} width={90} radius="xl" />
          <Skeleton height={12} width="18%" />
          <Skeleton height={12} width={70} />
        </div>
      ))}
    </div>
  );
}

/** A page of cards to come. */
export function CardSkeleton() {
  const { m } = useMessages();
  return (
    <div role="status" aria-label={m.app.loading}>
      <Skeleton height={28} width="38%" mb={10} />
      <Skeleton height={14} width="55%" mb={24} />
      <Skeleton height={120} mb={16} />
      <Skeleton height={220} />
    </div>
  );
}

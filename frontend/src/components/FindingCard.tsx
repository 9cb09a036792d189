import { Tooltip } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useId } from "react";
import { faultName, useMessages } from "../i18n/messages";
import type { Finding, Notice, Proof } from "../model/diagnosis";
import { ActionList } from "./ActionList";
import { ComparisonTable } from "./ComparisonTable";
import { EvidenceList } from "./EvidenceList";
import type { Writer } from "./EvidenceList";
import styles from "./FindingCard.module.css";
import { SeverityBadge } from "./StatusBadge";
import { VisibleText } from "./VisibleText";

interface Props {
  finding: Finding;
  /** 1 is the root cause. */
  rank: number;
  onOpenProof?: (proof: Proof) => void;
}

/** One finding: what is wrong, how sure we are, what proves it, what to do. */
export function FindingCard({ finding, rank, onOpenProof }: Props) {
  const { m } = useMessages();
  const heading = useId();
  return (
    <article className={styles.card} data-severity={finding.severity} aria-labelledby={heading}>
      <header className={styles.head}>
        <div className={styles.titleRow}>
          <h3 id={heading} className={styles.title}>
            {faultName(m, finding.id)}
          </h3>
          <SeverityBadge severity={finding.severity} />
          {rank === 1 && finding.severity !== "ok" ? (
            <span className={styles.root}>{m.run.rootCause}</span>
          ) : null}
        </div>
        <div className={styles.ids}>
          <span className="mono">{finding.id}</span>
          {finding.cause === undefined ? null : (
            <>
              <span aria-hidden> · </span>
              <span className="mono">{finding.cause}</span>
            </>
          )}
        </div>
      </header>
      <p className={styles.summary}>
        <VisibleText text={finding.summary} />
      </p>
      {finding.detail ? (
        <p className={styles.detail}>
          <VisibleText text={finding.detail} />
        </p>
      ) : null}
      <Sections finding={finding} onOpenProof={onOpenProof} />
    </article>
  );
}

/** Something worth knowing that is no fault. */
export function NoticeCard({
  notice,
  onOpenProof,
}: {
  notice: Notice;
  onOpenProof?: (proof: Proof) => void;
}) {
  const heading = useId();
  return (
    <article className={styles.card} data-severity="notice" aria-labelledby={heading}>
      <p id={heading} className={styles.noticeSummary}>
        <IconInfoCircle size={18} stroke={1.8} aria-hidden />
        <VisibleText text={notice.summary} />
      </p>
      {notice.detail ? (
        <p className={styles.detail}>
          <VisibleText text={notice.detail} />
        </p>
      ) : null}
      <Sections finding={notice} onOpenProof={onOpenProof} />
      <div className={styles.noticeId}>
        <span className="mono">{notice.cause}</span>
      </div>
    </article>
  );
}

function Sections({
  finding,
  onOpenProof,
}: {
  finding: Notice | Finding;
  onOpenProof?: (proof: Proof) => void;
}) {
  const { m } = useMessages();
  const { certainty } = finding;
  const healthy = finding.severity === "ok";
  return (
    <>
      {certainty === undefined || healthy ? null : (
        <Section title={m.run.certainty}>
          <Tooltip label={m.certaintyExplained[certainty]} multiline maw={320}>
            <span className={styles.certainty} data-certainty={certainty}>
              <span className={styles.meter} aria-hidden>
                <i />
                <i />
                <i />
              </span>
              {m.certainties[certainty]}
            </span>
          </Tooltip>
          <span className={styles.explained}>{m.certaintyExplained[certainty]}</span>
        </Section>
      )}
      {finding.comparison.length > 0 ? (
        <Section title={m.run.bothSides}>
          <ComparisonTable rows={finding.comparison} here={finding.facts.writer} peer={finding.facts.peer} />
        </Section>
      ) : null}
      {finding.evidence.length > 0 ? (
        <Section title={m.run.proof}>
          <EvidenceList evidence={finding.evidence} writer={writer(finding)} onOpen={onOpenProof} />
        </Section>
      ) : healthy || finding.severity === undefined || !isFinding(finding) ? null : (
        <Section title={m.run.proof}>
          <span className="dim">{m.run.noProof}</span>
        </Section>
      )}
      {finding.recommendedActions.length > 0 ? (
        <Section title={m.run.actions}>
          <ActionList actions={finding.recommendedActions} />
        </Section>
      ) : null}
    </>
  );
}

/** A notice has no fault to name, and needs no line that proves it. */
function isFinding(one: Notice | Finding): one is Finding {
  return "id" in one;
}

/** Whose log the proof is, where the logs of both ends are there. */
function writer({ facts }: Notice): Writer | undefined {
  return facts.file !== undefined && facts.writer !== undefined
    ? { file: facts.file, address: facts.writer }
    : undefined;
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className={styles.section}>
      <h4 className={styles.sectionTitle}>{title}</h4>
      <div className={styles.sectionBody}>{children}</div>
    </div>
  );
}

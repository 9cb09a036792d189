import { getRouteApi } from "@tanstack/react-router";
import { Card } from "../../components/Card";
import { FindingCard, NoticeCard } from "../../components/FindingCard";
import { Negotiation } from "../../components/Negotiation";
import { EmptyState } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import type { NegotiationStep, Proof } from "../../model/diagnosis";
import type { Run } from "../../model/run";
import styles from "./RunPage.module.css";

const route = getRouteApi("/t/$tenant/runs/$run");

/** Findings, root cause first, then what is worth knowing, then what could not be seen. */
export function Findings({ run }: { run: Run }) {
  const { m } = useMessages();
  const navigate = route.useNavigate();
  const { diagnosis } = run;
  if (!diagnosis) {
    const text = run.state === "CANCELLED" ? m.run.cancelledText : m.run.failedText;
    return (
      <EmptyState title={run.state === "CANCELLED" ? m.run.cancelledTitle : m.run.failedTitle} text={text} />
    );
  }
  const openProof = (proof: Pick<Proof, "file" | "line">) =>
    void navigate({ search: { tab: "logs", file: proof.file, line: Math.max(1, proof.line) } });
  const canOpen = (file: string) => run.logs.some((log) => log.name === file);
  const opener = (evidence: Proof[]) =>
    evidence.some((proof) => canOpen(proof.file)) ? openProof : undefined;

  return (
    <div className={styles.stack}>
      {diagnosis.results.map((finding, index) => (
        <FindingCard
          key={`${finding.id} ${String(index)}`}
          finding={finding}
          rank={index + 1}
          onOpenProof={opener(finding.evidence)}
        />
      ))}
      {diagnosis.timeline.length > 0 ? (
        <Card title={m.run.negotiation} note={m.run.negotiationText(oneFile(diagnosis.timeline))}>
          <Negotiation
            steps={diagnosis.timeline}
            stopped={diagnosis.code !== "Healthy"}
            onOpen={diagnosis.timeline.every((step) => canOpen(step.file)) ? openProof : undefined}
          />
        </Card>
      ) : null}
      {diagnosis.notices.length > 0 ? (
        <>
          <div>
            <h2 className={styles.group}>{m.run.notices}</h2>
            <p className={styles.groupNote}>{m.run.noticesText}</p>
          </div>
          {diagnosis.notices.map((notice, index) => (
            <NoticeCard
              key={`${notice.cause ?? ""} ${String(index)}`}
              notice={notice}
              onOpenProof={opener(notice.evidence)}
            />
          ))}
        </>
      ) : null}
      {diagnosis.missing.length > 0 ? (
        <Card title={m.run.missing} note={m.run.missingText}>
          <ul className={styles.missing}>
            {diagnosis.missing.map((missing) => (
              <li key={missing.probe}>
                <span className="mono">{missing.probe}</span>
                <VisibleText text={missing.why} />
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}

/** The file that all steps stand in, when it is one. */
function oneFile(steps: NegotiationStep[]): string | undefined {
  const files = new Set(steps.map((step) => step.file));
  return files.size === 1 ? steps[0]?.file : undefined;
}

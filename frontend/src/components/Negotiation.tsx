import { Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconCheck, IconPointFilled, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useMessages } from "../i18n/messages";
import type { Direction, NegotiationStep } from "../model/diagnosis";
import { logTime } from "../model/time";
import styles from "./Negotiation.module.css";
import { VisibleText } from "./VisibleText";

/** As many steps as are read at a glance; of more, the last ones tell where it stopped. */
const shownAtFirst = 8;

interface Props {
  steps: NegotiationStep[];
  /** Whether the last step is where it stopped, rather than where it came through. */
  stopped: boolean;
  /** Opens the log at the line; absent when there is no log to open. */
  onOpen?: (step: NegotiationStep) => void;
}

/** How a negotiation went, message by message, as the side that wrote the log saw it. */
export function Negotiation({ steps, stopped, onOpen }: Props) {
  const { m } = useMessages();
  const [all, setAll] = useState(steps.length <= shownAtFirst + 1);
  const list = useRef<HTMLOListElement>(null);
  const hidden = all ? 0 : steps.length - shownAtFirst;
  return (
    <>
      {hidden > 0 ? (
        <Button
          variant="subtle"
          size="compact-sm"
          mb="xs"
          onClick={() => {
            setAll(true);
            // The button goes away; whoever pressed it by keyboard reads on at the first step.
            list.current?.focus();
          }}
        >
          {m.run.earlierSteps(hidden)}
        </Button>
      ) : null}
      <ol ref={list} className={styles.steps} start={hidden + 1} tabIndex={-1} aria-label={m.run.negotiation}>
        {steps.slice(hidden).map((step, index) => {
          const last = hidden + index === steps.length - 1;
          return (
            <Step
              key={hidden + index}
              step={step}
              outcome={last ? (stopped ? "stopped" : "through") : undefined}
              onOpen={onOpen}
            />
          );
        })}
      </ol>
    </>
  );
}

function Step({
  step,
  outcome,
  onOpen,
}: {
  step: NegotiationStep;
  outcome?: "stopped" | "through";
  onOpen?: (step: NegotiationStep) => void;
}) {
  const { m, language } = useMessages();
  const place = `${step.file}:${String(step.line)}`;
  return (
    <li className={styles.step} data-outcome={outcome}>
      {step.at ? <time className={styles.at}>{logTime(step.at, language)}</time> : null}
      <span className={styles.way} role="img" aria-label={m.run.directions[step.direction]}>
        <Way direction={step.direction} outcome={outcome} />
      </span>
      <div className={styles.words}>
        <p className={styles.line}>
          {step.exchange === undefined ? null : <span className={styles.exchange}>{step.exchange}</span>}
          <span className={styles.what}>{step.text}</span>
          {outcome === "stopped" ? <span className={styles.stopped}>{m.run.stoppedHere}</span> : null}
        </p>
        {step.detail === undefined ? null : (
          <p className={styles.detail}>
            <VisibleText text={step.detail} />
          </p>
        )}
      </div>
      {onOpen ? (
        <button
          type="button"
          className={styles.place}
          title={place}
          aria-label={m.run.openAt(place)}
          onClick={() => {
            onOpen(step);
          }}
        >
          {m.run.lineNumber(step.line)}
        </button>
      ) : null}
    </li>
  );
}

function Way({ direction, outcome }: { direction: Direction; outcome?: "stopped" | "through" }) {
  switch (direction) {
    case "sent":
      return <IconArrowRight size={16} stroke={2.2} />;
    case "received":
      return <IconArrowLeft size={16} stroke={2.2} />;
    case "none":
      if (outcome === "stopped") return <IconX size={16} stroke={2.6} />;
      return outcome === "through" ? <IconCheck size={16} stroke={2.6} /> : <IconPointFilled size={12} />;
  }
}

import { IconArrowUpRight, IconFileText } from "@tabler/icons-react";
import { useMessages } from "../i18n/messages";
import type { Proof } from "../model/diagnosis";
import styles from "./EvidenceList.module.css";
import { VisibleText } from "./VisibleText";

/** The end of the tunnel that wrote a file. */
export interface Writer {
  file: string;
  address: string;
}

interface Props {
  evidence: Proof[];
  writer?: Writer;
  /** Opens the log at the line; absent when there is no log to open. */
  onOpen?: (proof: Proof) => void;
}

/** The lines that prove a finding, each with its file and line number. */
export function EvidenceList({ evidence, writer, onOpen }: Props) {
  const { m } = useMessages();
  return (
    <ul className={styles.list}>
      {evidence.map((proof, index) => {
        const place = `${proof.file}:${String(proof.line)}`;
        return (
          <li key={`${place} ${String(index)}`} className={styles.row}>
            {onOpen ? (
              <button
                type="button"
                className={styles.place}
                aria-label={m.run.openAt(place)}
                onClick={() => {
                  onOpen(proof);
                }}
              >
                <IconFileText size={13} aria-hidden />
                {place}
                <IconArrowUpRight size={12} aria-hidden />
              </button>
            ) : (
              <span className={styles.place}>{place}</span>
            )}
            {proof.file === writer?.file ? (
              <span className={styles.writer}>{m.run.logOf(writer.address)}</span>
            ) : null}
            <code className={styles.text}>
              <VisibleText text={proof.text} />
            </code>
          </li>
        );
      })}
    </ul>
  );
}

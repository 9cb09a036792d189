import { IconCheck, IconX } from "@tabler/icons-react";
import { useMessages } from "../i18n/messages";
import { agrees } from "../model/diagnosis";
import type { ComparedField } from "../model/diagnosis";
import styles from "./ComparisonTable.module.css";
import { VisibleText } from "./VisibleText";

interface Props {
  rows: ComparedField[];
  /** Addresses of the two ends, where they are known. */
  here?: string;
  peer?: string;
}

/** Both sides of a mismatch beside each other, field by field; what they share stands out from what they do not. */
export function ComparisonTable({ rows, here, peer }: Props) {
  const { m } = useMessages();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{m.run.field}</th>
          <th scope="col">
            <Side name={m.run.here} address={here} />
          </th>
          <th scope="col">
            <Side name={m.run.peer} address={peer} />
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const agreed = agrees(row);
          return (
            <tr key={row.field} data-agrees={agreed}>
              <th scope="row">
                {agreed ? <IconCheck size={15} aria-hidden /> : <IconX size={15} aria-hidden />}
                <span>
                  {row.label}{" "}
                  <span className={styles.verdict}>{agreed ? m.run.inCommon : m.run.nothingInCommon}</span>
                </span>
              </th>
              <Values values={row.ours} others={row.theirs} side={m.run.here} />
              <Values values={row.theirs} others={row.ours} side={m.run.peer} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Side({ name, address }: { name: string; address?: string }) {
  return (
    <>
      {name}{" "}
      {address === undefined ? null : (
        <span className={styles.address}>
          <VisibleText text={address} />
        </span>
      )}
    </>
  );
}

function Values({ values, others, side }: { values: string[]; others: string[]; side: string }) {
  const { m } = useMessages();
  return (
    <td data-side={side}>
      {values.length === 0 ? (
        <span className="dim">{m.run.nothing}</span>
      ) : (
        <ul className={styles.values}>
          {values.map((value) => (
            <li key={value} data-shared={others.includes(value)}>
              <VisibleText text={value} />
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

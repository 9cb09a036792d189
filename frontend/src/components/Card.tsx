import type { ReactNode } from "react";
import styles from "./Card.module.css";

/** A framed part of a page with its heading. */
export function Card({
  title,
  note,
  aside,
  children,
  padded = true,
}: {
  title?: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  padded?: boolean;
}) {
  return (
    <section className={styles.card}>
      {title === undefined ? null : (
        <div className={styles.head}>
          <div>
            <h2 className={styles.title}>{title}</h2>
            {note === undefined ? null : <p className={styles.note}>{note}</p>}
          </div>
          {aside}
        </div>
      )}
      <div className={padded ? styles.body : undefined}>{children}</div>
    </section>
  );
}

/** Name, value, and whether the value is long and stands below its name. */
export type Fact = [string, ReactNode, "long"?];

/** Names and values, for details of a thing. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value, long]) => (
        <div key={name} className={styles.fact} data-long={long}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

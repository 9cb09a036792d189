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

/** Names and values, for details of a thing. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

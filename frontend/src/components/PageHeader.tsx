import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import styles from "./PageHeader.module.css";

interface Props {
  title: ReactNode;
  /** Name of the browser tab; the product's name is added. */
  tabTitle: string;
  lead?: ReactNode;
  above?: ReactNode;
  children?: ReactNode;
}

/** Whether a page has been shown since the browser loaded us. */
let opened = false;

/**
 * The page's heading. It takes the focus when the page is opened by a link inside the product, so that a screen
 * reader says where one is and the next Tab starts here; the very first page leaves the focus to the browser.
 */
export function PageHeader({ title, tabTitle, lead, above, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (opened) heading.current?.focus({ preventScroll: true });
  }, []);
  useTabTitle(tabTitle);
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
      </div>
      {children === undefined ? null : <div className={styles.actions}>{children}</div>}
    </header>
  );
}

export function useTabTitle(title: string): void {
  useEffect(() => {
    opened = true;
    document.title = `${title} · Tunnelscope`;
  }, [title]);
}

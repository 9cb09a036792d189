import { Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { CopyField } from "../../components/CopyField";
import { useSettingsMessages } from "../../i18n/settings";
import type { NewToken } from "../../model/token";
import { useMembership } from "../tenant";
import styles from "./NewTokenText.module.css";
import { UnsavedGuard } from "./UnsavedGuard";

/** The text of a token, this once: it leaves with the page, which asks first while it was not copied. */
export function NewTokenText({ made, onDone }: { made: NewToken; onDone: () => void }) {
  const all = useSettingsMessages();
  const { tokens: texts } = all;
  const { tenant } = useMembership();
  const [copied, setCopied] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const example = `curl -H "Authorization: Bearer $TUNNELSCOPE_TOKEN" ${window.location.origin}/api/v1/t/${tenant}/targets`;
  return (
    <section className={styles.once}>
      <UnsavedGuard dirty={!copied} title={texts.shownOnce} text={texts.shownOnceText(made.name)} />
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        <IconKey size={18} aria-hidden /> {texts.shownOnce}
      </h2>
      <p className={styles.text}>{texts.shownOnceText(made.name)}</p>
      <CopyField
        label={texts.text}
        value={made.token}
        copy={texts.copy}
        copied={all.copied}
        onCopied={() => {
          setCopied(true);
        }}
      />
      <div>
        <p className={styles.label}>{texts.use}</p>
        <pre className={styles.example} tabIndex={0} aria-label={texts.use}>
          {example}
        </pre>
      </div>
      <div>
        <Button onClick={onDone}>{texts.done}</Button>
      </div>
    </section>
  );
}

import { Button, CopyButton, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import styles from "./CopyField.module.css";

interface Props {
  label: string;
  description?: string;
  value: string;
  copy: string;
  copied: string;
  onCopied?: () => void;
}

/** A text that people carry elsewhere: selected when it gets the focus, with a button that copies it. */
export function CopyField({ label, description, value, copy, copied, onCopied }: Props) {
  return (
    <div className={styles.field}>
      <TextInput
        className={styles.text}
        classNames={{ input: styles.mono }}
        label={label}
        description={description}
        value={value}
        readOnly
        onFocus={(event) => {
          event.currentTarget.select();
        }}
      />
      <CopyButton value={value} timeout={2_500}>
        {({ copied: isCopied, copy: doCopy }) => (
          <Button
            variant="light"
            leftSection={isCopied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
            onClick={() => {
              doCopy();
              onCopied?.();
            }}
          >
            <span aria-live="polite">{isCopied ? copied : copy}</span>
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

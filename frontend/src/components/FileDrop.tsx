import { Button } from "@mantine/core";
import { IconCloudUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useMessages } from "../i18n/messages";
import styles from "./FileDrop.module.css";

/** A place to drop files on, with a button that does the same by keyboard. */
export function FileDrop({ onFiles, disabled }: { onFiles: (files: File[]) => void; disabled: boolean }) {
  const { m } = useMessages();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) onFiles([...event.dataTransfer.files]);
      }}
    >
      <IconCloudUpload size={40} stroke={1.3} aria-hidden />
      <p className={styles.title}>{over ? m.upload.dropHere : m.upload.drop}</p>
      <p className={styles.or}>{m.upload.or}</p>
      <Button variant="default" disabled={disabled} onClick={() => input.current?.click()}>
        {m.upload.choose}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="file-input"
        aria-label={m.upload.choose}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again after it was removed.
          event.currentTarget.value = "";
        }}
      />
      <p className={styles.limit}>{m.upload.limit}</p>
    </div>
  );
}

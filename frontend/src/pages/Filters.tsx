import { NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import styles from "./Filters.module.css";

interface TextFilterProps {
  label: string;
  placeholder?: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  icon?: ReactNode;
  type?: "search" | "date";
  wide?: boolean;
}

const settleMs = 300;

/** A filter one types: the address follows when the typing pauses, or at once on Enter or on leaving the field. */
export function TextFilter({
  label,
  placeholder,
  value,
  onChange,
  icon,
  type = "search",
  wide,
}: TextFilterProps) {
  const [text, setText] = useState(value ?? "");
  const [known, setKnown] = useState(value);
  // The address may change by other ways (Back, "Clear filters"): it wins then.
  if (known !== value) {
    setKnown(value);
    setText(value ?? "");
  }
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  const settle = (wanted: string) => {
    const trimmed = wanted.trim();
    if (trimmed !== (value ?? "")) latest.current(trimmed === "" ? undefined : trimmed);
  };
  useEffect(() => {
    if (text.trim() === (value ?? "")) return;
    const timer = setTimeout(() => {
      const trimmed = text.trim();
      latest.current(trimmed === "" ? undefined : trimmed);
    }, settleMs);
    return () => {
      clearTimeout(timer);
    };
  }, [text, value]);
  return (
    <TextInput
      className={wide ? styles.wide : styles.field}
      label={label}
      placeholder={placeholder}
      type={type}
      leftSection={icon}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
      }}
      onBlur={() => {
        settle(text);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle(text);
      }}
    />
  );
}

interface ChoiceFilterProps {
  label: string;
  any: string;
  options: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

export function ChoiceFilter({ label, any, options, value, onChange }: ChoiceFilterProps) {
  return (
    <NativeSelect
      className={styles.field}
      label={label}
      data={[{ value: "", label: any }, ...options]}
      value={value ?? ""}
      onChange={(event) => {
        onChange(event.currentTarget.value === "" ? undefined : event.currentTarget.value);
      }}
    />
  );
}

export function FilterBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="search" aria-label={label} className={styles.bar}>
      {children}
    </div>
  );
}

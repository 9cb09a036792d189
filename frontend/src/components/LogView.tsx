import { Button, Loader, Switch, TextInput } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useMessages } from "../i18n/messages";
import styles from "./LogView.module.css";
import { VisibleText } from "./VisibleText";

interface Props {
  name: string;
  /** Number of the first line in `lines`. */
  fromLine: number;
  lines: string[];
  totalLines: number;
  proof: number[];
  /** The line the reader came for. */
  current?: number;
  onGoTo: (line: number) => void;
  onEarlier?: () => void;
  onLater?: () => void;
  loading: boolean;
}

/** A part of a log file with its line numbers; proof lines are marked, the wanted one is scrolled to. */
export function LogView({
  name,
  fromLine,
  lines,
  totalLines,
  proof,
  current,
  onGoTo,
  onEarlier,
  onLater,
  loading,
}: Props) {
  const { m, language } = useMessages();
  const [wrap, setWrap] = useState(true);
  const scroll = useRef<HTMLDivElement>(null);
  const wanted = useRef<HTMLLIElement>(null);
  const proofSet = useMemo(() => new Set(proof), [proof]);
  const number = new Intl.NumberFormat(language);

  const inView = current !== undefined && current >= fromLine && current < fromLine + lines.length;
  useEffect(() => {
    const [box, line] = [scroll.current, wanted.current];
    if (!inView || !box || !line) return;
    // Within the box first; the page moves no further than it must.
    box.scrollTop = line.offsetTop - (box.clientHeight - line.clientHeight) / 2;
    box.scrollIntoView({ block: "nearest" });
  }, [inView, current, name]);

  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <span className={styles.range}>
          {lines.length === 0
            ? null
            : m.logs.range(
                number.format(fromLine),
                number.format(fromLine + lines.length - 1),
                number.format(totalLines),
              )}
        </span>
        <GoToLine total={totalLines} onGoTo={onGoTo} />
        <Switch
          size="xs"
          label={m.logs.wrap}
          checked={wrap}
          onChange={(event) => {
            setWrap(event.currentTarget.checked);
          }}
        />
      </div>
      {proof.length > 0 ? <ProofJumps proof={proof} current={current} onGoTo={onGoTo} /> : null}
      <div
        ref={scroll}
        className={styles.scroll}
        role="region"
        aria-label={m.logs.content(name)}
        // Scrollable by keyboard.
        tabIndex={0}
      >
        {onEarlier ? (
          <Button variant="subtle" fullWidth radius={0} onClick={onEarlier} loading={loading}>
            {m.logs.earlier}
          </Button>
        ) : null}
        {lines.length === 0 ? (
          <p className={styles.empty}>
            {loading ? <Loader size="sm" aria-label={m.app.loading} /> : m.logs.empty}
          </p>
        ) : (
          <ol className={styles.lines} data-wrap={wrap} start={fromLine}>
            {lines.map((text, index) => {
              const line = fromLine + index;
              const proves = proofSet.has(line);
              return (
                <li
                  key={line}
                  ref={line === current ? wanted : undefined}
                  className={styles.line}
                  data-proof={proves || undefined}
                  data-current={line === current || undefined}
                  data-line={line}
                  aria-current={line === current ? "location" : undefined}
                >
                  <button
                    type="button"
                    className={styles.number}
                    tabIndex={proves ? 0 : -1}
                    aria-label={m.logs.lineLink(line)}
                    onClick={() => {
                      onGoTo(line);
                    }}
                  >
                    {line}
                  </button>
                  <code className={styles.text}>
                    <VisibleText text={text} />
                  </code>
                  {proves ? <span className={styles.flag}>{m.logs.proofLine}</span> : null}
                </li>
              );
            })}
          </ol>
        )}
        {onLater ? (
          <Button variant="subtle" fullWidth radius={0} onClick={onLater} loading={loading}>
            {m.logs.later}
          </Button>
        ) : lines.length > 0 ? (
          <p className={styles.end}>{m.logs.end}</p>
        ) : null}
      </div>
    </div>
  );
}

function GoToLine({ total, onGoTo }: { total: number; onGoTo: (line: number) => void }) {
  const { m } = useMessages();
  const [text, setText] = useState("");
  const line = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : 0;
  const possible = line >= 1 && line <= total;
  return (
    <form
      className={styles.goTo}
      onSubmit={(event) => {
        event.preventDefault();
        if (possible) onGoTo(line);
      }}
    >
      <TextInput
        size="xs"
        w={96}
        inputMode="numeric"
        placeholder={m.logs.goToLine}
        aria-label={m.logs.goToLine}
        value={text}
        error={text !== "" && !possible}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Button size="xs" variant="default" type="submit" disabled={!possible}>
        {m.logs.go}
      </Button>
    </form>
  );
}

function ProofJumps({
  proof,
  current,
  onGoTo,
}: {
  proof: number[];
  current?: number;
  onGoTo: (line: number) => void;
}) {
  const { m } = useMessages();
  return (
    <div className={styles.jumps}>
      <span className="dim">{m.logs.proofLines}</span>
      {proof.slice(0, 12).map((line) => (
        <button
          key={line}
          type="button"
          className={styles.jump}
          aria-pressed={line === current}
          aria-label={m.logs.lineLink(line)}
          onClick={() => {
            onGoTo(line);
          }}
        >
          {line}
        </button>
      ))}
    </div>
  );
}

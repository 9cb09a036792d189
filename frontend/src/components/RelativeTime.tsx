import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { useMessages } from "../i18n/messages";
import { dateTime, duration, exactTime, relativeTime } from "../model/time";

/** The present, moving every `everyMs`. */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(new Date());
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs]);
  return now;
}

/** "3 hours ago", with the exact time and zone in a tooltip (and for screen readers, in the title). */
export function RelativeTime({ at }: { at: Date }) {
  const { language } = useMessages();
  const now = useNow(15_000);
  return (
    <Tooltip label={exactTime(at, language)}>
      <time dateTime={at.toISOString()}>{relativeTime(at, now, language)}</time>
    </Tooltip>
  );
}

export function ExactTime({ at }: { at: Date }) {
  const { language } = useMessages();
  return (
    <Tooltip label={exactTime(at, language)}>
      <time dateTime={at.toISOString()}>{dateTime(at, language)}</time>
    </Tooltip>
  );
}

/** How long something has been going on, counting while it does. */
export function Elapsed({ from, to }: { from: Date; to?: Date }) {
  const { language } = useMessages();
  return to ? (
    <>{duration(Math.max(0, to.getTime() - from.getTime()), language)}</>
  ) : (
    <Counting from={from} />
  );
}

function Counting({ from }: { from: Date }) {
  const { language } = useMessages();
  const now = useNow(200);
  return <>{duration(Math.max(0, now.getTime() - from.getTime()), language)}</>;
}

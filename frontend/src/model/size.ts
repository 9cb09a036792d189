/** The server takes at most this much in one upload. */
export const uploadLimitBytes = 250 * 1024 * 1024;

/** "12 B", "4.2 kB", "98.7 MB". */
export function size(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const kilo = bytes / 1024;
  if (kilo < 1024) return `${kilo.toFixed(kilo < 10 ? 1 : 0)} kB`;
  const mega = kilo / 1024;
  return `${mega.toFixed(mega < 10 ? 1 : 0)} MB`;
}

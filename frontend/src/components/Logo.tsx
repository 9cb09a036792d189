/** The sign of the product: a tunnel's mouth. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="#3554d1" />
      <path d="M6 23a10 10 0 0 1 20 0" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M11 23a5 5 0 0 1 10 0" fill="none" stroke="#a9bbff" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="16" cy="23" r="1.9" fill="#fff" />
    </svg>
  );
}

/** Blocks of Slack's Block Kit, as far as our messages use them. */
export type Block =
  | { type: "header"; text: { text: string } }
  | { type: "section"; text: { text: string } }
  | { type: "context"; elements: { text: string }[] }
  | { type: "actions"; elements: Button[] };

interface Button {
  text: { text: string };
  style?: "primary" | "danger";
}

const look = `
  body { margin: 0; }
  main { padding: 12px 20px 16px; width: 640px; background: #fff; color: #1d1c1d;
    font: 15px/1.46 Lato, "Noto Sans KR", "Noto Sans CJK KR", "Nanum Gothic", sans-serif; }
  .from { font-weight: 900; margin-bottom: 4px; }
  .from span { font-weight: 400; font-size: 11px; color: #616061; background: #ebeaeb; border-radius: 2px; padding: 1px 3px; }
  h1 { font-size: 18px; margin: 6px 0; }
  p { margin: 6px 0; overflow-wrap: anywhere; }
  .context { font-size: 13px; color: #616061; }
  code { font: 12px/1.5 "DejaVu Sans Mono", monospace; color: #c01343; background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px; }
  a { color: #1264a3; text-decoration: none; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 0; }
  .actions b { font-size: 13px; border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; }
  .actions .danger { color: #e01e5a; }
  .actions .primary { color: #fff; background: #007a5a; border-color: #007a5a; }`;

/** A page that shows the message as Slack does, more or less. */
export function page(blocks: readonly Block[]): string {
  return `<!doctype html><meta charset="utf-8"><style>${look}</style><main><div class="from">Tunnelscope <span>APP</span></div>${blocks.map(shown).join("")}</main>`;
}

function shown(block: Block): string {
  switch (block.type) {
    case "header":
      return `<h1>${plain(block.text.text)}</h1>`;
    case "section":
      return `<p>${markup(block.text.text)}</p>`;
    case "context":
      return `<p class="context">${block.elements.map(({ text }) => markup(text)).join(" ")}</p>`;
    case "actions":
      return `<div class="actions">${block.elements.map(button).join("")}</div>`;
  }
}

function button({ text, style }: Button): string {
  return `<b class="${style ?? ""}">${plain(text.text)}</b>`;
}

function plain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Slack's markup escapes `&`, `<` and `>` as HTML does, so that only its own links are left to turn. */
function markup(text: string): string {
  return text
    .replace(/<(https:[^|>]+)\|([^>]+)>/g, '<a href="$1">$2</a>')
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/(^|\s)\*([^*\n]+)\*/g, "$1<strong>$2</strong>")
    .replaceAll("\n", "<br>");
}

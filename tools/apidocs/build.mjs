// Renders openapi/datto-rmm.json as docs/api/index.html: one file, readable from disk with no network.
//
//   node build.mjs            write the page
//   node build.mjs --check    write nothing; fail when the page on disk is not what would be written
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forReaders } from './readers-view.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, '../../docs/api/index.html');
const renderer = join(here, 'node_modules/redoc');

const contract = JSON.parse(await readFile(join(here, '../../openapi/datto-rmm.json'), 'utf8'));
const { version } = JSON.parse(await readFile(join(renderer, 'package.json'), 'utf8'));
const bundle = await readFile(join(renderer, 'bundles/redoc.standalone.js'), 'utf8');
const licences = [
  await readFile(join(renderer, 'LICENSE'), 'utf8'),
  await readFile(join(renderer, 'bundles/redoc.standalone.js.LICENSE.txt'), 'utf8'),
].join('\n').replaceAll('--', '- -').replaceAll(/[ \t]+$/gm, '');

const options = {
  disableSearch: false,
  expandResponses: '200',
  hideDownloadButton: true,
  jsonSampleExpandLevel: 3,
  nativeScrollbars: true,
  requiredPropsFirst: true,
  theme: {
    spacing: { sectionVertical: 24 },
    typography: {
      fontFamily: 'system-ui, "Segoe UI", Roboto, sans-serif',
      headings: { fontFamily: 'system-ui, "Segoe UI", Roboto, sans-serif' },
      code: { fontFamily: 'ui-monospace, Consolas, Menlo, monospace' },
    },
  },
};

// A script element ends at the first "</script" in it, even inside a string.
const inScript = (code) => code.replaceAll('</script', '<\\/script');
const renderScript = inScript(withoutForeignImage(bundle));
const startScript = inScript(`
Redoc.init(${JSON.stringify(forReaders(contract))}, ${JSON.stringify(options)}, document.getElementById('page'));
`);
const hash = (code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`;

// The policy makes the browser refuse any request, whatever the renderer tries.
const policy = [
  "default-src 'none'",
  `script-src ${hash(renderScript)} ${hash(startScript)}`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  'worker-src blob:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

const html = `<!DOCTYPE html>
<!-- Made from openapi/datto-rmm.json by tools/apidocs with redoc ${version}. Do not edit. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${contract.info.title}</title>
<link rel="icon" href="data:,">
<style>body { margin: 0 }</style>
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript, which it holds itself. The same text stands in openapi/datto-rmm.json.</noscript>
<!--
${licences}-->
<script>${renderScript}</script>
<script>${startScript}</script>
</body>
</html>
`;

if (process.argv.includes('--check')) {
  if ((await readFile(page, 'utf8')).replaceAll('\r\n', '\n') !== html) {
    console.error('docs/api/index.html is not what the contract gives: run `task docs:api` and commit the result');
    process.exit(1);
  }
} else {
  await mkdir(dirname(page), { recursive: true });
  await writeFile(page, html);
}

// withoutForeignImage takes out the one image that the renderer loads from its maker's host. Its link to the maker stays.
function withoutForeignImage(code) {
  const image = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
  if (code.split(image).length !== 2) {
    throw new Error(`expected redoc ${version} to name ${image} once: look at what it loads now`);
  }
  return code.replace(image, 'data:,');
}

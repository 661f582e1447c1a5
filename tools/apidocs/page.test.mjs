// Opens the rendered page from disk in a headless Chromium and holds what a reader relies on. Run by task docs:api:verify.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { open } from './browser.mjs';

const file = new URL('../../docs/api/index.html', import.meta.url);
const contract = JSON.parse(await readFile(new URL('../../openapi/datto-rmm.json', import.meta.url), 'utf8'));
const operations = Object.values(contract.paths).flatMap((item) => Object.values(item));

const rendered = 'document.querySelectorAll(\'[id*="/operation/"]\').length';

const within = { timeout: 120_000 };

test('the page shows every operation and asks no host for anything', within, async (t) => {
  const browser = await open(t);
  const page = await browser.page();
  await page.call('Page.navigate', { url: file.href });
  await page.until(`${rendered} >= ${operations.length}`);

  const shown = await page.evaluate('[...document.querySelectorAll(\'[id*="/operation/"]\')].map((e) => [e.id.split("/").pop(), e.innerText])');
  const text = new Map(shown);
  for (const operation of operations) {
    assert.ok(text.get(operation.operationId)?.includes(operation.summary), `${operation.operationId} is not on the page`);
  }

  // What unfolds may load something too, so unfold everything that is there at first.
  const buttons = 'document.querySelectorAll("[id*=\'/operation/\'] button[aria-expanded=false], [id*=\'/operation/\'] td button")';
  const unfolded = await page.evaluate(`[...${buttons}].map((b) => b.click()).length`);
  assert.ok(unfolded > operations.length, `${unfolded} things to unfold`);

  await page.evaluate('document.querySelector("input[type=text]").focus()');
  await page.call('Input.insertText', { text: 'warranty' });
  await page.until('document.querySelector(\'[data-role="search:results"]\')?.innerText.includes("warranty")');

  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.requests.filter((url) => url !== file.href && !/^(data|blob):/.test(url)), []);
  assert.deepEqual(await browser.close(), [], 'in the network log');
});

test('without its policy the page still asks no host', within, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'apidocs-'));
  const copy = join(dir, 'page.html');
  const html = await readFile(file, 'utf8');
  const bare = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\n/, '');
  assert.notEqual(bare, html);
  await writeFile(copy, bare);
  const browser = await open(t);
  const page = await browser.page();
  await page.call('Page.navigate', { url: pathToFileURL(copy).href });
  await page.until(`${rendered} >= ${operations.length}`);
  assert.deepEqual(await browser.close(), []);
  await rm(dir, { recursive: true });
});

test('a request would have been seen', within, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'apidocs-'));
  const bad = join(dir, 'page.html');
  await writeFile(bad, '<img src="https://images.invalid/logo.svg">');
  const browser = await open(t);
  const page = await browser.page();
  await page.call('Page.navigate', { url: pathToFileURL(bad).href });
  await page.until('document.images[0]?.complete');
  assert.deepEqual(page.requests.filter((url) => url.startsWith('https:')), ['https://images.invalid/logo.svg']);
  assert.ok((await browser.close()).some((asked) => asked.includes('images.invalid')));
  await rm(dir, { recursive: true });
});

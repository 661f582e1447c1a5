// A headless Chromium driven over a pipe, and what it asked the network for.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const programs = process.env.CHROMIUM ? [process.env.CHROMIUM] : ['chromium', 'chromium-browser', 'google-chrome'];

// open starts a browser of its own, with a fresh profile and no way out: no name resolves in it. It ends with the test.
export async function open(test) {
  const profile = await mkdtemp(join(tmpdir(), 'apidocs-'));
  const netLog = join(profile, 'net-log.json');
  const flags = [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-extensions',
    '--host-resolver-rules=MAP * ~NOTFOUND', '--remote-debugging-pipe', '--window-size=1500,1200',
    `--user-data-dir=${profile}`, `--log-net-log=${netLog}`, 'about:blank',
  ];
  const child = await start(flags);
  test.after(() => child.kill('SIGKILL'));
  const [commands, answers] = [child.stdio[3], child.stdio[4]];
  const waiting = new Map();
  const listeners = [];
  let buffer = '';
  answers.setEncoding('utf8').on('data', (chunk) => {
    const messages = (buffer + chunk).split('\0');
    buffer = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
      if (!message.id) {
        listeners.forEach((listen) => listen(message));
        continue;
      }
      const { resolve, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) {
        reject(new Error(message.error.message));
      } else {
        resolve(message.result);
      }
    }
  });
  let last = 0;
  const send = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    commands.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });
  child.on('exit', () => waiting.forEach(({ reject }) => reject(new Error('the browser ended'))));

  return {
    page: () => newPage(send, listeners),
    // close ends the browser and gives what its pages asked any host for.
    async close() {
      const ended = new Promise((resolve) => { child.on('exit', resolve); });
      await send('Browser.close');
      await ended;
      const asked = requestedAddresses(JSON.parse(await readFile(netLog, 'utf8')));
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      return asked;
    },
  };
}

async function start(flags) {
  for (const program of programs) {
    const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    const started = await new Promise((resolve) => {
      child.once('spawn', () => resolve(true));
      child.once('error', () => resolve(false));
    });
    if (started) {
      return child;
    }
  }
  throw new Error(`none of ${programs.join(', ')} can be started: install Chromium, or name it in CHROMIUM`);
}

async function newPage(send, listeners) {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const call = (method, params) => send(method, params, sessionId);
  const page = {
    requests: [], // The address of each request, also of those that the page's policy refused.
    complaints: [], // Errors on the console, uncaught exceptions, refusals by the policy.
    call,
    async evaluate(expression) {
      const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value;
    },
    // until waits for an expression to become true.
    async until(expression, seconds = 30) {
      const came = await page.evaluate(`new Promise((resolve) => {
        const deadline = Date.now() + ${seconds * 1000};
        (function look() {
          const value = Boolean(${expression});
          if (value || Date.now() > deadline) { resolve(value); } else { setTimeout(look, 50); }
        })();
      })`);
      if (!came) {
        throw new Error(`not within ${seconds} s: ${expression}`);
      }
    },
  };
  listeners.push((message) => {
    if (message.sessionId !== sessionId) {
      return;
    }
    const { method, params } = message;
    if (method === 'Network.requestWillBeSent') {
      page.requests.push(params.request.url);
    } else if (method === 'Log.entryAdded' && params.entry.level === 'error') {
      page.complaints.push(params.entry.text);
    } else if (method === 'Runtime.exceptionThrown') {
      page.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    } else if (method === 'Runtime.consoleAPICalled' && params.type === 'error') {
      page.complaints.push(params.args.map((arg) => arg.value ?? arg.description).join(' '));
    } else if (method === 'Audits.issueAdded' && params.issue.code === 'ContentSecurityPolicyIssue') {
      page.complaints.push(`refused: ${JSON.stringify(params.issue.details.contentSecurityPolicyIssueDetails)}`);
    }
  });
  for (const domain of ['Network', 'Log', 'Runtime', 'Page', 'Audits']) {
    await call(`${domain}.enable`);
  }
  return page;
}

// requestedAddresses reads the browser's own network log: the address of each request that a page caused, and each name
// looked up for one. Left out is what the browser asks on its own account (time, updates, signed-in users), which no flag
// silences altogether.
function requestedAddresses({ constants, events }) {
  const { URL_REQUEST_START_JOB: request, HOST_RESOLVER_MANAGER_REQUEST: lookUp } = constants.logEventTypes;
  if (request === undefined || lookUp === undefined) {
    throw new Error('this browser names the events of its network log otherwise');
  }
  const asked = new Set();
  for (const { type, params } of events) {
    if (type === request && params?.url && params.initiator !== 'not an origin' && /^(https?|wss?|ftp):/.test(params.url)) {
      asked.add(params.url);
    } else if (type === lookUp && params?.host && params.network_anonymization_key?.startsWith('file:')) {
      asked.add(params.host);
    }
  }
  return [...asked];
}

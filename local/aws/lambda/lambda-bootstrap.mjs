/**
 * The platform's side of one container, in a thread of its own: loads a bundle as Lambda does and runs one
 * invocation at a time. Plain JavaScript, so that the thread needs no loader. The bundle sees world time.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

const MachineDate = globalThis.Date;
/** What makes this thread a container; another one after its end, or in the next world. */
let container;
/**
 * The container that the running code belongs to. A thread outlives its containers, since loading the libraries again
 * would take most of the time of a test; so code of one that was ended in the middle of its work is still there. It must
 * reach nothing any more.
 */
const origin = new AsyncLocalStorage();
const hasEnded = () => {
  const own = origin.getStore();
  return own !== undefined && own !== container;
};
const refuseEnded = () => {
  if (hasEnded()) throw new Error('This container has ended.');
};

function post(message) {
  if (container === undefined || hasEnded()) return;
  parentPort.postMessage({ ...message, generation: container.generation });
}
const now = () => (container === undefined ? MachineDate.now() : Number(Atomics.load(container.time, 0)));

globalThis.Date = class WorldDate extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
};

const wakings = new Map();
let nextSleep = 0;
function sleep(milliseconds, wake) {
  nextSleep += 1;
  wakings.set(nextSleep, wake);
  post({ kind: 'sleep', id: nextSleep, milliseconds });
}

// What a function sleeps, the world sleeps; time-outs of sockets stay in real time.
timers.setTimeout = (milliseconds = 0, value = undefined) =>
  new Promise((resolve) => sleep(milliseconds, () => resolve(value)));

const { request } = http;
http.request = (...parts) => {
  refuseEnded();
  return request(...parts);
};
const { fetch } = globalThis;
globalThis.fetch = async (...parts) => {
  refuseEnded();
  return fetch(...parts);
};
syncBuiltinESMExports();

/**
 * `new Promise((resolve) => setTimeout(resolve, …))`: an SDK pauses so before it tries again. A time limit has code of its
 * own, or is bound, and then has a name.
 */
const isSleep = (callback) =>
  typeof callback === 'function' &&
  callback.name === '' &&
  Function.prototype.toString.call(callback) === 'function () { [native code] }';
const machineSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = Object.assign((callback, milliseconds = 0, ...values) => {
  if (!isSleep(callback)) return machineSetTimeout(callback, milliseconds, ...values);
  sleep(milliseconds, () => callback(...values));
  return undefined;
}, machineSetTimeout);

/** The jitter of a container's pauses: each has its own, the same in each run of the world. */
let chance = 1;
Math.random = () => {
  // mulberry32
  chance = (chance + 0x6d2b79f5) | 0;
  let mixed = Math.imul(chance ^ (chance >>> 15), 1 | chance);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    post({ kind: 'log', text: String(chunk) });
    const callback = typeof encoding === 'function' ? encoding : done;
    callback?.();
    return true;
  };
}

let handler;

/** Another environment and a bundle that is evaluated anew; libraries in chunks of their own stay loaded. */
function begin(start) {
  container = start;
  handler = undefined;
  chance = Number(/\d+$/.exec(start.env.AWS_ACCESS_KEY_ID ?? '')?.[0] ?? 0) + 1;
  wakings.clear();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, start.env);
}

async function invoke({ event, deadline, requestId }) {
  try {
    handler ??= (await import(`${container.entry}?${container.generation}`)).handler;
    const context = {
      awsRequestId: requestId,
      functionName: container.functionName,
      invokedFunctionArn: container.functionArn,
      getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
    };
    const result = await handler(event, context);
    post({ kind: 'result', payload: JSON.stringify(result ?? null) });
  } catch (error) {
    post({
      kind: 'error',
      // The shape in which Lambda reports a thrown error of Node.js.
      error: {
        errorType: error?.name ?? 'Error',
        errorMessage: error?.message ?? String(error),
        trace: String(error?.stack ?? '').split('\n'),
      },
    });
  }
}

parentPort.on('message', (message) => {
  if (message.kind === 'begin') begin(message);
  if (message.kind === 'end') container = undefined;
  if (message.kind === 'invoke') void origin.run(container, invoke, message);
  if (message.kind === 'wake') {
    const wake = wakings.get(message.id);
    wakings.delete(message.id);
    wake?.();
  }
});

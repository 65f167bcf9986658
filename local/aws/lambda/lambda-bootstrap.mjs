/**
 * The Lambda platform's side of containers, run in their own thread: it loads a bundle for each container as Lambda
 * does, and runs one invocation of each container at a time. It is plain JavaScript, so that the thread needs no
 * loader. The bundle sees world time.
 *
 * The containers of a thread share only the libraries, whose loading takes most of a container's start time. The async
 * context identifies the container whose code is running, so each container has its own environment, clock and random
 * numbers.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';

const MachineDate = globalThis.Date;
/** Containers that have not ended, by generation. */
const containers = new Map();
/**
 * The container to which the running code belongs. Code of a container that has ended may still run, but must not have
 * an effect.
 */
const origin = new AsyncLocalStorage();
const refuseEnded = () => {
  if (origin.getStore()?.hasEnded) throw new Error('This container has ended.');
};

function post(message) {
  const own = origin.getStore();
  if (own === undefined || own.hasEnded) return;
  parentPort.postMessage({ ...message, generation: own.generation });
}
const now = () => {
  const own = origin.getStore();
  return own === undefined ? MachineDate.now() : Number(Atomics.load(own.time, 0));
};

globalThis.Date = class WorldDate extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
};

const noEnvironment = {};
const ownEnvironment = () => origin.getStore()?.env ?? noEnvironment;
/**
 * Shared libraries may have kept a reference to `process.env`, so it always shows the environment of the running
 * container.
 */
process.env = new Proxy(noEnvironment, {
  get: (_, name) => ownEnvironment()[name],
  has: (_, name) => name in ownEnvironment(),
  ownKeys: () => Object.keys(ownEnvironment()),
  getOwnPropertyDescriptor: (_, name) => Object.getOwnPropertyDescriptor(ownEnvironment(), name),
  set: (_, name, value) => Reflect.set(ownEnvironment(), name, String(value)),
  deleteProperty: (_, name) => delete ownEnvironment()[name],
});

const wakings = new Map();
let nextSleep = 0;
function sleep(milliseconds, wake) {
  nextSleep += 1;
  wakings.set(nextSleep, wake);
  post({ kind: 'sleep', id: nextSleep, milliseconds });
}

// A function's sleep takes world time; timeouts of sockets take real time.
timers.setTimeout = (milliseconds = 0, value = undefined) =>
  new Promise((resolve) => sleep(milliseconds, () => resolve(value)));

/** Work between two requests is short, so the highest value at requests is close to the highest value. */
function noteHeap() {
  const own = origin.getStore();
  if (own === undefined) return;
  own.peakHeapBytes = Math.max(own.peakHeapBytes, getHeapStatistics().used_heap_size);
}

const { request } = http;
http.request = (...parts) => {
  refuseEnded();
  noteHeap();
  return request(...parts);
};
const { fetch } = globalThis;
globalThis.fetch = async (...parts) => {
  refuseEnded();
  noteHeap();
  return fetch(...parts);
};
syncBuiltinESMExports();

/**
 * Detects `new Promise((resolve) => setTimeout(resolve, …))`, with which an SDK waits before a retry. The callback of a
 * time limit has its own code or is bound, and therefore has a name.
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

const machineRandom = Math.random;
/** Random numbers for jitter. Each container has its own sequence, which is the same in each run of the world. */
Math.random = () => {
  const own = origin.getStore();
  if (own === undefined) return machineRandom();
  // mulberry32
  own.chance = (own.chance + 0x6d2b79f5) | 0;
  let mixed = Math.imul(own.chance ^ (own.chance >>> 15), 1 | own.chance);
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

/** Evaluates the bundle for each container; libraries in separate chunks stay loaded. */
function begin(start) {
  const number = Number(/\d+$/.exec(start.env.AWS_ACCESS_KEY_ID ?? '')?.[0] ?? 0);
  containers.set(start.generation, {
    ...start,
    env: { ...start.env },
    chance: number + 1,
    peakHeapBytes: 0,
    hasEnded: false,
  });
}

function end({ generation }) {
  const ended = containers.get(generation);
  if (ended !== undefined) ended.hasEnded = true;
  containers.delete(generation);
}

async function invoke(container, { event, deadline, requestId }) {
  const before = performance.eventLoopUtilization();
  try {
    container.handler ??= (await import(`${container.entry}?${container.generation}`)).handler;
    const context = {
      awsRequestId: requestId,
      functionName: container.functionName,
      invokedFunctionArn: container.functionArn,
      getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
    };
    const result = await container.handler(event, context);
    const { active } = performance.eventLoopUtilization(before);
    post({ kind: 'usage', heapBytes: container.peakHeapBytes, busyMilliseconds: active });
    post({ kind: 'result', payload: JSON.stringify(result ?? null) });
  } catch (error) {
    post({
      kind: 'error',
      // The form in which Lambda reports an error thrown in Node.js.
      error: {
        errorType: error?.name ?? 'Error',
        errorMessage: error?.message ?? String(error),
        trace: String(error?.stack ?? '').split('\n'),
      },
    });
  }
}

function wake({ id }) {
  const woken = wakings.get(id);
  wakings.delete(id);
  woken?.();
}

parentPort.on('message', (message) => {
  if (message.kind === 'begin') begin(message);
  if (message.kind === 'end') end(message);
  if (message.kind === 'wake') wake(message);
  if (message.kind !== 'invoke') return;
  const container = containers.get(message.generation);
  if (container !== undefined) void origin.run(container, invoke, container, message);
});
